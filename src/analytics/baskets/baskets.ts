/** What was bought together, or by one person: the items of basket i are `items[start[i] … start[i + 1])`, ascending, none twice. */
export interface Baskets {
  readonly start: Int32Array;
  readonly items: Int32Array;
  /** Items are numbered 0 to `itemCount` − 1. */
  readonly itemCount: number;
}

/** Baskets from pairs of a basket (0 to `count` − 1) and an item, in any order and with repetitions. Pairs with either below 0
 *  are left out, baskets without items are kept. */
export function basketsOf(
  basket: ArrayLike<number>,
  item: ArrayLike<number>,
  count: number,
  itemCount: number,
): Baskets {
  const start = new Int32Array(count + 1);
  const isKept = (i: number): boolean => basket[i]! >= 0 && item[i]! >= 0;
  for (let i = 0; i < basket.length; i++) if (isKept(i)) start[basket[i]! + 1]! += 1;
  for (let b = 0; b < count; b++) start[b + 1]! += start[b]!;
  const next = start.slice();
  const items = new Int32Array(start[count]!);
  for (let i = 0; i < basket.length; i++) if (isKept(i)) items[next[basket[i]!]!++] = item[i]!;
  let kept = 0;
  for (let b = 0; b < count; b++) {
    const own = items.subarray(start[b], start[b + 1]).sort();
    start[b] = kept;
    for (let i = 0; i < own.length; i++) if (i === 0 || own[i] !== own[i - 1]) items[kept++] = own[i]!;
  }
  start[count] = kept;
  return { start, items: items.slice(0, kept), itemCount };
}
