/**
 * What groups that were found anew are called: each as the group before with which it has most members in common, no two alike;
 * one that is new as `suggested`. `labels` has the group of each row, below 0 for none, `before` what the row was called.
 */
export function namesOfSame(
  labels: Int32Array,
  before: readonly (string | undefined)[],
  suggested: readonly string[],
): readonly string[] {
  const shared = new Map<string, { readonly group: number; readonly name: string; count: number }>();
  labels.forEach((group, row) => {
    const name = before[row];
    if (group < 0 || name === undefined) return;
    const key = `${group}/${name}`;
    const pair = shared.get(key) ?? { group, name, count: 0 };
    pair.count += 1;
    shared.set(key, pair);
  });
  const names = new Map<number, string>();
  const taken = new Set<string>();
  for (const { group, name } of [...shared.values()].sort((a, b) => b.count - a.count)) {
    if (names.has(group) || taken.has(name)) continue;
    names.set(group, name);
    taken.add(name);
  }
  return suggested.map((name, group) => {
    const known = names.get(group);
    if (known !== undefined) return known;
    const own = unusedName(name, taken);
    taken.add(own);
    return own;
  });
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name} ${n}`;
    if (!taken.has(tried)) return tried;
  }
}
