import { err, ok, type Result } from '../../domain/result.ts';
import { knapsack, type SelectionError } from './knapsack.ts';

export interface SelectionQuestion {
  /** What each item is worth; one that is worth nothing is not taken. */
  readonly worth: Float64Array;
  /** Money; at most four decimals count, what is finer is rounded up. */
  readonly cost: Float64Array;
  readonly budget: number;
}

export interface SelectedItems {
  /** Positions of what is taken, rising. */
  readonly items: Int32Array;
  readonly worth: number;
  readonly cost: number;
  /** Of the budget. */
  readonly left: number;
}

const unitsPerMoney = 10_000;

/** What is worth most within a budget: exactly, by the greatest first where all cost the same, else by dynamic programming in the greatest unit that divides all costs. */
export function selectWithin({
  worth,
  cost,
  budget,
}: SelectionQuestion): Result<SelectedItems, SelectionError> {
  if (!(Number.isFinite(budget) && budget >= 0)) return err({ type: 'bad-option', option: 'capacity' });
  for (let item = 0; item < worth.length; item++)
    if (!Number.isFinite(worth[item]) || !(cost[item]! >= 0) || cost[item] === Infinity)
      return err({ type: 'bad-item', item });
  const room = Math.floor(budget * unitsPerMoney + 1e-6);
  const units = Float64Array.from(cost, (each) => Math.ceil(each * unitsPerMoney - 1e-6));
  const wanted = [...units.keys()].filter((item) => worth[item]! > 0 && units[item]! <= room);
  const taken = chosenOf(wanted, worth, units, room);
  if (!taken.ok) return taken;
  const sumOf = (column: Float64Array) => taken.value.reduce((sum, item) => sum + column[item]!, 0);
  const spent = sumOf(cost);
  return ok({
    items: Int32Array.from(taken.value),
    worth: sumOf(worth),
    cost: spent,
    left: Math.max(0, budget - spent),
  });
}

function chosenOf(
  wanted: readonly number[],
  worth: Float64Array,
  units: Float64Array,
  room: number,
): Result<readonly number[], SelectionError> {
  if (wanted.reduce((sum, item) => sum + units[item]!, 0) <= room) return ok(wanted);
  const unit = wanted.reduce((divisor, item) => greatestDivisor(divisor, units[item]!), 0);
  const priced = wanted.filter((item) => units[item]! > 0);
  if (priced.every((item) => units[item] === unit)) {
    const best = priced.toSorted((a, b) => worth[b]! - worth[a]! || a - b).slice(0, Math.floor(room / unit));
    const free = wanted.filter((item) => units[item] === 0);
    return ok([...free, ...best].sort((a, b) => a - b));
  }
  const found = knapsack(
    wanted.map((item) => worth[item]!),
    wanted.map((item) => units[item]! / unit),
    Math.floor(room / unit),
  );
  return found.ok ? ok(Array.from(found.value.items, (at) => wanted[at]!)) : found;
}

function greatestDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
