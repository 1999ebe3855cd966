/** How far predicted amounts are from the true ones. */
export interface ValueScores {
  /** 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; null where all true values are the same. */
  readonly r2: number | null;
  /** Mean absolute error, in the unit of the target. */
  readonly mae: number;
  /** Root of the mean squared error, in the unit of the target. */
  readonly rmse: number;
}

/** Scores of predicted amounts; null without rows. */
export function valueScores(truth: ArrayLike<number>, predicted: ArrayLike<number>): ValueScores | null {
  const rows = truth.length;
  if (rows === 0) return null;
  let mean = 0;
  for (let i = 0; i < rows; i++) mean += truth[i]!;
  mean /= rows;
  let total = 0;
  let residual = 0;
  let absolute = 0;
  for (let i = 0; i < rows; i++) {
    const gap = truth[i]! - predicted[i]!;
    residual += gap * gap;
    absolute += Math.abs(gap);
    total += (truth[i]! - mean) ** 2;
  }
  return {
    r2: total > 0 ? 1 - residual / total : null,
    mae: absolute / rows,
    rmse: Math.sqrt(residual / rows),
  };
}

/** Rows by what is true and what is said of them. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Counts with "yes" said where the score is above the threshold. A score that equals it is a "no". */
export function confusionAt(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  threshold: number,
): Confusion {
  let [truePositives, falsePositives, trueNegatives, falseNegatives] = [0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (scores[i]! > threshold) {
      if (labels[i] === 1) truePositives++;
      else falsePositives++;
    } else if (labels[i] === 1) falseNegatives++;
    else trueNegatives++;
  }
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** Shares of a confusion matrix, each 0 where its denominator is. */
export interface ClassScores {
  readonly accuracy: number;
  /** Share of true ones among those said to be. */
  readonly precision: number;
  /** Share of the true ones that are found. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. Source: van Rijsbergen, Information Retrieval, 1979. */
  readonly f1: number;
}

export function classScores(confusion: Confusion): ClassScores {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const right = truePositives + trueNegatives;
  const wrong = falsePositives + falseNegatives;
  return {
    accuracy: share(right, right + wrong),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    f1: share(2 * truePositives, 2 * truePositives + wrong),
  };
}

/** Probabilities nearer to 0 or 1 than this are taken for it, so that no single row makes the log-loss infinite. */
const leastProbability = 2 ** -52;

/** Mean of −log of the probability given to what is true; null without rows. */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number | null {
  if (labels.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const given = labels[i] === 1 ? probabilities[i]! : 1 - probabilities[i]!;
    sum -= Math.log(Math.min(1 - leastProbability, Math.max(leastProbability, given)));
  }
  return sum / labels.length;
}

/** Mean squared gap of probability and truth, 0 best; null without rows. Source: Brier, 1950. */
export function brierScore(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number | null {
  if (labels.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (labels[i]! - probabilities[i]!) ** 2;
  return sum / labels.length;
}
