import { describe, expect, it } from 'vitest';
import {
  answerCounts,
  customerEffort,
  netPromoter,
  satisfaction,
} from '../../../../src/analytics/statistics/feedback.ts';
import { kanoClassOf, kanoOf } from '../../../../src/analytics/statistics/kano.ts';
import { reliabilityOf } from '../../../../src/analytics/statistics/reliability.ts';
import { shareOf } from '../../../../src/analytics/statistics/shares.ts';

const scale = { low: 1, high: 5 };

describe('reliability of a scale', () => {
  it('items that say the same have α = 1', () => {
    const found = reliabilityOf(
      [
        [1, 2, 5, 4],
        [1, 2, 5, 4],
        [5, 4, 1, 2],
      ],
      { ...scale, reversed: [2] },
    );
    expect(found.ok && found.value.alpha).toBeCloseTo(1, 12);
    expect(found.ok && found.value.splitHalf).toBeCloseTo(1, 12);
    expect(found.ok && found.value.items[2]!.mean).toBe(3);
  });
  it('two items: α = 4 · covariance / variance of the sum, and none can be dropped', () => {
    const found = reliabilityOf(
      [
        [1, 2, 3, 4],
        [2, 1, 4, 3],
      ],
      scale,
    );
    expect(found.ok && found.value.alpha).toBeCloseTo((4 * 1) / (5 / 3 + 5 / 3 + 2), 12);
    expect(found.ok && found.value.items[0]!.alphaWithout).toBeNull();
  });
  it('who left an answer out is left out', () => {
    const found = reliabilityOf(
      [
        [1, NaN, 3, 4, 2],
        [2, 5, 4, 3, 1],
      ],
      scale,
    );
    expect(found.ok && found.value.complete).toBe(4);
  });
  it('says what is missing', () => {
    const flaw = (items: number[][]) => {
      const found = reliabilityOf(items, scale);
      return found.ok ? null : found.error;
    };
    expect(flaw([[1, 2, 3]])).toEqual({ type: 'too-few-items' });
    expect(
      flaw([
        [1, 2],
        [2, 1],
      ]),
    ).toEqual({ type: 'too-few-rows', needed: 3 });
    expect(
      flaw([
        [1, 2, 3],
        [2, 2, 2],
      ]),
    ).toEqual({ type: 'constant', item: 1 });
    expect(
      flaw([
        [1, 2, 3],
        [3, 2, 1],
      ]),
    ).toEqual({ type: 'no-spread' });
  });
});

describe('shares and scores', () => {
  it('Wilson: 0 of 10 lie below 27.75 %, and nothing is known of none', () => {
    const none = shareOf(0, 10);
    expect(none.low).toBe(0);
    expect(none.high).toBeCloseTo(3.841458820694124 / 13.841458820694124, 12);
    expect(shareOf(0, 0)).toEqual({ share: 0, low: 0, high: 1, n: 0 });
  });
  it('answers are counted, and what is no answer is not', () => {
    const found = answerCounts([1, 5, 5, 4, 6, 2.5, NaN], 1, 5);
    expect(Array.from(found.counts)).toEqual([1, 0, 0, 1, 2]);
    expect([found.n, found.mean, found.topTwo.share]).toEqual([4, 3.75, 0.75]);
    expect(satisfaction([]).mean).toBe(0);
  });
  it('net promoter score = promoters − detractors, in per cent', () => {
    const found = netPromoter([10, 9, 8, 7, 6, 0, 10, 11]);
    expect(found.n).toBe(7);
    expect(found.score).toBeCloseTo((100 * (3 - 2)) / 7, 12);
    expect(netPromoter([10, 10])).toMatchObject({ score: 100, error: 0, low: 100, high: 100 });
    expect(netPromoter([])).toMatchObject({ n: 0, score: 0, error: 0 });
  });
  it('effort is a mean with its interval, and the share that found it easy', () => {
    const found = customerEffort([7, 5, 6, 2, 9]);
    expect(found).toMatchObject({ n: 4, mean: 5 });
    expect(found.easy.share).toBe(0.75);
    expect(found.high).toBe(7);
    expect(found.low).toBeCloseTo(5 - (3.182446305284263 * Math.sqrt(14 / 3)) / 2, 8);
    expect(customerEffort([4])).toMatchObject({ n: 1, mean: 4, low: 1, high: 7 });
  });
});

describe('Kano', () => {
  it('reads the table by what is there and what is not', () => {
    expect([kanoClassOf(1, 5), kanoClassOf(1, 3), kanoClassOf(3, 5), kanoClassOf(3, 3)]).toEqual([
      'O',
      'A',
      'M',
      'I',
    ]);
    expect([kanoClassOf(5, 1), kanoClassOf(1, 1), kanoClassOf(0, 3), kanoClassOf(NaN, 2)]).toEqual([
      'R',
      'Q',
      null,
      null,
    ]);
  });
  it('of equal classes the one that must not be missed comes first', () => {
    expect(kanoOf([1, 3, 1, 3], [5, 5, 3, 3]).category).toBe('M');
    expect(kanoOf([1, 1], [5, 3]).category).toBe('O');
  });
  it('nobody answered: no class and no strength', () => {
    expect(kanoOf([], [])).toMatchObject({
      n: 0,
      category: null,
      better: 0,
      totalStrength: 0,
      isSignificant: false,
    });
  });
});
