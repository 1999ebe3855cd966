/** The layout of a backup file, version 1. All numbers are big-endian.
 *
 *  Header, 64 bytes: `RAPPORTB`, version u8, key derivation u8 (1: PBKDF2-SHA-256), two zero bytes, iterations u32, salt 16 bytes,
 *  key check 16 bytes, time of the backup u64 (ms), eight zero bytes.
 *  Then chunks: u32 (length of the ciphertext, top bit set in the last chunk) and AES-256-GCM ciphertext with its tag. The nonce is
 *  the chunk's number (u64) and four zero bytes; the key belongs to one file, because the salt is random, so no nonce repeats.
 *  Associated data: the whole header, the chunk's number and whether it is the last; so chunks cannot be changed, moved, left
 *  out or cut off, and the header cannot be exchanged. Key and key check are two HKDF outputs of the PBKDF2 result (RFC 8018,
 *  RFC 5869; iterations as OWASP's Password Storage Cheat Sheet asks for). */
export const headerLength = 64;
export const backupVersion = 1;
export const backupIterations = 600_000;
/** What a file may ask for: below is unsafe, above would freeze the device. */
const fewestIterations = 100_000;
const mostIterations = 10_000_000;
export const chunkLength = 1_048_576;
export const tagLength = 16;
const magic = new TextEncoder().encode('RAPPORTB');

export interface BackupHeader {
  bytes: Uint8Array<ArrayBuffer>;
  iterations: number;
  salt: Uint8Array<ArrayBuffer>;
  check: Uint8Array<ArrayBuffer>;
  /** Wall clock in ms. */
  at: number;
}

export type HeaderError =
  { type: 'backup-not-one' } | { type: 'backup-newer-version'; version: number } | { type: 'backup-damaged' };

export interface BackupKey {
  key: CryptoKey;
  check: Uint8Array<ArrayBuffer>;
}

export function writeHeader(
  salt: Uint8Array,
  check: Uint8Array,
  iterations: number,
  at: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerLength);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint8(8, backupVersion);
  view.setUint8(9, 1);
  view.setUint32(12, iterations);
  bytes.set(salt, 16);
  bytes.set(check, 32);
  view.setBigUint64(48, BigInt(at));
  return bytes;
}

export function readHeader(bytes: Uint8Array<ArrayBuffer>): BackupHeader | HeaderError {
  if (bytes.length < headerLength || !magic.every((byte, index) => bytes[index] === byte))
    return { type: 'backup-not-one' };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const version = view.getUint8(8);
  if (version > backupVersion) return { type: 'backup-newer-version', version };
  const iterations = view.getUint32(12);
  const isUsable =
    version === backupVersion &&
    view.getUint8(9) === 1 &&
    iterations >= fewestIterations &&
    iterations <= mostIterations;
  if (!isUsable) return { type: 'backup-damaged' };
  return {
    bytes,
    iterations,
    salt: bytes.slice(16, 32),
    check: bytes.slice(32, 48),
    at: Number(view.getBigUint64(48)),
  };
}

export function isHeaderError(header: BackupHeader | HeaderError): header is HeaderError {
  return 'type' in header;
}

/** The key of a file. The password is normalised (NFKC), so that it can be typed on another keyboard. */
export async function deriveKey(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<BackupKey> {
  const secret = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(password.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveBits'],
  );
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    secret,
    256,
  );
  const root = await crypto.subtle.importKey('raw', stretched, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const purpose = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: new TextEncoder().encode(info),
  });
  const key = await crypto.subtle.deriveKey(
    purpose('rapport backup key'),
    root,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  const check = new Uint8Array(await crypto.subtle.deriveBits(purpose('rapport backup check'), root, 128));
  return { key, check };
}

/** One chunk with its length in front. */
export async function sealChunk(
  key: CryptoKey,
  header: Uint8Array,
  index: number,
  isLast: boolean,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const cipher = new Uint8Array(
    await crypto.subtle.encrypt(chunkParameters(header, index, isLast), key, plain),
  );
  const sealed = new Uint8Array(4 + cipher.length);
  new DataView(sealed.buffer).setUint32(0, isLast ? (cipher.length | 0x8000_0000) >>> 0 : cipher.length);
  sealed.set(cipher, 4);
  return sealed;
}

/** The chunk's plain text; undefined when it was changed, moved or is not of this file. */
export async function openChunk(
  key: CryptoKey,
  header: Uint8Array,
  index: number,
  isLast: boolean,
  cipher: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(chunkParameters(header, index, isLast), key, cipher));
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'OperationError') return undefined;
    throw thrown;
  }
}

function chunkParameters(header: Uint8Array, index: number, isLast: boolean): AesGcmParams {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(0, BigInt(index));
  const additionalData = new Uint8Array(headerLength + 9);
  additionalData.set(header);
  new DataView(additionalData.buffer).setBigUint64(headerLength, BigInt(index));
  additionalData[headerLength + 8] = isLast ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData };
}
