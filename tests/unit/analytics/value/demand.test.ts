import { describe, expect, it } from 'vitest';
import { demandSeries, forecastDemand, naiveForecast } from '../../../../src/analytics/value/demand.ts';
import { fitSmoothing, smoothingAhead, smoothingSpread } from '../../../../src/analytics/value/smoothing.ts';
import {
  boughtWithin,
  nextPurchase,
  purchaseFeatureNames,
  purchaseFeatures,
} from '../../../../src/analytics/value/nextPurchase.ts';
import { seededRandom } from '../../../../src/domain/random.ts';

const year = [3, -2, 5, 0, -6, 1, 2, -3, 4, -1, -4, 1];

describe('smoothing', () => {
  it('continues a season that never changes', () => {
    const series = Float64Array.from({ length: 53 }, (_, t) => 50 + year[t % 12]!);
    const found = forecastDemand(series, { periods: 14, season: 12 });
    if (!found.ok) throw new Error(found.error.type);
    found.value.mean.forEach((value, h) => expect(value).toBeCloseTo(50 + year[(53 + h) % 12]!, 3));
    expect(found.value.check!.error).toBeLessThan(0.01);
  });
  it('a series without change stays as it is, and is certain', () => {
    const found = forecastDemand(new Float64Array(20).fill(7), { periods: 3, season: 12 });
    expect(found.ok && Array.from(found.value.mean)).toEqual([7, 7, 7]);
    expect(found.ok && Array.from(found.value.low)).toEqual([7, 7, 7]);
  });
  it('the error grows by α² a period: as √h for a random walk', () => {
    const model = { ...fitSmoothing(Float64Array.of(1, 2, 1, 3, 2, 4), 1, false), alpha: 1, deviation: 2 };
    smoothingSpread(model, 9).forEach((spread, h) => expect(spread).toBeCloseTo(2 * Math.sqrt(h + 1), 12));
    smoothingSpread({ ...model, alpha: 0.5 }, 9).forEach((spread, h) =>
      expect(spread).toBeCloseTo(2 * Math.sqrt(1 + h / 4), 12),
    );
  });
  it('a trend is damped: the sum of φʰ', () => {
    const model = {
      ...fitSmoothing(Float64Array.of(1, 2, 1, 3, 2, 4), 1, false),
      level: 10,
      trend: 4,
      phi: 0.5,
    };
    expect(Array.from(smoothingAhead(model, 3))).toEqual([12, 13, 13.5]);
  });
  it('beats the naive forecast where level and season hold and the rest is noise', () => {
    const random = seededRandom(4);
    const series = Float64Array.from(
      { length: 72 },
      (_, t) => 100 + 3 * year[t % 12]! + 20 * (random() - 0.5),
    );
    const found = forecastDemand(series, { periods: 12, season: 12 });
    if (!found.ok) throw new Error(found.error.type);
    const { check, low, high, mean } = found.value;
    expect(check!.error).toBeLessThan(check!.naiveError);
    mean.forEach((value, h) => expect(low[h]! < value && value < high[h]!).toBe(true));
  });
  it('demand is never below nothing, and says what is wrong', () => {
    const falling = forecastDemand(Float64Array.of(90, 72, 54, 36, 18, 0), { periods: 8, season: 1 });
    expect(falling.ok && falling.value.mean.every((value) => value >= 0)).toBe(true);
    const flaw = (series: number[], periods = 2, season = 1) => {
      const found = forecastDemand(Float64Array.from(series), { periods, season });
      return found.ok ? null : found.error;
    };
    expect(flaw([1, 2])).toEqual({ type: 'too-few-rows', needed: 6 });
    expect(flaw([1, 2, NaN, 4, 5, 6])).toEqual({ type: 'not-finite', row: 2 });
    expect(flaw([1, 2, 3, 4, 5, 6], 0)).toEqual({ type: 'bad-option', option: 'periods' });
    expect(flaw([1, 2, 3, 4, 5, 6], 1, 0)).toEqual({ type: 'bad-option', option: 'season' });
    expect(forecastDemand(Float64Array.of(1, 2, 3, 4, 5, 6), { periods: 4, season: 1 })).toMatchObject({
      value: { check: null },
    });
  });
  it('the naive forecast is the last season again; sums fall into their periods', () => {
    expect(Array.from(naiveForecast(Float64Array.of(9, 1, 2, 3), 5, 3))).toEqual([1, 2, 3, 1, 2]);
    const series = demandSeries([9, 10, 16, 17, 40], [5, 1, 2, 4, 8], {
      fromDay: 10,
      periods: 3,
      unitDays: 7,
    });
    expect(Array.from(series)).toEqual([3, 4, 0]);
  });
});

describe('next purchase', () => {
  const lines = {
    customer: [0, 0, 0, 1, 2, 0],
    day: [10, 10, 30, 20, 60, 70],
    order: [1, 1, 2, 3, 4, 5],
    product: [7, 8, 7, 7, 7, 9],
    amount: [5, 5, 10, 3, 1, 1],
  };
  it('features are of what was known before the cut', () => {
    const { customer, features } = purchaseFeatures(lines, 3, 50);
    expect(Array.from(customer)).toEqual([0, 1]);
    expect(features.columns).toBe(purchaseFeatureNames.length);
    expect(Array.from(features.values)).toEqual(
      [
        [20, 40, Math.log1p(2), Math.log1p(20), Math.log1p(2), 20],
        [30, 30, Math.log1p(1), Math.log1p(3), Math.log1p(1), 30],
      ].flat(),
    );
    expect(Array.from(boughtWithin(lines, customer, 3, 50, 21))).toEqual([1, 0]);
    expect(Array.from(boughtWithin(lines, customer, 3, 50, 20))).toEqual([0, 0]);
  });
  it('those who buy every month are likelier to than those who stopped', () => {
    const orders = Array.from({ length: 60 }, (_, own) =>
      Array.from({ length: own % 2 === 0 ? 12 : 3 }, (_, month) => [own, 30 * month + (own % 25)] as const),
    ).flat();
    const found = nextPurchase(
      {
        customer: orders.map(([own]) => own),
        day: orders.map(([, day]) => day),
        order: orders.map((_, i) => i),
        product: orders.map((_, i) => i % 3),
        amount: orders.map(() => 10),
      },
      60,
      360,
      30,
    );
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value).toMatchObject({ rows: 60, buyers: 30 });
    found.value.chance.forEach((chance, own) => expect(chance > 0.5).toBe(own % 2 === 0));
  });
  it('nobody or everybody bought: nothing can be learnt', () => {
    expect(nextPurchase(lines, 3, 1000, 30)).toMatchObject({ ok: false, error: { type: 'constant-target' } });
    expect(nextPurchase(lines, 3, 5, 30)).toMatchObject({ ok: false, error: { type: 'no-rows' } });
  });
});
