import { ed25519, x25519 } from '@noble/curves/ed25519.js';

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
  /** The 32 bytes shared with the holder of the other key (RFC 7748). */
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
  return { publicKey, agree: (theirs) => Promise.resolve(x25519.getSharedSecret(secret, theirs)) };
}

/** Strict verification (RFC 8032, no cofactor leniency): WebCrypto and Node's own agree with it on what honest devices sign. */
export const verifySignature: Verify = (publicKey, message, signature) => {
  try {
    return Promise.resolve(ed25519.verify(signature, message, publicKey, { zip215: false }));
  } catch {
    return Promise.resolve(false);
  }
};
