import { pacer } from '../../domain/pacer.ts';
import { columnOfTable, fewLabels, type TableColumn } from '../../domain/table.ts';
import { opinionsTexts } from '../../i18n/opinions.ts';
import { t } from '../../i18n/language.svelte.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import type { SourceField, SourceTable } from '../studio/readSource.ts';

/** What can be read: a column of the table, or fields of records of the book, which the table does not hold. */
export interface TextField {
  readonly id: string;
  readonly label: string;
  readonly from:
    | { readonly type: 'column'; readonly key: string }
    | { readonly type: 'book'; readonly keys: readonly string[] };
}

/** A column that rates or dates the texts. */
export interface ColumnChoice {
  readonly key: string;
  readonly label: string;
}

/** Fields that are read as one text. */
const together = { activity: ['subject', 'body'], need: ['title', 'description'] } as const;
/** Short texts of records in which people write what they think. */
const telling = new Set(['subject', 'title']);
/** A column of a table with labels of so many letters on average, or more, holds texts. */
const leastLetters = 10;
/** Different values of a column that rates, at most. */
const mostRatings = 11;
/** Different texts of a column that rates, numbers among them, at most. */
const mostRatingLabels = 1_000;
/** Texts by which a column is judged. */
const looked = 1_000;
/** The fields that rate and date records, where they have them. */
const usual = { rating: ['satisfaction', 'quality'], date: ['at', 'date'] } as const;

/** The texts of a source, what is most to be read first. */
export async function textFieldsOf(data: SourceTable): Promise<readonly TextField[]> {
  if (data.source.type === 'table') return columnTexts(data);
  const { kind } = data.source;
  const fields = definitions()
    .fields(kind)
    .filter(
      ({ key, type, format, custom }) =>
        type === 'longText' ||
        type === 'document' ||
        (type === 'text' && format === undefined && (custom !== undefined || telling.has(key))),
    );
  const own = fields.map(({ key, label }) => bookText([key], label));
  const keys = kind === 'activity' || kind === 'need' ? together[kind] : undefined;
  if (keys === undefined) return own.toSorted((a, b) => Number(isTitle(a)) - Number(isTitle(b)));
  const labels = keys.map((key) => fields.find((field) => field.key === key)?.label ?? key);
  return [bookText(keys, t(opinionsTexts).bothFields(labels[0] ?? '', labels[1] ?? '')), ...own];
}

/** Columns of a few ordered numbers: what people rate by. */
export async function ratingsIn(data: SourceTable): Promise<readonly ColumnChoice[]> {
  return choices(data, (field, column) => {
    if (field.type === 'date' || field.isReference) return false;
    if (column.type === 'number') return hasFewValues(column.values);
    const few = column.type === 'category' ? fewLabels(column, mostRatingLabels) : undefined;
    return few !== undefined && hasFewValues([...few].map((code) => numberOf(column.labels[code] ?? '')));
  });
}

function hasFewValues(numbers: Iterable<number>): boolean {
  const values = new Set<number>();
  for (const value of numbers) {
    if (!Number.isNaN(value)) values.add(value);
    if (values.size > mostRatings) return false;
  }
  return values.size > 1;
}

export async function datesIn(data: SourceTable): Promise<readonly ColumnChoice[]> {
  return choices(data, ({ type }) => type === 'date');
}

/** What rates the texts unless the person says otherwise: of records their satisfaction, of a table what is called so. */
export function usualRating(data: SourceTable, ratings: readonly ColumnChoice[]): string | undefined {
  const byKey = usual.rating.find((key) => ratings.some((each) => each.key === key));
  if (data.source.type === 'records') return byKey;
  const ratingNames = [...opinionsTexts.zh.ratingNames, ...opinionsTexts.en.ratingNames];
  const named = ratings.find(({ label }) => ratingNames.some((name) => label.toLowerCase().includes(name)));
  return byKey ?? named?.key;
}

export function usualDate(data: SourceTable, dates: readonly ColumnChoice[]): string | undefined {
  const byKey = usual.date.find((key) => dates.some((each) => each.key === key));
  return byKey ?? (data.source.type === 'table' ? dates[0]?.key : undefined);
}

/** The numbers of a column by row, NaN for none: labels that are numbers count as such. */
export function numbersOf(column: TableColumn): Float64Array {
  if (column.type === 'number') return column.values;
  if (column.type === 'set') return new Float64Array(0);
  const values = column.labels.map(numberOf);
  return Float64Array.from(column.codes, (code) => values[code] ?? NaN);
}

function numberOf(label: string): number {
  const value = label.trim() === '' ? NaN : Number(label);
  return Number.isFinite(value) ? value : NaN;
}

async function columnTexts({ table, fields }: SourceTable): Promise<readonly TextField[]> {
  const pause = pacer();
  const found: { readonly letters: number; readonly field: TextField }[] = [];
  for (const { key, label } of fields) {
    await pause();
    const column = columnOfTable(table, key);
    if (column?.type !== 'category' || column.labels.length === 0) continue;
    const some = column.labels.slice(0, looked);
    const letters = some.reduce((sum, each) => sum + each.length, 0) / some.length;
    const from = { type: 'column', key } as const;
    if (letters >= leastLetters) found.push({ letters, field: { id: key, label, from } });
  }
  return found.toSorted((a, b) => b.letters - a.letters).map(({ field }) => field);
}

async function choices(
  { table, fields }: SourceTable,
  isFit: (field: SourceField, column: TableColumn) => boolean,
): Promise<readonly ColumnChoice[]> {
  const pause = pacer();
  const found: ColumnChoice[] = [];
  for (const field of fields) {
    await pause();
    const column = columnOfTable(table, field.key);
    if (column === undefined || column.type === 'set' || !isFit(field, column)) continue;
    found.push({ key: field.key, label: field.label });
  }
  return found;
}

function bookText(keys: readonly string[], label: string): TextField {
  return { id: keys.join('+'), label, from: { type: 'book', keys } };
}

function isTitle({ id }: TextField): boolean {
  return telling.has(id);
}
