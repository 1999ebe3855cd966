/** Ranks from 1, equal values sharing their mean rank, and Σ (t³ − t) over groups of t equal values. O(n log n). */
export function ranksOf(values: ArrayLike<number>): { readonly ranks: Float64Array; readonly ties: number } {
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i]! - values[j]!,
  );
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let i = 0; i < order.length;) {
    const from = i;
    while (i < order.length && values[order[i]!] === values[order[from]!]) i++;
    const count = i - from;
    for (let at = from; at < i; at++) ranks[order[at]!] = from + (count + 1) / 2;
    ties += count ** 3 - count;
  }
  return { ranks, ties };
}
