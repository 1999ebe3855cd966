import type { SetColumn, Table, TableColumn } from '../../domain/table.ts';

/** The records at some positions, in their order. */
export function rowsOfTable(table: Table, rows: Int32Array): Table {
  if (rows.length === table.rows && rows.every((row, i) => row === i)) return table;
  return {
    rows: rows.length,
    ids: Array.from(rows, (row) => table.ids[row]!),
    columns: table.columns.map((column) => rowsOfColumn(column, rows)),
  };
}

/** Columns of the same key are replaced where they stand, others come last. */
export function withColumns(table: Table, columns: readonly TableColumn[]): Table {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const kept = table.columns.map((column) => byKey.get(column.key) ?? column);
  const known = new Set(table.columns.map(({ key }) => key));
  return { ...table, columns: [...kept, ...[...byKey.values()].filter(({ key }) => !known.has(key))] };
}

export function withoutColumns(table: Table, keys: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ key }) => !keys.includes(key)) };
}

function rowsOfColumn(column: TableColumn, rows: Int32Array): TableColumn {
  if (column.type === 'number')
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
  if (column.type === 'category')
    return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
  return setRows(column, rows);
}

function setRows(column: SetColumn, rows: Int32Array): SetColumn {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = start[i]! + column.start[row + 1]! - column.start[row]!));
  const codes = new Uint32Array(start[rows.length]!);
  rows.forEach((row, i) =>
    codes.set(column.codes.subarray(column.start[row], column.start[row + 1]), start[i]),
  );
  return { ...column, start, codes };
}
