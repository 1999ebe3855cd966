import type { Itemsets } from './itemsets.ts';

/** Rules "who buys the items of the left also buys the one on the right", one entry each, strongest lift first. */
export interface Rules {
  /** The left of rule i is `left[start[i] … start[i + 1])`, ascending. */
  readonly start: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Baskets with all of them. */
  readonly count: Int32Array;
  /** Their share of all baskets. */
  readonly support: Float64Array;
  /** Their share of the baskets with the left. */
  readonly confidence: Float64Array;
  /** Confidence as a multiple of the share of all baskets with the right. */
  readonly lift: Float64Array;
  /** How much more often the left would come without the right if they were independent; Infinity where it never does. */
  readonly conviction: Float64Array;
}

/**
 * Rules with one item on the right, something on the left, and at least the given confidence, from frequent sets.
 * Sources: Agrawal and Srikant, Fast Algorithms for Mining Association Rules, 1994; conviction of Brin, Motwani, Ullman and
 * Tsur, 1997.
 */
export function rulesOf(sets: Itemsets, minimumConfidence: number): Rules {
  const tree = treeOf(sets);
  const lefts: number[][] = [];
  const rows: { right: number; count: number; leftCount: number; rightCount: number; left: number }[] = [];
  for (let i = 0; i < sets.count.length; i++) {
    const items = sets.items.subarray(sets.start[i], sets.start[i + 1]);
    if (items.length < 2) continue;
    const count = sets.count[i]!;
    for (const right of items) {
      const leftCount = tree.countWithout(items, right);
      if (count / leftCount < minimumConfidence) continue;
      const left = lefts.push(Array.from(items).filter((item) => item !== right)) - 1;
      rows.push({ right, count, leftCount, rightCount: tree.countOf(right), left });
    }
  }
  const n = sets.baskets;
  const lift = (row: (typeof rows)[number]): number => (row.count * n) / (row.leftCount * row.rightCount);
  rows.sort((a, b) => lift(b) - lift(a) || b.count - a.count || a.right - b.right || a.left - b.left);
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = start[i]! + lefts[row.left]!.length));
  return {
    start,
    left: Int32Array.from(rows.flatMap((row) => lefts[row.left]!)),
    right: Int32Array.from(rows, (row) => row.right),
    count: Int32Array.from(rows, (row) => row.count),
    support: Float64Array.from(rows, (row) => row.count / n),
    confidence: Float64Array.from(rows, (row) => row.count / row.leftCount),
    lift: Float64Array.from(rows, lift),
    conviction: Float64Array.from(rows, ({ count, leftCount, rightCount }) =>
      count === leftCount ? Number.POSITIVE_INFINITY : (1 - rightCount / n) / (1 - count / leftCount),
    ),
  };
}

/** Counts of sets, found by walking their items: the branch of `item` at node v has the key v × width + item. */
function treeOf({ start, items, count }: Itemsets): {
  countWithout(set: Int32Array, item: number): number;
  countOf(item: number): number;
} {
  const width = items.reduce((most, item) => Math.max(most, item), 0) + 1;
  const branches = new Map<number, number>();
  const counts = [0];
  const child = (node: number, item: number): number => {
    const key = node * width + item;
    let next = branches.get(key);
    if (next === undefined) {
      next = counts.push(0) - 1;
      branches.set(key, next);
    }
    return next;
  };
  for (let i = 0; i < count.length; i++) {
    let node = 0;
    for (let at = start[i]!; at < start[i + 1]!; at++) node = child(node, items[at]!);
    counts[node] = count[i]!;
  }
  return {
    countWithout(set, without) {
      let node = 0;
      for (const item of set) if (item !== without) node = child(node, item);
      return counts[node]!;
    },
    countOf: (item) => counts[child(0, item)]!,
  };
}
