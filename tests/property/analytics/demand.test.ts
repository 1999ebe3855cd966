import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastDemand } from '../../../src/analytics/value/demand.ts';
import { purchaseFeatures } from '../../../src/analytics/value/nextPurchase.ts';
import { runs } from '../../support/runs.ts';

const series = fc.array(fc.integer({ min: 200, max: 300 }), { minLength: 8, maxLength: 40 });

test('a forecast is finite, lies within its interval, and scales with the unit', () => {
  fc.assert(
    fc.property(series, fc.constantFrom(1, 4), (values, season) => {
      const found = forecastDemand(Float64Array.from(values), { periods: 6, season });
      const scaled = forecastDemand(
        Float64Array.from(values, (x) => 1000 * x),
        { periods: 6, season },
      );
      if (!found.ok || !scaled.ok) throw new Error('not forecast');
      const { mean, low, high } = found.value;
      mean.forEach((value, h) => {
        expect(Number.isFinite(value) && Number.isFinite(high[h]!)).toBe(true);
        expect(low[h]).toBeLessThanOrEqual(value);
        expect(high[h]).toBeGreaterThanOrEqual(value);
        expect(high[h]! - low[h]!).toBeGreaterThanOrEqual(
          (high[0]! - low[0]!) * (h === 0 || low[h] === 0 ? 0 : 0.999),
        );
        expect(scaled.value.mean[h]! / 1000 / value).toBeCloseTo(1, 2);
      });
    }),
    { numRuns: runs(25, 500) },
  );
});

test('features do not depend on the order of lines', () => {
  const line = fc.record({
    customer: fc.nat({ max: 4 }),
    day: fc.nat({ max: 90 }),
    order: fc.nat({ max: 9 }),
    product: fc.nat({ max: 5 }),
    amount: fc.nat({ max: 99 }),
  });
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const columns = (list: typeof lines) => ({
        customer: list.map((one) => one.customer),
        day: list.map((one) => one.day),
        order: list.map((one) => one.order),
        product: list.map((one) => one.product),
        amount: list.map((one) => one.amount),
      });
      expect(purchaseFeatures(columns(lines.toReversed()), 5, 60)).toEqual(
        purchaseFeatures(columns(lines), 5, 60),
      );
    }),
    { numRuns: runs(60, 1000) },
  );
});
