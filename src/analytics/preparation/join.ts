import { columnOfTable, type Table, type TableColumn } from '../../domain/table.ts';
import { isEmptyAt, valueAt } from './cells.ts';
import { keyOfMade, type JoinFigure, type PreparationStep } from './steps.ts';
import { withColumns } from './tableParts.ts';

/**
 * A left join: every record stays, beside it what the records of another table with its key say. Keys that are written as numbers
 * are compared as such (`7` and `7.0`, but `007` is a text), others as texts without regard to case, width or spaces around; an
 * empty key matches nothing. Linear in records.
 */
export function joined(
  table: Table,
  { key, otherKey, take }: Extract<PreparationStep, { type: 'join' }>,
  other: Table,
): { readonly table: Table; readonly unmatched: number } {
  const own = keysOf(table, key);
  const places = rowsByKey(keysOf(other, otherKey));
  const matches = own.map((each) => (each === undefined ? none : (places.get(each) ?? none)));
  const made = take.flatMap(({ column, by }): TableColumn[] => {
    const from = columnOfTable(other, column);
    const to = keyOfMade(otherKey, by === 'first' || by === 'last' ? column : `${column} ${by}`);
    if (by === 'count')
      return [{ key: to, type: 'number', values: Float64Array.from(matches, (rows) => rows.length) }];
    return from === undefined ? [] : [takenFrom(from, to, by, matches)];
  });
  return {
    table: withColumns(table, made),
    unmatched: matches.filter((rows) => rows.length === 0).length,
  };
}

const none: readonly number[] = [];

/** The key of each record as it is compared; undefined where it is empty. */
function keysOf(table: Table, key: string): readonly (string | undefined)[] {
  if (key === 'id') return table.ids;
  const column = columnOfTable(table, key);
  if (column === undefined) return table.ids.map(() => undefined);
  if (column.type === 'number') {
    return Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : numberKey(value)));
  }
  if (column.type === 'set') return table.ids.map((_, row) => textKey(String(valueAt(column, row) ?? '')));
  const keys = column.labels.map(textKey);
  return Array.from(column.codes, (code) => keys[code]);
}

function numberKey(value: number): string {
  return String(value === 0 ? 0 : value);
}

function textKey(label: string): string | undefined {
  const text = label.normalize('NFKC').trim().toLowerCase();
  if (text === '') return undefined;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) ? numberKey(Number(text)) : text;
}

function rowsByKey(keys: readonly (string | undefined)[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  keys.forEach((key, row) => {
    if (key === undefined) return;
    const known = places.get(key);
    if (known === undefined) places.set(key, [row]);
    else known.push(row);
  });
  return places;
}

function takenFrom(
  column: TableColumn,
  key: string,
  by: Exclude<JoinFigure, 'count'>,
  matches: readonly (readonly number[])[],
): TableColumn {
  const rowOf = (rows: readonly number[]): number => {
    const filled = rows.filter((row) => !isEmptyAt(column, row));
    return (by === 'last' ? filled.at(-1) : filled[0]) ?? -1;
  };
  if (column.type === 'number') {
    const valueOf = (rows: readonly number[]): number => {
      if (by === 'first' || by === 'last') return column.values[rowOf(rows)] ?? NaN;
      const known = rows.map((row) => column.values[row]!).filter((value) => !Number.isNaN(value));
      const sum = known.reduce((total, value) => total + value, 0);
      return by === 'sum' ? sum : known.length === 0 ? NaN : sum / known.length;
    };
    return { key, type: 'number', values: Float64Array.from(matches, valueOf) };
  }
  if (column.type === 'category')
    return { ...column, key, codes: Int32Array.from(matches, (rows) => column.codes[rowOf(rows)] ?? -1) };
  const start = new Uint32Array(matches.length + 1);
  const codes: number[] = [];
  matches.forEach((rows, i) => {
    const row = rowOf(rows);
    if (row >= 0)
      for (const code of column.codes.subarray(column.start[row], column.start[row + 1])) codes.push(code);
    start[i + 1] = codes.length;
  });
  return { ...column, key, start, codes: Uint32Array.from(codes) };
}
