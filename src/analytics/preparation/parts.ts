import type { Columns } from '../../domain/table.ts';
import type { Matrix } from '../matrix.ts';
import { encode, mostLabels, type Encoding } from './encoding.ts';

/** Features (rows × columns) that are learnt from at most: 40 MB, of which methods make a few copies; more would end the tab on a phone. */
export const mostLearntCells = 5_000_000;
/** Features that are held at once where records can be told one after the other. */
const cellsAtOnce = 1_000_000;

/** How many features columns become, at most: each label of its own, one for the others and one for none. */
export function widthAtMost(table: Columns, keys: readonly string[]): number {
  const wanted = new Set(keys);
  return table.columns.reduce((width, column) => {
    if (!wanted.has(column.key)) return width;
    return width + (column.type === 'number' ? 2 : Math.min(column.labels.length, mostLabels) + 2);
  }, 0);
}

/** How many rows of so many features may be learnt from. */
export function rowsWithin(width: number, cells = mostLearntCells): number {
  return Math.max(1, Math.floor(cells / Math.max(1, width)));
}

/** What `say` says of each record of a table, a part of them after the other: the features of all would not fit into a phone. */
export function saidInParts(
  encoding: Encoding,
  table: Columns,
  say: (features: Matrix) => ArrayLike<number>,
  cells = cellsAtOnce,
): Float64Array {
  const said = new Float64Array(table.rows);
  const size = rowsWithin(encoding.names.length, cells);
  for (let from = 0; from < table.rows; from += size) {
    const part = Int32Array.from({ length: Math.min(size, table.rows - from) }, (_, i) => from + i);
    said.set(say(encode(encoding, table, part)), from);
  }
  return said;
}
