import { beforeAll, describe, expect, it } from 'vitest';
import { allocate } from '../../src/analytics/optimisation/allocation.ts';
import { contactPlan, lastingPlan } from '../../src/analytics/optimisation/contactPlan.ts';
import { loadHighs } from '../../src/analytics/optimisation/highsSolver.ts';
import { knapsack } from '../../src/analytics/optimisation/knapsack.ts';
import { solveLinear, type LinearSolver } from '../../src/analytics/optimisation/linearProgramme.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';

interface Programme {
  readonly name: string;
  readonly sense: 'max' | 'min';
  readonly c: number[];
  readonly A: number[][];
  readonly rel: ('<=' | '>=' | '=')[];
  readonly b: number[];
  readonly upper: number[] | null;
  readonly integer: boolean;
  readonly status: string;
  readonly x: number[] | null;
  readonly obj: number | null;
  readonly shadow_prices_d_obj_d_b?: number[];
}
interface Truth {
  readonly lp: readonly Programme[];
  readonly knapsack: {
    values: number[];
    weights: number[];
    capacity: number;
    optimum: number;
    items: number[];
  };
  readonly alloc_dp: {
    params: Record<string, [number, number]>;
    optimum: number;
    allocation: Record<string, number>;
  };
  readonly pfeifer_carraway: { P: number[][]; R: number[]; V_T4: number[]; V_infinite: number[] };
  readonly contact_mdp: { discount: number; margin: number; cost: number[]; V: number[]; policy: number[] };
}

const truth = (sharedFolder === null ? { lp: [] } : readSharedJson('truth/lp_dp.json')) as Truth;

describe.skipIf(sharedFolder === null)('linear programmes', () => {
  let solver: LinearSolver;
  beforeAll(async () => {
    solver = await loadHighs();
  });

  it.each(truth.lp)('$name', (lp) => {
    const found = solveLinear(
      {
        sense: lp.sense,
        objective: lp.c,
        limits: lp.A.map((weights, i) => ({ weights, relation: lp.rel[i]!, bound: lp.b[i]! })),
        isWhole: lp.integer,
        ...(lp.upper === null ? {} : { upper: lp.upper }),
      },
      solver,
    );
    if (lp.obj === null) {
      const expected = lp.status.includes('infeasible') ? 'infeasible' : 'unbounded';
      const isSaid = !found.ok && found.error.type === expected;
      held({
        method: 'Linear programme',
        what: `${lp.name} is said to be so`,
        reference: 1,
        ours: isSaid ? 1 : 0,
        tolerance: 0,
      });
      return;
    }
    if (!found.ok) throw new Error(found.error.type);
    const { value, shadowPrices, amounts } = found.value;
    const tolerance = 1e-8 * Math.max(1, Math.abs(lp.obj));
    held({
      method: 'Linear programme',
      what: `${lp.name}, value`,
      reference: lp.obj,
      ours: value,
      tolerance,
    });
    lp.A.forEach((weights, i) => {
      const sum = weights.reduce((total, weight, j) => total + weight * amounts[j]!, 0);
      const over =
        lp.rel[i] === '>=' ? lp.b[i]! - sum : lp.rel[i] === '<=' ? sum - lp.b[i]! : Math.abs(sum - lp.b[i]!);
      expect(over).toBeLessThan(1e-6);
    });
    if (lp.shadow_prices_d_obj_d_b === undefined) return;
    // A degenerate optimum has several prices; each has the value of the whole.
    const worth = shadowPrices!.reduce((sum, price, i) => sum + price * lp.b[i]!, 0);
    if (lp.upper === null)
      held({
        method: 'Linear programme',
        what: `${lp.name}, bounds at their prices`,
        reference: lp.obj,
        ours: worth,
        tolerance,
      });
    if (lp.name === 'assignment_3x3') return;
    lp.shadow_prices_d_obj_d_b.forEach((reference, i) =>
      held({
        method: 'Linear programme',
        what: `${lp.name}, price ${i}`,
        reference,
        ours: shadowPrices![i]!,
        tolerance: 1e-8,
      }),
    );
  });
});

describe.skipIf(sharedFolder === null)('dynamic programmes', () => {
  it('the knapsack holds the most', () => {
    const { values, weights, capacity, optimum, items } = truth.knapsack;
    const found = knapsack(values, weights, capacity);
    if (!found.ok) throw new Error(found.error.type);
    held({ method: 'Knapsack', what: 'value', reference: optimum, ours: found.value.value, tolerance: 0 });
    expect(Array.from(found.value.items)).toEqual(items);
  });

  it('a budget is shared out best', () => {
    const { params, optimum, allocation } = truth.alloc_dp;
    const curves = Object.values(params).map(([a, h]) =>
      Float64Array.from({ length: 51 }, (_, x) => a * (1 - Math.exp(-x / h))),
    );
    const found = allocate(curves, 50);
    if (!found.ok) throw new Error(found.error.type);
    held({
      method: 'Budget by channel',
      what: 'value',
      reference: optimum,
      ours: found.value.value,
      tolerance: 1e-9,
    });
    const names = Object.keys(params);
    expect(Object.fromEntries(names.map((name, i) => [name, found.value.units[i]]))).toEqual(allocation);
  });

  it('a customer who migrates has the published value after four periods and for ever', () => {
    const { P, R, V_T4, V_infinite } = truth.pfeifer_carraway;
    const model = {
      ...{ states: R.length, actions: 1, discount: 1 / 1.2 },
      reward: Float64Array.from(R),
      transition: Float64Array.from(P.flat()),
    };
    const finite = contactPlan(model, 5);
    const lasting = lastingPlan(model);
    if (!finite.ok || !lasting.ok) throw new Error('not planned');
    R.forEach((_, i) => {
      const on = { method: 'Customer migration', tolerance: 1e-9 };
      held({ ...on, what: `V after 4, state ${i}`, reference: V_T4[i]!, ours: finite.value.value[i]! });
      held({
        ...on,
        what: `V for ever, state ${i}`,
        reference: V_infinite[i]!,
        ours: lasting.value.value[i]!,
      });
    });
  });

  it('contacts are planned as in the reference', () => {
    const { discount, margin, cost, V, policy } = truth.contact_mdp;
    const lift = [1, 1.5, 2.4];
    const states = V.length;
    const reward = new Float64Array(3 * states);
    const transition = new Float64Array(3 * states * states);
    for (let a = 0; a < 3; a++) {
      for (let r = 0; r < states; r++) {
        const buys = Math.min(0.95, 0.18 * 0.8 ** r * lift[a]!);
        reward[a * states + r] = margin * buys - cost[a]!;
        transition[(a * states + r) * states] = buys;
        transition[(a * states + r) * states + Math.min(r + 1, states - 1)]! += 1 - buys;
      }
    }
    const found = lastingPlan({ states, actions: 3, reward, transition, discount });
    if (!found.ok) throw new Error(found.error.type);
    V.forEach((reference, i) =>
      held({
        method: 'Contact plan',
        what: `V of recency ${i}`,
        reference,
        ours: found.value.value[i]!,
        tolerance: 1e-6,
      }),
    );
    expect(Array.from(found.value.action)).toEqual(policy);
  });
});
