import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/domain/random.ts';
import type { Table } from '../../../../src/domain/table.ts';
import type { ClusterAnswer, ClusterRequest } from '../../../../src/workers/tasks/clusterTypes.ts';
import { assignGroups, clusterTable } from '../../../../src/workers/tasks/clusters.ts';
import { tableOf } from '../../../support/tables.ts';

const usual: Omit<ClusterRequest, 'table' | 'columns'> = {
  ...{ method: 'kmeans', k: null, eps: null, minPts: null },
  ...{ useLog: true, isScaled: true, label: null, seed: 1 },
};

function found(
  table: Table,
  columns: readonly string[],
  options: Partial<ClusterRequest> = {},
): ClusterAnswer {
  const result = clusterTable({ ...usual, table, columns, ...options }, () => undefined);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function errorOf(table: Table, columns: readonly string[], options: Partial<ClusterRequest> = {}): unknown {
  const result = clusterTable({ ...usual, table, columns, ...options }, () => undefined);
  return result.ok ? undefined : result.error;
}

/** Three crowds of `each` rows around (0, 0), (10, 0) and (0, 10), with their names. */
function crowds(each: number): Table {
  const random = seededRandom(7);
  const places = [
    [0, 0],
    [10, 0],
    [0, 10],
  ] as const;
  const rows = places.flatMap(([x, y], i) =>
    Array.from({ length: each }, () => ({ x: x + random(), y: y + random(), name: `crowd ${i}` })),
  );
  return tableOf({
    x: rows.map(({ x }) => x),
    y: rows.map(({ y }) => y),
    name: rows.map(({ name }) => name),
  });
}

function numbersIn(answer: ClusterAnswer): number[] {
  return [
    ...[answer.inertia ?? 0, answer.silhouette?.value ?? 0, answer.daviesBouldin ?? 0],
    ...[answer.calinskiHarabasz ?? 0, answer.stability ?? 0, ...answer.all],
    ...answer.groups.flatMap(({ z, values }) => [...z, ...values]),
  ];
}

describe('groups of a table', () => {
  it('are the crowds that are there, by each method, and agree with their names', () => {
    for (const method of ['kmeans', 'dbscan', 'hdbscan'] as const) {
      const answer = found(crowds(40), ['x', 'y'], { method, label: 'name' });
      expect([answer.k, answer.agreement?.purity, answer.agreement?.adjustedRand]).toEqual([3, 1, 1]);
    }
  });

  it('have the means of their rows in the units of the columns, and their distance from all in deviations', () => {
    const x = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : 10));
    const sex = x.map((_, i) => (i < 15 ? 'f' : 'm'));
    const answer = found(tableOf({ x, sex }), ['x', 'sex'], { k: 2, useLog: false });
    const far = answer.groups.find(({ values }) => values[0] === 10);
    expect(far?.z[0]).toBeCloseTo(1, 12);
    expect(Array.from(answer.all)).toEqual([5, 0.75, 0.25]);
    expect(Array.from(far?.values ?? [])).toEqual([10, 0.5, 0.5]);
  });

  it('take the median for what is missing or infinite, and say so', () => {
    const answer = found(tableOf({ x: [1, 2, 3, null, Infinity, 40] }), ['x'], { k: 2, useLog: false });
    expect(answer.features.filled).toEqual([{ key: 'x', cells: 2 }]);
    expect(numbersIn(answer).every(Number.isFinite)).toBe(true);
  });

  it('leave out columns that are empty, the same for all, or all different, and say so', () => {
    const n = 60;
    const table = tableOf({
      x: Array.from({ length: n }, (_, i) => i % 7),
      same: Array.from({ length: n }, () => 3),
      none: Array.from({ length: n }, () => null),
      name: Array.from({ length: n }, (_, i) => `n${i}`),
    });
    const { features } = found(table, ['x', 'same', 'none', 'name']);
    expect(features.leftOut).toEqual([
      { key: 'same', why: 'constant' },
      { key: 'none', why: 'empty' },
      { key: 'name', why: 'distinct' },
    ]);
  });

  it('let the 30 most frequent of a thousand choices stand alone', () => {
    const labels = Array.from({ length: 2_500 }, (_, i) => `c${Math.floor(1_000 * (i / 2_500) ** 3)}`);
    const { features } = found(tableOf({ c: labels, x: labels.map((_, i) => i % 11) }), ['c', 'x'], { k: 3 });
    expect(features.shortened).toEqual(['c']);
    expect(features.encoding.names).toHaveLength(32);
  });

  it('are fewer than asked where fewer rows differ', () => {
    expect(found(tableOf({ x: [1, 1, 1, 2, 2, 9] }), ['x'], { k: 5 }).k).toBe(3);
  });

  it('are none without rows, with one row, with more groups than rows, or where every column says nothing', () => {
    expect(errorOf(tableOf({ x: [] }), ['x'])).toEqual({ type: 'no-rows' });
    expect(errorOf(tableOf({ x: [1] }), ['x'])).toEqual({ type: 'one-row' });
    expect(errorOf(tableOf({ x: [1, 2, 3] }), ['x'], { k: 4 })).toEqual({
      type: 'k-above-rows',
      k: 4,
      rows: 3,
    });
    expect(errorOf(tableOf({ x: [1, 1], y: [null, null] }), ['x', 'y'])).toEqual({
      type: 'no-columns',
      leftOut: [
        { key: 'x', why: 'constant' },
        { key: 'y', why: 'empty' },
      ],
    });
  });

  it('never have a figure that is none, however odd the rows are', () => {
    const odd = [
      tableOf({ x: [1, 2] }),
      tableOf({ x: [1, 1, 1, 1, 1, 2] }),
      tableOf({ x: [1e308, -1e308, 0, 1] }),
      tableOf({ x: [1, 2, 3], y: ['a', '', 'a'] }),
    ];
    for (const table of odd)
      for (const method of ['kmeans', 'dbscan', 'hdbscan'] as const) {
        const result = clusterTable(
          { ...usual, table, columns: table.columns.map(({ key }) => key), method },
          () => undefined,
        );
        if (result.ok) expect(numbersIn(result.value).filter((value) => !Number.isFinite(value))).toEqual([]);
      }
  });

  it('are found on a sample where there are too many rows, and K-means gives the others the nearest', () => {
    const table = crowds(4_000);
    const byHierarchy = found(table, ['x', 'y'], { method: 'hdbscan', minPts: 20 });
    expect(byHierarchy.looked).toBe(8_000);
    expect(byHierarchy.labels.filter((label) => label === -2)).toHaveLength(4_000);
  });

  it('are drawn by two numbers themselves, and by two directions of more', () => {
    expect(found(crowds(40), ['x', 'y']).picture?.axes).toEqual({ type: 'columns', x: 'x', y: 'y' });
    const more = found(crowds(40), ['x', 'y', 'name']).picture?.axes;
    expect(more?.type === 'components' && more.shares[0] >= more.shares[1]).toBe(true);
  });
});

