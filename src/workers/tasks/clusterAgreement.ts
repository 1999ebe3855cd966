import { adjustedRand } from '../../analytics/agreement.ts';
import { agreementWith } from '../../analytics/clusters/purity.ts';
import { columnOfTable, type Columns } from '../../domain/table.ts';
import type { ClusterAnswer } from './clusterTypes.ts';

/** How groups agree with the values of a column, over the rows that have one; rows of no group count as one of their own. */
export function labelAgreement(
  table: Columns,
  key: string,
  rows: Int32Array,
  labels: Int32Array,
): ClusterAnswer['agreement'] {
  const column = columnOfTable(table, key);
  if (column === undefined || column.type === 'set') return null;
  const places = new Map<number, number>();
  const own: number[] = [];
  const classes: number[] = [];
  rows.forEach((row, i) => {
    const value = column.type === 'number' ? (column.values[row] ?? NaN) : (column.codes[row] ?? -1);
    if (Number.isNaN(value) || (column.type === 'category' && value < 0)) return;
    if (!places.has(value)) places.set(value, places.size);
    classes.push(places.get(value)!);
    own.push(labels[i]!);
  });
  if (own.length === 0) return null;
  return { ...agreementWith(own, classes), adjustedRand: adjustedRand(own, classes), rows: own.length };
}
