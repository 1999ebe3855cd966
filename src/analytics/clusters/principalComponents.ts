import { err, ok, type Result } from '../../domain/result.ts';
import { firstNotFinite, type Matrix } from '../matrix.ts';
import { symmetricEigen } from '../numeric/eigen.ts';
import { momentsOf } from '../standardise.ts';

/** The directions in which rows differ most, and where each row lies along them. */
export interface PrincipalComponents {
  /** components × columns: weights of the columns, each row of length 1, its greatest weight above 0. */
  readonly components: Matrix;
  /** Share of the rows' whole variance along each, falling. */
  readonly shares: Float64Array;
  /** rows × components. */
  readonly scores: Matrix;
  readonly means: Float64Array;
}

export type ComponentsError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'constant' }
  | { readonly type: 'too-large'; readonly columns: number; readonly most: number }
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number };

const mostColumns = 300;

/** The first `count` principal components; standardise first where columns have different units. O(rows · columns²).
 *  Source: Pearson 1901; Hotelling 1933. */
export function principalComponents(
  data: Matrix,
  count: number,
): Result<PrincipalComponents, ComponentsError> {
  const { rows, columns, values } = data;
  if (rows === 0 || columns === 0) return err({ type: 'no-rows' });
  if (columns > mostColumns) return err({ type: 'too-large', columns, most: mostColumns });
  const flaw = firstNotFinite(data);
  if (flaw !== null) return err({ type: 'not-finite', ...flaw });
  const { mean } = momentsOf(data);
  const covariance = new Float64Array(columns * columns);
  const gap = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) gap[j] = values[i * columns + j]! - mean[j]!;
    for (let j = 0; j < columns; j++)
      for (let l = j; l < columns; l++) covariance[j * columns + l]! += (gap[j]! * gap[l]!) / rows;
  }
  let total = 0;
  for (let j = 0; j < columns; j++) {
    total += covariance[j * columns + j]!;
    for (let l = 0; l < j; l++) covariance[j * columns + l] = covariance[l * columns + j]!;
  }
  if (!(total > 0)) return err({ type: 'constant' });
  const eigen = symmetricEigen(covariance, columns);
  const kept = Math.min(count, columns);
  const components = { rows: kept, columns, values: eigen.vectors.slice(0, kept * columns) };
  const scores = new Float64Array(rows * kept);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < kept; c++) {
      let sum = 0;
      for (let j = 0; j < columns; j++)
        sum += (values[i * columns + j]! - mean[j]!) * components.values[c * columns + j]!;
      scores[i * kept + c] = sum;
    }
  }
  return ok({
    components,
    shares: eigen.values.slice(0, kept).map((value) => Math.max(0, value) / total),
    scores: { rows, columns: kept, values: scores },
    means: mean,
  });
}
