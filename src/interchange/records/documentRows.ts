import { maxLinesInShard, type RecordId } from '../../domain/ids.ts';
import { isEqualJson } from '../../domain/json.ts';
import { importRecords } from '../mapping/targets.ts';
import { GatheredLines, isBare, productValues } from './gatheredLines.ts';
import type { RowResult } from './recordPass.ts';
import { numberOf, textOf, type ReadLine, type ReadRow, type RowValues } from './rowReader.ts';
import { isCode, matchKey, type ExistingRecords, type ImportSettings, type RowProblem } from './settings.ts';

/** A deal or quote of the file: what its rows say of it together. */
interface Head {
  readonly values: RowValues;
  /** Its rows, without those that stay out for a reason of their own. */
  readonly rows: number[];
  readonly firstRow: number;
  /** The first row that keeps it out, or 0. */
  badRow: number;
  lineCount: number;
  /** The number of its last line, where the file counts them. */
  lastLine: number;
}

interface Key {
  readonly text: string;
  /** Rows of one number belong together wherever they stand; of one name only while they agree. */
  readonly isNumber: boolean;
}

/** True for an import of deals or quotes with columns for their lines. */
export function readsLines({ kind, mapping }: Pick<ImportSettings, 'kind' | 'mapping'>): boolean {
  const isOfLine = (target: string | null): boolean => target !== null && /^(?:line|product)\./.test(target);
  return (kind === 'deal' || kind === 'quote') && mapping.some(({ target }) => isOfLine(target));
}

/**
 * Gathers the rows of deals and quotes that have a row for each of their lines, so that each comes to one row with lines. Rows belong
 * together that have one number, or one name and nothing that differs; a line that is counted from the start again begins another
 * record of that name. A cell that is empty in a later row says nothing. One bad row keeps the whole record out, because without
 * it the total would be wrong. Memory: the records, and 40 bytes a line.
 */
export class DocumentRows {
  readonly #kind: 'deal' | 'quote';
  readonly #lines: GatheredLines;
  readonly #heads: Head[] = [];
  /** The last record of each number or name. */
  readonly #byKey = new Map<string, number>();

  constructor(settings: Pick<ImportSettings, 'kind'>, existing: ExistingRecords) {
    this.#kind = settings.kind === 'quote' ? 'quote' : 'deal';
    this.#lines = new GatheredLines(existing);
  }

  /** Takes a row; an answer is final. */
  take(read: ReadRow): RowResult | undefined {
    const key = this.#keyOf(read);
    const index = this.#find(key, read) ?? this.#begin(key, read);
    const head = this.#heads[index];
    if (head === undefined) return undefined;
    const problems = read.problems.length > 0 ? read.problems : this.#problems(head, read);
    head.lastLine = numberOf(read.values.line['position']) ?? head.lastLine;
    if (problems.length > 0) {
      head.badRow ||= read.row;
      return { row: read.row, outcome: 'out', problems };
    }
    head.rows.push(read.row);
    for (const record of [this.#kind, 'account'] as const)
      for (const [field, value] of Object.entries(read.values[record])) head.values[record][field] ??= value;
    if (isBare(read)) return undefined;
    this.#lines.add(index, read);
    head.lineCount += 1;
    return undefined;
  }

  /** The records, each as one row, and all rows that share what becomes of it. */
  *gathered(): Generator<{ readonly read: ReadRow; readonly rows: readonly number[] }, void, undefined> {
    const lines = this.#lines.byOwner(this.#heads.length);
    const made = new Map<number, RecordId>();
    for (const [index, { badRow, firstRow, rows, values }] of this.#heads.entries()) {
      if (badRow > 0) continue;
      const own = Array.from(lines.of(index), (line) => this.#readLine(line, made));
      const read: ReadRow = { row: firstRow, values, problems: [] };
      yield { read: own.length === 0 ? read : { ...read, lines: own }, rows };
    }
  }

  /** Rows that stay out because of another one. */
  *incomplete(): Generator<RowResult, void, undefined> {
    for (const { badRow, rows } of this.#heads) {
      const problems: RowProblem[] = [{ type: 'order-incomplete', row: badRow }];
      if (badRow > 0) for (const row of rows) yield { row, outcome: 'out', problems };
    }
  }

  #readLine(line: number, made: Map<number, RecordId>): ReadLine {
    const place = this.#lines.productAt(line);
    const product = this.#lines.products[place];
    return {
      said: [place, this.#lines.stored(line, null)],
      settled: (make) => {
        if (product === undefined) return this.#lines.at(line, null);
        const id = product.existing ?? made.get(place) ?? make(productValues(product.values));
        made.set(place, id);
        return this.#lines.at(line, id);
      },
    };
  }

  #keyOf({ values }: ReadRow): Key | undefined {
    const fields = this.#kind === 'quote' ? (['number'] as const) : (['externalId', 'name'] as const);
    for (const field of fields) {
      const text = textOf(values[this.#kind][field]);
      if (text === undefined) continue;
      return { text: `${field}:${matchKey(field, text)}`, isNumber: field === 'number' || isCode(field) };
    }
    return undefined;
  }

  /** The record that a row goes on with. */
  #find(key: Key | undefined, read: ReadRow): number | undefined {
    const index = key === undefined ? undefined : this.#byKey.get(key.text);
    const head = index === undefined ? undefined : this.#heads[index];
    if (head === undefined || key?.isNumber === true) return index;
    const hasLines = head.lineCount > 0 || head.badRow > 0;
    const isAgain = (numberOf(read.values.line['position']) ?? Infinity) <= head.lastLine;
    return isBare(read) || !hasLines || isAgain || this.#difference(head, read) !== undefined
      ? undefined
      : index;
  }

  #begin(key: Key | undefined, read: ReadRow): number {
    const values = { ...noValues, [this.#kind]: {}, account: {} };
    const head: Head = { values, rows: [], firstRow: read.row, badRow: 0, lineCount: 0, lastLine: -Infinity };
    const index = this.#heads.push(head) - 1;
    if (key !== undefined) this.#byKey.set(key.text, index);
    return index;
  }

  /** The first field of which a row says something else than those before it. */
  #difference(head: Head, { values }: ReadRow): string | undefined {
    for (const record of [this.#kind, 'account'] as const) {
      for (const [field, value] of Object.entries(values[record])) {
        const said = head.values[record][field];
        if (said !== undefined && !isEqualJson(said, value)) return `${record}.${field}`;
      }
    }
    return undefined;
  }

  #problems(head: Head, read: ReadRow): RowProblem[] {
    if (!isBare(read) && read.values.line['price'] === undefined)
      return [{ type: 'missing', target: 'line.price' }];
    const target = head.badRow > 0 ? undefined : this.#difference(head, read);
    if (target !== undefined) return [{ type: 'order-differs', target, firstRow: head.firstRow }];
    if (head.lineCount >= maxLinesInShard) return [{ type: 'order-too-long', maxLines: maxLinesInShard }];
    return [];
  }
}

const noValues = Object.fromEntries(importRecords.map((record) => [record, {}])) as RowValues;
