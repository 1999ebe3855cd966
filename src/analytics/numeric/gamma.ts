const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];
const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
const tiny = 1e-300;
const epsilon = 1e-16;

/** ln Γ(x) for x > 0, to about 1e-15; Infinity at 0, NaN below.
 *  Source: Abramowitz and Stegun 6.1.40, after Γ(x + 1) = x Γ(x) up to 12. */
export function logGamma(x: number): number {
  if (x === 0) return Number.POSITIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  let product = 1;
  let at = x;
  while (at < 12) product *= at++;
  const inverse = 1 / at;
  const square = inverse * inverse;
  let series = 0;
  for (let i = stirling.length - 1; i >= 0; i--) series = series * square + stirling[i]!;
  return (at - 0.5) * Math.log(at) - at + halfLogTwoPi + series * inverse - Math.log(product);
}

/** ψ(x) = d ln Γ(x) / dx for x > 0. Source: Abramowitz and Stegun 6.3.18, after ψ(x + 1) = ψ(x) + 1/x up to 12. */
export function digamma(x: number): number {
  let sum = 0;
  let at = x;
  while (at < 12) sum -= 1 / at++;
  const square = 1 / (at * at);
  const series =
    square *
    (1 / 12 -
      square *
        (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - square * (691 / 32_760))))));
  return sum + Math.log(at) - 0.5 / at - series;
}

/** P(a, x), the share of Γ(a) below x, for a > 0. 0 for x ≤ 0. */
export function gammaLower(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? bySeries(a, x) : 1 - byFraction(a, x);
}

/** Q(a, x) = 1 − P(a, x) without loss in the tail. 1 for x ≤ 0. */
export function gammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - bySeries(a, x) : byFraction(a, x);
}

/** Abramowitz and Stegun 6.5.29. */
function bySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 100_000 && Math.abs(term) > Math.abs(sum) * epsilon; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** Abramowitz and Stegun 6.5.31 by Lentz's method. */
function byFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let product = d;
  for (let n = 1; n < 100_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const step = d * c;
    product *= step;
    if (Math.abs(step - 1) < epsilon) break;
  }
  return product * Math.exp(a * Math.log(x) - x - logGamma(a));
}
