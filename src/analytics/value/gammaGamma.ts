import { err, ok, type Result } from '../../domain/result.ts';
import type { Random } from '../../domain/random.ts';
import { minimise } from '../numeric/bfgs.ts';
import { digamma, logGamma } from '../numeric/gamma.ts';
import { likelyPoints } from '../numeric/likelyPoints.ts';
import type { Fitted } from './bgNbd.ts';

/**
 * A customer's purchases vary about a mean by a gamma distribution of shape p, and customers' means by another (q, v).
 * Source: Fader and Hardie, The Gamma-Gamma Model of Monetary Value, 2013.
 */
export interface GammaGamma {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/** What customers spent again: how many times, and on average. */
export interface Spending {
  readonly repeats: Float64Array;
  readonly meanAmount: Float64Array;
}

export type SpendingFitError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'not-finite'; readonly row: number }
  /** Fewer than three customers bought again for an amount above 0. */
  | { readonly type: 'no-repeats' }
  /** Everybody spends the same each time: there is nothing to learn, and it is what everybody will spend. */
  | { readonly type: 'constant' }
  | { readonly type: 'not-converged' };

/** The model under which the spending is most likely. Customers without repeats, or with a mean of 0 or below, do not count. */
export function fitGammaGamma({
  repeats,
  meanAmount,
}: Spending): Result<Fitted<GammaGamma> & { readonly customers: number }, SpendingFitError> {
  if (repeats.length === 0) return err({ type: 'no-rows' });
  const row = repeats.findIndex((x, i) => !Number.isFinite(x) || !Number.isFinite(meanAmount[i]));
  if (row >= 0) return err({ type: 'not-finite', row });
  const bought = boughtAgain({ repeats, meanAmount });
  const customers = bought.repeats.length;
  if (customers < 3) return err({ type: 'no-repeats' });
  if (bought.meanAmount.every((m) => m === bought.meanAmount[0])) return err({ type: 'constant' });
  const mean = bought.meanAmount.reduce((sum, m) => sum + m, 0) / customers;
  const spent = { ...bought, meanAmount: bought.meanAmount.map((m) => m / mean) };
  const likelihood = likelihoodOf(spent);
  const found = minimise(likelihood, [Math.log(2), Math.log(3), 0], { reach: 12 });
  if (!found.isConverged) return err({ type: 'not-converged' });
  const [p, q, v] = Array.from(found.point, Math.exp) as [number, number, number];
  // In units of the mean a density is `mean` times higher.
  const logLikelihood = -found.value - customers * Math.log(mean);
  return ok({ model: { p, q, v: v * mean }, logLikelihood, iterations: found.iterations, customers });
}

/** Models that are as likely as the spending leaves them open, about the one that was fitted to it. */
export function gammaGammaLikely(
  { p, q, v }: GammaGamma,
  spending: Spending,
  count: number,
  random: Random,
): { readonly models: readonly GammaGamma[]; readonly isSpread: boolean } {
  const best = Float64Array.of(p, q, v).map(Math.log);
  const { points, isSpread } = likelyPoints(likelihoodOf(boughtAgain(spending)), best, count, random);
  const models = points.map((point) => {
    const [shape, of, scale] = Array.from(point, Math.exp) as [number, number, number];
    return { p: shape, q: of, v: scale };
  });
  return { models, isSpread };
}

/** Those who bought again for an amount above 0. */
function boughtAgain({ repeats, meanAmount }: Spending): Spending {
  const counts = (x: number, i: number): boolean => x > 0 && meanAmount[i]! > 0;
  return {
    repeats: repeats.filter(counts),
    meanAmount: meanAmount.filter((_, i) => counts(repeats[i]!, i)),
  };
}

/** Mean amount that each customer will spend on a purchase; that of the whole population where nothing was bought again.
 *  Infinite where q ≤ 1, when customers' means have none. */
export function expectedAmount({ p, q, v }: GammaGamma, { repeats, meanAmount }: Spending): Float64Array {
  return repeats.map((x, i) => {
    const mean = x > 0 ? meanAmount[i]! : 0;
    const below = p * x + q - 1;
    return below > 0 ? (p * (v + x * mean)) / below : Number.POSITIVE_INFINITY;
  });
}

function likelihoodOf({
  repeats,
  meanAmount,
}: Spending): (point: Float64Array, gradient: Float64Array) => number {
  const logs = meanAmount.map((m, i) => Math.log(m) + Math.log(repeats[i]!));
  const totals = meanAmount.map((m, i) => m * repeats[i]!);
  const most = repeats.reduce((a, b) => Math.max(a, b), 0);
  const customersWith = new Float64Array(most + 1);
  for (const x of repeats) customersWith[x]! += 1;
  const constant = meanAmount.reduce((sum, m) => sum - Math.log(m), 0);
  return (point, gradient) => {
    const [p, q, v] = Array.from(point, Math.exp) as [number, number, number];
    const customers = repeats.length;
    let sum = constant + customers * (q * Math.log(v) - logGamma(q));
    let [byP, byQ, byV] = [0, customers * (Math.log(v) - digamma(q)), (customers * q) / v];
    customersWith.forEach((count, x) => {
      if (count === 0) return;
      sum += count * (logGamma(p * x + q) - logGamma(p * x));
      const slope = digamma(p * x + q);
      byP += count * x * (slope - digamma(p * x));
      byQ += count * slope;
    });
    for (let i = 0; i < customers; i++) {
      const x = repeats[i]!;
      const total = totals[i]! + v;
      const log = Math.log(total);
      sum += p * x * logs[i]! - (p * x + q) * log;
      byP += x * (logs[i]! - log);
      byQ -= log;
      byV -= (p * x + q) / total;
    }
    gradient[0] = -byP * p;
    gradient[1] = -byQ * q;
    gradient[2] = -byV * v;
    return -sum;
  };
}