describe('customers of another day', () => {
  const answer = found(crowds(40), ['x', 'y'], { k: 3 });
  const { encoding } = answer.features;
  const { values, rows, columns } = answer.centers!;
  const centers = Array.from({ length: rows }, (_, i) =>
    Array.from(values.subarray(i * columns, (i + 1) * columns)),
  );
  const groupOf = (x: number, y: number) => {
    const assigned = assignGroups({ table: tableOf({ x: [x], y: [y] }), encoding, centers });
    return assigned.ok ? assigned.value[0] : assigned.error;
  };

  it('are in the group whose centre is nearest, by the scales of the day on which the groups were found', () => {
    const groups = [0, 40, 80].map((row) => answer.labels[row]);
    expect([groupOf(0, 0), groupOf(11, 1), groupOf(0.5, 9)]).toEqual(groups);
    // Alone in its table, a customer has no spread of its own by which it could be scaled.
    expect(groupOf(1_000, 0)).toBe(groups[1]);
  });

  it('are all in the group that they were found in', () => {
    const assigned = assignGroups({ table: crowds(40), encoding, centers });
    expect(assigned).toEqual({ ok: true, value: answer.labels });
  });

  it('are in none where a column is gone or what was kept does not fit together', () => {
    const table = tableOf({ x: [1] });
    expect(assignGroups({ table, encoding, centers })).toMatchObject({
      error: { type: 'column-gone', key: 'y' },
    });
    expect(assignGroups({ table: crowds(2), encoding, centers: [[1]] })).toMatchObject({
      error: { type: 'groups-damaged' },
    });
  });
});
