import type { DuplicateGroup } from '../../src/analytics/duplicates/groups.ts';

export interface PairScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

interface Pair {
  readonly a: number;
  readonly b: number;
}

/** Found pairs held to the things that the records are about. */
export function pairScore(pairs: readonly Pair[], thing: readonly unknown[], truePairs: number): PairScore {
  const right = pairs.filter(({ a, b }) => thing[a] === thing[b]).length;
  const precision = pairs.length === 0 ? 1 : right / pairs.length;
  const recall = truePairs === 0 ? 1 : right / truePairs;
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

export function pairsOfGroups(groups: readonly DuplicateGroup[]): Pair[] {
  return groups.flatMap(({ records }) =>
    records.flatMap((a, i) => records.slice(i + 1).map((b): Pair => ({ a, b }))),
  );
}

/** How many pairs of records are about one thing. */
export function truePairsOf(thing: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const each of thing) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}
