import { concentrationOf } from '../../src/analytics/concentration.ts';
import { customerFigures } from '../../src/analytics/customerFigures.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { scoreRfm } from '../../src/analytics/rfm.ts';
import type { OrderColumns } from '../../src/domain/orderColumns.ts';

/** Time of figures, RFM scores and Lorenz curve over 1,000,000 lines of 250,000 orders of 100,000 accounts, columns loaded. Run by `node tests/bench/rfm.ts`. */
const columns = madeUpColumns(100_000, 250_000, 4);
for (let run = 1; run <= 5; run++) {
  const started = performance.now();
  const figures = customerFigures(columns, { rule: 'net', snapshotDay: 20_000, fromDay: null, currency: 0 });
  const rfm = scoreRfm(figures);
  const { gini } = concentrationOf(figures.netUnits);
  const ms = (performance.now() - started).toFixed(0);
  console.log(`run ${run}: ${ms} ms, ${rfm.segment.length} customers, Gini ${gini.toFixed(3)}`);
}

function madeUpColumns(accounts: number, orders: number, linesPerOrder: number): OrderColumns {
  const random = seededRandom(1);
  const lines = orders * linesPerOrder;
  return {
    accounts: Array.from({ length: accounts }, (_, i) => String(i)),
    orderAccount: Int32Array.from({ length: orders }, () => Math.floor(random() ** 2 * accounts)),
    orderDay: Int32Array.from({ length: orders }, () => 19_300 + Math.floor(random() * 700)),
    orderKind: Uint8Array.from({ length: orders }, () => (random() < 0.03 ? 1 : 0)),
    orderStatus: new Uint8Array(orders).fill(2),
    orderCurrency: new Uint8Array(orders),
    currencies: ['CNY'],
    lineStart: Int32Array.from({ length: orders + 1 }, (_, i) => i * linesPerOrder),
    lineQuantity: Float64Array.from({ length: lines }, () => 1 + Math.floor(random() * 10)),
    linePrice: Float64Array.from({ length: lines }, () => Math.floor(random() * 5_000_000)),
    lineDiscount: Float64Array.from({ length: lines }, () => (random() < 0.2 ? 0.05 : 0)),
    lineProduct: new Int32Array(lines),
    products: ['one'],
  };
}
