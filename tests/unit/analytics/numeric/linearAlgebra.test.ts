import { describe, expect, it } from 'vitest';
import { choleskyOf, inverseDiagonal, solveCholesky } from '../../../../src/analytics/numeric/cholesky.ts';
import { inverseOfR, qrOf, solveLeastSquares } from '../../../../src/analytics/numeric/qr.ts';

describe('QR', () => {
  // Columns of length 1.
  const matrix = { rows: 3, columns: 2, values: Float64Array.of(2 / 3, 1 / 3, 2 / 3, 0.6, 0, 0.8) };

  it('solves what has a solution, and comes nearest to what has none', () => {
    const qr = qrOf(matrix)!;
    const right = Float64Array.of(2 / 3 + 3 * 0.6, 1 / 3, 2 / 3 + 3 * 0.8);
    closeTo(solveLeastSquares(qr, right), [1, 3]);
    const off = solveLeastSquares(qr, Float64Array.of(1, 2, 3));
    // The residual is at right angles to both columns.
    for (const column of [0, 1]) {
      let dot = 0;
      for (let i = 0; i < 3; i++) {
        const fitted = matrix.values[i]! * off[0]! + matrix.values[3 + i]! * off[1]!;
        dot += matrix.values[column * 3 + i]! * ([1, 2, 3][i]! - fitted);
      }
      expect(dot).toBeCloseTo(0, 14);
    }
  });

  it('gives the inverse of the products of the columns', () => {
    const inverse = inverseOfR(qrOf(matrix)!);
    const dot = 0.4 + 8 / 15;
    const determinant = 1 - dot * dot;
    expect(inverse[0]! ** 2 + inverse[1]! ** 2).toBeCloseTo(1 / determinant, 12);
    expect(inverse[3]! ** 2).toBeCloseTo(1 / determinant, 12);
  });

  it('names columns that others determine, and obeys a cancel', () => {
    const values = Float64Array.of(1, 0, 0, 0, 1, 0, Math.SQRT1_2, Math.SQRT1_2, 0);
    expect(qrOf({ rows: 3, columns: 3, values })!.dependent).toEqual([2]);
    expect(qrOf(matrix, { aborted: true })).toBeNull();
  });
});

describe('Cholesky', () => {
  const symmetric = Float64Array.of(4, 0, 0, 2, 5, 0, 2, 3, 6);

  it('has the factor of the textbook', () => {
    closeTo(choleskyOf(symmetric, 3)!, [2, 0, 0, 1, 2, 0, 1, 1, 2]);
  });

  it('solves and inverts', () => {
    const lower = choleskyOf(symmetric, 3)!;
    closeTo(solveCholesky(lower, [4 + 4 + 6, 2 + 10 + 9, 2 + 6 + 18]), [1, 2, 3]);
    // Cofactors 21, 20, 16 over the determinant 64.
    closeTo(inverseDiagonal(lower, 3), [21 / 64, 20 / 64, 16 / 64]);
  });

  it('has no factor where the matrix is not positive definite', () => {
    expect(choleskyOf(Float64Array.of(1, 0, 2, 1), 2)).toBeNull();
    expect(choleskyOf(Float64Array.of(0), 1)).toBeNull();
  });
});

function closeTo(ours: Float64Array, expected: readonly number[]): void {
  expect(Array.from(ours)).toEqual(expected.map((value) => expect.closeTo(value, 12) as number));
}
