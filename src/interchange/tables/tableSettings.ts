import { newColumnKey, type BookColumn } from '../../domain/bookTable.ts';
import type { ColumnSetting, TableSettings } from './tableRun.ts';
import type { ColumnGuess, TableSurvey } from './tableSurvey.ts';

/** Letters of the name of a column. */
const longestLabel = 200;

/** How a file would be kept by itself. `nameOf` names the columns that the file does not, counted from 1. */
export function settingsOf(
  name: string,
  survey: TableSurvey,
  nameOf: (column: number) => string,
): TableSettings {
  if (survey.layout === 'lists')
    return { name, layout: 'lists', columns: [listColumn(nameOf(1))], keyColumn: null };
  const columns: ColumnSetting[] = [];
  for (const guess of survey.columns) columns.push(columnOf(guess, newColumnKey(columns), nameOf));
  return { name, layout: 'columns', columns, keyColumn: null };
}

/** The one column of a table whose rows are lists of words. */
export function listColumn(label: string): ColumnSetting {
  return { key: 'c0', label, type: 'set', index: 0, numberFormat: 'point', dateOrder: 'ymd' };
}

/** Why a file cannot take the place of a table's rows: it names other columns. */
export interface OtherShape {
  readonly type: 'other-shape';
  readonly missing: readonly string[];
  readonly more: readonly string[];
}

/**
 * How a file is read whose rows take the place of those of a table: its columns by their names in any order, or by their places
 * where neither names them. They keep their keys and types.
 */
export function settingsLike(
  table: {
    readonly name: string;
    readonly columns: readonly BookColumn[];
    readonly keyColumn: string | null;
  },
  survey: TableSurvey,
  nameOf: (column: number) => string,
): TableSettings | OtherShape {
  const { name, columns, keyColumn } = table;
  const [only] = columns;
  if (columns.length === 1 && only?.type === 'set' && survey.layout === 'lists') {
    return { name, layout: 'lists', columns: [{ ...listColumn(only.label), ...only }], keyColumn };
  }
  const named = new Map(
    survey.columns.map((guess) => [(guess.name || nameOf(guess.index + 1)).trim().toLowerCase(), guess]),
  );
  const found = columns.flatMap(({ key, label, type }): ColumnSetting[] => {
    const guess = named.get(label.trim().toLowerCase());
    return guess === undefined ? [] : [{ ...columnOf(guess, key, nameOf), label, type }];
  });
  const labels = new Set(columns.map(({ label }) => label.trim().toLowerCase()));
  const missing = columns
    .filter(({ key }) => !found.some((each) => each.key === key))
    .map(({ label }) => label);
  const more = [...named]
    .filter(([label]) => !labels.has(label))
    .map(([, guess]) => guess.name || nameOf(guess.index + 1));
  if (missing.length > 0 || more.length > 0) return { type: 'other-shape', missing, more };
  return { name, layout: 'columns', columns: found, keyColumn };
}

function columnOf(guess: ColumnGuess, key: string, nameOf: (column: number) => string): ColumnSetting {
  const { index, name, type, numberFormat, dateOrder } = guess;
  const label = (name || nameOf(index + 1)).slice(0, longestLabel);
  return { key, label, type, index, numberFormat, dateOrder };
}
