import { maxTableCells, maxTableColumns, type BookColumn, type TableCell } from '../../domain/bookTable.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { maxTableRowBytes, PartPacker, type PartContent } from '../../domain/tablePart.ts';
import { readRows, type ReadError, type Reading } from '../reading/rows.ts';
import type { TextSource } from '../reading/source.ts';
import { cellReader, wordsOf, type CellReading } from './tableCells.ts';
import type { TableLayout } from './tableSurvey.ts';

/** A column as it will be kept, and where it stands in the file. */
export interface ColumnSetting extends BookColumn, CellReading {
  readonly index: number;
}

/** What a person decided about a table. With the layout `lists` there is one column, a set. */
export interface TableSettings {
  readonly name: string;
  readonly layout: TableLayout;
  readonly columns: readonly ColumnSetting[];
  readonly keyColumn: string | null;
}

export interface TableRunReport {
  readonly rows: number;
  readonly parts: number;
  /** Texts that were longer than `maxTableText` and are cut. */
  readonly cut: number;
  /** Rows with cells beyond the last column. */
  readonly extra: number;
  /** By the key of the column: cells that are no number or date and stay empty, and the first of them. */
  readonly unread: readonly {
    readonly key: string;
    readonly cells: number;
    readonly row: number;
    readonly text: string;
  }[];
  /** Of the key column: rows without a key, and rows whose key stood in an earlier one. */
  readonly withoutKey: number;
  readonly repeatedKeys: number;
}

export type TableRunError =
  | ReadError
  | { readonly type: 'table-no-columns' }
  | { readonly type: 'table-too-many-columns'; readonly columns: number; readonly maxColumns: number }
  | { readonly type: 'table-too-large'; readonly cells: number; readonly maxCells: number }
  | { readonly type: 'table-row-too-large'; readonly row: number; readonly maxBytes: number };

export interface TableRun {
  readonly source: TextSource;
  readonly reading: Reading;
  readonly settings: TableSettings;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
  /** Each part as it is full. */
  readonly onPart?: (content: PartContent, index: number) => void;
  /** Each row with its key, where there is a key column. */
  readonly onRow?: (cells: readonly TableCell[], key: string | undefined) => void;
  /** Awaited between chunks of the file. */
  readonly onChunk?: () => Promise<void>;
}

/** Reads a file into the parts of a table, in one pass. The same file and settings give the same parts. */
export async function runTable(run: TableRun): Promise<Result<TableRunReport, TableRunError>> {
  const { source, reading, settings } = run;
  const { columns, layout } = settings;
  if (columns.length === 0) return err({ type: 'table-no-columns' });
  if (columns.length > maxTableColumns) {
    return err({ type: 'table-too-many-columns', columns: columns.length, maxColumns: maxTableColumns });
  }
  let [parts, rows, cells, cut, extra, withoutKey, repeatedKeys] = [0, 0, 0, 0, 0, 0, 0];
  let tooLargeRow: number | undefined;
  const unread = new Map<string, { key: string; cells: number; row: number; text: string }>();
  const packer = new PartPacker(columns, (content) => {
    run.onPart?.(content, parts);
    parts += 1;
  });
  const readers = columns.map(cellReader);
  const keyAt = columns.findIndex(({ key }) => key === settings.keyColumn);
  const keys = new Set<string>();
  const width = Math.max(...columns.map(({ index }) => index)) + 1;
  let headerWidth = width;

  const rowOf = (found: readonly string[], row: number): TableCell[] => {
    if (layout === 'lists') return [wordsOf(found)];
    return columns.map((column, i) => {
      const text = found[column.index] ?? '';
      const { value, problem } = readers[i]?.(text) ?? { value: null };
      if (problem === 'cut') cut += 1;
      if (problem === 'unread') {
        const before = unread.get(column.key);
        if (before === undefined)
          unread.set(column.key, { key: column.key, cells: 1, row, text: text.slice(0, 80) });
        else before.cells += 1;
      }
      return value;
    });
  };

  const read = await readRows(
    source,
    reading,
    (found, row) => {
      rows += 1;
      cells += layout === 'lists' ? found.length : columns.length;
      if (cells > maxTableCells || tooLargeRow !== undefined) return;
      if (layout === 'columns' && found.length > headerWidth && hasMore(found, headerWidth)) extra += 1;
      const values = rowOf(found, row);
      const key = keyAt < 0 ? undefined : keyText(values[keyAt] ?? null);
      if (keyAt >= 0) {
        if (key === undefined) withoutKey += 1;
        else if (keys.has(key)) repeatedKeys += 1;
        else keys.add(key);
      }
      if (!packer.add(values)) tooLargeRow = row;
      else run.onRow?.(values, key);
    },
    {
      ...(run.signal === undefined ? {} : { signal: run.signal }),
      ...(run.onBytes === undefined ? {} : { onBytes: run.onBytes }),
      ...(run.onChunk === undefined ? {} : { onChunk: run.onChunk }),
      onHeader: (header) => (headerWidth = header?.length ?? Infinity),
    },
  );
  if (!read.ok) return read;
  if (cells > maxTableCells) {
    return err({ type: 'table-too-large', cells, maxCells: maxTableCells });
  }
  if (tooLargeRow !== undefined) {
    return err({ type: 'table-row-too-large', row: tooLargeRow, maxBytes: maxTableRowBytes });
  }
  packer.end();
  await run.onChunk?.();
  return ok({ rows, parts, cut, extra, unread: [...unread.values()], withoutKey, repeatedKeys });
}

/** The key of a row as a text to compare by; undefined for an empty one. */
export function keyText(cell: TableCell): string | undefined {
  if (cell === null) return undefined;
  if (typeof cell === 'number') return `#${cell}`;
  return typeof cell === 'string' ? `$${cell}` : JSON.stringify(cell);
}

function hasMore(cells: readonly string[], from: number): boolean {
  return cells.slice(from).some((cell) => cell.trim() !== '');
}
