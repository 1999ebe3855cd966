import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustedRand } from '../../../src/analytics/agreement.ts';
import { dbscan } from '../../../src/analytics/clusters/dbscan.ts';
import { hdbscan } from '../../../src/analytics/clusters/hdbscan.ts';
import { principalComponents } from '../../../src/analytics/clusters/principalComponents.ts';
import { agreementWith } from '../../../src/analytics/clusters/purity.ts';
import type { Matrix } from '../../../src/analytics/matrix.ts';
import { runs } from '../../support/runs.ts';

const tables = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 10, maxLength: 200 }),
  )
  .map(([columns, values]): Matrix => {
    const rows = Math.floor(values.length / columns);
    return { rows, columns, values: Float64Array.from(values.slice(0, rows * columns)) };
  });
const options = fc.record({ eps: fc.constantFrom(1, 1.5, 2, 3), minPts: fc.integer({ min: 1, max: 6 }) });

test('DBSCAN finds what looking at all pairs of rows finds', () => {
  fc.assert(
    fc.property(tables, options, (data, { eps, minPts }) => {
      const found = dbscan(data, { eps, minPts });
      if (!found.ok) throw new Error(found.error.type);
      expect(Array.from(found.value.labels)).toEqual(byPairs(data, eps, minPts));
    }),
    { numRuns: runs(150, 5000) },
  );
});

test('neither unit nor order of columns changes clusters, and the order of rows only that of rows at an edge', () => {
  fc.assert(
    fc.property(tables, options, (data, { eps, minPts }) => {
      const found = dbscan(data, { eps, minPts });
      const doubled = dbscan(
        { ...data, values: data.values.map((x) => 4 * x - 8) },
        { eps: 4 * eps, minPts },
      );
      expect(doubled).toEqual(found);
      const reversed = dbscan({ ...data, values: data.values.toReversed() }, { eps, minPts });
      if (!found.ok || !reversed.ok) throw new Error('not found');
      const { k, noise, cores } = found.value;
      expect(reversed.value).toMatchObject({ k, noise, cores });
      const whole = hdbscan(data, { minPts: minPts + 1 });
      const wholeDoubled = hdbscan(
        { ...data, values: data.values.map((x) => 4 * x) },
        { minPts: minPts + 1 },
      );
      if (!whole.ok || !wholeDoubled.ok) throw new Error('not found');
      expect(wholeDoubled.value.labels).toEqual(whole.value.labels);
    }),
    { numRuns: runs(100, 3000) },
  );
});

test('principal components keep all distances, and their shares fall and sum to 1', () => {
  fc.assert(
    fc.property(tables, (data) => {
      const found = principalComponents(data, data.columns);
      fc.pre(found.ok);
      const { shares, scores } = found.value;
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      shares.forEach((share, i) =>
        expect(share).toBeLessThanOrEqual(i === 0 ? 1.000001 : shares[i - 1]! + 1e-12),
      );
      const last = data.rows - 1;
      expect(gap(scores, 0, last)).toBeCloseTo(gap(data, 0, last), 8);
    }),
    { numRuns: runs(80, 2000) },
  );
});

test('agreement does not depend on the names of clusters', () => {
  const labels = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 })), { minLength: 1 });
  fc.assert(
    fc.property(labels, (pairs) => {
      const [clusters, classes] = [pairs.map(([c]) => c), pairs.map(([, k]) => k)];
      const found = agreementWith(clusters, classes);
      const renamed = agreementWith(
        clusters.map((c) => 3 - c),
        classes,
      );
      expect(renamed.purity).toBe(found.purity);
      expect(renamed.mutualInformation).toBeCloseTo(found.mutualInformation, 12);
      expect(
        adjustedRand(
          clusters,
          clusters.map((c) => 3 - c),
        ),
      ).toBe(1);
    }),
    { numRuns: runs(80, 2000) },
  );
});

function gap({ columns, values }: Matrix, i: number, j: number): number {
  return Math.hypot(
    ...Array.from({ length: columns }, (_, c) => values[i * columns + c]! - values[j * columns + c]!),
  );
}

function byPairs(data: Matrix, eps: number, minPts: number): number[] {
  const rows = Array.from({ length: data.rows }, (_, i) => i);
  const isNear = (i: number, j: number) =>
    Array.from({ length: data.columns }).reduce<number>(
      (sum, _, c) => sum + (data.values[i * data.columns + c]! - data.values[j * data.columns + c]!) ** 2,
      0,
    ) <=
    eps * eps;
  const near = rows.map((i) => rows.filter((j) => isNear(i, j)));
  const isCore = near.map((list) => list.length >= minPts);
  const labels = rows.map(() => -1);
  let k = 0;
  for (const seed of rows) {
    if (!isCore[seed] || labels[seed] !== -1) continue;
    const open = [seed];
    labels[seed] = k;
    while (open.length > 0)
      for (const other of near[open.pop()!]!) {
        if (labels[other] !== -1) continue;
        labels[other] = k;
        if (isCore[other]) open.push(other);
      }
    k++;
  }
  return labels;
}
