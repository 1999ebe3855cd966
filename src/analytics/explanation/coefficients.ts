/** What is known of each coefficient; the intercept comes first, then the columns in their order. */
export interface CoefficientTable {
  readonly estimate: Float64Array;
  readonly standardError: Float64Array;
  /** Estimate over standard error: t, or z where the variance is known. */
  readonly statistic: Float64Array;
  /** Two-sided, of "the coefficient is 0". */
  readonly p: Float64Array;
  /** Ends of the interval that holds the true coefficient with the confidence asked for. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The table from estimates and their errors, with the two-sided tail of the statistic and the half-width in errors. */
export function coefficientTable(
  estimate: Float64Array,
  standardError: Float64Array,
  twoSided: (statistic: number) => number,
  halfWidth: number,
): CoefficientTable {
  const statistic = estimate.map((value, i) => value / standardError[i]!);
  return {
    estimate,
    standardError,
    statistic,
    p: statistic.map(twoSided),
    low: estimate.map((value, i) => value - halfWidth * standardError[i]!),
    high: estimate.map((value, i) => value + halfWidth * standardError[i]!),
  };
}
