import { verifySignature, type Verify } from '../protocol/keys.ts';

let isNative = true;

/**
 * Ed25519 by the browser where it has it, many times faster than in JavaScript; both refuse the same signatures. Keys were
 * looked at when they were admitted.
 */
export const verifyNatively: Verify = async (publicKey, message, signature) => {
  if (isNative) {
    try {
      const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, [
        'verify',
      ]);
      return await crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message));
    } catch {
      isNative = false;
    }
  }
  return verifySignature(publicKey, message, signature);
};
