import type { LinearModel } from '../learning/linear.ts';
import type { LogisticModel } from '../learning/logistic.ts';
import type { Matrix } from '../matrix.ts';
import { momentsOf } from '../standardise.ts';
import type { Contributions } from './treeShap.ts';

/**
 * What each column adds: coefficient · (x − mean in `background`), in the unit of the target or in log odds. These are the
 * Shapley values where columns vary independently. Source: Štrumbelj and Kononenko, 2014.
 */
export function explainLinear(
  { intercept, coefficients }: LinearModel | LogisticModel,
  features: Matrix,
  background: Matrix,
): Contributions {
  const { mean } = momentsOf(background);
  const { columns } = features;
  return {
    values: {
      ...features,
      values: features.values.map((value, cell) => {
        const column = cell % columns;
        return coefficients[column]! * (value - mean[column]!);
      }),
    },
    expected: coefficients.reduce((sum, value, j) => sum + value * mean[j]!, intercept),
  };
}

/** Mean absolute contribution of each column: how much it matters on the whole. Zeros without rows. */
export function meanAbsolute({ rows, columns, values }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let cell = 0; cell < values.length; cell++) sums[cell % columns]! += Math.abs(values[cell]!);
  return sums.map((sum) => sum / Math.max(1, rows));
}
