import { err, ok, type Result } from '../../domain/result.ts';
import type { Random } from '../../domain/random.ts';
import { minimise, type Objective } from '../numeric/bfgs.ts';
import { digamma, logGamma } from '../numeric/gamma.ts';
import { hypergeometric } from '../numeric/hypergeometric.ts';
import { likelyPoints } from '../numeric/likelyPoints.ts';
import {
  distinctHistories,
  historyFlaw,
  type HistoryFlaw,
  type PurchaseHistories,
} from './purchaseHistory.ts';

/**
 * Customers buy at rates that differ by a gamma distribution (shape r, rate α) and stop after any purchase with a chance that
 * differs by a beta distribution (a, b). Source: Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, 2005.
 */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

export type ValueFitError =
  HistoryFlaw | { readonly type: 'no-repeats' } | { readonly type: 'not-converged' };

export interface Fitted<M> {
  readonly model: M;
  readonly logLikelihood: number;
  readonly iterations: number;
}

/** The model under which the histories are most likely. */
export function fitBgNbd(histories: PurchaseHistories): Result<Fitted<BgNbd>, ValueFitError> {
  const flaw = historyFlaw(histories);
  if (flaw !== null) return err(flaw);
  const distinct = distinctHistories(histories);
  if (distinct.most === 0) return err({ type: 'no-repeats' });
  const meanAge = histories.age.reduce((sum, age) => sum + age, 0) / histories.age.length;
  const start = [Math.log(0.5), Math.log(meanAge / 5), 0, Math.log(2)];
  const found = minimise(objectiveOf(histories), start, { reach: 12 });
  if (!found.isConverged) return err({ type: 'not-converged' });
  const model = modelAt(found.point);
  return ok({ model, logLikelihood: -found.value, iterations: found.iterations });
}

/** Models that are as likely as the histories leave them open, about the one that was fitted to them. */
export function bgNbdLikely(
  { r, alpha, a, b }: BgNbd,
  histories: PurchaseHistories,
  count: number,
  random: Random,
): { readonly models: readonly BgNbd[]; readonly isSpread: boolean } {
  const best = Float64Array.of(r, alpha, a, b).map(Math.log);
  const { points, isSpread } = likelyPoints(objectiveOf(histories), best, count, random);
  return { models: points.map(modelAt), isSpread };
}

/** The negative log-likelihood of the logarithms of r, α, a and b. */
function objectiveOf(histories: PurchaseHistories): Objective {
  const likelihood = likelihoodOf(histories);
  const parameters = new Float64Array(4);
  return (point, gradient) => {
    for (let i = 0; i < 4; i++) parameters[i] = Math.exp(point[i]!);
    const value = likelihood(parameters, gradient);
    for (let i = 0; i < 4; i++) gradient[i]! *= -parameters[i]!;
    return -value;
  };
}

function modelAt(point: Float64Array): BgNbd {
  const [r, alpha, a, b] = Array.from(point, Math.exp) as [number, number, number, number];
  return { r, alpha, a, b };
}

/** ln of the chance density of the histories under a model. */
export function bgNbdLogLikelihood({ r, alpha, a, b }: BgNbd, histories: PurchaseHistories): number {
  return likelihoodOf(histories)(Float64Array.of(r, alpha, a, b), new Float64Array(4));
}

/** The chance that each customer has not stopped, 1 where nothing was bought again. */
export function bgNbdAlive({ r, alpha, a, b }: BgNbd, histories: PurchaseHistories): Float64Array {
  return histories.repeats.map((x, i) => {
    if (x === 0) return 1;
    const ratio = (alpha + histories.age[i]!) / (alpha + histories.lastAt[i]!);
    return 1 / (1 + (a / (b + x - 1)) * ratio ** (r + x));
  });
}

/** Purchases that each customer will make in the next `time`, in the unit of the histories. */
export function bgNbdExpected(model: BgNbd, histories: PurchaseHistories, time: number): Float64Array {
  const { r, alpha, b } = model;
  const alive = bgNbdAlive(model, histories);
  return alive.map((chance, i) => {
    const x = histories.repeats[i]!;
    const share = time / (alpha + histories.age[i]! + time);
    return chance * growth(model.a, (a) => [a + b + x - 1, a + b - 1 - r], share);
  });
}

