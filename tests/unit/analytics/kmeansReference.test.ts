import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../../src/analytics/crossCheck.ts';
import { calinskiHarabasz, daviesBouldin, silhouette } from '../../../src/analytics/clusterQuality.ts';
import { kmeans } from '../../../src/analytics/kmeans.ts';
import { matrixOf, type Matrix } from '../../../src/analytics/matrix.ts';
import { standardise } from '../../../src/analytics/standardise.ts';
import { readSharedJson, readSharedText, sharedFolder } from '../../support/sharedData.ts';

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
  it.each(cases)('$name, k = $entry.k: inertia is no more than the reference', ({ data, entry }) => {
    const found = kmeans(data, { k: entry.k, seed: 1 });
    expect(found.ok && found.value.inertia).toBeLessThanOrEqual(entry.inertia * (1 + 1e-6));
  });

  it.each(cases.filter(({ entry }) => entry.k <= 6))(
    '$name, k = $entry.k: quality indices equal the reference on its clusters',
    ({ data, entry }) => {
      const found = kmeans(data, { k: entry.k, seed: 1 });
      if (!found.ok) throw new Error(found.error.type);
      const { labels, k, sizes, inertia } = found.value;
      expect(inertia).toBeCloseTo(entry.inertia, 6);
      expect(Array.from(sizes).sort((a, b) => a - b)).toEqual(entry.sizes_sorted);
      expect(silhouette(data, labels, 1).value).toBeCloseTo(entry.silhouette, 10);
      expect(daviesBouldin(data, labels, k)).toBeCloseTo(entry.davies_bouldin, 10);
      expect(calinskiHarabasz(data, labels, k)).toBeCloseTo(entry.calinski_harabasz, 8);
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
