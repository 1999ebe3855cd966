import { SourceFailure } from '../source.ts';

/** A file of an archive, as its central directory says. */
export interface ZipEntry {
  readonly name: string;
  readonly compressedBytes: number;
  /** Bytes after expansion: more than it says of itself is refused. */
  readonly bytes: number;
  readonly isDeflated: boolean;
  readonly offset: number;
}

/** Files of one archive at most. */
const maxEntries = 10_000;
const endLength = 22;
const longestComment = 65_535;
const entryLength = 46;
const localLength = 30;

/**
 * The files of a ZIP archive, from its directory at the end; undefined where it is damaged, encrypted, split or larger than 4 GB.
 * Nothing is expanded. Format: PKWARE's application note, sections 4.3.7 to 4.3.16.
 */
export async function readZip(file: Blob): Promise<ReadonlyMap<string, ZipEntry> | undefined> {
  const tail = await viewOf(file.slice(Math.max(0, file.size - endLength - longestComment)));
  const end = findEnd(tail);
  if (end === undefined) return undefined;
  const count = tail.getUint16(end + 10, true);
  const [length, start] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (count > maxEntries || start + length > file.size) return undefined;
  const directory = await viewOf(file.slice(start, start + length));
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + entryLength > directory.byteLength || directory.getUint32(at, true) !== 0x02014b50)
      return undefined;
    const flags = directory.getUint16(at + 8, true);
    const method = directory.getUint16(at + 10, true);
    const nameLength = directory.getUint16(at + 28, true);
    const restLength = directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (at + entryLength + nameLength > directory.byteLength) return undefined;
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + entryLength, nameLength));
    const isReadable = (flags & 1) === 0 && (method === 0 || method === 8);
    if (isReadable) {
      entries.set(name, {
        name,
        compressedBytes: directory.getUint32(at + 20, true),
        bytes: directory.getUint32(at + 24, true),
        isDeflated: method === 8,
        offset: directory.getUint32(at + 42, true),
      });
    }
    at += entryLength + nameLength + restLength;
  }
  return entries;
}

/**
 * The bytes of a file of an archive, piece by piece. Throws a `SourceFailure`: `file-expands-too-far` where it is or becomes larger
 * than `maxBytes` or than it says of itself, `file-workbook-damaged` where it cannot be expanded.
 */
export async function* expand(
  file: Blob,
  entry: ZipEntry,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (entry.bytes > maxBytes) throw tooFar(maxBytes);
  const header = await viewOf(file.slice(entry.offset, entry.offset + localLength));
  if (header.byteLength < localLength || header.getUint32(0, true) !== 0x04034b50) throw damaged();
  const from = entry.offset + localLength + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = file.slice(from, from + entry.compressedBytes).stream();
  const reader: ReadableStreamDefaultReader<Uint8Array> = (
    entry.isDeflated ? packed.pipeThrough(new DecompressionStream('deflate-raw')) : packed
  ).getReader();
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((failure: unknown) => {
        if (failure instanceof TypeError) throw damaged();
        throw failure;
      });
      if (done) break;
      total += value.length;
      if (total > entry.bytes) throw tooFar(entry.bytes);
      if (value.length > 0) yield value;
    }
    if (total !== entry.bytes) throw damaged();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function findEnd(tail: DataView): number | undefined {
  for (let at = tail.byteLength - endLength; at >= 0; at--) {
    if (tail.getUint32(at, true) === 0x06054b50) return at;
  }
  return undefined;
}

async function viewOf(bytes: Blob): Promise<DataView<ArrayBuffer>> {
  return new DataView(await bytes.arrayBuffer());
}

function tooFar(maxBytes: number): SourceFailure {
  return new SourceFailure({ type: 'file-expands-too-far', maxBytes });
}

function damaged(): SourceFailure {
  return new SourceFailure({ type: 'file-workbook-damaged' });
}
