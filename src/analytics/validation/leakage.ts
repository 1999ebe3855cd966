import type { Examples, Task } from '../learning/learner.ts';
import { rankingOf, rocAuc } from './ranking.ts';

/** A column that knows the answer almost by itself: as likely a consequence of it as a cause. */
export interface Suspect {
  readonly column: number;
  /** Area under the ROC curve, or squared correlation, of the column alone, in whichever direction is greater. */
  readonly score: number;
}

/** Columns to warn of, the most suspect first. Kaufman et al., Leakage in Data Mining, 2012. O(columns · rows · log rows). */
export function leakingColumns({ features, target }: Examples, task: Task, least = 0.99): Suspect[] {
  const { rows, columns, values } = features;
  const suspects: Suspect[] = [];
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => values[i * columns + j]!);
    const score = task === 'classes' ? areaOf(column, target) : squaredCorrelation(column, target);
    if (score >= least) suspects.push({ column: j, score });
  }
  return suspects.sort((a, b) => b.score - a.score);
}

function areaOf(column: Float64Array, target: Float64Array): number {
  const area = rocAuc(rankingOf(target, column)) ?? 0.5;
  return Math.max(area, 1 - area);
}

function squaredCorrelation(left: Float64Array, right: Float64Array): number {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(left), mean(right)];
  let [both, ofLeft, ofRight] = [0, 0, 0];
  for (let i = 0; i < left.length; i++) {
    both += (left[i]! - a) * (right[i]! - b);
    ofLeft += (left[i]! - a) ** 2;
    ofRight += (right[i]! - b) ** 2;
  }
  return ofLeft > 0 && ofRight > 0 ? (both * both) / (ofLeft * ofRight) : 0;
}
