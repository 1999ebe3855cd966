import { describe, expect, it } from 'vitest';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { coxRisk, coxSurvival, fitCox } from '../../../../src/analytics/survival/cox.ts';
import { kaplanMeier, survivalAt } from '../../../../src/analytics/survival/kaplanMeier.ts';
import { logRank } from '../../../../src/analytics/survival/logRank.ts';

/** Weeks of remission of leukaemia patients with 6-MP and with a placebo: Freireich and others 1963. */
const treated = {
  time: [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
  ended: [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
};
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
const both = { time: [...treated.time, ...placebo], ended: [...treated.ended, ...placebo.map(() => 1)] };
const isPlacebo = [...treated.time.map(() => 0), ...placebo.map(() => 1)];

describe('Kaplan–Meier', () => {
  it('has the printed curve of remission under 6-MP', () => {
    const found = kaplanMeier(treated);
    if (!found.ok) throw new Error(found.error.type);
    const { time, survival, error, low, high, median } = found.value;
    expect(Array.from(time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448].forEach((s, i) => expect(survival[i]).toBeCloseTo(s, 3));
    expect(error[0]).toBeCloseTo(0.0764, 4);
    expect(low[0]).toBeCloseTo(0.72, 3);
    expect(high[0]).toBe(1);
    expect([low[6], high[6]].map((x) => x!.toFixed(3))).toEqual(['0.249', '0.807']);
    expect(median).toBe(23);
  });
  it('is the share that is left where all have ended, with the error √(S (1 − S) / n)', () => {
    const found = kaplanMeier({ time: placebo, ended: placebo.map(() => 1) });
    if (!found.ok) throw new Error(found.error.type);
    expect(survivalAt(found.value, 8)).toBeCloseTo(8 / 21, 14);
    expect(found.value.error[5]).toBeCloseTo(Math.sqrt(((8 / 21) * (13 / 21)) / 21), 13);
    expect(found.value.survival.at(-1)).toBe(0);
    expect([survivalAt(found.value, 0.5), survivalAt(found.value, 99)]).toEqual([1, 0]);
  });
  it('nobody ended: everybody goes on', () => {
    const found = kaplanMeier({ time: [3, 4], ended: [0, 0] });
    expect(found.ok && [found.value.median, survivalAt(found.value, 9)]).toEqual([null, 1]);
  });
  it('says which row is wrong', () => {
    const flaw = (time: number[], ended: number[]) => {
      const found = kaplanMeier({ time, ended });
      return found.ok ? null : found.error;
    };
    expect(flaw([], [])).toEqual({ type: 'no-rows' });
    expect(flaw([1, NaN], [1, 1])).toEqual({ type: 'not-finite', row: 1 });
    expect(flaw([1, -2], [1, 1])).toEqual({ type: 'bad-time', row: 1 });
    expect(flaw([1, 2], [1, 2])).toEqual({ type: 'bad-label', row: 1 });
  });
});

describe('log-rank', () => {
  it('finds the printed difference of 6-MP and placebo', () => {
    const found = logRank(both, isPlacebo, 2);
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value.chiSquare).toBeCloseTo(16.79, 2);
    expect(Array.from(found.value.observed)).toEqual([9, 21]);
    expect(found.value.expected[0]).toBeCloseTo(19.25, 2);
  });
  it('groups with the same durations do not differ', () => {
    const twice = { time: [...placebo, ...placebo], ended: [...placebo, ...placebo].map(() => 1) };
    const found = logRank(twice, [...placebo.map(() => 0), ...placebo.map(() => 1)], 2);
    expect(found.ok && found.value.chiSquare).toBeCloseTo(0, 12);
    expect(found.ok && found.value.p).toBeCloseTo(1, 6);
  });
  it('one group alone cannot differ', () => {
    expect(
      logRank(
        both,
        isPlacebo.map(() => 0),
        3,
      ),
    ).toEqual({ ok: false, error: { type: 'too-few-groups' } });
  });
});

describe('Cox', () => {
  const fit = (ties: 'efron' | 'breslow') => {
    const found = fitCox(matrixOf([isPlacebo]), both, { ties });
    if (!found.ok) throw new Error(found.error.type);
    return found.value;
  };
  it('has the printed coefficient of the placebo by both rules for ties', () => {
    expect(fit('efron').coefficients[0]).toBeCloseTo(1.5721, 4);
    expect(fit('efron').errors[0]).toBeCloseTo(0.4124, 4);
    expect(fit('breslow').coefficients[0]).toBeCloseTo(1.5092, 4);
    expect(fit('breslow').errors[0]).toBeCloseTo(0.4096, 4);
  });
  it('gives chances that fall with time, and lower ones to those with more risk', () => {
    const model = fit('efron');
    const people = matrixOf([[0, 1]]);
    const [risk0, risk1] = coxRisk(model, people);
    expect(risk1! - risk0!).toBeCloseTo(model.coefficients[0]!, 12);
    const soon = coxSurvival(model, people, 5);
    const late = coxSurvival(model, people, 20);
    expect(coxSurvival(model, people, 0)).toEqual(Float64Array.of(1, 1));
    expect(soon[0]).toBeGreaterThan(soon[1]!);
    expect(late[0]).toBeLessThan(soon[0]!);
    expect(Math.abs(late[0]! - 0.64)).toBeLessThan(0.06);
  });
  it('says why it cannot be fitted', () => {
    const flaw = (columns: number[][], durations = both) => {
      const found = fitCox(matrixOf(columns), durations);
      return found.ok ? null : found.error;
    };
    expect(flaw([isPlacebo, isPlacebo.map((x) => 3 - 2 * x)])).toEqual({ type: 'collinear', columns: [1] });
    expect(flaw([isPlacebo.map(() => 7)])).toEqual({ type: 'collinear', columns: [0] });
    expect(flaw([isPlacebo], { ...both, ended: both.ended.map(() => 0) })).toEqual({ type: 'no-ends' });
    expect(flaw([isPlacebo], { time: isPlacebo.map((x) => 10 - 5 * x), ended: isPlacebo })).toEqual({
      type: 'perfect-separation',
    });
    expect(flaw([isPlacebo.map((x) => x / 0)])).toEqual({ type: 'not-finite', row: 0, column: 0 });
    const cancelled = fitCox(matrixOf([isPlacebo]), both, { signal: { aborted: true } });
    expect(!cancelled.ok && cancelled.error.type).toBe('cancelled');
  });
});
