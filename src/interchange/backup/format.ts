/**
 * A backup file: magic, version, header length, header as JSON, then sealed chunks. Each chunk is AES-256-GCM over at most
 * `chunkBytes` of a gzip stream; its nonce is the file's random prefix and the chunk's number, and header, number and a
 * mark on the last chunk are authenticated with it. So a wrong password, a changed byte, a missing, added or moved chunk
 * and a file that was cut off are all noticed.
 */
export const magic = 'RAPPORTB';
export const formatVersion = 1;
export const chunkBytes = 1 << 20;
export const tagBytes = 16;
/** OWASP's figure for PBKDF2 with HMAC-SHA-256, 2023. */
export const iterations = 600_000;
/** A header asks for at most this, or opening a forged file could hang. */
export const maxIterations = 10_000_000;
export const maxHeaderBytes = 4_096;

export interface BackupHeader {
  readonly kdf: 'PBKDF2-SHA-256';
  readonly iterations: number;
  /** Base64, 16 bytes. */
  readonly salt: string;
  /** Base64, 8 bytes. */
  readonly noncePrefix: string;
  /** When it was made, ISO 8601. */
  readonly madeAt: string;
}

export type BackupFileError =
  | { readonly type: 'not-a-backup' }
  | { readonly type: 'newer-backup'; readonly version: number }
  /** Of the first chunk: no other can tell a wrong password from a damaged file. */
  | { readonly type: 'wrong-password' }
  | { readonly type: 'damaged-backup'; readonly chunk: number };

/** Thrown while a file is read; the caller answers with its error. */
export class BackupFileFailed extends Error {
  override readonly name = 'BackupFileFailed';
  readonly error: BackupFileError;

  constructor(error: BackupFileError) {
    super(error.type);
    this.error = error;
  }
}

/** Throws where the password is empty. Slow on purpose: about half a second. */
export async function deriveKey(
  password: string,
  { salt, iterations: rounds }: BackupHeader,
  usage: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  if (password === '') throw new Error('a backup needs a password');
  const material = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(password.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  );
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    [usage],
  );
}

/** The GCM parameters of one chunk. */
export function chunkParameters(
  prelude: Uint8Array,
  noncePrefix: Uint8Array,
  chunk: number,
  isLast: boolean,
): AesGcmParams {
  const iv = new Uint8Array(12);
  iv.set(noncePrefix);
  new DataView(iv.buffer).setUint32(8, chunk);
  const additionalData = new Uint8Array(prelude.length + 5);
  additionalData.set(prelude);
  new DataView(additionalData.buffer).setUint32(prelude.length, chunk);
  additionalData[prelude.length + 4] = isLast ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData };
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
