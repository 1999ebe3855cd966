import type { Random } from '../../domain/random.ts';
import { betaDraw, gammaDraw } from '../numeric/draws.ts';
import { quantileOfSorted } from '../quantile.ts';
import { bgNbdLikely, type BgNbd } from './bgNbd.ts';
import { gammaGammaLikely, type GammaGamma, type Spending } from './gammaGamma.ts';
import type { PurchaseHistories } from './purchaseHistory.ts';

/** Where what customers will bring lies with a chance of four in five. */
export interface ValueSpread {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly total: { readonly low: number; readonly high: number };
  /** The models' own uncertainty is in it; false where the data do not say how sure the parameters are. */
  readonly isOfModel: boolean;
}

export interface SpreadRequest {
  readonly model: BgNbd;
  /** Null where every purchase counts `meanAmount`, and later ones as much as the next. */
  readonly amounts: GammaGamma | null;
  readonly meanAmount: number;
  readonly random: Random;
}

const share = { low: 0.1, high: 0.9 };
/** Futures in all: fewer of each customer where there are many of them, and never fewer than `fewest`. */
const futures = { inAll: 5_000_000, most: 400, fewest: 50 };
const months = 12;
const monthInWeeks = 4.345;
const interest = 0.01;

/**
 * Twelve months of each customer are played through many times: with parameters as likely as the histories leave them, whether they are
 * still a customer, then their rate (gamma with r + x, α + T) and their chance to stop (beta with a, b + x), purchases, and
 * what they spend on them (gamma with q + px, v + xm̄). The distributions are those of the models given a history: Fader, Hardie
 * and Lee, 2005, and Fader and Hardie, 2013. Of all customers together in the same future, so that a rate that is estimated
 * too high is so for all. Histories in weeks. O(customers × futures).
 */
export function valueSpread(
  customers: PurchaseHistories & Spending,
  { model, amounts, meanAmount, random }: SpreadRequest,
): ValueSpread {
  const size = customers.repeats.length;
  const count = Math.max(
    futures.fewest,
    Math.min(futures.most, Math.floor(futures.inAll / Math.max(1, size))),
  );
  const rhythms = bgNbdLikely(model, customers, count, random);
  const purses = amounts === null ? null : gammaGammaLikely(amounts, customers, count, random);
  const [low, high] = [new Float64Array(size), new Float64Array(size)];
  const totals = new Float64Array(count);
  const own = new Float64Array(count);
  for (let i = 0; i < size; i++) {
    const x = customers.repeats[i]!;
    const [age, last] = [customers.age[i]!, customers.lastAt[i]!];
    const spent = x * (x > 0 ? customers.meanAmount[i]! : 0);
    for (let future = 0; future < count; future++) {
      const { r, alpha, a, b } = rhythms.models[future]!;
      const gone = x === 0 ? 0 : (a / (b + x - 1)) * ((alpha + age) / (alpha + last)) ** (r + x);
      let value = 0;
      if (random() * (1 + gone) < 1) {
        const rate = gammaDraw(r + x, random) / (alpha + age);
        const { purchases, factor } = yearOf(rate, () => betaDraw(a, b + x, random), random);
        const purse = purses?.models[future];
        if (purchases > 0)
          value =
            purse === undefined
              ? purchases * meanAmount
              : (factor * gammaDraw(purse.p * purchases, random) * (purse.v + spent)) /
                gammaDraw(purse.q + purse.p * x, random);
      }
      own[future] = value;
      totals[future]! += value;
    }
    own.sort();
    low[i] = quantileOfSorted(own, share.low);
    high[i] = quantileOfSorted(own, share.high);
  }
  totals.sort();
  return {
    ...{ low, high },
    total: { low: quantileOfSorted(totals, share.low), high: quantileOfSorted(totals, share.high) },
    isOfModel: rhythms.isSpread && (purses === null || purses.isSpread),
  };
}

const discounts = Float64Array.from({ length: months + 1 }, (_, month) => 1 / (1 + interest) ** month);

/** Purchases of twelve months by somebody who is still a customer, and by what an amount counts less for being later, on average. */
function yearOf(
  rate: number,
  stopsOf: () => number,
  random: Random,
): { readonly purchases: number; readonly factor: number } {
  let at = -Math.log(1 - random()) / rate;
  if (at >= months * monthInWeeks) return { purchases: 0, factor: 0 };
  const stops = stopsOf();
  let [purchases, sum] = [0, 0];
  while (at < months * monthInWeeks) {
    purchases += 1;
    sum += discounts[Math.floor(at / monthInWeeks) + 1]!;
    if (random() < stops) break;
    at -= Math.log(1 - random()) / rate;
  }
  return { purchases, factor: sum / purchases };
}
