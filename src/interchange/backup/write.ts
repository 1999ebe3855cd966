import {
  chunkBytes,
  chunkParameters,
  deriveKey,
  formatVersion,
  fromBase64,
  iterations,
  magic,
  toBase64,
  type BackupHeader,
} from './format.ts';
import { encodePart, type BackupPart } from './parts.ts';

export interface WriteOptions {
  readonly password: string;
  readonly madeAt: Date;
  /** Fewer only in tests. */
  readonly iterations?: number;
}

/** Seals the parts of a book as they come; the whole never stands in memory. */
export async function* writeBackupFile(
  parts: AsyncIterable<BackupPart>,
  options: WriteOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const header: BackupHeader = {
    kdf: 'PBKDF2-SHA-256',
    iterations: options.iterations ?? iterations,
    salt: toBase64(crypto.getRandomValues(new Uint8Array(16))),
    noncePrefix: toBase64(crypto.getRandomValues(new Uint8Array(8))),
    madeAt: options.madeAt.toISOString(),
  };
  const key = await deriveKey(options.password, header, 'encrypt');
  const prelude = preludeOf(header);
  yield prelude;
  const noncePrefix = fromBase64(header.noncePrefix);
  let chunk = 0;
  for await (const { bytes, isLast } of chunksOf(gzip(parts))) {
    const sealed = await crypto.subtle.encrypt(
      chunkParameters(prelude, noncePrefix, chunk, isLast),
      key,
      bytes,
    );
    yield framed(new Uint8Array(sealed), isLast);
    chunk++;
  }
}

/** Magic, version and header: what every chunk is bound to. */
function preludeOf(header: BackupHeader): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const prelude = new Uint8Array(magic.length + 4 + json.length);
  prelude.set(new TextEncoder().encode(magic));
  const view = new DataView(prelude.buffer);
  view.setUint16(magic.length, formatVersion);
  view.setUint16(magic.length + 2, json.length);
  prelude.set(json, magic.length + 4);
  return prelude;
}

/** The highest bit of a chunk's length says that it is the last. */
function framed(sealed: Uint8Array, isLast: boolean): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(4 + sealed.length);
  new DataView(frame.buffer).setUint32(0, isLast ? sealed.length + 2 ** 31 : sealed.length);
  frame.set(sealed, 4);
  return frame;
}

function gzip(parts: AsyncIterable<BackupPart>): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  const frames = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encodePart(next.value));
    },
  });
  return frames.pipeThrough(new CompressionStream('gzip'));
}

/** Cuts a stream into chunks of `chunkBytes`; the last may be shorter, or empty for an empty stream. */
async function* chunksOf(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<{ bytes: Uint8Array<ArrayBuffer>; isLast: boolean }> {
  const reader = stream.getReader();
  let chunk = new Uint8Array(chunkBytes);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let at = 0; at < value.length;) {
      if (filled === chunkBytes) {
        yield { bytes: chunk, isLast: false };
        chunk = new Uint8Array(chunkBytes);
        filled = 0;
      }
      const taken = Math.min(chunkBytes - filled, value.length - at);
      chunk.set(value.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
    }
  }
  yield { bytes: chunk.slice(0, filled), isLast: true };
}
