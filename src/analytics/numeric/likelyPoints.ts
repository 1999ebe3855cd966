import type { Random } from '../../domain/random.ts';
import type { Objective } from './bfgs.ts';
import { choleskyOf } from './cholesky.ts';
import { normalDraw } from './draws.ts';

const width = 1e-4;
/** No parameter is proposed with a deviation above this in logarithms, however little the data say of it. */
const widest = 3;
/** Parameters that are logarithms stay within a factor of 400 of the maximum: further out, likelihoods are lost in rounding. */
const reach = 6;

/**
 * Parameters, as logarithms, as likely as the data leave them: `count` draws, one after another, from the likelihood itself. A step is
 * proposed by the normal distribution that the curvature at the maximum gives and taken by the rule of Metropolis and
 * Hastings, so that what the normal distribution gets wrong, as on a ridge, is put right. `objective` is the negative
 * log-likelihood, `point` its minimum. Where the curvature is no such distribution, the minimum itself, `count` times. Source:
 * Tierney, Markov Chains for Exploring Posterior Distributions, 1994 (independence chain).
 */
export function likelyPoints(
  objective: Objective,
  point: Float64Array,
  count: number,
  random: Random,
): { readonly points: readonly Float64Array[]; readonly isSpread: boolean } {
  const size = point.length;
  const curvature = curvatureAt(objective, point);
  for (let i = 0; i < size; i++) curvature[i * size + i]! += 1 / widest ** 2;
  const root = choleskyOf(curvature, size);
  if (root === null) return { points: Array.from({ length: count }, () => point), isSpread: false };
  const unused = new Float64Array(size);
  const best = objective(point, unused);
  let current = point;
  let weight = 0;
  const points = Array.from({ length: count }, () => {
    const z = Float64Array.from({ length: size }, () => normalDraw(random));
    const step = solvedBack(root, z);
    const chance = random();
    if (step.some((each) => !(Math.abs(each) <= reach))) return current;
    const next = step.map((each, i) => point[i]! + each);
    // ln of likelihood over the density of the proposal, both beside their maximum.
    const nextWeight = best - objective(next, unused) + z.reduce((sum, each) => sum + each * each, 0) / 2;
    if (Number.isFinite(nextWeight) && Math.log(1 - chance) < nextWeight - weight) {
      current = next;
      weight = nextWeight;
    }
    return current;
  });
  return { points, isSpread: true };
}

/** Second derivatives by central differences of the gradient. */
function curvatureAt(objective: Objective, point: Float64Array): Float64Array {
  const size = point.length;
  const curvature = new Float64Array(size * size);
  const [above, below, moved] = [new Float64Array(size), new Float64Array(size), point.slice()];
  for (let i = 0; i < size; i++) {
    moved[i] = point[i]! + width;
    objective(moved, above);
    moved[i] = point[i]! - width;
    objective(moved, below);
    moved[i] = point[i]!;
    for (let j = 0; j < size; j++) {
      const each = (above[j]! - below[j]!) / (4 * width);
      curvature[i * size + j]! += each;
      curvature[j * size + i]! += each;
    }
  }
  return curvature;
}

/** x of Lᵀx = z. */
function solvedBack(root: Float64Array, z: Float64Array): Float64Array {
  const size = z.length;
  const x = z.slice();
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i]! -= root[j * size + i]! * x[j]!;
    x[i]! /= root[i * size + i]!;
  }
  return x;
}
