/** Records that are probably one, from two on. */
export interface DuplicateGroup {
  /** Ascending. */
  readonly records: readonly number[];
  /** The weakest link that holds the group together, 0 to 1. */
  readonly chance: number;
}

interface Linked {
  readonly a: number;
  readonly b: number;
  readonly chance: number;
}

/**
 * Joins pairs to groups, the likeliest first. Two groups become one only where the average of all pairs between them reaches the
 * threshold, pairs that were not told as none: a chain in which each resembles the next, and the ends do not, stays apart. `pairs` from
 * the likeliest on.
 */
export function groupPairs(pairs: readonly Linked[], threshold: number): readonly DuplicateGroup[] {
  const groupOf = new Map<number, { records: number[]; chance: number }>();
  const chances = new Map(pairs.map(({ a, b, chance }) => [keyOf(a, b), chance]));
  for (const { a, b, chance } of pairs) {
    if (chance < threshold) break;
    const x = groupOf.get(a) ?? { records: [a], chance: 1 };
    const y = groupOf.get(b) ?? { records: [b], chance: 1 };
    if (x === y || x.records.length + y.records.length > maxGroup) continue;
    if (averageBetween(x.records, y.records, chances) < threshold) continue;
    const joined = { records: [...x.records, ...y.records], chance: Math.min(x.chance, y.chance, chance) };
    for (const record of joined.records) groupOf.set(record, joined);
  }
  return [...new Set(groupOf.values())]
    .map(({ records, chance }) => ({ records: records.sort((a, b) => a - b), chance }))
    .sort((p, q) => q.chance - p.chance || p.records.length - q.records.length || firstOf(p) - firstOf(q));
}

/** More records than anybody could look through at once. */
const maxGroup = 20;

function averageBetween(
  left: readonly number[],
  right: readonly number[],
  chances: ReadonlyMap<number, number>,
): number {
  let sum = 0;
  for (const a of left) for (const b of right) sum += chances.get(keyOf(a, b)) ?? 0;
  return sum / (left.length * right.length);
}

function keyOf(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 22 + Math.max(a, b);
}

function firstOf({ records }: DuplicateGroup): number {
  return records[0] ?? 0;
}
