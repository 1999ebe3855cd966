import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8 } from './bytes.ts';
import { boxKeyOf, type BoxKey } from './keys.ts';

/** What a subkey of an epoch's key is for: a text sealed for one purpose never opens for another. */
export type Purpose = 'records' | 'names' | 'live' | 'previous' | 'join' | 'wrap';

const nonceBytes = 24;
const keyBytes = 32;

/** HKDF-SHA-256 (RFC 5869) with the workspace as salt. 32 bytes. */
export function subkey(key: Uint8Array, workspace: Uint8Array, purpose: Purpose): Uint8Array {
  return hkdf(sha256, key, workspace, utf8(`rapport v1 ${purpose}`), keyBytes);
}

/** XChaCha20-Poly1305 over the padded text; `aad` is authenticated beside it. */
export function seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, text: Uint8Array): Uint8Array {
  return xchacha20poly1305(key, nonce, aad).encrypt(pad(text));
}

/** Undefined where the key, the nonce, the associated data or one bit of the body is not what was sealed. */
export function open(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  body: Uint8Array,
): Uint8Array | undefined {
  try {
    return unpad(xchacha20poly1305(key, nonce, aad).decrypt(body));
  } catch {
    return undefined;
  }
}

/** A nonce, then the sealed text: for small things that travel without a header. */
export function sealBox(key: Uint8Array, aad: Uint8Array, text: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  return concatBytes(nonce, seal(key, nonce, aad, text));
}

export function openBox(key: Uint8Array, aad: Uint8Array, box: Uint8Array): Uint8Array | undefined {
  if (box.length < nonceBytes) return undefined;
  return open(key, box.subarray(0, nonceBytes), aad, box.subarray(nonceBytes));
}

/** Wraps an epoch's key to a device: an ephemeral public key of 32 bytes, then a box under the agreed key. */
export async function wrapKey(key: Uint8Array, to: Uint8Array, workspace: Uint8Array): Promise<Uint8Array> {
  const ephemeral = boxKeyOf(randomBytes(keyBytes));
  const shared = await ephemeral.agree(to);
  const aad = concatBytes(ephemeral.publicKey, to);
  return concatBytes(ephemeral.publicKey, sealBox(subkey(shared, workspace, 'wrap'), aad, key));
}

/** Undefined where it was not wrapped to this key. */
export async function unwrapKey(
  wrapped: Uint8Array,
  box: BoxKey,
  workspace: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (wrapped.length < keyBytes) return undefined;
  const ephemeral = wrapped.subarray(0, keyBytes);
  const shared = await box.agree(ephemeral).catch(() => undefined);
  if (shared === undefined) return undefined;
  const aad = concatBytes(ephemeral, box.publicKey);
  const key = openBox(subkey(shared, workspace, 'wrap'), aad, wrapped.subarray(keyBytes));
  return key?.length === keyBytes ? key : undefined;
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/**
 * The length that a text is padded to: at most 12 % more, and only O(log log n) bits of the length show.
 * Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, Padmé.
 */
export function paddedLength(length: number): number {
  const least = 64;
  if (length <= least) return least;
  const exponent = Math.floor(Math.log2(length));
  const bits = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - bits);
  return Math.ceil(length / step) * step;
}

/** The text, one byte 0x80, then zeros (ISO/IEC 7816-4). */
function pad(text: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedLength(text.length + 1));
  padded.set(text);
  padded[text.length] = 0x80;
  return padded;
}

function unpad(padded: Uint8Array): Uint8Array | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  return padded[end] === 0x80 ? padded.subarray(0, end) : undefined;
}
