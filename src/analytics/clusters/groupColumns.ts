import type { Columns, TableColumn } from '../../domain/table.ts';
import type { UselessReason } from './groupFeatures.ts';

/** Whether a column can say who is alike. */
export interface GroupColumn {
  readonly key: string;
  /** Share of the rows that have a value. */
  readonly filled: number;
  /** Why it cannot; a number that only counts the rows cannot either. */
  readonly flaw?: UselessReason | 'counter';
  /** Labels that occur; 0 of numbers. */
  readonly labels: number;
}

/** Share of different labels from which they name rows instead of describing them. */
const naming = 0.5;

/** Looks at every column of a table. O(cells). */
export function groupColumns({ rows, columns }: Columns): GroupColumn[] {
  return columns.map((column) => {
    const { filled, different, flaw } = lookAt(column, rows);
    return {
      key: column.key,
      filled: filled / Math.max(1, rows),
      labels: column.type === 'number' ? 0 : different,
      ...(flaw === undefined ? {} : { flaw }),
    };
  });
}

function lookAt(
  column: TableColumn,
  rows: number,
): { readonly filled: number; readonly different: number; readonly flaw: GroupColumn['flaw'] } {
  if (column.type === 'number') {
    const values = column.values.filter(Number.isFinite);
    const [first] = values;
    const flaw =
      first === undefined ? 'empty' : values.every((value) => value === first) ? 'constant' : undefined;
    return { filled: values.length, different: 0, flaw: flaw ?? (isCounter(values) ? 'counter' : undefined) };
  }
  const used = new Set(column.codes);
  used.delete(-1);
  const filled =
    column.type === 'category'
      ? column.codes.reduce((sum, code) => sum + Number(code >= 0), 0)
      : Array.from({ length: rows }, (_, i) => Number(column.start[i] !== column.start[i + 1])).reduce(
          (sum, one) => sum + one,
          0,
        );
  const different = used.size;
  if (different === 0) return { filled, different, flaw: 'empty' };
  if (different === 1 && filled === rows) return { filled, different, flaw: 'constant' };
  return { filled, different, flaw: different > 30 && different > naming * filled ? 'distinct' : undefined };
}

/** Whole numbers that are all different and lie as close together as row numbers do. */
function isCounter(values: Float64Array): boolean {
  if (values.length < 20) return false;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isInteger(value)) return false;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low < 2 * values.length && new Set(values).size === values.length;
}
