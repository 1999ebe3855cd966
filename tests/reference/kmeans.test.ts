import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../src/analytics/crossCheck.ts';
import { calinskiHarabasz, daviesBouldin, silhouette } from '../../src/analytics/clusterQuality.ts';
import { kmeans } from '../../src/analytics/kmeans.ts';
import { matrixOf, type Matrix } from '../../src/analytics/matrix.ts';
import { standardise } from '../../src/analytics/standardise.ts';
import { held, heldWithin } from '../support/reference.ts';
import { readSharedJson, readSharedText, sharedFolder } from '../support/sharedData.ts';

interface Entry {
  readonly k: number;
  readonly inertia: number;
  readonly sizes_sorted: number[];
  readonly silhouette: number;
  readonly davies_bouldin: number;
  readonly calinski_harabasz: number;
  readonly labels_first_appearance?: number[];
}
interface Run {
  readonly columns: ('Age' | 'Income' | 'Score')[];
  readonly standardised: boolean;
  readonly kmeans: Record<string, Entry>;
}

const cases = sharedFolder === null ? [] : readCases();

describe.skipIf(sharedFolder === null)('K-means on Mall Customers', () => {
  it.each(cases)('$name, k = $entry.k: inertia is no more than the reference', ({ name, data, entry }) => {
    const found = kmeans(data, { k: entry.k, seed: 1 });
    heldWithin({
      ...{ method: 'K-means', what: `inertia of ${name}, k = ${entry.k}` },
      ...{ ours: found.ok ? found.value.inertia : NaN, to: entry.inertia * (1 + 1e-6) },
    });
  });

  it.each(cases.filter(({ entry }) => entry.k <= 6))(
    '$name, k = $entry.k: quality indices equal the reference on its clusters',
    ({ name, data, entry }) => {
      const found = kmeans(data, { k: entry.k, seed: 1 });
      if (!found.ok) throw new Error(found.error.type);
      const { labels, k, sizes, inertia } = found.value;
      expect(inertia).toBeCloseTo(entry.inertia, 6);
      expect(Array.from(sizes).sort((a, b) => a - b)).toEqual(entry.sizes_sorted);
      const on = `${name}, k = ${entry.k}`;
      const indices = [
        ['silhouette', entry.silhouette, silhouette(data, labels, 1).value],
        ['Davies–Bouldin', entry.davies_bouldin, daviesBouldin(data, labels, k)],
        ['Calinski–Harabasz', entry.calinski_harabasz, calinskiHarabasz(data, labels, k)],
      ] as const;
      for (const [index, reference, ours] of indices)
        held({ method: 'K-means', what: `${index} of ${on}`, reference, ours, tolerance: 1e-8 });
      if (entry.labels_first_appearance !== undefined) {
        expect(byFirstAppearance(labels)).toEqual(entry.labels_first_appearance);
      }
    },
  );

  it('ml-kmeans finds the same five groups of income and score', () => {
    const { data } = cases.find(({ name, entry }) => name === 'income_score_z' && entry.k === 5)!;
    const check = crossCheck(data, 5, 1);
    if (!check.ok) throw new Error(check.error.type);
    expect(check.value.rows).toBe(200);
    expect(check.value.ownInertia).toBeLessThanOrEqual(check.value.mlKmeansInertia * (1 + 1e-9));
    expect(check.value.agreement).toBeGreaterThan(0.95);
  });
});

function readCases(): { name: string; data: Matrix; entry: Entry }[] {
  const { runs } = readSharedJson('truth/cluster_mall.json') as { runs: Record<string, Run> };
  const rows = readSharedText('data/mall_customers/Mall_Customers.csv')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split(',').map(Number));
  const position = { Age: 2, Income: 3, Score: 4 };
  return Object.entries(runs).flatMap(([name, run]) => {
    const raw = matrixOf(run.columns.map((column) => rows.map((row) => row[position[column]]!)));
    const data = run.standardised ? standardise(raw) : raw;
    return Object.values(run.kmeans).map((entry) => ({ name, data, entry }));
  });
}

function byFirstAppearance(labels: Int32Array): number[] {
  const seen = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!seen.has(label)) seen.set(label, seen.size);
    return seen.get(label)!;
  });
}
