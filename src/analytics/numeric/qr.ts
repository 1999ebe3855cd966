/** Columns of equal length, one after the other: cell (i, j) is `values[j * rows + i]`. */
export interface ColumnMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A tall matrix taken apart as Q·R. */
export interface Qr {
  readonly rows: number;
  readonly columns: number;
  /** Householder vectors below the diagonal, R above it; column after column. */
  readonly values: Float64Array;
  /** The diagonal of R. */
  readonly diagonal: Float64Array;
  /** Columns that the ones before them determine: of their length less than a billionth is left. */
  readonly dependent: readonly number[];
}

const leastLength = 1e-9;

/**
 * Householder QR of columns of length 1 with rows ≥ columns, dependent columns left out of the reflections; null when aborted.
 * O(rows · columns²). Source: Golub and Van Loan, Matrix Computations, 2013, 5.2.1.
 */
export function qrOf(matrix: ColumnMatrix, signal?: { readonly aborted: boolean }): Qr | null {
  const { rows, columns } = matrix;
  const values = matrix.values.slice();
  const diagonal = new Float64Array(columns);
  const dependent: number[] = [];
  for (let k = 0; k < columns; k++) {
    if (signal?.aborted === true) return null;
    const own = k * rows;
    let square = 0;
    for (let i = k; i < rows; i++) square += values[own + i]! ** 2;
    const norm = Math.sqrt(square);
    if (!(norm > leastLength)) {
      dependent.push(k);
      continue;
    }
    const signed = values[own + k]! > 0 ? -norm : norm;
    diagonal[k] = signed;
    values[own + k]! -= signed;
    const scale = signed * values[own + k]!;
    for (let j = k + 1; j < columns; j++) {
      const other = j * rows;
      let dot = 0;
      for (let i = k; i < rows; i++) dot += values[own + i]! * values[other + i]!;
      const factor = dot / scale;
      for (let i = k; i < rows; i++) values[other + i]! += factor * values[own + i]!;
    }
  }
  return { rows, columns, values, diagonal, dependent };
}

/** The x of least squared ‖A x − b‖, where no column is dependent. */
export function solveLeastSquares(qr: Qr, right: Float64Array): Float64Array {
  const { rows, columns, values, diagonal } = qr;
  const turned = right.slice();
  for (let k = 0; k < columns; k++) {
    const own = k * rows;
    let dot = 0;
    for (let i = k; i < rows; i++) dot += values[own + i]! * turned[i]!;
    const factor = dot / (diagonal[k]! * values[own + k]!);
    for (let i = k; i < rows; i++) turned[i]! += factor * values[own + i]!;
  }
  const solution = new Float64Array(columns);
  for (let k = columns - 1; k >= 0; k--) {
    let sum = turned[k]!;
    for (let j = k + 1; j < columns; j++) sum -= values[j * rows + k]! * solution[j]!;
    solution[k] = sum / diagonal[k]!;
  }
  return solution;
}

/** R⁻¹, upper triangular, row after row: (AᵀA)⁻¹ = R⁻¹ R⁻ᵀ. */
export function inverseOfR({ rows, columns, values, diagonal }: Qr): Float64Array {
  const inverse = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) {
    inverse[j * columns + j] = 1 / diagonal[j]!;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum -= values[k * rows + i]! * inverse[k * columns + j]!;
      inverse[i * columns + j] = sum / diagonal[i]!;
    }
  }
  return inverse;
}
