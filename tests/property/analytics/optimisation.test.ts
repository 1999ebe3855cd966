import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate } from '../../../src/analytics/optimisation/allocation.ts';
import { contactPlan } from '../../../src/analytics/optimisation/contactPlan.ts';
import { loadHighs } from '../../../src/analytics/optimisation/highsSolver.ts';
import { knapsack } from '../../../src/analytics/optimisation/knapsack.ts';
import { solveLinear, type LinearProgramme } from '../../../src/analytics/optimisation/linearProgramme.ts';
import { runs } from '../../support/runs.ts';

const items = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 12 })), { maxLength: 10 });

test('a knapsack holds what trying every choice finds, and the order of items does not matter', () => {
  fc.assert(
    fc.property(items, fc.nat({ max: 40 }), (list, capacity) => {
      let most = 0;
      for (let choice = 0; choice < 1 << list.length; choice++) {
        const taken = list.filter((_, i) => (choice >> i) & 1);
        const weight = taken.reduce((sum, [, w]) => sum + w, 0);
        if (weight <= capacity)
          most = Math.max(
            most,
            taken.reduce((sum, [v]) => sum + v, 0),
          );
      }
      for (const order of [list, list.toReversed()]) {
        const found = knapsack(
          order.map(([v]) => v),
          order.map(([, w]) => w),
          capacity,
        );
        if (!found.ok) throw new Error(found.error.type);
        expect(found.value.value).toBe(most);
        expect(found.value.weight).toBeLessThanOrEqual(capacity);
      }
    }),
    { numRuns: runs(60, 2000) },
  );
});

test('a budget brings no less than by shares tried one by one, whatever the order of channels', () => {
  const curve = fc.array(fc.integer({ min: -9, max: 30 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(curve, curve, curve, (a, b, c) => {
      let most = -Infinity;
      for (let x = 0; x <= 8; x++)
        for (let y = 0; x + y <= 8; y++) most = Math.max(most, a[x]! + b[y]! + c[8 - x - y]!);
      for (const curves of [
        [a, b, c],
        [c, a, b],
      ]) {
        const found = allocate(curves, 8);
        expect(found.ok && found.value.value).toBe(most);
        expect(found.ok && found.value.units.reduce((sum, x) => sum + x, 0)).toBe(8);
      }
    }),
    { numRuns: runs(60, 2000) },
  );
});

test('more to choose from never lowers the value of a plan', () => {
  const rewards = fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 6, maxLength: 6 });
  const targets = fc.array(fc.nat({ max: 2 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(rewards, targets, fc.integer({ min: 1, max: 8 }), (reward, target, periods) => {
      const plan = (actions: number) => {
        const transition = new Float64Array(actions * 9);
        for (let row = 0; row < actions * 3; row++) transition[row * 3 + target[row]!] = 1;
        const found = contactPlan(
          {
            states: 3,
            actions,
            discount: 0.9,
            reward: Float64Array.from(reward.slice(0, actions * 3)),
            transition,
          },
          periods,
        );
        if (!found.ok) throw new Error(found.error.type);
        return found.value.value;
      };
      const [one, two] = [plan(1), plan(2)];
      one.forEach((value, state) => expect(two[state]).toBeGreaterThanOrEqual(value - 1e-12));
    }),
    { numRuns: runs(60, 2000) },
  );
});

test('twice the objective has twice the value, and prices tell what one more of a bound brings', async () => {
  const solver = await loadHighs();
  const weight = fc.integer({ min: 1, max: 9 });
  const limit = fc.tuple(weight, weight, fc.integer({ min: 10, max: 90 }));
  fc.assert(
    fc.property(
      fc.tuple(weight, weight),
      fc.array(limit, { minLength: 1, maxLength: 4 }),
      (objective, limits) => {
        const at = (factor: number, more: number) => {
          const programme: LinearProgramme = {
            sense: 'max',
            objective: objective.map((value) => value * factor),
            limits: limits.map(([a, b, bound], i) => ({
              weights: [a, b],
              relation: '<=',
              bound: bound + (i === 0 ? more : 0),
            })),
          };
          const found = solveLinear(programme, solver);
          if (!found.ok) throw new Error(found.error.type);
          return found.value;
        };
        const found = at(1, 0);
        expect(at(2, 0).value).toBeCloseTo(2 * found.value, 8);
        const price = found.shadowPrices![0]!;
        const gain = (more: number) => (at(1, more).value - found.value) / more;
        // Where the optimum is degenerate the price lies between what more and what less would bring.
        expect(price).toBeGreaterThanOrEqual(gain(1e-3) - 1e-5);
        expect(price).toBeLessThanOrEqual(gain(-1e-3) + 1e-5);
      },
    ),
    { numRuns: runs(25, 400) },
  );
});
