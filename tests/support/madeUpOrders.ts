import { seededRandom } from '../../src/analytics/random.ts';
import { dateToDay } from '../../src/domain/dates.ts';
import type { OrderColumns } from '../../src/domain/orderColumns.ts';

/** Kinds of buyers: share of the customers, mean days between orders, days silent at the end, size of an order. */
const buyers = [
  { share: 0.06, gapDays: 50, silentDays: 20, amount: 4200 },
  { share: 0.1, gapDays: 70, silentDays: 155, amount: 3400 },
  { share: 0.18, gapDays: 90, silentDays: 40, amount: 2200 },
  { share: 0.2, gapDays: 300, silentDays: 25, amount: 1800 },
  { share: 0.46, gapDays: 340, silentDays: 315, amount: 990 },
] as const;

/** Orders of a lifelike book until 2026-11-20, the same for one seed: `accounts` customers, some of them without orders, `linesPerOrder` lines each. */
export function madeUpOrders(accounts: number, linesPerOrder = 3, seed = 1): OrderColumns {
  const random = seededRandom(seed);
  const last = dateToDay('2026-11-20');
  const orders: { account: number; day: number; amount: number; kind: number }[] = [];
  for (let account = 0; account < accounts; account++) {
    const buyer = buyerFor(account / accounts);
    const size = buyer.amount * Math.exp(0.6 * normal(random));
    let day = last - Math.round(buyer.silentDays * (0.3 + 1.4 * random()));
    while (day > last - 730) {
      orders.push({
        account: random() < 0.02 ? -1 : account,
        day,
        amount: size * (0.6 + 0.8 * random()),
        kind: 0,
      });
      if (random() < 0.03)
        orders.push({ account, day: Math.min(last, day + 5), amount: size * 0.3, kind: 1 });
      day -= Math.max(1, Math.round(-Math.log(1 - random()) * buyer.gapDays));
    }
  }
  const lines = orders.length * linesPerOrder;
  return {
    accounts: Array.from({ length: accounts }, (_, i) => `a1.0.${i.toString(36)}`),
    orderAccount: Int32Array.from(orders, ({ account }) => account),
    orderDay: Int32Array.from(orders, ({ day }) => day),
    orderKind: Uint8Array.from(orders, ({ kind }) => kind),
    orderStatus: Uint8Array.from(orders, () => (random() < 0.01 ? 3 : 2)),
    orderCurrency: Uint8Array.from(orders, () => (random() < 0.04 ? 1 : 0)),
    currencies: ['CNY', 'EUR'],
    lineStart: Int32Array.from({ length: orders.length + 1 }, (_, i) => i * linesPerOrder),
    lineQuantity: new Float64Array(lines).fill(2),
    linePrice: Float64Array.from({ length: lines }, (_, i) => {
      const amount = orders[Math.floor(i / linesPerOrder)]?.amount ?? 0;
      return Math.round((amount / linesPerOrder / 2) * 10_000);
    }),
    lineDiscount: new Float64Array(lines),
    lineProduct: new Int32Array(lines).fill(-1),
    products: [],
  };
}

function buyerFor(place: number): (typeof buyers)[number] {
  let sum = 0;
  return buyers.find(({ share }) => (sum += share) > place) ?? buyers[4];
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
