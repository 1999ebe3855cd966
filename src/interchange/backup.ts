import { err, ok, type Result } from '../domain/result.ts';
import {
  backupIterations,
  chunkLength,
  deriveKey,
  headerLength,
  isHeaderError,
  openChunk,
  readHeader,
  sealChunk,
  tagLength,
  writeHeader,
  type HeaderError,
} from './backupCipher.ts';
import { decodeFrames, encodeFrame, FrameError, type Packable } from './backupFrames.ts';

export type BackupError = HeaderError | { type: 'backup-wrong-password' } | { type: 'backup-truncated' };

/** Thrown out of a backup's stream, where no value can be returned; `error` is the plain error. */
export class BackupFailure extends Error {
  override readonly name = 'BackupFailure';
  readonly error: BackupError;
  constructor(error: BackupError) {
    super(error.type);
    this.error = error;
  }
}

/** Writes a backup piece by piece: parts → frames → gzip → chunks of a megabyte, each encrypted. Nothing but the current part and
 *  chunk is held. `iterations` is lowered by tests only. */
export async function* writeBackupFile(
  parts: AsyncIterable<Packable>,
  password: string,
  at: number,
  iterations = backupIterations,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { key, check } = await deriveKey(password, salt, iterations);
  const header = writeHeader(salt, check, iterations, at);
  yield header;
  let index = 0;
  let held: Uint8Array<ArrayBuffer> | undefined;
  for await (const chunk of inChunks(through(frames(parts), new CompressionStream('gzip')))) {
    if (held !== undefined) {
      yield await sealChunk(key, header, index, false, held);
      index += 1;
    }
    held = chunk;
  }
  yield await sealChunk(key, header, index, true, held ?? new Uint8Array(0));
}

export interface OpenedBackup {
  /** When it was made, wall clock in ms. */
  at: number;
  /** Everything in it, in order. Throws `BackupFailure` when the file turns out damaged or cut off: what was read before it is right,
   *  but not all. */
  parts: AsyncGenerator<Packable, void, undefined>;
}

/** Opens a backup with its password. Errors: not a backup, a newer version, damaged, the wrong password. */
export async function openBackupFile(
  file: Blob,
  password: string,
  onBytes?: (bytes: number) => void,
): Promise<Result<OpenedBackup, BackupError>> {
  const header = readHeader(new Uint8Array(await file.slice(0, headerLength).arrayBuffer()));
  if (isHeaderError(header)) return err(header);
  const { key, check } = await deriveKey(password, header.salt, header.iterations);
  if (!check.every((byte, index) => byte === header.check[index]))
    return err({ type: 'backup-wrong-password' });
  return ok({ at: header.at, parts: readParts(file, header.bytes, key, onBytes) });
}

async function* readParts(
  file: Blob,
  header: Uint8Array,
  key: CryptoKey,
  onBytes: ((bytes: number) => void) | undefined,
) {
  try {
    yield* decodeFrames(through(chunksOf(file, header, key, onBytes), new DecompressionStream('gzip')));
  } catch (thrown) {
    if (thrown instanceof FrameError) throw new BackupFailure({ type: 'backup-damaged' });
    throw thrown;
  }
}

async function* frames(parts: AsyncIterable<Packable>) {
  for await (const part of parts) yield encodeFrame(part);
}

/** Decrypts chunk by chunk, by position in the file: nothing else of it is read. */
async function* chunksOf(
  file: Blob,
  header: Uint8Array,
  key: CryptoKey,
  onBytes: ((bytes: number) => void) | undefined,
) {
  let at = headerLength;
  for (let index = 0; ; index += 1) {
    const lead = await file.slice(at, at + 4).arrayBuffer();
    if (lead.byteLength < 4) throw new BackupFailure({ type: 'backup-truncated' });
    const word = new DataView(lead).getUint32(0);
    const isLast = word >= 0x8000_0000;
    const length = word & 0x7fff_ffff;
    if (length < tagLength || length > chunkLength + tagLength)
      throw new BackupFailure({ type: 'backup-damaged' });
    const cipher = new Uint8Array(await file.slice(at + 4, at + 4 + length).arrayBuffer());
    if (cipher.length < length) throw new BackupFailure({ type: 'backup-truncated' });
    const plain = await openChunk(key, header, index, isLast, cipher);
    if (plain === undefined) throw new BackupFailure({ type: 'backup-damaged' });
    at += 4 + length;
    onBytes?.(at);
    yield plain;
    if (!isLast) continue;
    if (at !== file.size) throw new BackupFailure({ type: 'backup-damaged' });
    return;
  }
}

/** Pieces of any size as pieces of `chunkLength`; the last may be shorter. */
async function* inChunks(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let chunk = new Uint8Array(chunkLength);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + chunkLength - filled);
      chunk.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < chunkLength) continue;
      yield chunk;
      chunk = new Uint8Array(chunkLength);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.slice(0, filled);
}

/** Sends pieces through a transform stream. What makes the pieces fail comes out as it was thrown; damaged gzip as `backup-damaged`. */
async function* through(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  transform: CompressionStream | DecompressionStream,
): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = transform.writable.getWriter();
  let failure: unknown;
  const feeding = (async () => {
    try {
      for await (const piece of pieces) await writer.write(piece);
      await writer.close();
    } catch (thrown) {
      failure ??= thrown;
      await writer.abort(thrown);
    }
  })();
  const reader = transform.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } catch (thrown) {
    failure ??= thrown;
  }
  await feeding.catch((thrown: unknown) => (failure ??= thrown));
  if (failure instanceof TypeError) throw new BackupFailure({ type: 'backup-damaged' });
  if (failure !== undefined) throw failure as Error;
}
