import { confusionAt, type Confusion } from './scores.ts';

/** What comes of each threshold, from the strictest ("yes" to nobody) to the loosest ("yes" to all). Rows of equal score change sides together. */
export interface Ranking {
  /** "Yes" is said to scores of at least this; the first is infinite. */
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/** The counts at every threshold that parts the rows differently. O(n log n). */
export function rankingOf(labels: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  const rows = labels.length;
  const order = Int32Array.from({ length: rows }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const thresholds = new Float64Array(rows + 1);
  const truePositives = new Float64Array(rows + 1);
  const falsePositives = new Float64Array(rows + 1);
  thresholds[0] = Number.POSITIVE_INFINITY;
  let steps = 1;
  let [hits, misses] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const row = order[i]!;
    if (labels[row] === 1) hits++;
    else misses++;
    if (i + 1 < rows && scores[order[i + 1]!] === scores[row]) continue;
    thresholds[steps] = scores[row]!;
    truePositives[steps] = hits;
    falsePositives[steps++] = misses;
  }
  return {
    thresholds: thresholds.slice(0, steps),
    truePositives: truePositives.slice(0, steps),
    falsePositives: falsePositives.slice(0, steps),
    positives: hits,
    negatives: misses,
  };
}

/** Points of a curve, in drawing order. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Share of the negatives (x) and of the positives (y) that each threshold takes; null where one class is missing. */
export function rocCurve({ truePositives, falsePositives, positives, negatives }: Ranking): Curve | null {
  if (positives === 0 || negatives === 0) return null;
  return {
    x: falsePositives.map((count) => count / negatives),
    y: truePositives.map((count) => count / positives),
  };
}

/**
 * Area under the ROC curve: the chance that a positive has a higher score than a negative, equal scores counting half.
 * Null where one class is missing. Source: Hanley and McNeil, 1982.
 */
export function rocAuc(ranking: Ranking): number | null {
  const { truePositives, falsePositives, positives, negatives } = ranking;
  if (positives === 0 || negatives === 0) return null;
  let pairs = 0;
  for (let i = 1; i < truePositives.length; i++) {
    const width = falsePositives[i]! - falsePositives[i - 1]!;
    pairs += (width * (truePositives[i]! + truePositives[i - 1]!)) / 2;
  }
  return pairs / (positives * negatives);
}

/** Recall (x) and precision (y) at each threshold, beginning with recall 0 and precision 1; null without positives. */
export function precisionRecallCurve({ truePositives, falsePositives, positives }: Ranking): Curve | null {
  if (positives === 0) return null;
  return {
    x: truePositives.map((count) => count / positives),
    y: truePositives.map((count, i) => (i === 0 ? 1 : count / (count + falsePositives[i]!))),
  };
}

/** Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the thresholds, without interpolation; null without positives. Source: Manning et al., 2008, ch. 8. */
export function averagePrecision(ranking: Ranking): number | null {
  const curve = precisionRecallCurve(ranking);
  if (curve === null) return null;
  let sum = 0;
  for (let i = 1; i < curve.x.length; i++) sum += (curve.x[i]! - curve.x[i - 1]!) * curve.y[i]!;
  return sum;
}

/** The threshold between 0 and 1 in steps of 0.01 with the best F1, the lowest of equals, with its confusion matrix. */
export function bestF1Threshold(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
): { readonly threshold: number; readonly confusion: Confusion } {
  let best = { threshold: 0, confusion: confusionAt(labels, probabilities, 0) };
  let bestF1 = f1Of(best.confusion);
  for (let step = 1; step < 100; step++) {
    const threshold = step / 100;
    const confusion = confusionAt(labels, probabilities, threshold);
    if (f1Of(confusion) > bestF1) {
      bestF1 = f1Of(confusion);
      best = { threshold, confusion };
    }
  }
  return best;
}

function f1Of({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  const whole = 2 * truePositives + falsePositives + falseNegatives;
  return whole === 0 ? 0 : (2 * truePositives) / whole;
}
