import { err, ok, type Result } from '../../domain/result.ts';
import { madeRow } from '../reading/madeRows.ts';
import {
  openSource,
  SourceFailure,
  sourceErrorOf,
  type SourceError,
  type TextSource,
} from '../reading/source.ts';
import { rowsOfRecord } from './recordRows.ts';
import { RecordSplitter } from './recordSplitter.ts';

/** A file of records, in bytes, after expansion. */
export const maxJsonBytes = 500_000_000;
const maxColumns = 1_000;
const chunkLength = 65_536;

/**
 * Opens a JSON file of records as a text source: comma-separated UTF-8 with a header of all names in the order in which they first occur. It is
 * read once for the names and again for each pass. Errors: every `SourceError`; `json-invalid` and the like name the place.
 */
export async function openJson(file: Blob, name: string): Promise<Result<TextSource, SourceError>> {
  const opened = await openSource(file, name, maxJsonBytes);
  if (!opened.ok) return opened;
  const text = opened.value;
  if (file.size > maxJsonBytes)
    return err({ type: 'file-too-large', bytes: file.size, maxBytes: maxJsonBytes });
  try {
    const columns = new Set<string>();
    for await (const rows of rowsOf(text)) {
      for (const row of rows) for (const column of row.keys()) columns.add(column);
      if (columns.size > maxColumns)
        return err({ type: 'file-too-many-columns', columns: columns.size, maxColumns });
    }
    const header = [...columns];
    return ok({
      ...text,
      compressed: true,
      encoding: 'utf-8',
      form: 'json',
      chunks: () => csvChunks(text, header),
    });
  } catch (failure) {
    return err(sourceErrorOf(failure));
  }
}

async function* csvChunks(
  text: TextSource,
  header: readonly string[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let waiting = madeRow(header);
  for await (const rows of rowsOf(text)) {
    for (const row of rows) waiting += madeRow(header.map((column) => row.get(column) ?? ''));
    if (waiting.length < chunkLength) continue;
    yield encoder.encode(waiting);
    waiting = '';
  }
  if (waiting !== '') yield encoder.encode(waiting);
}

async function* rowsOf(text: TextSource): AsyncGenerator<ReturnType<typeof rowsOfRecord>, void, undefined> {
  let rows: ReturnType<typeof rowsOfRecord> = [];
  const splitter = new RecordSplitter((record) => rows.push(...rowsOfRecord(record)));
  const decoder = new TextDecoder(text.encoding);
  for await (const chunk of text.chunks()) {
    const problem = splitter.write(decoder.decode(chunk, { stream: true }));
    if (problem !== undefined) throw new SourceFailure(problem);
    yield rows;
    rows = [];
  }
  const problem = splitter.write(decoder.decode()) ?? splitter.end();
  if (problem !== undefined) throw new SourceFailure(problem);
  yield rows;
}
