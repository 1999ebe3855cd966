import type { Columns } from '../../domain/table.ts';
import type { Matrix } from '../matrix.ts';
import type { FeatureName } from '../preparation/encoding.ts';
import { momentsOf } from '../standardise.ts';

/** What a group is like, feature by feature. */
export interface GroupMeans {
  readonly size: number;
  /** How far the mean of the group lies from that of all, in deviations of all; 0 where all are alike. */
  readonly z: Float64Array;
  /** The mean of a number in its own units, or the share of rows with a label. */
  readonly values: Float64Array;
}

export interface GroupedMeans {
  readonly groups: readonly GroupMeans[];
  /** Of all rows: means and shares. */
  readonly all: Float64Array;
}

/** Means of `k` groups; `data` are the features of the rows of the table at `rows`, and labels below 0 belong to no group. O(rows · features). */
export function groupMeans(
  table: Columns,
  names: readonly FeatureName[],
  data: Matrix,
  rows: Int32Array,
  labels: Int32Array,
  k: number,
): GroupedMeans {
  const width = names.length;
  const { mean, deviation } = momentsOf(data);
  const sizes = new Int32Array(k);
  const sums = new Float64Array(k * width);
  labels.forEach((label, i) => {
    if (label < 0) return;
    sizes[label]! += 1;
    for (let j = 0; j < width; j++) sums[label * width + j]! += data.values[i * width + j]!;
  });
  const own = names.map(({ key, label, part }) =>
    label === undefined && part === undefined ? ownMeans(table, key, rows, labels, k) : undefined,
  );
  const groups = Array.from(sizes, (size, group): GroupMeans => {
    const means = Float64Array.from(names, (_, j) => sums[group * width + j]! / Math.max(1, size));
    return {
      size,
      z: means.map((value, j) => (deviation[j]! > 0 ? (value - mean[j]!) / deviation[j]! : 0)),
      values: means.map((value, j) => own[j]?.groups[group] ?? value),
    };
  });
  return { groups, all: Float64Array.from(names, (_, j) => own[j]?.all ?? mean[j]!) };
}

/** Means of the numbers that are there; 0 of none. */
function ownMeans(table: Columns, key: string, rows: Int32Array, labels: Int32Array, k: number) {
  const column = table.columns.find((each) => each.key === key);
  const sums = new Float64Array(k + 1);
  const counts = new Float64Array(k + 1);
  rows.forEach((row, i) => {
    const value = column?.type === 'number' ? (column.values[row] ?? NaN) : NaN;
    if (!Number.isFinite(value)) return;
    const label = labels[i]!;
    for (const place of label < 0 ? [k] : [label, k]) {
      sums[place]! += value;
      counts[place]! += 1;
    }
  });
  const means = sums.map((sum, place) => sum / Math.max(1, counts[place]!));
  return { groups: means.subarray(0, k), all: means[k]! };
}
