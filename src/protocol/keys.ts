import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, toHex } from './bytes.ts';

/** Ed25519: the private half may live where this code cannot read it. */
export interface Signer {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** X25519: opens what was wrapped to `publicKey`. */
export interface BoxKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The 32 bytes shared with the holder of the other key (RFC 7748); rejects where that is no key, see `isBoxKey`. */
  readonly agree: (theirs: Uint8Array) => Promise<Uint8Array>;
}

/** Both keys of one device. */
export interface DeviceKeys {
  readonly signer: Signer;
  readonly box: BoxKey;
}

export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/** Ed25519 (RFC 8032) from a seed of 32 bytes, in memory. */
export function signerOf(seed: Uint8Array): Signer {
  const publicKey = ed25519.getPublicKey(seed);
  return { publicKey, sign: (message) => Promise.resolve(ed25519.sign(message, seed)) };
}

/** X25519 (RFC 7748) from a secret of 32 bytes, in memory. */
export function boxKeyOf(secret: Uint8Array): BoxKey {
  const publicKey = x25519.getPublicKey(secret);
  return {
    publicKey,
    agree: (theirs) => Promise.resolve().then(() => x25519.getSharedSecret(secret, theirs)),
  };
}

/**
 * Verification without cofactor (RFC 8032, 5.1.7, its stricter equation): the point is computed and its bytes compared, as
 * OpenSSL, BoringSSL and WebCrypto do it, so that no signature holds on one device and not on the next. A signer could
 * otherwise make such ones on purpose.
 */
export const verifySignature: Verify = (publicKey, message, signature) =>
  Promise.resolve(isSignature(publicKey, message, signature));

function isSignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const commitment = signature.subarray(0, 32);
  const response = littleEndian(signature.subarray(32));
  if (response >= order) return false;
  const key = signingPoint(publicKey);
  if (key === undefined) return false;
  const challenge = littleEndian(sha512(concatBytes(commitment, publicKey, message))) % order;
  const point = Point.BASE.multiplyUnsafe(response).subtract(key.multiplyUnsafe(challenge));
  return equalBytes(point.toBytes(), commitment);
}

/** True if the bytes are the one right encoding of a point that only one secret signs for. */
export function isSigningKey(publicKey: Uint8Array): boolean {
  return signingPoint(publicKey) !== undefined;
}

/**
 * False for the five points of small order, with which every secret agrees on the same zeros. Source: RFC 7748, section
 * 6.1; the coordinates are those of Bernstein, "Curve25519", "How do I validate Curve25519 public keys?".
 */
export function isBoxKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  return !smallOrder.has((littleEndian(publicKey) % 2n ** 255n) % prime);
}

const { Point } = ed25519;
const order = Point.Fn.ORDER;
const prime = 2n ** 255n - 19n;
const smallOrder: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  prime - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

function signingPoint(publicKey: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    const point = Point.fromBytes(publicKey);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}
