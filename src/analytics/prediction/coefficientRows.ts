import type { CoefficientTable } from '../explanation/coefficients.ts';
import type { Examples, FitError, RunOptions, Task } from '../learning/learner.ts';
import { fitLinear } from '../learning/linear.ts';
import { fitLogistic } from '../learning/logistic.ts';
import { matrixOf, type Matrix } from '../matrix.ts';
import type { Encoding, FeatureName } from '../preparation/encoding.ts';
import type { Result } from '../../domain/result.ts';

/** What one feature adds, the others being the same, with the interval that holds the true effect 95 times in 100. */
export interface CoefficientRow extends FeatureName {
  /** Of a number per standard deviation, of a label against those without it; in log odds, or the unit of the target. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/**
 * Coefficients of a regression without a penalty, the weightiest first. Features that follow from those before them, as the last
 * of the labels of a column, are left out: the others are against them. Null where there is no such regression, as with
 * classes that a weighted sum parts without a mistake.
 */
export function coefficientRows(
  examples: Examples,
  { names }: Encoding,
  task: Task,
  options: RunOptions,
): readonly CoefficientRow[] | null {
  let kept = names.map((_, j) => j);
  for (let attempt = 0; attempt < 3; attempt++) {
    const part = { features: columnsAt(examples.features, kept), target: examples.target };
    const fit = tableOf(part, task, options);
    if (fit.ok) return fit.value === null ? null : rowsOf(fit.value, kept, names);
    if (fit.error.type !== 'collinear') return null;
    const out = new Set(fit.error.columns);
    kept = kept.filter((_, place) => !out.has(place));
    if (kept.length === 0) return null;
  }
  return null;
}

function tableOf(
  examples: Examples,
  task: Task,
  options: RunOptions,
): Result<CoefficientTable | null, FitError> {
  const fit =
    task === 'classes' ? fitLogistic(examples, { ...options, c: null }) : fitLinear(examples, options);
  return fit.ok ? { ok: true, value: fit.value.inference?.coefficients ?? null } : fit;
}

function rowsOf(
  { estimate, low, high, p }: CoefficientTable,
  kept: readonly number[],
  names: readonly FeatureName[],
): readonly CoefficientRow[] {
  return kept
    .map((j, place): CoefficientRow => {
      const at = place + 1;
      return { ...names[j]!, estimate: estimate[at]!, low: low[at]!, high: high[at]!, p: p[at]! };
    })
    .filter((row) => Number.isFinite(row.estimate) && Number.isFinite(row.low) && Number.isFinite(row.high))
    .sort((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate));
}

function columnsAt({ rows, columns, values }: Matrix, kept: readonly number[]): Matrix {
  return matrixOf(kept.map((j) => Float64Array.from({ length: rows }, (_, i) => values[i * columns + j]!)));
}
