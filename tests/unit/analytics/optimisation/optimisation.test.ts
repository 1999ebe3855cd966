import { beforeAll, describe, expect, it } from 'vitest';
import { allocate } from '../../../../src/analytics/optimisation/allocation.ts';
import {
  contactPlan,
  lastingPlan,
  type ContactModel,
} from '../../../../src/analytics/optimisation/contactPlan.ts';
import { loadHighs } from '../../../../src/analytics/optimisation/highsSolver.ts';
import { knapsack } from '../../../../src/analytics/optimisation/knapsack.ts';
import {
  solveLinear,
  type LinearProgramme,
  type LinearSolver,
} from '../../../../src/analytics/optimisation/linearProgramme.ts';

/** Hillier and Lieberman's Wyndor Glass: 36 at (2, 6). */
const wyndor: LinearProgramme = {
  sense: 'max',
  objective: [3, 5],
  limits: [
    { weights: [1, 0], relation: '<=', bound: 4 },
    { weights: [0, 2], relation: '<=', bound: 12 },
    { weights: [3, 2], relation: '<=', bound: 18 },
  ],
};

describe('linear programme', () => {
  let solver: LinearSolver;
  beforeAll(async () => {
    solver = await loadHighs();
  });
  const solve = (programme: LinearProgramme) => {
    const found = solveLinear(programme, solver);
    return found.ok ? found.value : found.error;
  };

  it('has the textbook optimum, prices and slack', () => {
    expect(solve(wyndor)).toEqual({
      amounts: Float64Array.of(2, 6),
      value: 36,
      shadowPrices: Float64Array.of(0, 1.5, 1),
      slack: Float64Array.of(2, 0, 0),
    });
  });
  it('keeps to whole numbers and upper bounds', () => {
    const whole = solve({ ...wyndor, objective: [3, 4], upper: [1.5, Infinity], isWhole: true });
    expect(whole).toMatchObject({ amounts: Float64Array.of(1, 6), value: 27, shadowPrices: null });
  });
  it('says when nothing keeps the limits, or nothing limits the value', () => {
    expect(
      solve({ ...wyndor, limits: [...wyndor.limits, { weights: [1, 0], relation: '>=', bound: 9 }] }),
    ).toEqual({
      type: 'infeasible',
    });
    expect(
      solve({ sense: 'max', objective: [1, 1], limits: [{ weights: [1, -1], relation: '<=', bound: 1 }] }),
    ).toEqual({
      type: 'unbounded',
    });
    expect(solve({ ...wyndor, upper: [-1, 3] })).toEqual({ type: 'infeasible' });
  });
  it('says what is no programme', () => {
    expect(solve({ ...wyndor, objective: [] })).toEqual({ type: 'no-columns' });
    expect(solve({ ...wyndor, objective: [1, NaN] })).toEqual({ type: 'not-finite', row: null, column: 1 });
    expect(solve({ ...wyndor, objective: [1, 2, 3] })).toEqual({ type: 'bad-shape', row: 0 });
    expect(solve({ ...wyndor, upper: [1] })).toEqual({ type: 'bad-shape', row: null });
    expect(solve({ ...wyndor, limits: [{ weights: [1, 1], relation: '=', bound: NaN }] })).toEqual({
      type: 'not-finite',
      row: 0,
      column: null,
    });
  });
  it('hands on what a solver could not finish', () => {
    const stopped = {
      solve: () => ({ Status: 'Time limit reached', ObjectiveValue: 0, Columns: {}, Rows: [] }),
    };
    expect(solveLinear(wyndor, stopped)).toEqual({
      ok: false,
      error: { type: 'not-solved', status: 'Time limit reached' },
    });
  });
});

