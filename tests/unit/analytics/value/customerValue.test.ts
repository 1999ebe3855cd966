import { describe, expect, it } from 'vitest';
import {
  bgNbdAlive,
  bgNbdExpected,
  bgNbdLogLikelihood,
  bgNbdNewcomer,
  fitBgNbd,
} from '../../../../src/analytics/value/bgNbd.ts';
import { expectedAmount, fitGammaGamma } from '../../../../src/analytics/value/gammaGamma.ts';
import { holdoutCheck } from '../../../../src/analytics/value/holdout.ts';
import { lifetimeValues, simpleLifetimeValues } from '../../../../src/analytics/value/lifetimeValue.ts';
import {
  fitParetoNbd,
  paretoNbdAlive,
  paretoNbdExpected,
  paretoNbdLogLikelihood,
} from '../../../../src/analytics/value/paretoNbd.ts';
import { purchaseHistories } from '../../../../src/analytics/value/purchaseHistory.ts';
import { buyers } from '../../../support/buyers.ts';

const one = (x: number, last: number, age: number) => ({
  repeats: Float64Array.of(x),
  lastAt: Float64Array.of(last),
  age: Float64Array.of(age),
});

describe('histories', () => {
  const purchases = {
    customer: [1, 0, 1, 1, 1, 2],
    day: [24, 10, 10, 10, 40, 41],
    amount: [5, 3, 1, 2, 9, 7],
  };

  it('a day counts once, the first purchase is no repeat, and what comes later is kept apart', () => {
    const found = purchaseHistories(purchases, { customers: 3, endDay: 38, holdoutEndDay: 60 });
    expect(Array.from(found.customer)).toEqual([0, 1]);
    expect(Array.from(found.repeats)).toEqual([0, 1]);
    expect(Array.from(found.lastAt)).toEqual([0, 2]);
    expect(Array.from(found.age)).toEqual([4, 4]);
    expect(Array.from(found.meanAmount)).toEqual([0, 5]);
    expect(Array.from(found.later)).toEqual([0, 1]);
  });
  it('nobody bought: nobody has a history', () => {
    expect(
      purchaseHistories({ customer: [], day: [], amount: [] }, { customers: 2, endDay: 9 }).age,
    ).toHaveLength(0);
  });
});

describe('BG/NBD', () => {
  const model = { r: 0.8, alpha: 5, a: 0.6, b: 2 };

  it('has the chance of buying nothing in closed form: (α / (α + T))^r', () => {
    expect(bgNbdLogLikelihood(model, one(0, 0, 10))).toBeCloseTo(0.8 * Math.log(5 / 15), 13);
  });
  it('a customer with one repeat at the very end is alive with chance b / (a + b)', () => {
    expect(bgNbdAlive(model, one(1, 10, 10))[0]).toBeCloseTo(2 / 2.6, 13);
  });
  it('nobody buys in no time, and a new customer is one without repeats at age 0', () => {
    expect(bgNbdExpected(model, one(3, 4, 10), 0)[0]).toBeCloseTo(0, 13);
    expect(bgNbdExpected(model, one(0, 0, 0), 7)[0]).toBeCloseTo(bgNbdNewcomer(model, 7), 12);
  });
  it('goes smoothly through a = 1', () => {
    const at = (a: number) => bgNbdExpected({ ...model, a }, one(2, 5, 10), 20)[0]!;
    expect(at(1)).toBeCloseTo((at(0.9999) + at(1.0001)) / 2, 7);
  });
  it('finds the model that made the purchases', () => {
    const fit = fitBgNbd(buyers(4000, model, 52, 7));
    if (!fit.ok) throw new Error(fit.error.type);
    expect(fit.value.model.r).toBeCloseTo(0.8, 0);
    expect(fit.value.model.alpha / 5).toBeCloseTo(1, 0);
    expect(fit.value.logLikelihood).toBeGreaterThanOrEqual(
      bgNbdLogLikelihood(model, buyers(4000, model, 52, 7)),
    );
  });
  it('says what is wrong with histories', () => {
    const flaw = (x: number, last: number, age: number) => {
      const fit = fitBgNbd(one(x, last, age));
      return fit.ok ? 'fitted' : fit.error.type;
    };
    expect(
      fitBgNbd({ repeats: new Float64Array(), lastAt: new Float64Array(), age: new Float64Array() }),
    ).toEqual({
      ok: false,
      error: { type: 'no-rows' },
    });
    expect(flaw(0, 0, 9)).toBe('no-repeats');
    expect(flaw(1, 10, 9)).toBe('bad-history');
    expect(flaw(0.5, 1, 9)).toBe('bad-history');
    expect(flaw(1, 0, 9)).toBe('bad-history');
    expect(flaw(1, NaN, 9)).toBe('not-finite');
  });
});

