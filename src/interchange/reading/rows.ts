import { err, ok, type Result } from '../../domain/result.ts';
import { createCsvParser, parserLimits, type Dialect, type RowDamage } from './csvParser.ts';
import type { Encoding } from './encoding.ts';
import { sourceErrorOf, type SourceError, type TextSource } from './source.ts';

/** How a file is read. Everything here is guessed first and may be changed by a person. */
export interface Reading extends Dialect {
  encoding: Encoding;
  header: boolean;
  directive: boolean;
  /** Of a workbook: which of its sheets, from 0. */
  sheet?: number;
}

export type ReadError = SourceError | { type: 'read-cancelled' };

/** One data record: `row` as a spreadsheet counts. */
export type DataRowHandler = (cells: readonly string[], row: number, damage: RowDamage | undefined) => void;

export interface RowsRead {
  /** Data records handed over; blank lines are not among them. */
  rows: number;
  blank: number;
  header: string[] | undefined;
}

/** Reads every record of a file in order, in bounded memory. Blank lines are counted and left out. Pauses between chunks, so that
 *  a worker hears a cancellation; `onBytes` gets the bytes so far, after expansion.
 *  Errors: those of the source, `read-cancelled`, and `file-too-many-columns` when the first record is too wide. */
export async function readRows(
  source: TextSource,
  reading: Reading,
  onRow: DataRowHandler,
  options: {
    signal?: AbortSignal;
    onBytes?: (bytes: number) => void;
    onHeader?: (header: string[] | undefined) => void;
    /** Awaited between chunks of the file. */
    onChunk?: () => Promise<void>;
  } = {},
): Promise<Result<RowsRead, ReadError>> {
  const { signal } = options;
  const read: RowsRead = { rows: 0, blank: 0, header: undefined };
  const skipped = reading.directive ? 1 : 0;
  let isFirst = true;
  let tooWide = false;
  const parser = createCsvParser(reading, (cells, row, damage) => {
    if (row <= skipped) return;
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') {
      read.blank += 1;
      return;
    }
    if (isFirst) {
      isFirst = false;
      if (damage?.type === 'too-many-columns') tooWide = true;
      if (reading.header) read.header = cells;
      options.onHeader?.(read.header);
      if (reading.header) return;
    }
    if (tooWide) return;
    read.rows += 1;
    onRow(cells, row, damage);
  });
  const decoder = new TextDecoder(reading.encoding);
  let bytes = 0;
  try {
    for await (const chunk of source.chunks()) {
      if (signal?.aborted === true) return err({ type: 'read-cancelled' });
      parser.write(decoder.decode(chunk, { stream: true }));
      if (tooWide)
        return err({
          type: 'file-too-many-columns',
          columns: parserLimits.maxColumns,
          maxColumns: parserLimits.maxColumns,
        });
      bytes += chunk.length;
      options.onBytes?.(bytes);
      await options.onChunk?.();
    }
  } catch (failure) {
    return err(sourceErrorOf(failure));
  }
  parser.write(decoder.decode());
  parser.end();
  if (tooWide)
    return err({
      type: 'file-too-many-columns',
      columns: parserLimits.maxColumns,
      maxColumns: parserLimits.maxColumns,
    });
  if (signal?.aborted === true) return err({ type: 'read-cancelled' });
  return ok(read);
}

/** The first characters of a file, and whether that is all of it. */
export async function readHead(
  source: TextSource,
  encoding: Encoding,
  characters: number,
): Promise<Result<{ text: string; whole: boolean }, SourceError>> {
  const decoder = new TextDecoder(encoding);
  let text = '';
  try {
    for await (const chunk of source.chunks()) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= characters) return ok({ text, whole: false });
    }
  } catch (failure) {
    return err(sourceErrorOf(failure));
  }
  return ok({ text: text + decoder.decode(), whole: true });
}
