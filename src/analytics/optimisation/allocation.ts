import { err, ok, type Result } from '../../domain/result.ts';

export interface Allocation {
  /** Units for each channel; they sum to the budget. */
  readonly units: Int32Array;
  readonly value: number;
}

export type AllocationError =
  | { readonly type: 'no-columns' }
  | { readonly type: 'bad-option'; readonly option: 'budget' }
  /** The channel's curve is shorter than the budget, or holds something that is no number. */
  | { readonly type: 'bad-curve'; readonly channel: number };

/**
 * How a whole budget is best shared out, whatever the shape of the curves: `responses[c][x]` is what channel c brings for x
 * units, from 0 to the budget. O(channels · budget²). Source: Bellman, Dynamic Programming, 1957.
 */
export function allocate(
  responses: readonly ArrayLike<number>[],
  budget: number,
): Result<Allocation, AllocationError> {
  if (responses.length === 0) return err({ type: 'no-columns' });
  if (!Number.isInteger(budget) || budget < 0 || budget > 20_000)
    return err({ type: 'bad-option', option: 'budget' });
  const width = budget + 1;
  for (const [channel, curve] of responses.entries()) {
    if (curve.length < width) return err({ type: 'bad-curve', channel });
    for (let x = 0; x < width; x++)
      if (!Number.isFinite(curve[x])) return err({ type: 'bad-curve', channel });
  }
  let best = Float64Array.from({ length: width }, (_, spent) => responses[0]![spent]!);
  const choices: Int32Array[] = [Int32Array.from({ length: width }, (_, spent) => spent)];
  for (const curve of responses.slice(1)) {
    const next = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
    const choice = new Int32Array(width);
    for (let spent = 0; spent < width; spent++) {
      for (let x = 0; x <= spent; x++) {
        const value = best[spent - x]! + curve[x]!;
        if (value <= next[spent]!) continue;
        next[spent] = value;
        choice[spent] = x;
      }
    }
    best = next;
    choices.push(choice);
  }
  const units = new Int32Array(responses.length);
  let left = budget;
  for (let channel = responses.length - 1; channel >= 0; channel--) {
    units[channel] = choices[channel]![left]!;
    left -= units[channel]!;
  }
  return ok({ units, value: best[budget]! });
}
