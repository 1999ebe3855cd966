import { dateText, secondsPerDay, type BookColumn } from '../domain/bookTable.ts';
import type { Table, TableColumn } from '../domain/table.ts';

/** Writes the cells of a row of a table as texts that a file could hold: dates as `2024-02-03`, the words of a set between `; `. */
export function rowWriter(
  { columns }: Table,
  definitions: readonly BookColumn[],
): (row: number) => (string | number)[] {
  const writers = columns.map((column, i) => cellWriter(column, definitions[i]?.type === 'date'));
  return (row) => writers.map((write) => write(row));
}

function cellWriter(column: TableColumn, isDate: boolean): (row: number) => string | number {
  if (column.type === 'number') {
    return (row) => {
      const value = column.values[row] ?? NaN;
      if (Number.isNaN(value)) return '';
      return isDate ? dateText(Math.round(value * secondsPerDay)) : value;
    };
  }
  const { labels, codes } = column;
  if (column.type === 'category') return (row) => labels[codes[row] ?? -1] ?? '';
  return (row) =>
    Array.from(
      column.codes.subarray(column.start[row], column.start[row + 1]),
      (code) => labels[code] ?? '',
    ).join('; ');
}