describe('Pareto/NBD', () => {
  const model = { r: 0.6, alpha: 8, s: 0.7, beta: 11 };

  it('is a negative binomial where nobody stops', () => {
    const still = paretoNbdLogLikelihood({ ...model, s: 1e-12 }, one(0, 0, 10));
    expect(still).toBeCloseTo(0.6 * Math.log(8 / 18), 9);
  });
  it('does not jump where α = β', () => {
    const at = (beta: number) => paretoNbdLogLikelihood({ ...model, beta }, one(3, 6, 10));
    expect(at(8)).toBeCloseTo((at(7.9999) + at(8.0001)) / 2, 7);
  });
  it('a customer who has just bought is alive, one who has long been silent is not', () => {
    expect(paretoNbdAlive(model, one(20, 10, 10))[0]).toBe(1);
    expect(paretoNbdAlive(model, one(20, 10, 200))[0]).toBeLessThan(0.01);
  });
  it('expects purchases that rise with time and not without end', () => {
    const at = (time: number, s = 1.5) => paretoNbdExpected({ ...model, s }, one(3, 6, 10), time)[0]!;
    expect(at(0)).toBeCloseTo(0, 14);
    expect(at(1e13)).toBeCloseTo(
      (paretoNbdAlive({ ...model, s: 1.5 }, one(3, 6, 10))[0]! * 3.6 * 21) / 18 / 0.5,
      3,
    );
    expect(at(20, 1)).toBeCloseTo((at(20, 0.9999) + at(20, 1.0001)) / 2, 6);
  });
  it('can be stopped, and refuses customers who never came back', () => {
    const stopped = fitParetoNbd(buyers(50, { r: 1, alpha: 5, a: 1, b: 2 }, 40, 1), { aborted: true });
    expect(stopped).toEqual({ ok: false, error: { type: 'cancelled' } });
    expect(fitParetoNbd(one(0, 0, 4))).toEqual({ ok: false, error: { type: 'no-repeats' } });
  });
});

describe('Gamma-Gamma', () => {
  it('lies between what a customer spent and what all spend, nearer to his own the more he bought', () => {
    const model = { p: 6, q: 4, v: 15 };
    const found = expectedAmount(model, {
      repeats: Float64Array.of(0, 1, 50),
      meanAmount: Float64Array.of(0, 100, 100),
    });
    expect(found[0]).toBeCloseTo(30, 12);
    expect(found[1]).toBeCloseTo((6 * 115) / 9, 12);
    expect(found[2]).toBeGreaterThan(98);
    expect(
      expectedAmount(
        { ...model, q: 0.9 },
        { repeats: Float64Array.of(0), meanAmount: Float64Array.of(0) },
      )[0],
    ).toBe(Infinity);
  });
  it('says when there is too little to learn from', () => {
    const fit = (repeats: number[], meanAmount: number[]) => {
      const found = fitGammaGamma({
        repeats: Float64Array.from(repeats),
        meanAmount: Float64Array.from(meanAmount),
      });
      return found.ok ? 'fitted' : found.error.type;
    };
    expect(fit([], [])).toBe('no-rows');
    expect(fit([0, 0, 2, 1], [0, 0, 5, -3])).toBe('no-repeats');
    expect(fit([1, 2], [5, Infinity])).toBe('not-finite');
    expect(fit([1, 2, 3, 1, 2], [5, 5, 5, 5, 5])).toBe('constant');
  });
});

describe('lifetime value', () => {
  const model = { r: 0.8, alpha: 5, a: 0.6, b: 2 };
  const amounts = { p: 6, q: 4, v: 15 };
  const customer = { ...one(2, 5, 10), meanAmount: Float64Array.of(20) };

  it('without interest it is purchases × amount', () => {
    const value = lifetimeValues(model, amounts, customer, { discount: 0, margin: 0.5 });
    const expected =
      bgNbdExpected(model, customer, 12 * 4.345)[0]! * expectedAmount(amounts, customer)[0]! * 0.5;
    expect(value[0]).toBeCloseTo(expected, 10);
  });
  it('the simple one is rate × order × years × loyalty', () => {
    expect(Array.from(simpleLifetimeValues([2, 0], [50, 80], 3, 0.5))).toEqual([150, 0]);
  });
});

it('a holdout is compared by repeats, the many in one group', () => {
  const check = holdoutCheck([0, 0, 1, 9, 12], [0, 2, 1, 4, 6], [1, 1, 1, 5, 5]);
  expect(check.groups).toEqual([
    { repeats: 0, customers: 2, actual: 1, expected: 1 },
    { repeats: 1, customers: 1, actual: 1, expected: 1 },
    { repeats: 7, customers: 2, actual: 5, expected: 5 },
  ]);
  expect([check.actualTotal, check.expectedTotal, check.meanError]).toEqual([13, 13, 0.8]);
  expect(holdoutCheck([], [], []).meanError).toBe(0);
});
