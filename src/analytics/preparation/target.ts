import { columnOfTable, type CategoryColumn, type Columns, type NumberColumn } from '../../domain/table.ts';

/** What is to be predicted: the numbers of a column, or whether a record has one of its labels. */
export interface TargetRecipe {
  readonly key: string;
  /** The label that counts as "yes"; left out where numbers are predicted. Of a column of 0 and 1: `'1'`. */
  readonly yes?: string;
}

/** The target of each record, 0 or 1 where labels are predicted; NaN where it is not known. */
export function targetOf(table: Columns, { key, yes }: TargetRecipe): Float64Array {
  const column = columnOfTable(table, key);
  const values = new Float64Array(table.rows).fill(NaN);
  if (column?.type === 'number') {
    values.set(column.values);
    return yes === undefined
      ? values
      : values.map((each) => (Number.isNaN(each) ? NaN : Number(String(each) === yes)));
  }
  if (column?.type !== 'category' || yes === undefined) return values;
  const wanted = column.labels.indexOf(yes);
  return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : Number(code === wanted)));
}

/** Positions of the records whose target is known, rising. */
export function knownRows(target: Float64Array): Int32Array {
  const rows: number[] = [];
  target.forEach((value, i) => {
    if (!Number.isNaN(value)) rows.push(i);
  });
  return Int32Array.from(rows);
}

/**
 * Labels that a column has, with how many records have each, the most frequent first; of numbers only where they are 0 and 1. Of a
 * column with more than `most` labels none.
 */
export function targetLabels(
  table: Columns,
  key: string,
  most = Infinity,
): readonly { readonly label: string; readonly count: number }[] {
  const column = columnOfTable(table, key);
  const counts =
    column?.type === 'category' ? countsOf(column, most) : column?.type === 'number' ? bitsIn(column) : [];
  return counts.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
}

function countsOf(column: CategoryColumn, most: number) {
  const { codes } = column;
  const counts = new Map<number, number>();
  for (const code of codes) {
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
    if (counts.size > most) return [];
  }
  const inOrder = [...counts].toSorted(([a], [b]) => a - b);
  return inOrder.map(([code, count]) => ({ label: column.labels[code] ?? '', count }));
}

/** How many are 0 and 1; nothing where there is another number. */
function bitsIn({ values }: NumberColumn) {
  const counts = [0, 0];
  for (const value of values) {
    if (value === 0 || value === 1) counts[value]! += 1;
    else if (!Number.isNaN(value)) return [];
  }
  return counts.map((count, bit) => ({ label: String(bit), count }));
}
