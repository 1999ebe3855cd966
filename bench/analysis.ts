import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { concentrationOf } from '../src/analytics/concentration.ts';
import { customerFigures } from '../src/analytics/customerFigures.ts';
import { kmeans } from '../src/analytics/kmeans.ts';
import { scoreRfm } from '../src/analytics/rfm.ts';
import type { OrderColumns } from '../src/domain/orderColumns.ts';
import { seededRandom } from '../src/domain/random.ts';
import { referenceClouds } from './clouds.ts';

/**
 * Times of RFM over 1,000,000 lines with the columns loaded, and of K-means on 100,000 × 8, k = 8, ten starts.
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
