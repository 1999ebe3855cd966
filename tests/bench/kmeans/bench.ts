import { kmeans } from '../../../src/analytics/kmeans.ts';
import { referenceClouds } from './clouds.ts';

/**
 * Processor time of K-means on 100,000 × 8, k = 8, ten starts. Run by `node tests/bench/kmeans/bench.ts`.
 * With `--write <file>` it writes the rows as little-endian float64, for `sklearn_kmeans.py` beside it.
 */
const data = referenceClouds();
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
