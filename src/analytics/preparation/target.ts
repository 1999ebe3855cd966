import { columnOfTable, type Table } from '../../domain/table.ts';

/** What is to be predicted: the numbers of a column, or whether a record has one of its labels. */
export interface TargetRecipe {
  readonly key: string;
  /** The label that counts as "yes"; left out where numbers are predicted. Of a column of 0 and 1: `'1'`. */
  readonly yes?: string;
}

/** The target of each record, 0 or 1 where labels are predicted; NaN where it is not known. */
export function targetOf(table: Table, { key, yes }: TargetRecipe): Float64Array {
  const column = columnOfTable(table, key);
  const values = new Float64Array(table.ids.length).fill(NaN);
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

/** Labels that a column has, with how many records have each, the most frequent first; of numbers only where they are 0 and 1. */
export function targetLabels(
  table: Table,
  key: string,
): readonly { readonly label: string; readonly count: number }[] {
  const column = columnOfTable(table, key);
  const counts = new Map<string, number>();
  const add = (label: string): void => void counts.set(label, (counts.get(label) ?? 0) + 1);
  if (column?.type === 'category') {
    for (const code of column.codes) if (code >= 0) add(column.labels[code] ?? '');
  } else if (column?.type === 'number') {
    for (const value of column.values) if (!Number.isNaN(value)) add(String(value));
    if ([...counts.keys()].some((label) => label !== '0' && label !== '1')) return [];
  }
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
}
