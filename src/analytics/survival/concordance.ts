import type { Durations } from './kaplanMeier.ts';

/**
 * Of pairs of which one is known to have ended first, the share in which it had the higher risk; equal risks count half. Null
 * without such a pair. O(n log n), by a tree of counts over the ranks of risk. Source: Harrell, Califf, Pryor, Lee and
 * Rosati, Evaluating the Yield of Medical Tests, 1982.
 */
export function concordance({ time, ended }: Durations, risk: ArrayLike<number>): number | null {
  const n = time.length;
  const ranks = ranksOf(risk);
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((i, j) => time[j]! - time[i]!);
  const counts = new Int32Array(n + 1);
  let [pairs, agreeing, seen] = [0, 0, 0];
  const atMost = (rank: number): number => {
    let sum = 0;
    for (let i = rank; i > 0; i -= i & -i) sum += counts[i]!;
    return sum;
  };
  const add = (rank: number): void => {
    seen++;
    for (let i = rank; i <= n; i += i & -i) counts[i]! += 1;
  };
  // Those who lasted longer are in the tree when an end is looked at; of equal times, those who went on lasted longer.
  for (let from = 0; from < n;) {
    let to = from;
    while (to < n && time[order[to]!] === time[order[from]!]) to++;
    const own = order.subarray(from, to);
    for (const i of own) if (ended[i] === 0) add(ranks[i]!);
    for (const i of own) {
      if (ended[i] === 0) continue;
      const below = atMost(ranks[i]! - 1);
      pairs += seen;
      agreeing += below + (atMost(ranks[i]!) - below) / 2;
    }
    for (const i of own) if (ended[i] !== 0) add(ranks[i]!);
    from = to;
  }
  return pairs === 0 ? null : agreeing / pairs;
}

/** From 1; equal values share one. */
function ranksOf(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i]! - values[j]!,
  );
  const ranks = new Int32Array(values.length);
  let rank = 0;
  order.forEach((at, i) => {
    if (i === 0 || values[at] !== values[order[i - 1]!]) rank++;
    ranks[at] = rank;
  });
  return ranks;
}
