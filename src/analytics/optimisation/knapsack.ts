import { err, ok, type Result } from '../../domain/result.ts';

export interface Selection {
  /** Positions of what is taken, rising. */
  readonly items: Int32Array;
  readonly value: number;
  readonly weight: number;
}

export type SelectionError =
  | { readonly type: 'bad-option'; readonly option: 'capacity' }
  /** A value that is no number of 0 or more, or a weight that is not whole. */
  | { readonly type: 'bad-item'; readonly item: number }
  | { readonly type: 'too-large'; readonly cells: number; readonly most: number };

const mostCells = 200_000_000;

/**
 * Which items, each at most once, are worth most within a whole capacity. O(items · capacity) in time, an eighth of a byte each
 * in memory. Source: Bellman, Dynamic Programming, 1957.
 */
export function knapsack(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  capacity: number,
): Result<Selection, SelectionError> {
  const count = values.length;
  if (!Number.isInteger(capacity) || capacity < 0) return err({ type: 'bad-option', option: 'capacity' });
  for (let item = 0; item < count; item++) {
    const [value, weight] = [values[item]!, weights[item]!];
    if (!Number.isFinite(value) || value < 0 || !Number.isInteger(weight) || weight < 0)
      return err({ type: 'bad-item', item });
  }
  const width = capacity + 1;
  if (width * count > mostCells) return err({ type: 'too-large', cells: width * count, most: mostCells });
  const best = new Float64Array(width);
  const isTaken = new Uint8Array(Math.ceil((count * width) / 8));
  for (let item = 0; item < count; item++) {
    const [value, weight] = [values[item]!, weights[item]!];
    for (let room = capacity; room >= weight; room--) {
      const candidate = best[room - weight]! + value;
      if (candidate <= best[room]!) continue;
      best[room] = candidate;
      const bit = item * width + room;
      isTaken[bit >> 3]! |= 1 << (bit & 7);
    }
  }
  const items: number[] = [];
  let room = capacity;
  for (let item = count - 1; item >= 0; item--) {
    const bit = item * width + room;
    if ((isTaken[bit >> 3]! & (1 << (bit & 7))) === 0) continue;
    items.push(item);
    room -= weights[item]!;
  }
  items.reverse();
  const sumOf = (column: ArrayLike<number>) => items.reduce((sum, item) => sum + column[item]!, 0);
  return ok({ items: Int32Array.from(items), value: sumOf(values), weight: sumOf(weights) });
}