/** Purchases after the first that a new customer will make in `time`. */
export function bgNbdNewcomer({ r, alpha, a, b }: BgNbd, time: number): number {
  return growth(a, (near) => [near + b - 1, near + b - 1 - r], time / (alpha + time));
}

/**
 * c / (a − 1) · (1 − (1 − z)^(a − 1) · ₂F₁(a − 1, d; c; z)): the paper's (9) and (10) after Euler's transformation
 * (Abramowitz and Stegun 15.3.3), which leaves no large numbers to cancel. At a = 1 its limit, from both sides. Where a and b
 * are so large that numbers overflow, every customer stops after a purchase with the same chance p = a / (a + b + x), and the
 * expectation is (1 − (1 + pt / (α + T))^−(r + x)) / p.
 */
function growth(a: number, parametersAt: (a: number) => readonly [c: number, d: number], z: number): number {
  if (Math.abs(a - 1) < 1e-5)
    return (growth(a + 2e-5, parametersAt, z) + growth(a - 2e-5, parametersAt, z)) / 2;
  const [c, d] = parametersAt(a);
  const exact = (c / (a - 1)) * (1 - (1 - z) ** (a - 1) * hypergeometric(a - 1, d, c, z));
  if (Number.isFinite(exact)) return exact;
  const stops = a / (c + 1);
  return (1 - (1 + (stops * z) / (1 - z)) ** (d - c)) / stops;
}

/** The log-likelihood at (r, α, a, b) and its gradient there, which is written. Terms of x alone are computed once for each x. */
function likelihoodOf(
  histories: PurchaseHistories,
): (parameters: Float64Array, gradient: Float64Array) => number {
  const { repeats, lastAt, age, count, most } = distinctHistories(histories);
  const customersWith = new Float64Array(most + 1);
  repeats.forEach((x, i) => (customersWith[x]! += count[i]!));
  return (parameters, gradient) => {
    const [r, alpha, a, b] = parameters as unknown as [number, number, number, number];
    let sum = 0;
    let [byR, byAlpha, byA, byB] = [0, 0, 0, 0];
    const ground = { r: logGamma(r), b: logGamma(b), ab: logGamma(a + b), alpha: Math.log(alpha) };
    const slope = { r: digamma(r), b: digamma(b), ab: digamma(a + b) };
    customersWith.forEach((customers, x) => {
      if (customers === 0) return;
      const fixed = logGamma(r + x) - ground.r + r * ground.alpha + ground.ab + logGamma(b + x) - ground.b;
      sum += customers * (fixed - logGamma(a + b + x));
      byR += customers * (digamma(r + x) - slope.r + ground.alpha);
      byAlpha += (customers * r) / alpha;
      const both = slope.ab - digamma(a + b + x);
      byA += customers * both;
      byB += customers * (both + digamma(b + x) - slope.b);
    });
    for (let i = 0; i < repeats.length; i++) {
      const x = repeats[i]!;
      const weight = count[i]!;
      const logAge = Math.log(alpha + age[i]!);
      // ln(e^alive + e^gone) with the shares of both.
      let [more, shareGone, logLast] = [0, 0, logAge];
      if (x > 0) {
        logLast = Math.log(alpha + lastAt[i]!);
        const gone = (a / (b + x - 1)) * Math.exp((r + x) * (logAge - logLast));
        more = Number.isFinite(gone)
          ? Math.log1p(gone)
          : Math.log(a / (b + x - 1)) + (r + x) * (logAge - logLast);
        shareGone = Number.isFinite(gone) ? gone / (1 + gone) : 1;
        byA += (weight * shareGone) / a;
        byB -= (weight * shareGone) / (b + x - 1);
      }
      sum += weight * (more - (r + x) * logAge);
      byR -= weight * (logAge + shareGone * (logLast - logAge));
      byAlpha -= weight * (r + x) * ((1 - shareGone) / (alpha + age[i]!) + shareGone / (alpha + lastAt[i]!));
    }
    gradient.set([byR, byAlpha, byA, byB]);
    return sum;
  };
}
