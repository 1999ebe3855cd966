/**
 * The lower triangle L with L·Lᵀ = A of a symmetric matrix, row after row, of which the lower triangle is read; null where A is
 * not positive definite. O(size³). Source: Golub and Van Loan, Matrix Computations, 2013, 4.2.
 */
export function choleskyOf(symmetric: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = symmetric[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) lower[i * size + j] = sum / lower[j * size + j]!;
      else if (sum > 0) lower[i * size + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/** x with L·Lᵀ·x = b. */
export function solveCholesky(lower: Float64Array, right: ArrayLike<number>): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    let sum = solution[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * solution[k]!;
    solution[i] = sum / lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i]!;
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * solution[k]!;
    solution[i] = sum / lower[i * size + i]!;
  }
  return solution;
}

/** The diagonal of (L·Lᵀ)⁻¹. */
export function inverseDiagonal(lower: Float64Array, size: number): Float64Array {
  const unit = new Float64Array(size);
  return Float64Array.from({ length: size }, (_, i) => {
    unit.fill(0);
    unit[i] = 1;
    return solveCholesky(lower, unit)[i]!;
  });
}