describe('knapsack', () => {
  it('takes the pair that is worth more than the best single item', () => {
    const found = knapsack([60, 100, 120], [10, 20, 30], 50);
    expect(found).toEqual({ ok: true, value: { items: Int32Array.of(1, 2), value: 220, weight: 50 } });
  });
  it('takes what weighs nothing, and nothing where there is no room', () => {
    expect(knapsack([5, 1], [3, 0], 2)).toMatchObject({ value: { items: Int32Array.of(1), value: 1 } });
    expect(knapsack([], [], 0)).toMatchObject({ value: { value: 0 } });
  });
  it('says what is wrong', () => {
    expect(knapsack([1], [1.5], 3)).toMatchObject({ error: { type: 'bad-item', item: 0 } });
    expect(knapsack([1], [1], -1)).toMatchObject({ error: { type: 'bad-option' } });
    expect(knapsack([1], [1], 1e9)).toMatchObject({ error: { type: 'too-large' } });
  });
});

describe('budget', () => {
  it('goes to the steeper curve while it is steeper', () => {
    const root = Array.from({ length: 6 }, (_, x) => 4 * Math.sqrt(x));
    const line = Array.from({ length: 6 }, (_, x) => 1.2 * x);
    const found = allocate([root, line], 5);
    expect(found.ok && Array.from(found.value.units)).toEqual([3, 2]);
    expect(found.ok && found.value.value).toBeCloseTo(4 * Math.sqrt(3) + 2.4, 12);
  });
  it('is spent even where a curve falls, and says what is wrong', () => {
    expect(allocate([[0, -1, -3]], 2)).toMatchObject({ value: { value: -3 } });
    expect(allocate([], 2)).toMatchObject({ error: { type: 'no-columns' } });
    expect(allocate([[0, 1]], 2)).toMatchObject({ error: { type: 'bad-curve', channel: 0 } });
    expect(allocate([[0, 1, NaN]], 2)).toMatchObject({ error: { type: 'bad-curve', channel: 0 } });
    expect(allocate([[0]], 0.5)).toMatchObject({ error: { type: 'bad-option' } });
  });
});

describe('contact plan', () => {
  /** A customer is warm (0) or cold (1). A letter costs 2 and makes a cold one warm; a warm one brings 5 and turns cold without. */
  const model: ContactModel = {
    states: 2,
    actions: 2,
    discount: 0.5,
    reward: Float64Array.of(5, 0, 3, -2),
    transition: Float64Array.of(0, 1, 0, 1, 1, 0, 1, 0),
  };
  it('sends no letter in the last period, and to the warm before', () => {
    const found = contactPlan(model, 2);
    // Warm: 5 + 0 without, 3 + 0.5 · 5 with. Cold: 0, or −2 + 0.5 · 5.
    expect(found).toEqual({
      ok: true,
      value: { action: Int32Array.of(1, 1, 0, 0), value: Float64Array.of(5.5, 0.5) },
    });
  });
  it('for ever is the limit of many periods', () => {
    const [lasting, long] = [lastingPlan(model), contactPlan(model, 60)];
    if (!lasting.ok || !long.ok) throw new Error('not planned');
    expect(lasting.value.value[0]).toBeCloseTo(6, 10);
    expect(lasting.value.value[1]).toBeCloseTo(long.value.value[1]!, 10);
  });
  it('says what is wrong', () => {
    const flaw = (change: Partial<ContactModel>, periods = 3) => {
      const found = contactPlan({ ...model, ...change }, periods);
      return found.ok ? null : found.error;
    };
    expect(flaw({ states: 3 })).toEqual({ type: 'bad-shape' });
    expect(flaw({ discount: 2 })).toEqual({ type: 'bad-option', option: 'discount' });
    expect(flaw({}, 0)).toEqual({ type: 'bad-option', option: 'periods' });
    expect(flaw({ reward: Float64Array.of(5, 0, NaN, -2) })).toEqual({
      type: 'not-finite',
      action: 1,
      state: 0,
    });
    expect(flaw({ transition: Float64Array.of(0, 1, 0, 1, 0.5, 0, 1, 0) })).toEqual({
      type: 'bad-chances',
      action: 1,
      state: 0,
    });
    expect(lastingPlan({ ...model, discount: 1 })).toMatchObject({ error: { type: 'bad-option' } });
    expect(contactPlan(model, 3, { aborted: true })).toMatchObject({ error: { type: 'cancelled' } });
    expect(lastingPlan(model, { aborted: true })).toMatchObject({ error: { type: 'cancelled' } });
  });
});
