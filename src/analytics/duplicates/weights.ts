import { levelCount, levels, type Comparison, type DuplicateField } from './duplicateRecords.ts';

/** Of each field, by level: log2 of how much likelier that level is for two records of one thing than for two things. */
export type FieldWeights = readonly (readonly number[])[];

/** How often two records of one thing, and two things, come to each level of a field, `missing` left out. */
export interface Chances {
  /** By level; `missing` is 0. */
  readonly m: readonly number[];
  readonly u: readonly number[];
}

/** Counts of compared pairs by their pattern: the level of each field as the digits of a number to the base `levelCount`. */
export interface PatternCounts {
  readonly patterns: readonly number[];
  readonly counts: readonly number[];
}

/** What is held of each way of comparing before any pair is seen: differs, alike, near, close, same. */
const priors: Readonly<Record<Comparison, { readonly m: readonly number[]; readonly u: readonly number[] }>> =
  {
    name: { m: [0.06, 0.06, 0.08, 0.06, 0.74], u: [0.99345, 0.005, 0.001, 0.00005, 0.0005] },
    text: { m: [0.1, 0.06, 0.08, 0.04, 0.72], u: [0.9818, 0.007, 0.001, 0.0002, 0.01] },
    address: { m: [0.12, 0.09, 0.1, 0.04, 0.65], u: [0.9934, 0.005, 0.001, 0.0001, 0.0005] },
    code: { m: [0.08, 0.04, 0.12, 0.01, 0.75], u: [0.9954, 0.003, 0.001, 0.0001, 0.0005] },
    date: { m: [0.08, 0.04, 0.12, 0.01, 0.75], u: [0.9646, 0.03, 0.0046, 0.0004, 0.0004] },
    phone: { m: [0.25, 0.02, 0.07, 0.01, 0.65], u: [0.99983, 0.00004, 0.00006, 0.00002, 0.00005] },
    email: { m: [0.3, 0.02, 0.09, 0.01, 0.58], u: [0.99983, 0.00004, 0.00006, 0.00002, 0.00005] },
  };

/** As many pairs of one thing, and of two things, as the priors count for. */
const pairsOfPriorM = 60;
const pairsOfPriorU = 2_000;
const rounds = 25;

export function levelOf(pattern: number, field: number): number {
  return Math.floor(pattern / levelCount ** field) % levelCount;
}

/** What random pairs say of two things, with the priors. `counts` holds how many of them came to each level, by field. */
export function chancesOfTwo(
  fields: readonly DuplicateField[],
  counts: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  return fields.map(({ comparison }, f) => {
    const seen = counts[f] ?? [];
    const total = seen.reduce((sum, count, level) => sum + (level === levels.missing ? 0 : count), 0);
    return withPrior(priors[comparison].u, seen, total, pairsOfPriorU);
  });
}

/** What two things come to by the priors alone. */
export function usualOfTwo(fields: readonly DuplicateField[]): readonly (readonly number[])[] {
  return fields.map(({ comparison }) => [0, ...priors[comparison].u]);
}

/** The weights by the priors alone, to leave out early what cannot be the same. */
export function priorChances(
  fields: readonly DuplicateField[],
  u: readonly (readonly number[])[],
): readonly Chances[] {
  return fields.map(({ comparison }, f) => ({ m: [0, ...priors[comparison].m], u: u[f] ?? [] }));
}

/**
 * Expectation and maximisation over the patterns of the pairs that were compared: how often each level stands between two records of
 * one thing, and how many such pairs there are. What two things come to is known from random pairs and stays. Pairs that were never
 * compared are taken as two things. Linear in patterns.
 * Source: Fellegi and Sunter, A Theory for Record Linkage, 1969; Winkler, Using the EM Algorithm for Weight Computation, 1988.
 */
export function learnChances(
  fields: readonly DuplicateField[],
  u: readonly (readonly number[])[],
  { patterns, counts }: PatternCounts,
  allPairs: number,
): { readonly chances: readonly Chances[]; readonly expected: number } {
  let chances = priorChances(fields, u);
  let expected = 1;
  for (let round = 0; round < rounds; round++) {
    const weights = weightsOf(chances);
    const bits = priorBits(expected, allPairs);
    const sums = fields.map(() => new Array<number>(levelCount).fill(0));
    let matches = 0;
    patterns.forEach((pattern, i) => {
      const expectedOf = (counts[i] ?? 0) * chanceOf(bits + weightOf(pattern, weights));
      matches += expectedOf;
      sums.forEach((sum, f) => {
        const level = levelOf(pattern, f);
        sum[level] = (sum[level] ?? 0) + expectedOf;
      });
    });
    expected = matches;
    chances = fields.map(({ comparison }, f) => {
      const sum = sums[f] ?? [];
      const seen = sum.reduce((total, count, level) => total + (level === levels.missing ? 0 : count), 0);
      return { m: withPrior(priors[comparison].m, sum, seen, pairsOfPriorM), u: u[f] ?? [] };
    });
  }
  return { chances, expected };
}

export function weightsOf(chances: readonly Chances[]): FieldWeights {
  return chances.map(({ m, u }) =>
    Array.from({ length: levelCount }, (_, level) =>
      level === levels.missing ? 0 : Math.log2((m[level] ?? 0) / (u[level] ?? 1)),
    ),
  );
}

export function weightOf(pattern: number, weights: FieldWeights): number {
  let sum = 0;
  let rest = pattern;
  for (const ofLevel of weights) {
    sum += ofLevel[rest % levelCount] ?? 0;
    rest = Math.floor(rest / levelCount);
  }
  return sum;
}

/** log2 of the odds that two records drawn at random are one thing. At least one pair is expected. */
export function priorBits(expected: number, allPairs: number): number {
  const share = Math.min(0.2, Math.max(1, expected) / Math.max(2, allPairs));
  return Math.log2(share / (1 - share));
}

export function chanceOf(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

/**
 * How often a value stands in a book, for what it says when two records agree in it: a rare name in common says more than one that
 * thousands have. `count` records have it; the one of the pair does not count. With the prior's share for so many records.
 */
export function shareOfValue(comparison: Comparison, count: number, records: number): number {
  const same = priors[comparison].u[4] ?? 0;
  return (Math.max(0, count - 1) + pairsOfPriorU * same) / (records + pairsOfPriorU);
}

function withPrior(
  prior: readonly number[],
  counts: readonly number[],
  total: number,
  pairs: number,
): readonly number[] {
  return [0, ...prior.map((share, i) => ((counts[i + 1] ?? 0) + share * pairs) / (total + pairs))];
}
