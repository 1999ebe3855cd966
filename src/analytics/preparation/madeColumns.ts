import { columnOfTable, type NumberColumn, type Table, type TableColumn } from '../../domain/table.ts';
import { countVectors } from '../text/countVectors.ts';
import { isEmptyAt, valueAt } from './cells.ts';
import { keyOfMade, type JoinFigure, type PreparationStep } from './steps.ts';
import { withColumns } from './tableParts.ts';

/** A column of 0 and 1 for each of the most frequent labels; of an empty cell all are 0. Numbers have none. */
export function labelColumns(column: TableColumn, most: number): readonly NumberColumn[] {
  if (column.type === 'number') return [];
  const counts = new Float64Array(column.labels.length);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  const rows = column.type === 'category' ? column.codes.length : column.start.length - 1;
  const frequent = [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, most);
  const made = new Map(frequent.map((code) => [code, new Float64Array(rows)]));
  for (let row = 0; row < rows; row++) {
    const from = column.type === 'category' ? row : column.start[row]!;
    const to = column.type === 'category' ? row + 1 : column.start[row + 1]!;
    for (let i = from; i < to; i++) {
      const values = made.get(column.codes[i]!);
      if (values !== undefined) values[row] = 1;
    }
  }
  return [...made].map(([code, values]) => ({
    key: keyOfMade(column.key, column.labels[code]!),
    type: 'number',
    values,
  }));
}

/** How often each of the most frequent terms stands in a text. Terms in more than half of the texts say nothing. */
export function wordColumns(column: TableColumn, most: number): readonly NumberColumn[] {
  if (column.type !== 'category') return [];
  const texts = Array.from(column.codes, (code) => (code < 0 ? '' : (column.labels[code] ?? '')));
  const { names, start, terms, counts } = countVectors(texts, { leastTexts: 2, mostTerms: most });
  const made = names.map(() => new Float64Array(texts.length));
  for (let row = 0; row < texts.length; row++)
    for (let i = start[row]!; i < start[row + 1]!; i++) made[terms[i]!]![row] = counts[i]!;
  return names.map((name, i) => ({ key: keyOfMade(column.key, name), type: 'number', values: made[i]! }));
}

/** The columns taken from another table by a key, beside those of this one. Keys are compared as texts without spaces around. */
export function joined(
  table: Table,
  { key, otherKey, take }: Extract<PreparationStep, { type: 'join' }>,
  other: Table,
): { readonly table: Table; readonly unmatched: number } {
  const own = keysOf(table, key);
  const places = rowsByKey(keysOf(other, otherKey));
  const matches = own.map((each) => (each === '' ? none : (places.get(each) ?? none)));
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

function keysOf(table: Table, key: string): readonly string[] {
  if (key === 'id') return table.ids;
  const column = columnOfTable(table, key);
  if (column === undefined) return table.ids.map(() => '');
  return table.ids.map((_, row) => String(valueAt(column, row) ?? '').trim());
}

function rowsByKey(keys: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  keys.forEach((key, row) => {
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
    if (row >= 0) codes.push(...column.codes.subarray(column.start[row], column.start[row + 1]));
    start[i + 1] = codes.length;
  });
  return { ...column, key, start, codes: Uint32Array.from(codes) };
}
