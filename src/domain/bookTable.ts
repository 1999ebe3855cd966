import type { Json } from './json.ts';

/**
 * How a column of a table of the book is read. `date` may have a time of day. `category` and `text` are stored alike: a category
 * is a word that comes again, a text is written for its own sake. A cell of a `set` holds any number of words.
 */
export const tableColumnTypes = ['number', 'date', 'category', 'text', 'set'] as const;
export type TableColumnType = (typeof tableColumnTypes)[number];

/** A column as the record of its table says it. The key names it for ever; the label is what people read. */
export interface BookColumn {
  readonly key: string;
  readonly label: string;
  readonly type: TableColumnType;
}

/** One value: a number, seconds since 1970-01-01 of a date (as on the clock where it was written), a text, or the words of a set. */
export type TableCell = number | string | readonly string[] | null;

/** Cells of one table at most: what a phone can hold and a team can send. */
export const maxTableCells = 2_000_000;
export const maxTableColumns = 1_000;
/** Letters of one cell; longer texts are cut. */
export const maxTableText = 20_000;

export const secondsPerDay = 86_400;

/** A key that no other column of the table has. */
export function newColumnKey(columns: readonly Pick<BookColumn, 'key'>[]): string {
  const taken = new Set(columns.map(({ key }) => key));
  let n = columns.length;
  while (taken.has(`c${n.toString(36)}`)) n += 1;
  return `c${n.toString(36)}`;
}

/** The columns that the record of a table holds; what has another form is left out. */
export function columnsOf(value: Json | undefined): readonly BookColumn[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((column): BookColumn[] => {
    if (typeof column !== 'object' || column === null || Array.isArray(column)) return [];
    const { key, label, type } = column as Readonly<Record<string, Json>>;
    const known = tableColumnTypes.find((each) => each === type);
    return typeof key === 'string' && typeof label === 'string' && known !== undefined
      ? [{ key, label, type: known }]
      : [];
  });
}

/** `2024-02-03`, or `2024-02-03 14:05` and the seconds where there are any. */
export function dateText(seconds: number): string {
  const [date = '', time = ''] = new Date(seconds * 1_000).toISOString().slice(0, 19).split('T');
  if (seconds % secondsPerDay === 0) return date;
  return `${date} ${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}
