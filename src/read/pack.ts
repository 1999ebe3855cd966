import { dateToDay, isIsoDate } from '../domain/dates.ts';
import { indexOfRecord } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { entryOf } from '../domain/bookSettings.ts';
import { isCustomKey } from '../domain/customFields.ts';
import { distinctFrom } from '../domain/merging.ts';
import { minorToMajor, unitsPerMajor } from '../domain/money.ts';
import type { FieldDef } from '../domain/objects.ts';
import { linesOf, orderTotalMinor } from '../domain/order.ts';
import {
  conflictOf,
  isPristine,
  lastEditOf,
  valuesOf,
  type RecordRow,
  type Values,
} from '../domain/record.ts';
import { payableOf } from '../domain/tax.ts';
import { derivedFrom } from './derivedKinds.ts';
import { fold, hasHan } from './fold.ts';
import { columnOf, columnsOf, type ListedKind } from './listQuery.ts';
import { transcribe, type Pinyin, type Transcript } from './pinyin.ts';
import { searchDetails } from './searchDetails.ts';
import { packSearch, storeSearch, type SearchEntry, type StoredSearch } from './searchTexts.ts';
import { packTable, type PackedTable } from './textTable.ts';

/** Raised when the form of a pack changes: older packs are then read as missing. */
export const packFormat = 6;

/** Bits of a slot. A slot is a record's index in its shard. */
export const present = 1;
export const deleted = 2;
export const pristine = 4;
export const conflicted = 8;

export interface PackedTexts {
  /** Entry of the table by slot; 0 is empty. */
  readonly codes: Uint16Array;
  readonly table: PackedTable;
}

/** What the index keeps of the records of one shard. Columns that are empty in all of them are left out. */
export interface Pack {
  readonly format: number;
  /** Length: slots. */
  readonly flags: Uint8Array;
  /** Numbers and money in major units, dates in days, `createdAt` and `updatedAt` in ms, booleans 0 and 1; NaN is empty. */
  readonly numbers: Readonly<Record<string, Float64Array>>;
  /** Texts, choices and references; sets as their elements joined by `setSeparator`. */
  readonly texts: Readonly<Record<string, PackedTexts>>;
  readonly search: StoredSearch;
}

export const setSeparator = '\u0001';

/** The column of records that were merged: what each was merged into. Nothing asks for it but the index itself. */
export const mergedColumn = 'mergedInto';

/** The column of records that somebody has said are not the same as others: their ids. */
export const distinctColumn = 'distinctFrom';

/** The column that holds the currencies of a field of amounts: amounts of several are never added up. */
export function currencyColumn(key: string): string {
  return `${key}/currency`;
}

/** The column that names a record. */
export function labelColumn(kind: ListedKind): 'name' | 'number' | 'title' | 'subject' {
  switch (kind) {
    case 'order':
    case 'quote':
    case 'payment':
      return 'number';
    case 'task':
    case 'need':
      return 'title';
    case 'activity':
    case 'behaviour':
      return 'subject';
    default:
      return 'name';
  }
}

export function isNumberColumn(field: FieldDef): boolean {
  switch (field.type) {
    case 'number':
    case 'integer':
    case 'money':
    case 'unitPrice':
    case 'date':
    case 'instant':
    case 'boolean':
      return true;
    default:
      return false;
  }
}

/** Whether packing these rows asks for pinyin: it is loaded only where there is something to read. */
export function needsPinyin(rows: readonly RecordRow[]): boolean {
  return rows.some((row) => hasHan(JSON.stringify(valuesOf(row))));
}

/** Packs rows of one shard, any part of it. `pinyin` may be left out where `needsPinyin` says no. Linear. */
export function packShard(kind: ListedKind, rows: readonly RecordRow[], pinyin?: Pinyin): Pack {
  const size = rows.reduce((most, row) => Math.max(most, indexOfRecord(row.id) + 1), 0);
  const standard = columnsOf(kind).filter((field) => derivedFrom(kind, field.key) === undefined);
  const flags = new Uint8Array(size);
  const numbers = new Map<string, Float64Array>();
  const texts = new Map<string, TextCollector>();
  const entries = Array.from({ length: size }, () => emptyEntry);
  for (const row of rows) {
    const slot = indexOfRecord(row.id);
    const values = { ...valuesOf(row), ...computedValues(kind, row) };
    flags[slot] = flagsOf(row);
    const transcript = transcribeName(kind, values, pinyin);
    entries[slot] = searchEntry(kind, values, transcript);
    const distinct = distinctFrom(row.registers);
    if (distinct.length > 0)
      textsOf(texts, distinctColumn, size).set(slot, distinct.join(setSeparator), undefined);
    if (row.mergedInto !== undefined) textsOf(texts, mergedColumn, size).set(slot, row.mergedInto, undefined);
    for (const field of [...standard, ...customColumnsOf(kind, values)]) {
      const value = values[field.key];
      if (value === undefined || value === null) continue;
      if (field.type === 'money')
        textsOf(texts, currencyColumn(field.key), size).set(slot, currencyOf(value), undefined);
      if (isNumberColumn(field)) setNumber(numbers, field, slot, size, value);
      else {
        textsOf(texts, field.key, size).set(
          slot,
          textOfValue(value),
          field.key === labelColumn(kind) ? transcript?.spaced : undefined,
        );
      }
    }
  }
  const packedTexts = Array.from(
    texts,
    ([key, collector]) => [key, collector.pack(key === 'name', pinyin)] as const,
  );
  return {
    format: packFormat,
    flags,
    numbers: Object.fromEntries(numbers),
    texts: Object.fromEntries(packedTexts),
    search: storeSearch(packSearch(entries)),
  };
}

