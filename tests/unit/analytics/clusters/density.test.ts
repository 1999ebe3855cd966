import { describe, expect, it } from 'vitest';
import { dbscan } from '../../../../src/analytics/clusters/dbscan.ts';
import { hdbscan } from '../../../../src/analytics/clusters/hdbscan.ts';
import { kDistances } from '../../../../src/analytics/clusters/kDistance.ts';
import { distanceToNearest, kdTreeOf, rowsWithin } from '../../../../src/analytics/clusters/kdTree.ts';
import { principalComponents } from '../../../../src/analytics/clusters/principalComponents.ts';
import { agreementWith } from '../../../../src/analytics/clusters/purity.ts';
import { matrixOf, type Matrix } from '../../../../src/analytics/matrix.ts';
import { seededRandom } from '../../../../src/domain/random.ts';

const line = matrixOf([[0, 1, 2, 3, 10, 11, 12, 30]]);
const empty: Matrix = { rows: 0, columns: 2, values: new Float64Array() };
const broken = matrixOf([
  [1, 2],
  [3, NaN],
]);

/** Two heaps of 60 rows, and four rows far from both. */
function heaps(columns: number): Matrix {
  const random = seededRandom(5);
  const one = (center: number) => Array.from({ length: columns }, () => center + random() + random());
  const rows = [...Array.from({ length: 120 }, (_, i) => one(i < 60 ? 0 : 9)), ...[30, 60, 90, 120].map(one)];
  return matrixOf(Array.from({ length: columns }, (_, j) => rows.map((row) => row[j]!)));
}

