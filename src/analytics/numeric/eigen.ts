/** Eigenvalues, falling, and for each its vector of length 1: row i of `vectors` belongs to `values[i]`. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Eigenvalues and vectors of a symmetric matrix of a few hundred rows at most, row after row; the greatest component of each vector is
 *  above 0. O(size³) a sweep. Source: Jacobi's method as in Golub and Van Loan, Matrix Computations, 2013, 8.5. */
export function symmetricEigen(symmetric: Float64Array, size: number): Eigen {
  const a = symmetric.slice();
  const turned = new Float64Array(size * size);
  for (let i = 0; i < size; i++) turned[i * size + i] = 1;
  for (let sweep = 0; sweep < 100; sweep++) {
    let [off, all] = [0, 0];
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const square = a[i * size + j]! ** 2;
        all += square;
        if (i !== j) off += square;
      }
    if (off <= 1e-32 * all) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) turn(a, turned, p, q, size);
  }
  const order = Int32Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => a[j * size + j]! - a[i * size + i]!,
  );
  const vectors = new Float64Array(size * size);
  order.forEach((column, i) => {
    let greatest = 0;
    for (let k = 0; k < size; k++)
      if (Math.abs(turned[k * size + column]!) > Math.abs(turned[greatest * size + column]!) + 1e-12)
        greatest = k;
    const sign = turned[greatest * size + column]! < 0 ? -1 : 1;
    for (let k = 0; k < size; k++) vectors[i * size + k] = sign * turned[k * size + column]!;
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), vectors };
}

/** One rotation that makes cell (p, q) zero. */
function turn(a: Float64Array, turned: Float64Array, p: number, q: number, size: number): void {
  const cross = a[p * size + q]!;
  if (cross === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * cross);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const [kp, kq] = [a[k * size + p]!, a[k * size + q]!];
    a[k * size + p] = c * kp - s * kq;
    a[k * size + q] = s * kp + c * kq;
  }
  for (let k = 0; k < size; k++) {
    const [pk, qk] = [a[p * size + k]!, a[q * size + k]!];
    a[p * size + k] = c * pk - s * qk;
    a[q * size + k] = s * pk + c * qk;
  }
  for (let k = 0; k < size; k++) {
    const [kp, kq] = [turned[k * size + p]!, turned[k * size + q]!];
    turned[k * size + p] = c * kp - s * kq;
    turned[k * size + q] = s * kp + c * kq;
  }
}
