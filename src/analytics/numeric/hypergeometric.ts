/**
 * ₂F₁(a, b; c; z) for c > 0 and z < 1 by Gauss's series, which converges like zⁿ; below −1/2 after Pfaff's transformation.
 * Infinity at z = 1 where c ≤ a + b. Source: Abramowitz and Stegun 15.1.1, 15.3.4.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (z < -0.5) return (1 - z) ** -a * hypergeometric(a, c - b, c, z / (z - 1));
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 200_000; n++) {
    const ratio = ((a + n) * (b + n) * z) / ((c + n) * (n + 1));
    term *= ratio;
    sum += term;
    if (term === 0 || sum === Infinity || (Math.abs(term) < 1e-17 * Math.abs(sum) && Math.abs(ratio) < 1))
      break;
  }
  return sum;
}
