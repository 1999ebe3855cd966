import type { BookColumn, TableCell } from './bookTable.ts';
import type { Json } from './json.ts';

/** Rows of one part at most. */
export const maxRowsInPart = 1_000;
/** JSON of one part, in bytes; a single row may take more. */
export const maxPartBytes = 100_000;
/** One row, in bytes of JSON: it has to fit an entry of the log. */
export const maxTableRowBytes = 500_000;

/** Numbers and dates of a part; null is empty. */
export type PackedNumbers = readonly (number | null)[];
/** Texts of a part: row `i` has the label at `codes[i]`, −1 is empty. */
export type PackedTexts = readonly [labels: readonly string[], codes: readonly number[]];
/** Sets of a part: row `i` has the next `sizes[i]` of the codes. */
export type PackedSets = readonly [
  labels: readonly string[],
  sizes: readonly number[],
  codes: readonly number[],
];
export type PackedColumn = PackedNumbers | PackedTexts | PackedSets;

/** Some rows of a table, column by column in the order of its columns. */
export interface PartContent {
  readonly rows: number;
  readonly columns: readonly PackedColumn[];
}

/** Puts rows one after the other into parts. Names of columns are never keys of an object here. */
export class PartPacker {
  readonly #columns: readonly Pick<BookColumn, 'type'>[];
  readonly #onPart: (content: PartContent) => void;
  #open: OpenColumn[];
  #rows = 0;
  #bytes = 0;

  constructor(columns: readonly Pick<BookColumn, 'type'>[], onPart: (content: PartContent) => void) {
    this.#columns = columns;
    this.#onPart = onPart;
    this.#open = columns.map(openColumn);
  }

  /** Adds a row of as many cells as there are columns. False, and nothing is added, where it takes more than `maxTableRowBytes`. */
  add(cells: readonly TableCell[]): boolean {
    const bytes = this.#bytesOf(cells);
    if (bytes > maxTableRowBytes) return false;
    if (this.#rows === maxRowsInPart || (this.#rows > 0 && this.#bytes + bytes > maxPartBytes)) this.#close();
    this.#open.forEach((column, i) => column.add(cells[i] ?? null));
    this.#rows += 1;
    this.#bytes += bytes;
    return true;
  }

  end(): void {
    if (this.#rows > 0) this.#close();
  }

  #bytesOf(cells: readonly TableCell[]): number {
    let bytes = 0;
    this.#open.forEach((column, i) => (bytes += column.bytesOf(cells[i] ?? null)));
    return bytes;
  }

  #close(): void {
    this.#onPart({ rows: this.#rows, columns: this.#open.map((column) => column.packed()) });
    this.#open = this.#columns.map(openColumn);
    this.#rows = 0;
    this.#bytes = 0;
  }
}

interface OpenColumn {
  bytesOf(cell: TableCell): number;
  add(cell: TableCell): void;
  packed(): PackedColumn;
}

function openColumn({ type }: Pick<BookColumn, 'type'>): OpenColumn {
  if (type === 'number' || type === 'date') return openNumbers();
  return type === 'set' ? openSets() : openTexts();
}

function openNumbers(): OpenColumn {
  const values: (number | null)[] = [];
  return {
    bytesOf: (cell) => String(cell).length + 1,
    add: (cell) => values.push(typeof cell === 'number' && Number.isFinite(cell) ? cell : null),
    packed: () => values,
  };
}

function openTexts(): OpenColumn {
  const [words, codes] = [new Words(), [] as number[]];
  return {
    bytesOf: (cell) => (typeof cell === 'string' ? words.bytesOf(cell) : 0) + codeBytes,
    add: (cell) => codes.push(typeof cell === 'string' ? words.codeOf(cell) : -1),
    packed: () => [words.labels, codes],
  };
}

