import { gradeMeasures, grades, type GradeMeasure, type GradingRule } from '../domain/gradingRule.ts';

/** One place for every customer in each measure; amounts in one currency, none below 0. */
export type Measured = Readonly<Record<GradeMeasure, Float64Array>>;

export interface Graded {
  /** 0 to 100. */
  readonly scores: Float64Array;
  /** Positions in `grades`, 0 for A. */
  readonly grades: Uint8Array;
  /** How each customer stands in each measure: the share of those who have any of it that they equal or surpass, 0 to 1. */
  readonly standings: Measured;
  /** How many have each grade. */
  readonly counts: readonly number[];
}

/**
 * Grades customers by the weighted mean of their percentile ranks. Customers with nothing of a measure stand at 0 there, equal
 * values stand alike, at the mean of their ranks. Grades go by rank of the score: the first `shares.A` percent get A and so
 * on; whoever has the score of the last one of a grade has that grade too, and a score of 0 is always D. Empty in, empty out.
 * n log n.
 */
export function gradeCustomers(measured: Measured, { weights, shares }: GradingRule): Graded {
  const size = measured.value.length;
  const entries = gradeMeasures.map((measure) => [measure, percentileRanks(measured[measure])] as const);
  const standings = Object.fromEntries(entries) as Record<GradeMeasure, Float64Array>;
  const whole = gradeMeasures.reduce((sum, measure) => sum + weights[measure], 0);
  const scores = Float64Array.from({ length: size }, (_, i) =>
    gradeMeasures.reduce(
      (sum, measure) => sum + (100 * weights[measure] * standings[measure][i]!) / whole,
      0,
    ),
  );
  const ranked = Float64Array.from(scores).sort().reverse();
  let upTo = 0;
  const least = [shares.A, shares.B, shares.C].map((share) => {
    upTo += share;
    const count = Math.round((size * upTo) / 100);
    return count === 0 ? Infinity : ranked[count - 1]!;
  });
  const given = Uint8Array.from(scores, (score) => {
    const place = score > 0 ? least.findIndex((bound) => score >= bound) : -1;
    return place < 0 ? grades.length - 1 : place;
  });
  const counts = grades.map((_, grade) => given.reduce((count, each) => count + (each === grade ? 1 : 0), 0));
  return { scores, grades: given, standings, counts };
}

/** For each value above 0 its mid-rank among them over their number; 0 for the others. */
function percentileRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys())
    .filter((i) => values[i]! > 0)
    .sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + 1 + to) / 2 / order.length;
    from = to;
  }
  return ranks;
}
