import { describe, expect, it } from 'vitest';
import { betaLower } from '../../../../src/analytics/numeric/beta.ts';
import { digamma, gammaLower, gammaUpper, logGamma } from '../../../../src/analytics/numeric/gamma.ts';
import { hypergeometric } from '../../../../src/analytics/numeric/hypergeometric.ts';
import { gaussLegendre } from '../../../../src/analytics/numeric/quadrature.ts';

const near = (found: number, expected: number): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));

describe('gamma function', () => {
  it('Γ(1/2) = √π, Γ(11) = 10!', () => {
    near(logGamma(0.5), Math.log(Math.sqrt(Math.PI)));
    near(logGamma(11), Math.log(3_628_800));
  });
  it('Γ(x) Γ(x + 1/2) = 2^(1 − 2x) √π Γ(2x)', () => {
    for (const x of [0.01, 0.7, 3.2, 41, 1e4])
      near(
        logGamma(x) + logGamma(x + 0.5),
        (1 - 2 * x) * Math.LN2 + Math.log(Math.sqrt(Math.PI)) + logGamma(2 * x),
      );
  });
  it('is infinite at 0 and not a number below', () => {
    expect(logGamma(0)).toBe(Infinity);
    expect(logGamma(-0.5)).toBeNaN();
  });
  it('ψ(1) = −γ and ψ(x + 1) − ψ(x) = 1/x', () => {
    near(digamma(1), -0.577_215_664_901_532_9);
    for (const x of [0.02, 1.5, 11.9, 300]) near(digamma(x + 1) - digamma(x), 1 / x);
  });
  it('P(1, x) = 1 − e^(−x), also far out', () => {
    for (const x of [1e-3, 0.5, 2, 9]) near(gammaLower(1, x), 1 - Math.exp(-x));
    near(gammaUpper(1, 600) / Math.exp(-600), 1);
  });
  it('P + Q = 1, and nothing lies below 0', () => {
    for (const [a, x] of [
      [0.2, 0.1],
      [5, 4],
      [5, 7],
      [300, 280],
    ] as const)
      near(gammaLower(a, x) + gammaUpper(a, x), 1);
    expect([gammaLower(2, 0), gammaUpper(2, -1)]).toEqual([0, 1]);
  });
});

describe('beta function', () => {
  it('I_x(1, 1) = x, I_x(2, 3) = 6x² − 8x³ + 3x⁴', () => {
    for (const x of [0, 0.1, 0.5, 0.93, 1]) {
      near(betaLower(x, 1, 1), x);
      near(betaLower(x, 2, 3), 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4);
    }
  });
  it('I_x(a, b) = 1 − I_(1 − x)(b, a)', () => {
    for (const x of [0.02, 0.4, 0.97]) near(betaLower(x, 0.4, 7.5), 1 - betaLower(1 - x, 7.5, 0.4));
  });
});

describe('hypergeometric function', () => {
  it('F(1, 1; 2; z) = −ln(1 − z) / z', () => {
    for (const z of [-8, -0.4, 0.2, 0.99]) near(hypergeometric(1, 1, 2, z), -Math.log(1 - z) / z);
  });
  it('F(a, b; b; z) = (1 − z)^(−a), and a polynomial where a is a whole number below 0', () => {
    near(hypergeometric(2.5, 3, 3, 0.6), 0.4 ** -2.5);
    near(hypergeometric(-2, 3, 4, 0.5), 1 - 2 * 0.75 * 0.5 + ((-2 * -1 * 3 * 4) / (4 * 5 * 2)) * 0.25);
  });
});

it('quadrature of 5 points integrates x⁸ exactly', () => {
  const { points, weights } = gaussLegendre(5);
  near(
    points.reduce((sum, x, i) => sum + weights[i]! * x ** 8, 0),
    2 / 9,
  );
});
