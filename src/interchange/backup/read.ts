import {
  BackupFileFailed,
  chunkBytes,
  chunkParameters,
  deriveKey,
  formatVersion,
  fromBase64,
  magic,
  maxHeaderBytes,
  maxIterations,
  tagBytes,
  type BackupHeader,
} from './format.ts';
import { decodePart, maxFrameBytes, type BackupPart } from './parts.ts';

interface Opened {
  readonly header: BackupHeader;
  readonly prelude: Uint8Array<ArrayBuffer>;
}

/** The header of a backup file: when it was made, before any password is asked. Throws `BackupFileFailed`. */
export async function readBackupHeader(file: Blob): Promise<BackupHeader> {
  return (await openFile(file)).header;
}

/** Opens a backup and gives its parts as they come. Throws `BackupFileFailed`; what came before is then not a whole book. */
export async function* readBackupFile(file: Blob, password: string): AsyncGenerator<BackupPart> {
  const opened = await openFile(file);
  const plain = chunkStream(file, opened, password).pipeThrough(new DecompressionStream('gzip'));
  const reader = plain.getReader();
  let pending = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pending = joined(pending, value);
      for (;;) {
        const size = frameSize(pending);
        if (size === undefined || pending.length < 4 + size) break;
        yield decodePart(pending.subarray(4, 4 + size));
        pending = pending.slice(4 + size);
      }
    }
  } catch (thrown) {
    throw thrown instanceof BackupFileFailed
      ? thrown
      : new BackupFileFailed({ type: 'damaged-backup', chunk: 0 });
  }
  if (pending.length > 0) throw new BackupFileFailed({ type: 'damaged-backup', chunk: 0 });
}

async function openFile(file: Blob): Promise<Opened> {
  const start = new Uint8Array(await file.slice(0, magic.length + 4 + maxHeaderBytes).arrayBuffer());
  const fixed = magic.length + 4;
  const isOurs = start.length > fixed && new TextDecoder().decode(start.subarray(0, magic.length)) === magic;
  if (!isOurs) throw new BackupFileFailed({ type: 'not-a-backup' });
  const view = new DataView(start.buffer);
  const version = view.getUint16(magic.length);
  if (version > formatVersion) throw new BackupFileFailed({ type: 'newer-backup', version });
  const length = view.getUint16(magic.length + 2);
  const header = length <= maxHeaderBytes ? parseHeader(start.subarray(fixed, fixed + length)) : undefined;
  if (header === undefined) throw new BackupFileFailed({ type: 'not-a-backup' });
  return { header, prelude: start.slice(0, fixed + length) };
}

function parseHeader(bytes: Uint8Array): BackupHeader | undefined {
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes)) as Partial<BackupHeader> | null;
    const { kdf, iterations, salt, noncePrefix, madeAt } = header ?? {};
    const isKnown = kdf === 'PBKDF2-SHA-256' && typeof salt === 'string' && typeof noncePrefix === 'string';
    if (!isKnown || typeof madeAt !== 'string' || typeof iterations !== 'number') return undefined;
    if (!Number.isSafeInteger(iterations) || iterations < 1 || iterations > maxIterations) return undefined;
    if (fromBase64(noncePrefix).length !== 8 || fromBase64(salt).length !== 16) return undefined;
    return { kdf, iterations, salt, noncePrefix, madeAt };
  } catch {
    return undefined;
  }
}

function chunkStream(
  file: Blob,
  { header, prelude }: Opened,
  password: string,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const noncePrefix = fromBase64(header.noncePrefix);
  let key: CryptoKey | undefined;
  let at = prelude.length;
  let chunk = 0;
  return new ReadableStream({
    async pull(controller) {
      key ??= await deriveKey(password, header, 'decrypt');
      const { sealed, isLast, next } = await readChunk(file, at, chunk);
      const opened = await crypto.subtle
        .decrypt(chunkParameters(prelude, noncePrefix, chunk, isLast), key, sealed)
        .catch(() => undefined);
      if (opened === undefined) {
        throw new BackupFileFailed(
          chunk === 0 ? { type: 'wrong-password' } : { type: 'damaged-backup', chunk },
        );
      }
      if (opened.byteLength > 0) controller.enqueue(new Uint8Array(opened));
      at = next;
      chunk++;
      if (!isLast) return;
      if (at !== file.size) throw new BackupFileFailed({ type: 'damaged-backup', chunk });
      controller.close();
    },
  });
}

async function readChunk(
  file: Blob,
  at: number,
  chunk: number,
): Promise<{ sealed: ArrayBuffer; isLast: boolean; next: number }> {
  const damaged = new BackupFileFailed({ type: 'damaged-backup', chunk });
  if (at + 4 > file.size) throw damaged;
  const word = new DataView(await file.slice(at, at + 4).arrayBuffer()).getUint32(0);
  const isLast = word >= 2 ** 31;
  const length = isLast ? word - 2 ** 31 : word;
  const next = at + 4 + length;
  if (length < tagBytes || length > chunkBytes + tagBytes || next > file.size) throw damaged;
  return { sealed: await file.slice(at + 4, next).arrayBuffer(), isLast, next };
}

function frameSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 4) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (size < 8 || size > maxFrameBytes) throw new BackupFileFailed({ type: 'damaged-backup', chunk: 0 });
  return size;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
