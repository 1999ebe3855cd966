import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countedWeights,
  efficiencyOf,
  gainsOf,
  isWellFormed,
  monthEnds,
  qualityFaults,
  qualityFields,
  qualityOf,
  ratedTerm,
  scoreOf,
  shareOfRating,
  successOf,
  usualWeights,
  weightedShare,
  type QualityPart,
  type QualityWeights,
  type TransactionClass,
} from '../../../src/domain/indices.ts';

const weightsOf = (given: Partial<QualityWeights>): QualityWeights => ({
  ...(Object.fromEntries(qualityFields.map((field) => [field, 0])) as unknown as QualityWeights),
  ...given,
});
const part = (field: QualityPart['field'], weight: number, score: number): QualityPart => ({
  ...{ field, weight, score },
  faults: [],
});

describe('S, the quality of information', () => {
  test('is 0.7 where half the weight is whole and the other half has a number that nobody can call', () => {
    const parts = countedWeights(weightsOf({ name: 2, phones: 2 }), 'company').map(({ field, weight }) => ({
      ...part(field, weight, field === 'name' ? scoreOf(true, []) : scoreOf(true, ['malformed'])),
    }));
    expect(qualityOf(parts)).toBeCloseTo(0.5 + 0.5 * 0.4, 12);
  });

  test('multiplies faults, and counts nothing for what is not there', () => {
    expect(scoreOf(true, ['malformed', 'duplicate', 'stale'])).toBeCloseTo(0.4 * 0.5 * 0.7, 12);
    expect(scoreOf(false, [])).toBe(0);
  });

  test('asks companies for an industry and persons for a birthday, with weights that sum to 1', () => {
    for (const kind of ['company', 'person'] as const) {
      const counted = countedWeights(usualWeights, kind);
      expect(counted.some(({ field }) => field === 'birthday')).toBe(kind === 'person');
      expect(counted.some(({ field }) => field === 'industry')).toBe(kind === 'company');
      expect(counted.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
    expect(
      qualityOf(countedWeights(weightsOf({}), 'company').map((each) => part(each.field, each.weight, 1))),
    ).toBe(0);
  });

  test('names first what would raise it most, and nothing that is whole', () => {
    const gains = gainsOf([part('name', 0.5, 1), part('phones', 0.3, 0.5), part('emails', 0.2, 0)]);
    expect(gains.map(({ part: { field }, gain }) => [field, Number(gain.toFixed(6))])).toEqual([
      ['emails', 0.2],
      ['phones', 0.15],
    ]);
  });

  test('knows damaged letters, short numbers and stray spaces', () => {
    expect(isWellFormed('name', 'Nord\uFFFDaffe')).toBe(false);
    expect(isWellFormed('name', ' Nordkaffe')).toBe(false);
    expect(isWellFormed('phones', '1234-567')).toBe(false);
    expect(isWellFormed('phones', '+49 30 23125 100')).toBe(true);
    expect(isWellFormed('emails', 'anna@lan')).toBe(false);
  });

  test('stays between 0 and 1, does not depend on the scale of the weights, and rises with every score', () => {
    const shares = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.subarray([...qualityFaults]), fc.boolean()), {
      minLength: qualityFields.length,
      maxLength: qualityFields.length,
    });
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 9 }), (drawn, factor) => {
        const made = (scale: number): QualityPart[] => {
          const weights = Object.fromEntries(
            qualityFields.map((field, i) => [field, (drawn[i]?.[0] ?? 0) * scale]),
          );
          return countedWeights(weights as unknown as QualityWeights, 'company').map(({ field, weight }) => {
            const [, faults = [], isPresent = false] = drawn[qualityFields.indexOf(field)] ?? [];
            return part(field, weight, scoreOf(isPresent, faults));
          });
        };
        const parts = made(1);
        const quality = qualityOf(parts);
        expect(quality).toBeGreaterThanOrEqual(0);
        expect(quality).toBeLessThanOrEqual(1);
        expect(qualityOf(made(factor))).toBeCloseTo(quality, 10);
        expect(qualityOf(parts.toReversed())).toBeCloseTo(quality, 10);
        const gained = gainsOf(parts).reduce((sum, { gain }) => sum + gain, 0);
        const total = parts.reduce((sum, { weight }) => sum + weight, 0);
        expect(quality + gained).toBeCloseTo(total, 10);
      }),
    );
  });
});