/** A pack without its other columns, and without what search reads. */
export function withColumns(pack: Pack, columns: ReadonlySet<string>): Pack {
  const some = <T>(of: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(of).filter(([key]) => columns.has(key)));
  return {
    ...pack,
    numbers: some(pack.numbers),
    texts: some(pack.texts),
    search: storeSearch(packSearch([])),
  };
}

function textsOf(texts: Map<string, TextCollector>, key: string, size: number): TextCollector {
  const collector = texts.get(key) ?? new TextCollector(size);
  texts.set(key, collector);
  return collector;
}

export function textOfValue(value: Json): string {
  if (Array.isArray(value)) return value.map(String).join(setSeparator);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The custom fields that a record has values of. */
function customColumnsOf(kind: ListedKind, values: Values): readonly FieldDef[] {
  return Object.keys(values)
    .filter(isCustomKey)
    .flatMap((key) => columnOf(kind, key) ?? []);
}

const emptyEntry: SearchEntry = { name: '', full: '', initials: '', details: '', spans: [] };

function flagsOf(row: RecordRow): number {
  const registers = Object.keys(row.registers);
  return (
    present |
    (row.deletedAt === undefined ? 0 : deleted) |
    (isPristine(row) ? pristine : 0) |
    (registers.some((register) => conflictOf(row, register).length > 0) ? conflicted : 0)
  );
}

function computedValues(kind: ListedKind, row: RecordRow): Values {
  const [, createdAt, createdBy] = row.base;
  const common = {
    createdAt,
    createdBy,
    updatedAt: lastEditOf(row).at,
    ...(row.batch === undefined ? {} : { batch: row.batch }),
  };
  if (kind === 'deal' || kind === 'payment')
    return { ...common, ...currencyOfAmount(valuesOf(row)['amount']) };
  if (kind === 'quote') {
    const payable = payableOf(row);
    return payable === undefined
      ? common
      : { ...common, total: minorToMajor(payable.minor, payable.currency) };
  }
  if (kind !== 'order') return common;
  const { currency } = valuesOf(row);
  const code = typeof currency === 'string' ? currency : '';
  return { ...common, total: minorToMajor(orderTotalMinor(linesOf(row), code), code) };
}

/** Sums of deals and payments are told by currency, which the column of amounts does not hold. */
function currencyOfAmount(amount: Json | undefined): Values {
  const currency = currencyOf(amount);
  return currency === '' ? {} : { currency };
}

/** '' for what is no amount. */
export function currencyOf(amount: Json | undefined): string {
  const currency = entryOf(amount, 'currency');
  return typeof currency === 'string' ? currency : '';
}

function setNumber(
  columns: Map<string, Float64Array>,
  field: FieldDef,
  slot: number,
  size: number,
  value: Json,
): void {
  const number = numberOfValue(field, value);
  if (Number.isNaN(number)) return;
  const column = columns.get(field.key) ?? new Float64Array(size).fill(NaN);
  columns.set(field.key, column);
  column[slot] = number;
}

/** The number that a column holds for a value; NaN for one that is none. */
export function numberOfValue(field: FieldDef, value: Json): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return field.type === 'unitPrice' ? value / unitsPerMajor : value;
  if (field.type === 'date') return typeof value === 'string' && isIsoDate(value) ? dateToDay(value) : NaN;
  if (field.type !== 'money' || value === null || typeof value !== 'object' || Array.isArray(value))
    return NaN;
  const { minor, currency } = value as Readonly<Record<string, Json>>;
  return typeof minor === 'number' && typeof currency === 'string' ? minorToMajor(minor, currency) : NaN;
}

function transcribeName(
  kind: ListedKind,
  values: Values,
  pinyin: Pinyin | undefined,
): Transcript | undefined {
  const name = values[labelColumn(kind)];
  if (pinyin === undefined || typeof name !== 'string') return undefined;
  return transcribe(name, kind === 'contact' || (kind === 'account' && values['kind'] === 'person'), pinyin);
}

function searchEntry(kind: ListedKind, values: Values, transcript: Transcript | undefined): SearchEntry {
  const name = values[labelColumn(kind)];
  return {
    name: typeof name === 'string' ? fold(name) : '',
    full: transcript?.full ?? '',
    initials: transcript?.initials ?? '',
    spans: transcript?.spans ?? [],
    details: searchDetails(values),
  };
}

class TextCollector {
  readonly #codes: Uint16Array;
  readonly #texts = [''];
  /** By the text, and by how it sounds where that is given: a person's name may sound otherwise than a company's. */
  readonly #entries = new Map<string, number>([['', 0]]);
  readonly #spaced = new Map<number, string>();

  constructor(size: number) {
    this.#codes = new Uint16Array(size);
  }

  set(slot: number, text: string, spaced: string | undefined): void {
    const key = spaced === undefined ? text : `${text}\n${spaced}`;
    let code = this.#entries.get(key);
    if (code === undefined) {
      code = this.#texts.push(text) - 1;
      this.#entries.set(key, code);
      if (spaced !== undefined) this.#spaced.set(code, spaced);
    }
    this.#codes[slot] = code;
  }

  /** Keys are made here where the column is always sorted by, or where pinyin is needed for them. */
  pack(isLabel: boolean, pinyin: Pinyin | undefined): PackedTexts {
    const texts = this.#texts;
    const spacedOf = (text: string, entry: number): string =>
      this.#spaced.get(entry) ??
      (pinyin === undefined ? undefined : transcribe(text, false, pinyin)?.spaced) ??
      fold(text);
    return {
      codes: this.#codes,
      table: packTable(texts, isLabel || texts.some(hasHan) ? spacedOf : undefined),
    };
  }
}
