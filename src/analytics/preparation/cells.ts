import type { TableColumn } from '../../domain/table.ts';

export function isEmptyAt(column: TableColumn, row: number): boolean {
  if (column.type === 'number') return Number.isNaN(column.values[row] ?? NaN);
  if (column.type === 'category') return (column.codes[row] ?? -1) < 0;
  return column.start[row] === column.start[row + 1];
}

/** What a record has in a column, so that equal values are equal: a number, a label, or labels in their order. */
export function valueAt(column: TableColumn, row: number): number | string | null {
  if (isEmptyAt(column, row)) return null;
  if (column.type === 'number') return column.values[row]!;
  if (column.type === 'category') return column.labels[column.codes[row]!] ?? null;
  const codes = column.codes.subarray(column.start[row], column.start[row + 1]);
  return JSON.stringify(Array.from(codes, (code) => column.labels[code]).sort());
}
