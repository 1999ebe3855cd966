import type { BookDatabase } from '../database/schema.ts';
import { readRow } from '../database/rows.ts';
import { columnsOf, secondsPerDay, type BookColumn } from '../domain/bookTable.ts';
import type { RecordId } from '../domain/ids.ts';
import { isHidden, valuesOf } from '../domain/record.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Table, TableColumn } from '../domain/table.ts';
import {
  partContentOf,
  type PackedColumn,
  type PackedNumbers,
  type PackedSets,
  type PackedTexts,
} from '../domain/tablePart.ts';
import { readHiddenBatches } from './live.ts';
import { currentGeneration, partsOf } from './tableParts.ts';

/** A table of the book with all its rows. `table.ids` are the numbers of the rows, from 1. */
export interface BookTable {
  readonly id: RecordId;
  readonly name: string;
  readonly columns: readonly BookColumn[];
  /** The column by which rows are told apart, where somebody has named one. */
  readonly keyColumn?: string;
  /** When the rows were kept, in ms. */
  readonly generation: number;
  readonly table: Table;
}

export type BookTableError =
  /** It was deleted, its import was undone, or it never was. */
  | { readonly type: 'table-missing' }
  /** Of its parts some have not come from the other device yet. */
  | { readonly type: 'table-incomplete'; readonly parts: number; readonly expected: number }
  | { readonly type: 'table-damaged' }
  | { readonly type: 'cancelled' };

/**
 * Reads a table for analysis: numbers, dates in days since 1970-01-01 with the time of day as a fraction, texts and categories as
 * labels. `columns` names the keys to read, by default all. Works in steps of a few parts, so that a tab can do it.
 */
export async function readBookTable(
  db: BookDatabase,
  id: RecordId,
  options: {
    readonly columns?: readonly string[];
    readonly signal?: { readonly aborted: boolean };
    readonly onProgress?: (done: number) => void;
  } = {},
): Promise<Result<BookTable, BookTableError>> {
  const row = await readRow(db, id);
  const hidden = await readHiddenBatches(db);
  if (row === undefined || row.deletedAt !== undefined || isHidden(row, hidden)) {
    return err({ type: 'table-missing' });
  }
  const { name, columns: stored, keyColumn } = valuesOf(row);
  const columns = columnsOf(stored);
  const generation = await currentGeneration(db, id, hidden);
  if (generation === undefined) return err({ type: 'table-incomplete', parts: 0, expected: 1 });
  const wanted = columns.flatMap((column, at) =>
    options.columns === undefined || options.columns.includes(column.key) ? [{ column, at }] : [],
  );
  const readers = wanted.map(({ column }) => readerOf(column));
  const ids: string[] = [];
  let [parts, expected] = [0, 1];
  for await (const { base } of partsOf(db, id, generation)) {
    if (options.signal?.aborted === true) return err({ type: 'cancelled' });
    const { index, parts: count, content: packed } = base[0];
    expected = typeof count === 'number' ? count : expected;
    const content = partContentOf(packed, columns);
    if (content === undefined) return err({ type: 'table-damaged' });
    if (index !== parts) break;
    readers.forEach((reader, i) => reader.add(content.columns[wanted[i]?.at ?? 0] ?? [], content.rows));
    for (let i = 0; i < content.rows; i++) ids.push(String(ids.length + 1));
    parts += 1;
    options.onProgress?.(parts / expected);
  }
  if (parts !== expected) return err({ type: 'table-incomplete', parts, expected });
  return ok({
    id,
    name: typeof name === 'string' ? name : '',
    columns: wanted.map(({ column }) => column),
    ...(typeof keyColumn === 'string' && keyColumn !== '' ? { keyColumn } : {}),
    generation,
    table: { rows: ids.length, ids, columns: readers.map((reader) => reader.column()) },
  });
}

/** Collects one column from part after part. */
interface ColumnReader {
  add(packed: PackedColumn, rows: number): void;
  column(): TableColumn;
}

function readerOf({ key, type }: BookColumn): ColumnReader {
  if (type === 'number' || type === 'date') return numberReader(key, type === 'date' ? secondsPerDay : 1);
  return type === 'set' ? setReader(key) : categoryReader(key);
}

function numberReader(key: string, unit: number): ColumnReader {
  let values = new Float64Array(1_024);
  let length = 0;
  return {
    add(packed, rows) {
      if (length + rows > values.length) values = grown(values, new Float64Array(2 * (length + rows)));
      for (const value of packed as PackedNumbers) {
        values[length] = value === null ? NaN : value / unit;
        length += 1;
      }
    },
    column: () => ({ key, type: 'number', values: values.slice(0, length) }),
  };
}

function categoryReader(key: string): ColumnReader {
  const labels = new Labels();
  let codes = new Int32Array(1_024);
  let length = 0;
  return {
    add(packed, rows) {
      if (length + rows > codes.length) codes = grown(codes, new Int32Array(2 * (length + rows)));
      const [words, own] = packed as PackedTexts;
      const known = labels.codesOf(words);
      for (const code of own) {
        codes[length] = known[code] ?? -1;
        length += 1;
      }
    },
    column: () => ({ key, type: 'category', labels: labels.all, codes: codes.slice(0, length) }),
  };
}

function setReader(key: string): ColumnReader {
  const labels = new Labels();
  const starts = [0];
  let codes = new Uint32Array(1_024);
  let length = 0;
  return {
    add(packed) {
      const [words, sizes, own] = packed as PackedSets;
      if (length + own.length > codes.length)
        codes = grown(codes, new Uint32Array(2 * (length + own.length)));
      const known = labels.codesOf(words);
      for (const code of own) {
        codes[length] = known[code] ?? 0;
        length += 1;
      }
      for (const size of sizes) starts.push((starts.at(-1) ?? 0) + size);
    },
    column: () => ({
      key,
      type: 'set',
      labels: labels.all,
      start: Uint32Array.from(starts),
      codes: codes.slice(0, length),
    }),
  };
}

/** Labels of all parts, in the order in which they came. */
class Labels {
  readonly all: string[] = [];
  readonly #codes = new Map<string, number>();

  codesOf(words: readonly string[]): number[] {
    return words.map((word) => {
      const known = this.#codes.get(word);
      if (known !== undefined) return known;
      this.#codes.set(word, this.all.length);
      return this.all.push(word) - 1;
    });
  }
}

function grown<T extends Float64Array | Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
