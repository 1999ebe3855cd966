import { expect, test } from 'vitest';
import { fitBgNbd } from '../../../../src/analytics/value/bgNbd.ts';
import { fitGammaGamma } from '../../../../src/analytics/value/gammaGamma.ts';
import { lifetimeValues } from '../../../../src/analytics/value/lifetimeValue.ts';
import { valueSpread } from '../../../../src/analytics/value/valueSpread.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import { customersAndAfter } from '../../../support/buyers.ts';
import { runs } from '../../../support/runs.ts';

const rhythm = { r: 0.8, alpha: 4, a: 0.8, b: 3 };
const purse = { p: 5, q: 4, v: 60 };

function aShop(seed: number, customers = 300, age = 40) {
  const { histories, after } = customersAndAfter(customers, rhythm, purse, age, seed);
  const [visits, amounts] = [fitBgNbd(histories), fitGammaGamma(histories)];
  if (!visits.ok || !amounts.ok) throw new Error('not fitted');
  const request = { model: visits.value.model, amounts: amounts.value.model, meanAmount: 20 };
  const spread = valueSpread(histories, { ...request, random: seededRandom(seed) });
  return { histories, after, request, spread };
}

test('what all customers bring lies within the eighty percent in about eight of ten shops', () => {
  const shops = runs(40, 400);
  let covered = 0;
  for (let seed = 1; seed <= shops; seed++) {
    const { after, spread } = aShop(seed);
    const total = after.reduce((sum, each) => sum + each, 0);
    covered += Number(total >= spread.total.low && total <= spread.total.high);
  }
  // Three standard errors about 0.8.
  const margin = 3 * Math.sqrt((0.8 * 0.2) / shops);
  expect(covered / shops).toBeGreaterThan(0.8 - margin);
  expect(covered / shops).toBeLessThan(0.8 + margin);
});

test('of customers who will probably come again four in five bring what was said, and hardly more', () => {
  let [covered, below, count] = [0, 0, 0];
  for (let seed = 1; seed <= runs(12, 60); seed++) {
    const { after, spread } = aShop(seed);
    after.forEach((value, i) => {
      // Of others one in ten and more bring nothing: their lowest is 0, which covers more than was asked.
      if (spread.low[i] === 0) return;
      count += 1;
      covered += Number(value >= spread.low[i]! && value <= spread.high[i]!);
      below += Number(value < spread.low[i]!);
    });
  }
  expect(count).toBeGreaterThan(150);
  expect(covered / count).toBeGreaterThan(0.74);
  expect(covered / count).toBeLessThan(0.86);
  expect(below / count).toBeGreaterThan(0.05);
});

test('more customers make the total surer, as a share of it', () => {
  const widthOf = (customers: number): number => {
    const { spread, histories, request } = aShop(3, customers);
    const total = lifetimeValues(request.model, request.amounts, histories).reduce(
      (sum, each) => sum + each,
      0,
    );
    expect(total).toBeGreaterThan(spread.total.low);
    expect(total).toBeLessThan(spread.total.high);
    return (spread.total.high - spread.total.low) / total;
  };
  expect(widthOf(4_000)).toBeLessThan(0.6 * widthOf(400));
});

test('the same seed gives the same spread, and each lowest is no more than its highest', () => {
  const { histories, request, spread } = aShop(5);
  expect(valueSpread(histories, { ...request, random: seededRandom(5) })).toEqual(spread);
  expect(spread.isOfModel).toBe(true);
  spread.low.forEach((low, i) => {
    expect(low).toBeGreaterThanOrEqual(0);
    expect(spread.high[i]).toBeGreaterThanOrEqual(low);
  });
});

test('of customers who never stop, where the chance to stop runs off to zero, the total is still about what is expected', () => {
  const { histories } = customersAndAfter(1_500, { r: 2.2, alpha: 60, a: 1e-9, b: 5 }, purse, 100, 9);
  const [visits, amounts] = [fitBgNbd(histories), fitGammaGamma(histories)];
  if (!visits.ok || !amounts.ok) throw new Error('not fitted');
  const request = { model: visits.value.model, amounts: amounts.value.model, meanAmount: 20 };
  const { total } = valueSpread(histories, { ...request, random: seededRandom(9) });
  const expected = lifetimeValues(request.model, request.amounts, histories).reduce(
    (sum, each) => sum + each,
    0,
  );
  expect(request.model.a / request.model.b).toBeLessThan(0.01);
  expect(total.low).toBeLessThan(expected);
  expect(total.high).toBeGreaterThan(expected);
  expect(total.high / total.low).toBeLessThan(1.5);
});

test('without a model of amounts every purchase counts the mean', () => {
  const { histories, request } = aShop(7);
  const spread = valueSpread(histories, { ...request, amounts: null, random: seededRandom(7) });
  spread.high.forEach((high) => expect(Number.isFinite(high)).toBe(true));
  expect(spread.total.low % 20).toBeGreaterThanOrEqual(0);
  expect(spread.total.high).toBeGreaterThan(spread.total.low);
});
