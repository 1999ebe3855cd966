import type { RecordId } from '../../domain/ids.ts';
import { hasLines } from '../../domain/order.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import type { CaptureReader } from '../../workers/capture.ts';
import type { ScreenBook } from '../book.ts';

/** What lists can be written as. */
export type ExportFormat = 'xlsx' | 'csv' | 'json' | 'jsonl' | 'vcf' | 'ics';

export type CardVersion = '3.0' | '4.0';

export function formatsOf(kind: ListedKind): readonly ExportFormat[] {
  return [
    ...(['xlsx', 'csv', 'json', 'jsonl'] as const),
    ...(kind === 'account' || kind === 'contact' ? (['vcf'] as const) : []),
    ...(kind === 'task' || kind === 'activity' ? (['ics'] as const) : []),
  ];
}

/** True where tables can hold a row for each line, and a person has to choose. */
export function asksForLines(kind: ListedKind, format: ExportFormat): boolean {
  return hasLines(kind) && (format === 'xlsx' || format === 'csv');
}

/** What quotes and orders are made of is their lines; deals are mostly added up, and their amounts would count once for each line. */
export function defaultLines(kind: ListedKind): boolean {
  return kind !== 'deal';
}

export interface ExportRequest {
  readonly kind: ListedKind;
  readonly ids: readonly RecordId[];
  readonly format: ExportFormat;
  readonly version: CardVersion;
  /** Of tables: a row for each line of a deal, quote or order. */
  readonly linesAsRows: boolean;
  /** Hears how many records are written. */
  readonly onRecords: (done: number) => void;
}

/** A file, and what somebody should know of it. */
export interface Exported {
  readonly file: Blob;
  /** Sheets of a workbook, and cells that were too long for it. */
  readonly sheets: number;
  readonly cutCells: number;
}

export async function exportList(
  book: ScreenBook,
  reader: CaptureReader,
  { kind, ids, format, version, linesAsRows, onRecords }: ExportRequest,
): Promise<Exported> {
  if (format === 'vcf') {
    const { cardsOf } = await import('../capture/exportCards.ts');
    return { file: await cardsOf(book, reader, ids, version, onRecords), sheets: 1, cutCells: 0 };
  }
  if (format === 'ics') return { file: await book.exportCalendar(ids), sheets: 1, cutCells: 0 };
  return book.exportFile(format, [{ kind, ids, withoutLines: !linesAsRows }], onRecords);
}
