import type { Matrix } from '../matrix.ts';
import { momentsOf } from '../standardise.ts';

/** The cells of a table that are not 0: those of row i are `columnOf[k]`, `values[k]` for k from `start[i]` to `start[i + 1]`, columns rising. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  readonly start: Int32Array;
  readonly columnOf: Int32Array;
  readonly values: Float64Array;
  /** Each cell is (x − shift) / scale of its column; columns that are 0 for most rows are not shifted, so that they stay so. */
  readonly shift: Float64Array;
  readonly scale: Float64Array;
  /** The population deviation of each column as it was. */
  readonly deviation: Float64Array;
}

/** The rows of a table with all columns brought to deviation 1; constant columns become zeros. */
export function sparseRowsOf({ rows, columns, values }: Matrix): SparseRows {
  const { mean, deviation } = momentsOf({ rows, columns, values });
  const zeros = new Float64Array(columns);
  for (let cell = 0; cell < values.length; cell++) if (values[cell] === 0) zeros[cell % columns]! += 1;
  const isConstant = Array.from(deviation, (each, j) => each <= Math.abs(mean[j]!) * 1e-12);
  const shift = mean.map((each, j) => (!isConstant[j] && 2 * zeros[j]! > rows ? 0 : each));
  const scale = deviation.map((each, j) => (isConstant[j] ? 1 : each));
  const start = new Int32Array(rows + 1);
  const kept = new Float64Array(values.length);
  const columnOf = new Int32Array(values.length);
  let place = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = isConstant[j] ? 0 : (values[i * columns + j]! - shift[j]!) / scale[j]!;
      if (value === 0) continue;
      columnOf[place] = j;
      kept[place++] = value;
    }
    start[i + 1] = place;
  }
  return {
    ...{ rows, columns, start, shift, scale, deviation },
    columnOf: columnOf.slice(0, place),
    values: kept.slice(0, place),
  };
}
