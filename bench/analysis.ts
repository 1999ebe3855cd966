import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { concentrationOf } from '../src/analytics/concentration.ts';
import { customerFigures } from '../src/analytics/customerFigures.ts';
import { kmeans } from '../src/analytics/kmeans.ts';
import { scoreRfm } from '../src/analytics/rfm.ts';
import { dayToDate } from '../src/domain/dates.ts';
import { recordIdOf, shardIdOf } from '../src/domain/ids.ts';
import { orderKinds } from '../src/domain/objects.ts';
import { packOrders } from '../src/domain/orderBlock.ts';
import type { OrderColumns } from '../src/domain/orderColumns.ts';
import { seededRandom } from '../src/domain/random.ts';
import { MemoryIndex } from '../src/read/memoryIndex.ts';
import { packOfBlock } from '../src/read/orderPack.ts';
import { answerReport } from '../src/read/reports/answerReport.ts';
import type { ReportDefinition } from '../src/read/reports/definition.ts';
import type { LineSource } from '../src/read/reports/reportRows.ts';
import { referenceClouds } from './clouds.ts';

/**
 * Times of RFM and of reports over 1,000,000 lines with the columns loaded, and of K-means on 100,000 × 8, k = 8, ten starts.
 * `--write <file>` writes its rows as little-endian float64, for `python3 bench/sklearnKmeans.py <file>` on the same machine.
 */
const runs = 5;
console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`);

const columns = madeUpColumns(100_000, 250_000, 4);
for (let run = 1; run <= runs; run++) {
  const { seconds, value } = timed(() => {
    const figures = customerFigures(columns, {
      rule: 'net',
      snapshotDay: 20_000,
      fromDay: null,
      currency: 0,
    });
    return { customers: scoreRfm(figures).segment.length, ...concentrationOf(figures.netUnits) };
  });
  console.log(`RFM ${run}: ${seconds}, ${value.customers} customers, Gini ${value.gini.toFixed(3)}`);
}

const book = madeUpBook(columns);
const byMonth = { field: 'date', by: 'month' } as const;
const reports: Readonly<Record<string, ReportDefinition>> = {
  'sum by product': {
    ...{ object: 'orderLine', measure: { op: 'sum', field: 'net' }, group: { field: 'product' } },
    ...{ sort: 'value', top: 10, chart: 'bar' },
  },
  'sum by month and kind, filtered': {
    ...{
      object: 'orderLine',
      measure: { op: 'sum', field: 'net' },
      group: byMonth,
      split: { field: 'kind' },
    },
    filter: { match: 'all', conditions: [{ field: 'status', op: 'noneOf', values: ['draft', 'cancelled'] }] },
    ...{ sort: 'key', chart: 'stacked' },
  },
  'customers by month': {
    ...{ object: 'orderLine', measure: { op: 'distinct', field: 'account' }, group: byMonth },
    ...{ sort: 'key', chart: 'line' },
  },
  'median by customer': {
    ...{ object: 'orderLine', measure: { op: 'median', field: 'amount' }, group: { field: 'account' } },
    ...{ sort: 'value', top: 20, chart: 'bar' },
  },
};
for (const [name, definition] of Object.entries(reports)) {
  for (let run = 1; run <= runs; run++) {
    const { seconds, value } = timed(() =>
      answerReport(book.index, { definition, likelihoods: {} }, book.lines),
    );
    console.log(`Report, ${name} ${run}: ${seconds}, ${value.rows} lines, ${value.groups.length} groups`);
  }
}

const clouds = referenceClouds();
const writeAt = process.argv.indexOf('--write');
if (writeAt > 0) {
  writeFileSync(process.argv[writeAt + 1] ?? 'clouds.f64', new Uint8Array(clouds.values.buffer));
}
for (let run = 1; run <= runs; run++) {
  const { seconds, value } = timed(() => kmeans(clouds, { k: 8, seed: run, restarts: 10 }));
  const inertia = value.ok ? value.value.inertia.toFixed(3) : value.error.type;
  console.log(`K-means ${run}: ${seconds}, inertia ${inertia}`);
}

function timed<T>(work: () => T): { readonly seconds: string; readonly value: T } {
  const before = process.cpuUsage();
  const started = performance.now();
  const value = work();
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1e6;
  return { seconds: `processor ${processor.toFixed(3)} s, wall ${wall.toFixed(3)} s`, value };
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

/** The same orders in an index, with their lines over 500 products. */
function madeUpBook({
  orderAccount,
  orderDay,
  orderKind,
  lineStart,
  lineQuantity,
  linePrice,
  lineDiscount,
}: OrderColumns): {
  readonly index: MemoryIndex;
  readonly lines: LineSource;
} {
  const random = seededRandom(2);
  const index = new MemoryIndex();
  const shards: LineSource['shards'][] = [];
  const products = Array.from({ length: 500 }, (_, i) => `p1.0.${i.toString(36)}`);
  const ordersAtOnce = 1_250;
  for (let from = 0; from < orderAccount.length; from += ordersAtOnce) {
    const shard = shardIdOf('order', 1, from / ordersAtOnce);
    const states = Array.from({ length: ordersAtOnce }, (_, i) => {
      const order = from + i;
      const [start, end] = [lineStart[order] ?? 0, lineStart[order + 1] ?? 0];
      const values = {
        number: `SO-${order}`,
        account: `a1.0.${(orderAccount[order] ?? 0).toString(36)}`,
        date: dayToDate(orderDay[order] ?? 0),
        kind: orderKinds[orderKind[order] ?? 0] ?? 'order',
        status: 'done',
        currency: 'CNY',
        lines: Array.from({ length: end - start }, (__, line) => [
          products[Math.floor(random() ** 2 * products.length)] ?? null,
          lineQuantity[start + line] ?? 0,
          linePrice[start + line] ?? 0,
          lineDiscount[start + line] ?? 0,
        ]),
      };
      return { id: recordIdOf(shard, i), base: [values, 0, 'm1.0.0'] as const, registers: {} };
    });
    const packed = packOrders(shard, states);
    index.kinds.order.setShard(shard, packOfBlock(packed.orders));
    const places = Int32Array.from(packed.lines.products, (id) => products.indexOf(id));
    shards.push([
      {
        ...packed.lines,
        slots: packed.orders.index,
        product: packed.lines.product.map((product) => places[product] ?? -1),
      },
    ]);
  }
  return { index, lines: { products, shards: shards.flatMap((each) => [...each]) } };
}
