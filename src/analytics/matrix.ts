/** A dense table of numbers, row after row: cell (i, j) is `values[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** The matrix whose columns are the given arrays, all of one length. */
export function matrixOf(columns: readonly ArrayLike<number>[]): Matrix {
  const width = columns.length;
  const rows = columns[0]?.length ?? 0;
  const values = new Float64Array(rows * width);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) values[i * width + j] = column[i]!;
  });
  return { rows, columns: width, values };
}

/** The rows at the given positions, in their order. */
export function rowsAt(data: Matrix, positions: ArrayLike<number>): Matrix {
  const width = data.columns;
  const values = new Float64Array(positions.length * width);
  for (let i = 0; i < positions.length; i++) {
    const from = positions[i]! * width;
    for (let j = 0; j < width; j++) values[i * width + j] = data.values[from + j]!;
  }
  return { rows: positions.length, columns: width, values };
}

/** Position of the first cell that is NaN or infinite, or null. */
export function firstNotFinite(data: Matrix): { readonly row: number; readonly column: number } | null {
  // The engine's own search is fast from the first call on, where a loop would have to be compiled.
  const isFinite = ![NaN, Infinity, -Infinity].some((flaw) => data.values.includes(flaw));
  if (isFinite) return null;
  for (let i = 0; i < data.values.length; i++) {
    if (!Number.isFinite(data.values[i]!))
      return { row: Math.floor(i / data.columns), column: i % data.columns };
  }
  return null;
}
