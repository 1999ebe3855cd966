import { err, ok, type Result } from '../../domain/result.ts';
import type { CalendarRemarks } from '../ics/readCalendar.ts';
import type { JsonProblem } from '../json/recordSplitter.ts';
import { binarySignature, isGzip, type BinaryKind } from './binary.ts';
import { createEncodingDetector, type Encoding, type EncodingWhy } from './encoding.ts';

/** Limits of one file. A file above them is refused before anything is read, or as soon as its expansion passes them. */
export const maxFileBytes = 1_000_000_000;
export const maxExpandedBytes = 2_000_000_000;

/** Bytes looked at to find the encoding. A file that turns from ASCII to something else later shows damaged rows. */
const encodingScanBytes = 64_000_000;

export type SourceError =
  | { type: 'file-empty' }
  | { type: 'file-too-large'; bytes: number; maxBytes: number }
  | { type: 'file-expands-too-far'; maxBytes: number }
  | { type: 'file-binary'; looksLike: BinaryKind }
  | { type: 'file-gzip-damaged' }
  | { type: 'file-workbook-damaged' }
  | { type: 'file-unreadable'; reason: string }
  | { type: 'file-too-many-columns'; columns: number; maxColumns: number }
  /** No event and no to-do in it. */
  | { type: 'calendar-none' }
  | JsonProblem;

/** What a source was before its rows were made of it, where that is no table. */
export type SourceForm = 'json' | 'calendar';

export interface CalendarFacts {
  rows: readonly [tasks: number, meetings: number];
  remarks: CalendarRemarks;
}

/** An opened text file. `chunks` starts from the beginning each time and may fail with a `SourceFailure`. */
export interface TextSource {
  name: string;
  bytes: number;
  compressed: boolean;
  encoding: Encoding;
  encodingWhy: EncodingWhy;
  /** Its rows were made by us, and begin with their header. */
  form?: SourceForm;
  /** Of a calendar: rows of each sheet, and what of it stands in notes only. */
  calendar?: CalendarFacts;
  /** Of a workbook: the names of its sheets, and which of them is read. */
  sheets?: readonly string[];
  sheet?: number;
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
}

/** Thrown out of a source's stream, the one place where a value cannot be returned; `error` is the plain error. */
export class SourceFailure extends Error {
  readonly error: SourceError;
  constructor(error: SourceError) {
    super(error.type);
    this.error = error;
  }
}

/** Looks at a file's size, first bytes and encoding without holding it in memory. Errors: every `SourceError`. */
export async function openSource(
  file: Blob,
  name: string,
  maxExpanded = maxExpandedBytes,
): Promise<Result<TextSource, SourceError>> {
  if (file.size === 0) return err({ type: 'file-empty' });
  if (file.size > maxFileBytes)
    return err({ type: 'file-too-large', bytes: file.size, maxBytes: maxFileBytes });
  try {
    const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
    const signature = binarySignature(head);
    if (signature !== undefined) return err({ type: 'file-binary', looksLike: signature });
    const compressed = isGzip(head);
    const chunks = () => (compressed ? expandedChunks(file, maxExpanded) : plainChunks(file.stream()));

    const detector = createEncodingDetector();
    let seen = 0;
    for await (const chunk of chunks()) {
      if (seen === 0) {
        const inner = binarySignature(chunk);
        if (inner !== undefined) return err({ type: 'file-binary', looksLike: inner });
      }
      seen += chunk.length;
      if (!detector.push(chunk) || seen >= encodingScanBytes) break;
    }
    if (seen === 0) return err({ type: 'file-empty' });
    const guess = detector.guess();
    if (guess.kind === 'binary') return err({ type: 'file-binary', looksLike: 'unknown' });
    return ok({
      name,
      bytes: file.size,
      compressed,
      encoding: guess.encoding,
      encodingWhy: guess.why,
      chunks,
    });
  } catch (failure) {
    return err(sourceErrorOf(failure));
  }
}

/** The plain error of whatever a source's stream has thrown. A `DOMException` of the browser's file layer (moved, deleted,
 *  permission withdrawn) becomes `file-unreadable`; anything else is a bug and is thrown on. */
export function sourceErrorOf(failure: unknown): SourceError {
  if (failure instanceof SourceFailure) return failure.error;
  if (failure instanceof DOMException) return { type: 'file-unreadable', reason: failure.name };
  throw failure;
}

async function* plainChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* expandedChunks(file: Blob, maxExpanded: number): AsyncGenerator<Uint8Array, void, undefined> {
  const expanding: ReadableStream<Uint8Array> = file.stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = expanding.getReader();
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await readExpanded(reader);
      if (done || value === undefined) return;
      total += value.length;
      if (total > maxExpanded)
        throw new SourceFailure({ type: 'file-expands-too-far', maxBytes: maxExpanded });
      if (value.length > 0) yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A decompression stream reports damaged or truncated data as a TypeError. */
async function readExpanded(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (failure) {
    if (failure instanceof TypeError) throw new SourceFailure({ type: 'file-gzip-damaged' });
    throw failure;
  }
}
