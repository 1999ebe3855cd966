/** Size, mean and spread of a list of numbers. */
export interface Sample {
  readonly n: number;
  readonly mean: number;
  /** Σ (x − mean)². */
  readonly squares: number;
}

/** Why a comparison of groups cannot be made. */
export type GroupsError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'too-few-groups' }
  /** A group has fewer values than the method needs. */
  | { readonly type: 'too-few-rows'; readonly group: number; readonly needed: number }
  | { readonly type: 'not-finite'; readonly group: number; readonly row: number }
  /** No value differs from its group's mean. */
  | { readonly type: 'constant' };

/** By two passes; mean 0 of nothing. */
export function sampleOf(values: ArrayLike<number>): Sample {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = n === 0 ? 0 : sum / n;
  let [squares, rest] = [0, 0];
  for (let i = 0; i < n; i++) {
    const gap = values[i]! - mean;
    squares += gap * gap;
    rest += gap;
  }
  return { n, mean, squares: n === 0 ? 0 : squares - (rest * rest) / n };
}

/** Σ (x − mean)² / (n − 1); 0 of fewer than two. */
export function varianceOf({ n, squares }: Sample): number {
  return n < 2 ? 0 : squares / (n - 1);
}

/** What keeps groups from being compared, or null. */
export function groupsFlaw(groups: readonly ArrayLike<number>[], needed: number): GroupsError | null {
  if (groups.every((values) => values.length === 0)) return { type: 'no-rows' };
  if (groups.length < 2) return { type: 'too-few-groups' };
  for (const [group, values] of groups.entries()) {
    if (values.length < needed) return { type: 'too-few-rows', group, needed };
    for (let row = 0; row < values.length; row++)
      if (!Number.isFinite(values[row])) return { type: 'not-finite', group, row };
  }
  return null;
}

/** The values of each group 0 to `groups` − 1; those with a missing value (NaN) or a group below 0 are left out. */
export function splitByGroup(
  values: ArrayLike<number>,
  group: ArrayLike<number>,
  groups: number,
): Float64Array[] {
  const lists: number[][] = Array.from({ length: groups }, () => []);
  for (let i = 0; i < values.length; i++)
    if (group[i]! >= 0 && !Number.isNaN(values[i])) lists[group[i]!]!.push(values[i]!);
  return lists.map((list) => Float64Array.from(list));
}
