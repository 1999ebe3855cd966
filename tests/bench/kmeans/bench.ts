import { kmeans } from '../../../src/analytics/kmeans.ts';
import type { Matrix } from '../../../src/analytics/matrix.ts';
import { seededRandom } from '../../../src/domain/random.ts';

/**
 * Processor time of K-means on 100,000 × 8, k = 8, ten starts: Gaussian clouds of standard deviation 2 around eight
 * centres in a box of ±10, the set whose times stand in the reference table. Run by `node tests/bench/kmeans/bench.ts`.
 * With `--write <file>` it writes the rows as little-endian float64, for `sklearn_kmeans.py` beside it.
 */
function clouds(rows: number, columns: number, centers: number, deviation: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middles = Float64Array.from({ length: centers * columns }, () => random() * 20 - 10);
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const center = i % centers;
    for (let j = 0; j < columns; j++) {
      values[i * columns + j] = middles[center * columns + j]! + deviation * normal();
    }
  }
  return { rows, columns, values };
}

const data = clouds(100_000, 8, 8, 2, 20_111_210);
const writeAt = process.argv.indexOf('--write');
if (writeAt > 0) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(process.argv[writeAt + 1] ?? 'clouds.f64', new Uint8Array(data.values.buffer));
}
for (let run = 1; run <= 5; run++) {
  const before = process.cpuUsage();
  const started = performance.now();
  const found = kmeans(data, { k: 8, seed: run });
  const { user, system } = process.cpuUsage(before);
  const wallSeconds = ((performance.now() - started) / 1000).toFixed(3);
  const cpuSeconds = ((user + system) / 1e6).toFixed(3);
  const inertia = found.ok ? found.value.inertia.toFixed(3) : found.error.type;
  const rounds = found.ok ? found.value.iterations : 0;
  console.log(
    `run ${run}: processor ${cpuSeconds} s, wall ${wallSeconds} s, inertia ${inertia}, rounds ${rounds}`,
  );
}
