import { beforeAll, describe, expect, it } from 'vitest';
import type { BudgetQuestion } from '../../../../src/analytics/optimisation/budget.ts';
import { loadHighs } from '../../../../src/analytics/optimisation/highsSolver.ts';
import type { LinearSolver } from '../../../../src/analytics/optimisation/linearProgramme.ts';
import { budgetWith, planWork } from '../../../../src/workers/tasks/plan.ts';

const free = { least: 0, most: null };

describe('a budget', () => {
  let solver: LinearSolver;
  beforeAll(async () => {
    solver = await loadHighs();
  });
  const ask = (question: BudgetQuestion) => budgetWith(question, () => Promise.resolve(solver));

  it('goes to the best row until its limit, then to the next; prices say what more room brings', async () => {
    const rows = [
      { gain: 1, least: 10, most: null },
      { gain: 3, least: 0, most: 40 },
      { gain: 2, least: 0, most: null },
    ];
    const found = await ask({ rows, budget: 100, groups: [] });
    if (!found.ok) throw new Error(found.error.type);
    const { amounts, value, spent, prices, curve } = found.value;
    expect(Array.from(amounts)).toEqual([10, 40, 50]);
    expect([value, spent]).toEqual([230, 100]);
    expect(prices).toEqual([
      { limit: { type: 'budget' }, price: 2 },
      { limit: { type: 'least', row: 0 }, price: 1 },
      { limit: { type: 'most', row: 1 }, price: 1 },
    ]);
    // Below 10 the least of the first row is not kept.
    expect(curve[0]?.budget).toBeGreaterThanOrEqual(10);
    expect(curve.at(-1)).toEqual({ budget: 200, value: 430 });
  });

  it('keeps a share of rows together, and says what a point more of it brings', async () => {
    const found = await ask({
      rows: [
        { gain: 3, ...free },
        { gain: 1, ...free },
      ],
      budget: 100,
      groups: [{ rows: [0], relation: 'atMost', unit: 'share', bound: 0.4 }],
    });
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value.amounts[0]).toBeCloseTo(40, 9);
    expect(found.value.amounts[1]).toBeCloseTo(60, 9);
    // A point of 100 moves 1 from what brings 1 to what brings 3.
    expect(found.value.prices[1]?.price).toBeCloseTo(2, 6);
  });

  it('promises nothing for a budget that has no more room to go to', async () => {
    const found = await ask({ rows: [{ gain: 2, least: 0, most: 100 }], budget: 100, groups: [] });
    expect(found.ok && found.value.prices).toEqual([]);
  });

  it('that cannot be kept names the limits in conflict and no others', async () => {
    const found = await ask({
      rows: [
        { gain: 1, least: 60, most: 80 },
        { gain: 1, least: 50, most: null },
        { gain: 1, least: 0, most: 5 },
      ],
      budget: 100,
      groups: [{ rows: [2], relation: 'atMost', unit: 'amount', bound: 4 }],
    });
    expect(found).toEqual({
      ok: false,
      error: {
        type: 'infeasible',
        conflict: [{ type: 'budget' }, { type: 'least', row: 0 }, { type: 'least', row: 1 }],
      },
    });
  });

  it('without an end names the rows that nothing limits', async () => {
    const rows = [
      { gain: 2, least: 0, most: 10 },
      { gain: 1, ...free },
      { gain: 0, ...free },
    ];
    expect(await ask({ rows, budget: null, groups: [] })).toEqual({
      ok: false,
      error: { type: 'unbounded', rows: [1] },
    });
  });

  it('says so when the solver cannot be fetched', async () => {
    const found = await budgetWith({ rows: [{ gain: 1, ...free }], budget: 1, groups: [] }, () =>
      Promise.reject(new Error('offline')),
    );
    expect(found).toMatchObject({ error: { type: 'no-solver' } });
  });
});

describe('a selection', () => {
  const select = (worth: readonly number[], cost: readonly number[], budget: number) =>
    planWork.selection({ worth: Float64Array.from(worth), cost: Float64Array.from(cost), budget });

  it('takes the pair that is worth more than the best single one, with cents', async () => {
    const found = await select([60, 100, 120], [0.1, 0.2, 0.3], 0.5);
    expect(found).toMatchObject({ ok: true, value: { items: Int32Array.of(1, 2), worth: 220 } });
    expect(found.ok && found.value.left).toBeCloseTo(0, 12);
  });
  it('takes the best where all cost the same, whatever the size of the budget', async () => {
    const worth = Array.from({ length: 50_000 }, (_, i) => i % 1_000);
    const found = await select(
      worth,
      worth.map(() => 3),
      60_001,
    );
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value.items).toHaveLength(20_000);
    expect(found.value.left).toBe(1);
    expect(Math.min(...found.value.items.map((item) => worth[item]!))).toBe(600);
  });
  it('takes all where there is room, but nothing that is worth nothing', async () => {
    expect(await select([1, 0, 2], [1, 0, 7], 8)).toMatchObject({
      value: { items: Int32Array.of(0, 2), left: 0 },
    });
  });
  it('says what is wrong', async () => {
    expect(await select([1], [-1], 3)).toMatchObject({ error: { type: 'bad-item', item: 0 } });
    expect(await select([1], [1], NaN)).toMatchObject({ error: { type: 'bad-option' } });
    const fine = Array.from({ length: 3_000 }, (_, i) => 1.0001 + i / 1_000);
    expect(await select(fine, fine, 4_000)).toMatchObject({ error: { type: 'too-large' } });
  });
});

describe('a contact plan', () => {
  it('contacts whom it pays for, and is worth at least what comes without it', async () => {
    const found = await planWork.contactPlan({
      // A contact costs 2 and brings 10 % of 50 in the first state, 2 % in the second.
      states: [
        { contacted: 0.3, alone: 0.2, leaves: 0 },
        { contacted: 0.07, alone: 0.05, leaves: 1 },
      ],
      ...{ margin: 50, cost: 2, interest: 0.02, periods: 1 },
    });
    if (!found.ok) throw new Error(found.error.type);
    const { action, value, without, lasting } = found.value;
    expect(Array.from(action)).toEqual([1, 0]);
    expect(Array.from(value)).toEqual([13, 2.5]);
    expect(Array.from(without)).toEqual([10, 2.5]);
    expect(lasting?.value.length).toBe(2);
  });
  it('has no lasting plan without interest, and says what is no chance', async () => {
    const question = {
      states: [{ contacted: 0.3, alone: 0.2, leaves: 0.1 }],
      ...{ margin: 50, cost: 2, interest: 0, periods: 3 },
    };
    expect(await planWork.contactPlan(question)).toMatchObject({ value: { lasting: null } });
    const states = [{ contacted: 1.5, alone: 0.2, leaves: 0.1 }];
    expect(await planWork.contactPlan({ ...question, states })).toMatchObject({
      error: { type: 'bad-chances', action: 1, state: 0 },
    });
  });
});
