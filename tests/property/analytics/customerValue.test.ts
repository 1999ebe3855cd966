import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bgNbdAlive, bgNbdExpected, fitBgNbd } from '../../../src/analytics/value/bgNbd.ts';
import { expectedAmount, fitGammaGamma } from '../../../src/analytics/value/gammaGamma.ts';
import type { PurchaseHistories } from '../../../src/analytics/value/purchaseHistory.ts';
import { buyers, spenders } from '../../support/buyers.ts';
import { runs } from '../../support/runs.ts';

const model = fc.record({
  r: fc.double({ min: 0.3, max: 2, noNaN: true }),
  alpha: fc.double({ min: 2, max: 12, noNaN: true }),
  a: fc.double({ min: 0.3, max: 2, noNaN: true }),
  b: fc.double({ min: 1, max: 4, noNaN: true }),
});
const made = fc.noShrink(fc.tuple(model, fc.nat())).map(([parameters, seed]) => ({
  parameters,
  histories: buyers(400, parameters, 40, seed),
}));

const spending = fc.noShrink(fc.nat()).map((seed) => spenders(300, { p: 4, q: 3, v: 20 }, seed));

const change = (
  { repeats, lastAt, age }: PurchaseHistories,
  to: (column: Float64Array, isTime: boolean) => Float64Array,
) => ({
  repeats: to(repeats, false),
  lastAt: to(lastAt, true),
  age: to(age, true),
});

test('a fit does not depend on the order of customers, and twice the customers give the same model', () => {
  fc.assert(
    fc.property(made, ({ histories }) => {
      const fit = fitBgNbd(histories);
      fc.pre(fit.ok);
      const reversed = fitBgNbd(change(histories, (column) => column.toReversed()));
      expect(reversed).toEqual(fit);
      const doubled = fitBgNbd(change(histories, (column) => Float64Array.of(...column, ...column)));
      if (!doubled.ok) throw new Error(doubled.error.type);
      expect(doubled.value.logLikelihood / (2 * fit.value.logLikelihood)).toBeCloseTo(1, 6);
    }),
    { numRuns: runs(15, 300) },
  );
});

test('time in other units scales α alone and shifts the likelihood by its purchases', () => {
  fc.assert(
    fc.property(made, ({ histories }) => {
      const fit = fitBgNbd(histories);
      fc.pre(fit.ok);
      const inDays = fitBgNbd(
        change(histories, (column, isTime) => (isTime ? column.map((t) => 7 * t) : column)),
      );
      if (!inDays.ok) throw new Error(inDays.error.type);
      const purchases = histories.repeats.reduce((sum, x) => sum + x, 0);
      const shifted = fit.value.logLikelihood - purchases * Math.log(7);
      expect(inDays.value.logLikelihood / shifted).toBeCloseTo(1, 6);
    }),
    { numRuns: runs(15, 300) },
  );
});

test('chances lie from 0 to 1, and more time never means fewer purchases', () => {
  fc.assert(
    fc.property(made, ({ parameters, histories }) => {
      const alive = bgNbdAlive(parameters, histories);
      const [soon, later] = [
        bgNbdExpected(parameters, histories, 5),
        bgNbdExpected(parameters, histories, 30),
      ];
      alive.forEach((chance, i) => {
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(soon[i]).toBeGreaterThanOrEqual(0);
        expect(later[i]).toBeGreaterThanOrEqual(soon[i]!);
      });
    }),
    { numRuns: runs(20, 500) },
  );
});

test('amounts in another currency scale amounts alone', () => {
  fc.assert(
    fc.property(spending, ({ repeats, meanAmount }) => {
      const fit = fitGammaGamma({ repeats, meanAmount });
      if (!fit.ok) throw new Error(fit.error.type);
      const other = fitGammaGamma({ repeats, meanAmount: meanAmount.map((m) => 7.8 * m) });
      if (!other.ok) throw new Error(other.error.type);
      const shifted = fit.value.logLikelihood - 300 * Math.log(7.8);
      expect(other.value.logLikelihood / shifted).toBeCloseTo(1, 6);
      const expected = expectedAmount(fit.value.model, { repeats, meanAmount });
      const scaled = { repeats, meanAmount: meanAmount.map((m) => 7.8 * m) };
      expectedAmount(other.value.model, scaled).forEach((amount, i) =>
        expect(amount / expected[i]! / 7.8).toBeCloseTo(1, 2),
      );
    }),
    { numRuns: runs(20, 300) },
  );
});
