import { principalComponents } from '../../analytics/clusters/principalComponents.ts';
import type { Matrix } from '../../analytics/matrix.ts';
import type { Encoding } from '../../analytics/preparation/encoding.ts';
import { samplePositions } from '../../analytics/random.ts';
import { standardise } from '../../analytics/standardise.ts';
import { seededRandom } from '../../domain/random.ts';
import { columnOfTable, type Columns } from '../../domain/table.ts';
import type { ClusterPicture } from './clusterTypes.ts';

/** Points drawn at most: more would hide each other. */
const mostPoints = 600;
/** Features that are named on an axis. */
const named = 2;

/** Two numbers as they are; of more features the two directions in which rows differ most. Null of a single feature. */
export function pictureOf(
  table: Columns,
  { columns, names }: Encoding,
  data: Matrix,
  rows: Int32Array,
  labels: Int32Array,
  seed: number,
): ClusterPicture | null {
  const places = samplePositions(rows.length, mostPoints, seededRandom(seed));
  const group = Int32Array.from(places, (place) => labels[place]!);
  const row = Int32Array.from(places, (place) => rows[place]!);
  const [first, second] = columns;
  if (first === undefined || names.length < 2) return null;
  if (names.length === 2 && first.type === 'number' && second?.type === 'number') {
    const axes = { type: 'columns', x: first.key, y: second.key } as const;
    const valuesOf = (key: string): Float64Array => {
      const column = columnOfTable(table, key);
      return Float64Array.from(row, (at) => (column?.type === 'number' ? (column.values[at] ?? NaN) : NaN));
    };
    return { axes, ...withValues(valuesOf(first.key), valuesOf(second.key), group, row) };
  }
  const found = principalComponents(standardise(data), 2);
  if (!found.ok || found.value.components.rows < 2) return null;
  const { components, scores, shares } = found.value;
  const along = (axis: number) => Float64Array.from(places, (place) => scores.values[place * 2 + axis]!);
  const weights = (axis: number): number[] => {
    const own = components.values.subarray(axis * components.columns, (axis + 1) * components.columns);
    return Array.from(own.keys())
      .sort((a, b) => Math.abs(own[b]!) - Math.abs(own[a]!))
      .slice(0, named);
  };
  const axes = {
    type: 'components',
    shares: [shares[0]!, shares[1]!],
    weights: [weights(0), weights(1)],
  } as const;
  return { axes, x: along(0), y: along(1), group, row };
}

/** The points whose two values are known. */
function withValues(
  x: Float64Array,
  y: Float64Array,
  group: Int32Array,
  row: Int32Array,
): Omit<ClusterPicture, 'axes'> {
  const isKnown = (_: number, i: number): boolean => Number.isFinite(x[i]) && Number.isFinite(y[i]);
  return {
    x: x.filter(isKnown),
    y: y.filter(isKnown),
    group: group.filter(isKnown),
    row: row.filter(isKnown),
  };
}
