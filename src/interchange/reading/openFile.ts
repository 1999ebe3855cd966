import type { Result } from '../../domain/result.ts';
import { looksLikeJson } from '../json/looksLikeJson.ts';
import { binarySignature } from './binary.ts';
import { openSource, type SourceError, type TextSource } from './source.ts';

/** Enough to tell what a file is. */
const headBytes = 256;

/** Opens a delimited text, packed or not, or a sheet of an Excel workbook, the records of a JSON file or the tasks and meetings of a calendar as one. Errors: every `SourceError`. */
export async function openFile(
  file: Blob,
  name: string,
  sheet?: number,
): Promise<Result<TextSource, SourceError>> {
  const head = new Uint8Array(
    await file
      .slice(0, headBytes)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0)),
  );
  if (binarySignature(head) !== 'xlsx-or-zip') {
    const start = new TextDecoder().decode(head);
    if (/^\ufeff?\s*BEGIN:VCALENDAR/i.test(start)) {
      const { openCalendar } = await import('../ics/openCalendar.ts');
      return openCalendar(file, name, sheet);
    }
    if (!looksLikeJson(start, name)) return openSource(file, name);
    const { openJson } = await import('../json/openJson.ts');
    return openJson(file, name);
  }
  const { openWorkbook } = await import('./xlsx/workbook.ts');
  return openWorkbook(file, name, sheet);
}