describe('R and C, satisfaction with needs and conversations', () => {
  test('weigh shares of satisfaction: worked examples', () => {
    const needs = [
      ratedTerm({ importance: 5, satisfaction: 5 }, 'importance'),
      ratedTerm({ satisfaction: 1 }, 'importance'),
    ];
    expect(weightedShare(needs.filter((term) => term !== undefined))).toBeCloseTo(5 / 8, 12);
    const talks = [
      { weight: 4, share: shareOfRating(5) },
      { weight: 1, share: shareOfRating(3) },
    ];
    expect(weightedShare(talks)).toBeCloseTo(0.8 * 1 + 0.2 * 0.5, 12);
  });

  test('leave out what nobody has rated, and say nothing where nothing is rated', () => {
    expect(ratedTerm({ importance: 5 }, 'importance')).toBeUndefined();
    expect(weightedShare([])).toBeUndefined();
  });

  test('stay between the least and the greatest share, whatever the order and the scale', () => {
    const term = fc.record({
      weight: fc.integer({ min: 1, max: 5 }),
      share: fc.integer({ min: 1, max: 5 }).map(shareOfRating),
    });
    fc.assert(
      fc.property(fc.array(term, { minLength: 1 }), fc.integer({ min: 1, max: 7 }), (terms, factor) => {
        const share = weightedShare(terms) ?? NaN;
        expect(share).toBeGreaterThanOrEqual(Math.min(...terms.map((each) => each.share)) - 1e-12);
        expect(share).toBeLessThanOrEqual(Math.max(...terms.map((each) => each.share)) + 1e-12);
        const scaled = terms.toReversed().map((each) => ({ ...each, weight: each.weight * factor }));
        expect(weightedShare(scaled)).toBeCloseTo(share, 12);
        expect(weightedShare([...terms, ...terms])).toBeCloseTo(share, 12);
      }),
    );
  });
});

describe('T, how well transactions go', () => {
  const classOf = (meanHours: number, succeeded: number, decided: number): TransactionClass => ({
    ...{ meanHours, succeeded, decided },
  });

  test('weighs success by where the time goes: a worked example', () => {
    expect(efficiencyOf([classOf(2, 8, 10), classOf(6, 3, 4)])).toBeCloseTo(0.25 * 0.8 + 0.75 * 0.75, 12);
  });

  test('weighs classes the same where no time is known, and leaves out those with nothing decided', () => {
    expect(efficiencyOf([classOf(NaN, 1, 2), classOf(NaN, 1, 1)])).toBeCloseTo(0.75, 12);
    expect(efficiencyOf([classOf(9, 0, 0), classOf(2, 1, 2)])).toBeCloseTo(0.5, 12);
    expect(efficiencyOf([classOf(9, 0, 0)])).toBeUndefined();
  });

  test('gives a class without a known time the mean of the others', () => {
    expect(efficiencyOf([classOf(4, 1, 1), classOf(NaN, 0, 1), classOf(8, 1, 1)])).toBeCloseTo(12 / 18, 12);
  });

  test('takes what somebody noted over the status, and waits for open ones', () => {
    expect([{ status: 'done' }, { status: 'cancelled' }, { status: 'open' }].map(successOf)).toEqual([
      true,
      false,
      undefined,
    ]);
    expect(successOf({ status: 'done', succeeded: false })).toBe(false);
  });

  test('stays between the least and the greatest rate of success', () => {
    const any = fc
      .tuple(fc.constantFrom(NaN, 1, 2, 40), fc.nat({ max: 9 }), fc.nat({ max: 9 }))
      .map(([hours, succeeded, failed]) => classOf(hours, succeeded, succeeded + failed));
    fc.assert(
      fc.property(fc.array(any), (classes) => {
        const rates = classes.filter((each) => each.decided > 0).map((each) => each.succeeded / each.decided);
        const efficiency = efficiencyOf(classes);
        if (rates.length === 0) {
          expect(efficiency).toBeUndefined();
          return;
        }
        expect(efficiency).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-12);
        expect(efficiency).toBeLessThanOrEqual(Math.max(...rates) + 1e-12);
      }),
    );
  });
});

test('months end on their last day, over the turn of a year and in February', () => {
  expect(monthEnds('2026-01-15', 3)).toEqual(['2025-11-30', '2025-12-31', '2026-01-31']);
  expect(monthEnds('2024-02-01', 1)).toEqual(['2024-02-29']);
});
