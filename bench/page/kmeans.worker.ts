import { kmeans } from '../../src/analytics/kmeans.ts';
import { referenceClouds } from '../clouds.ts';

export interface KmeansTimes {
  /** Wall clock of each run in ms; a run is ten starts. */
  readonly runs: readonly number[];
  readonly inertia: number;
}

addEventListener('message', () => {
  const data = referenceClouds();
  let inertia = Infinity;
  const runs = [1, 2, 3, 4, 5].map((seed) => {
    const began = performance.now();
    const found = kmeans(data, { k: 8, seed, restarts: 10 });
    if (found.ok) inertia = Math.min(inertia, found.value.inertia);
    return performance.now() - began;
  });
  postMessage({ runs, inertia } satisfies KmeansTimes);
});
