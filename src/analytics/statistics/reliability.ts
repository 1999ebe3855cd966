import { err, ok, type Result } from '../../domain/result.ts';

/** One question of a scale, of those who answered all of them. */
export interface ScaleItem {
  readonly mean: number;
  readonly deviation: number;
  /** Correlation with the sum of the other items; 0 where that is the same for everybody. */
  readonly restCorrelation: number;
  /** α of the scale without it, or null where fewer than two, or no differences, would be left. */
  readonly alphaWithout: number | null;
}

export interface Reliability {
  /** Those who answered every item. */
  readonly complete: number;
  /** Cronbach's α: how well the items measure one thing. 0.7 and more is held to be acceptable. */
  readonly alpha: number;
  /** α if all items varied alike. */
  readonly alphaStandardised: number;
  readonly lambda2: number;
  readonly meanCorrelation: number;
  /** Odd items with even ones, stepped up to the whole length; null where the halves run against each other. */
  readonly splitHalf: number | null;
  /** Of each person's mean over the items. */
  readonly scaleMean: number;
  readonly scaleDeviation: number;
  readonly items: readonly ScaleItem[];
}

export type ScaleError =
  | { readonly type: 'too-few-items' }
  | { readonly type: 'too-few-rows'; readonly needed: number }
  /** Everybody gave this item the same answer. */
  | { readonly type: 'constant'; readonly item: number }
  /** Everybody has the same sum: the items cancel out, as where one is not turned round. */
  | { readonly type: 'no-spread' };

/**
 * How well the items of a scale hang together. Items are columns of answers from `low` to `high`, NaN for none; those in
 * `reversed` are turned round. People who left one out are left out. Sources: Cronbach 1951; Guttman's λ₂ 1945; Spearman 1910
 * and Brown 1910.
 */
export function reliabilityOf(
  items: readonly ArrayLike<number>[],
  { low, high, reversed = [] }: { low: number; high: number; reversed?: readonly number[] },
): Result<Reliability, ScaleError> {
  const k = items.length;
  if (k < 2) return err({ type: 'too-few-items' });
  const people = Array.from({ length: items[0]!.length }, (_, i) => i).filter((i) =>
    items.every((item) => Number.isFinite(item[i])),
  );
  const n = people.length;
  if (n < 3) return err({ type: 'too-few-rows', needed: 3 });
  const answers = items.map((item, j) =>
    Float64Array.from(people, (i) => (reversed.includes(j) ? low + high - item[i]! : item[i]!)),
  );
  const means = answers.map((column) => column.reduce((sum, x) => sum + x, 0) / n);
  const covariance = answers.map((a, i) =>
    answers.map(
      (b, j) => a.reduce((sum, x, row) => sum + (x - means[i]!) * (b[row]! - means[j]!), 0) / (n - 1),
    ),
  );
  const constant = covariance.findIndex((row, i) => !(row[i]! > 0));
  if (constant >= 0) return err({ type: 'constant', item: constant });

  const every = Array.from({ length: k }, (_, i) => i);
  const sumOver = (rows: readonly number[], columns: readonly number[]) =>
    rows.reduce((sum, i) => sum + columns.reduce((part, j) => part + covariance[i]![j]!, 0), 0);
  const variances = (list: readonly number[]) => list.reduce((sum, i) => sum + covariance[i]![i]!, 0);
  const alphaOf = (list: readonly number[]) =>
    (list.length / (list.length - 1)) * (1 - variances(list) / sumOver(list, list));
  const correlate = (a: readonly number[], b: readonly number[]) => {
    const square = sumOver(a, a) * sumOver(b, b);
    return square > 0 ? sumOver(a, b) / Math.sqrt(square) : 0;
  };

  const total = sumOver(every, every);
  if (!(total > 1e-12 * variances(every))) return err({ type: 'no-spread' });
  const squares = every.reduce(
    (sum, i) => sum + every.reduce((part, j) => part + (i === j ? 0 : covariance[i]![j]! ** 2), 0),
    0,
  );
  const correlations = every.flatMap((i) => every.slice(i + 1).map((j) => correlate([i], [j])));
  const meanCorrelation = correlations.reduce((sum, r) => sum + r, 0) / correlations.length;
  const half = correlate(
    every.filter((i) => i % 2 === 0),
    every.filter((i) => i % 2 === 1),
  );
  return ok({
    complete: n,
    alpha: alphaOf(every),
    alphaStandardised: (k * meanCorrelation) / Math.max(1e-12, 1 + (k - 1) * meanCorrelation),
    lambda2: (total - variances(every) + Math.sqrt((k / (k - 1)) * squares)) / total,
    meanCorrelation,
    splitHalf: half > -1 + 1e-12 ? (2 * half) / (1 + half) : null,
    scaleMean: means.reduce((sum, mean) => sum + mean, 0) / k,
    scaleDeviation: Math.sqrt(total) / k,
    items: every.map((i) => {
      const rest = every.filter((j) => j !== i);
      return {
        mean: means[i]!,
        deviation: Math.sqrt(covariance[i]![i]!),
        restCorrelation: correlate([i], rest),
        alphaWithout: k > 2 && sumOver(rest, rest) > 0 ? alphaOf(rest) : null,
      };
    }),
  });
}