describe('DBSCAN', () => {
  it('rows that hang together by full neighbourhoods are one cluster, the rest is noise', () => {
    const found = dbscan(line, { eps: 1, minPts: 3 });
    expect(found).toMatchObject({ ok: true, value: { k: 2, noise: 1, cores: 3 } });
    expect(found.ok && Array.from(found.value.labels)).toEqual([0, 0, 0, 0, 1, 1, 1, -1]);
  });
  it('a neighbour may be exactly eps away, and a row is its own neighbour', () => {
    expect(dbscan(line, { eps: 7, minPts: 3 })).toMatchObject({ value: { k: 1, noise: 1 } });
    expect(dbscan(line, { eps: 1, minPts: 1 })).toMatchObject({ value: { k: 3, noise: 0, cores: 8 } });
  });
  it('a row at the edge of two clusters goes to the first', () => {
    const found = dbscan(matrixOf([[5, 6, 7, 3, 2, 1, 4]]), { eps: 1, minPts: 3 });
    expect(found.ok && Array.from(found.value.labels)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const apart = dbscan(matrixOf([[4, 6, 6, 6, 2, 2, 2]]), { eps: 2, minPts: 4 });
    expect(apart.ok && [apart.value.k, apart.value.labels[0]]).toEqual([1, 0]);
    const edge = dbscan(matrixOf([[4, 6, 6, 6, 7, 2, 2, 2, 1]]), { eps: 2, minPts: 5 });
    expect(edge.ok && Array.from(edge.value.labels)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
  it.each([1, 2, 3, 4, 6])('parts two heaps from four single rows in %i columns', (columns) => {
    const found = dbscan(heaps(columns), { eps: 1.6, minPts: 4 });
    expect(found).toMatchObject({ value: { k: 2, noise: 4 } });
    expect(found.ok && Array.from(found.value.sizes)).toEqual([60, 60]);
  });
  it('a grid that could not be numbered is done without', () => {
    const far = matrixOf([
      [0, 1e-9, 2e-9, 1e9],
      [0, 0, 0, 1e9],
    ]);
    expect(dbscan(far, { eps: 1e-9, minPts: 2 })).toMatchObject({ value: { k: 1, noise: 1 } });
  });
  it('says what is wrong', () => {
    const flaw = (data: Matrix, eps: number, minPts: number, aborted = false) => {
      const found = dbscan(data, { eps, minPts, signal: { aborted } });
      return found.ok ? null : found.error;
    };
    expect(flaw(empty, 1, 3)).toEqual({ type: 'no-rows' });
    expect(flaw(line, 0, 3)).toEqual({ type: 'bad-option', option: 'eps' });
    expect(flaw(line, 1, 0.5)).toEqual({ type: 'bad-option', option: 'minPts' });
    expect(flaw(broken, 1, 3)).toEqual({ type: 'not-finite', row: 1, column: 1 });
    expect(flaw(line, 1, 3, true)).toEqual({ type: 'cancelled' });
    expect(flaw(heaps(5), 1, 3, true)).toEqual({ type: 'cancelled' });
  });
});

describe('HDBSCAN', () => {
  it('finds heaps of different density without being told a distance', () => {
    const random = seededRandom(2);
    const heap = (center: number, width: number) =>
      Array.from({ length: 40 }, () => [center + width * random(), center + width * random()] as const);
    const rows = [...heap(0, 1), ...heap(20, 8), [60, 0] as const, [0, 60] as const];
    const found = hdbscan(matrixOf([rows.map(([x]) => x), rows.map(([, y]) => y)]), { minPts: 8 });
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value.k).toBe(2);
    expect(Array.from(found.value.labels.slice(80))).toEqual([-1, -1]);
    expect(new Set(found.value.labels.slice(0, 40)).size).toBe(1);
    expect(Math.max(...found.value.strength)).toBe(1);
  });
  it('one even heap is no cluster apart from itself', () => {
    const found = hdbscan(matrixOf([[1, 2, 3, 4, 5]]), { minPts: 4 });
    expect(found).toMatchObject({ value: { k: 0, noise: 5 } });
  });
  it('bears equal rows, one row and fewer rows than minPts', () => {
    const equal = hdbscan(matrixOf([[1, 1, 1, 1, 9, 9, 9, 9]]), { minPts: 3 });
    expect(equal).toMatchObject({ value: { k: 2, noise: 0 } });
    expect(equal.ok && equal.value.strength.every(Number.isFinite)).toBe(true);
    expect(hdbscan(matrixOf([[7]]), { minPts: 3 })).toMatchObject({ value: { k: 0, noise: 1 } });
  });
  it('says what is wrong', () => {
    const flaw = (data: Matrix, minPts: number, aborted = false) => {
      const found = hdbscan(data, { minPts, signal: { aborted } });
      return found.ok ? null : found.error.type;
    };
    expect(flaw(empty, 5)).toBe('no-rows');
    expect(flaw(line, 1)).toBe('bad-option');
    expect(flaw(broken, 5)).toBe('not-finite');
    expect(flaw(line, 3, true)).toBe('cancelled');
    expect(flaw({ rows: 40_000, columns: 1, values: new Float64Array(40_000) }, 3)).toBe('too-large');
  });
});

describe('distances', () => {
  it('k-distances rise, count the row itself, and bend where the crowd ends', () => {
    const found = kDistances(line, 2);
    if (!found.ok) throw new Error(found.error.type);
    expect(Array.from(found.value.distances)).toEqual([1, 1, 1, 1, 1, 1, 1, 18]);
    expect(found.value.suggestedEps).toBe(1);
    expect(kDistances(line, 1)).toMatchObject({ error: { type: 'bad-option' } });
    expect(kDistances(empty, 3)).toMatchObject({ error: { type: 'no-rows' } });
    expect(kDistances(line, 3, { signal: { aborted: true } })).toMatchObject({
      error: { type: 'cancelled' },
    });
    expect(kDistances(broken, 3)).toMatchObject({ error: { type: 'not-finite' } });
  });
  it('a tree finds the same neighbours as looking at all rows', () => {
    const data = heaps(3);
    const tree = kdTreeOf(data);
    const gap = (i: number, j: number) =>
      Math.hypot(...[0, 1, 2].map((c) => data.values[3 * i + c]! - data.values[3 * j + c]!));
    for (const row of [0, 17, 99, 123]) {
      const all = Array.from({ length: data.rows }, (_, other) => gap(row, other));
      const found = new Int32Array(data.rows);
      const count = rowsWithin(tree, row, 1.2, found);
      expect(Array.from(found.slice(0, count)).sort()).toEqual(
        Array.from(all.keys())
          .filter((other) => all[other]! <= 1.2)
          .sort(),
      );
      expect(distanceToNearest(tree, row, new Float64Array(7))).toBeCloseTo(
        all.sort((a, b) => a - b)[6]!,
        12,
      );
    }
  });
});

describe('principal components', () => {
  it('rows on a line have one direction', () => {
    const found = principalComponents(
      matrixOf([
        [1, 2, 3, 4],
        [2, 4, 6, 8],
      ]),
      2,
    );
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value.shares[0]).toBeCloseTo(1, 12);
    expect(found.value.components.values[0]).toBeCloseTo(1 / Math.sqrt(5), 12);
    expect(found.value.components.values[1]).toBeCloseTo(2 / Math.sqrt(5), 12);
    expect(found.value.scores.values[0]).toBeCloseTo(-1.5 * Math.sqrt(5), 12);
  });
  it('says what is wrong', () => {
    expect(principalComponents(empty, 2)).toMatchObject({ error: { type: 'no-rows' } });
    expect(principalComponents(matrixOf([[3, 3]]), 1)).toMatchObject({ error: { type: 'constant' } });
    expect(principalComponents(broken, 1)).toMatchObject({ error: { type: 'not-finite' } });
    const wide = { rows: 1, columns: 400, values: new Float64Array(400) };
    expect(principalComponents(wide, 1)).toMatchObject({ error: { type: 'too-large' } });
  });
});

describe('agreement with classes', () => {
  it('clusters that are the classes agree wholly, one cluster of all not at all', () => {
    expect(agreementWith([0, 0, 1, 1], [7, 7, 3, 3])).toEqual({ purity: 1, mutualInformation: 1 });
    const lump = agreementWith([0, 0, 0, 0], [7, 7, 7, 3]);
    expect(lump.purity).toBe(0.75);
    expect(lump.mutualInformation).toBeCloseTo(0, 14);
    expect(agreementWith([], [])).toEqual({ purity: 0, mutualInformation: 0 });
  });
});
