/**
 * The width of prediction intervals, either way, that hold a new amount with at least the coverage asked for, whatever the
 * model and the distribution, where rows are exchangeable: the ⌈(n + 1) · coverage⌉-th smallest absolute error on rows that
 * were not learnt from. Null where they are too few to promise that coverage.
 * Source: Papadopoulos et al., Inductive Confidence Machines for Regression, 2002; Lei et al., 2018.
 */
export function conformalHalfWidth(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  coverage: number,
): number | null {
  return conformalQuantile(
    Float64Array.from({ length: truth.length }, (_, i) => Math.abs(truth[i]! - predicted[i]!)),
    coverage,
  );
}

/**
 * The least probability that a label must be given to stay possible: the labels at least as probable hold the true one with
 * the coverage asked for. Null where the rows are too few. Source: Sadinle, Lei and Wasserman, Least Ambiguous Set-Valued
 * Classifiers, 2019.
 */
export function conformalThreshold(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  coverage: number,
): number | null {
  const doubts = Float64Array.from({ length: labels.length }, (_, i) =>
    labels[i] === 1 ? 1 - probabilities[i]! : probabilities[i]!,
  );
  const most = conformalQuantile(doubts, coverage);
  return most === null ? null : 1 - most;
}

function conformalQuantile(errors: Float64Array, coverage: number): number | null {
  // A share that is exact in decimals, as 0.9 · 20, is not to be rounded up for its last bit.
  const rank = Math.ceil((errors.length + 1) * coverage - 1e-9);
  if (rank > errors.length || rank < 1) return null;
  return errors.sort()[rank - 1]!;
}
