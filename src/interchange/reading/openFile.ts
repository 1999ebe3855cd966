import type { Result } from '../../domain/result.ts';
import { binarySignature } from './binary.ts';
import { openSource, type SourceError, type TextSource } from './source.ts';

/** Opens a delimited text, packed or not, or a sheet of an Excel workbook as one. Errors: every `SourceError`. */
export async function openFile(
  file: Blob,
  name: string,
  sheet?: number,
): Promise<Result<TextSource, SourceError>> {
  const head = new Uint8Array(
    await file
      .slice(0, 8)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0)),
  );
  if (binarySignature(head) !== 'xlsx-or-zip') return openSource(file, name);
  const { openWorkbook } = await import('./xlsx/workbook.ts');
  return openWorkbook(file, name, sheet);
}