function openSets(): OpenColumn {
  const [words, sizes, codes] = [new Words(), [] as number[], [] as number[]];
  const wordsOf = (cell: TableCell): readonly string[] => (Array.isArray(cell) ? (cell as string[]) : []);
  return {
    bytesOf: (cell) => wordsOf(cell).reduce((sum, word) => sum + words.bytesOf(word) + codeBytes, codeBytes),
    add(cell) {
      const own = wordsOf(cell);
      sizes.push(own.length);
      for (const word of own) codes.push(words.codeOf(word));
    },
    packed: () => [words.labels, sizes, codes],
  };
}

/** A code with its comma. */
const codeBytes = 4;

class Words {
  readonly labels: string[] = [];
  readonly #codes = new Map<string, number>();

  bytesOf(word: string): number {
    return this.#codes.has(word) ? 0 : bytesOfText(word);
  }

  codeOf(word: string): number {
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    this.#codes.set(word, this.labels.length);
    return this.labels.push(word) - 1;
  }
}

/** UTF-8 bytes of a text with its quotes and comma, escapes counted as two. */
function bytesOfText(text: string): number {
  let bytes = text.length + 3;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7ff) bytes += 2;
    else if (code > 0x7f || code === 0x22 || code === 0x5c) bytes += 1;
    else if (code < 0x20) bytes += 5;
  }
  return bytes;
}

/** The content of a part as it came from the book, perhaps from another device: undefined where it is not of these columns. */
export function partContentOf(
  value: Json | undefined,
  columns: readonly Pick<BookColumn, 'type'>[],
): PartContent | undefined {
  if (!isObject(value)) return undefined;
  const { rows, columns: packed } = value;
  if (!isCount(rows) || rows > maxRowsInPart || !Array.isArray(packed)) return undefined;
  if (packed.length !== columns.length) return undefined;
  const isWhole = columns.every(({ type }, i) => isPacked(type, packed[i] as Json, rows));
  return isWhole ? { rows, columns: packed as unknown as readonly PackedColumn[] } : undefined;
}

function isPacked(type: BookColumn['type'], packed: Json | undefined, rows: number): boolean {
  if (!Array.isArray(packed)) return false;
  const list = packed as readonly Json[];
  if (type === 'number' || type === 'date') {
    return list.length === rows && list.every((each) => each === null || typeof each === 'number');
  }
  const [labels, second, third] = list;
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string')) return false;
  const areCodes = (codes: Json | undefined, lowest: number): boolean =>
    Array.isArray(codes) &&
    codes.every((code) => Number.isInteger(code) && code >= lowest && code < labels.length);
  if (type !== 'set') return Array.isArray(second) && second.length === rows && areCodes(second, -1);
  if (!Array.isArray(second) || second.length !== rows || !second.every(isCount)) return false;
  const sum = (second as readonly number[]).reduce((total, size) => total + size, 0);
  return Array.isArray(third) && third.length === sum && areCodes(third, 0);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of a part, cell by cell. */
export function rowsOfPart(
  { rows, columns }: PartContent,
  types: readonly Pick<BookColumn, 'type'>[],
): TableCell[][] {
  const readers = columns.map((packed, i) => cellReader(packed, types[i]?.type ?? 'text'));
  return Array.from({ length: rows }, (_, row) => readers.map((read) => read(row)));
}

function cellReader(packed: PackedColumn, type: BookColumn['type']): (row: number) => TableCell {
  if (type === 'number' || type === 'date') return (row) => (packed as PackedNumbers)[row] ?? null;
  if (type !== 'set') {
    const [labels, codes] = packed as PackedTexts;
    return (row) => labels[codes[row] ?? -1] ?? null;
  }
  const [labels, sizes, codes] = packed as PackedSets;
  let start = 0;
  const starts = sizes.map((size) => (start += size) - size);
  return (row) => {
    const from = starts[row] ?? 0;
    return codes.slice(from, from + (sizes[row] ?? 0)).map((code) => labels[code] ?? '');
  };
}
