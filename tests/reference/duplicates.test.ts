import { describe, expect, it } from 'vitest';
import { findDuplicates } from '../../src/analytics/duplicates/findDuplicates.ts';
import { febrl } from '../support/febrl.ts';
import { pairScore, pairsOfGroups } from '../support/pairScore.ts';
import { heldWithin } from '../support/reference.ts';
import { sharedFolder } from '../support/sharedData.ts';

/** The setting is that of the product: nothing is tuned to a set, and no pair is told. */
describe.skipIf(sharedFolder === null).each([1, 3] as const)('the persons of Febrl set %d', (set) => {
  const method = 'Duplicates (Fellegi–Sunter)';

  it('are found with the precision and recall of a linkage tuned on the same file', () => {
    const { fields, person, truth } = febrl(set);
    const { pairs } = findDuplicates(fields);
    const score = pairScore(pairs, person, truth.true_pairs);
    heldWithin({ method, what: `F1 of pairs, Febrl ${set}`, ours: score.f1, from: 0.99 });
    heldWithin({
      method,
      what: `F1 of pairs, Febrl ${set}`,
      ours: score.f1,
      from: truth.baseline.f1 - 0.002,
    });
    heldWithin({ method, what: `precision of pairs, Febrl ${set}`, ours: score.precision, from: 0.99 });
    heldWithin({ method, what: `recall of pairs, Febrl ${set}`, ours: score.recall, from: 0.99 });
  });

  it('are grouped so that the groups hold the same pairs', () => {
    const { fields, person, truth } = febrl(set);
    const { groups } = findDuplicates(fields);
    const score = pairScore(pairsOfGroups(groups), person, truth.true_pairs);
    heldWithin({ method, what: `F1 of groups, Febrl ${set}`, ours: score.f1, from: 0.99 });
  });

  it('meet in so few pairs that nearly all comparisons are saved', () => {
    const { fields, truth } = febrl(set);
    const all = (truth.records * (truth.records - 1)) / 2;
    expect(findDuplicates(fields).compared).toBeLessThan(all / 50);
  });
});
