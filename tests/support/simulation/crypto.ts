import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes, fromHex, toHex } from '../../../src/protocol/bytes.ts';
import { wrapForAll, type Reader } from '../../../src/protocol/epochKeys.ts';
import { verifySignature, type DeviceKeys, type Verify } from '../../../src/protocol/keys.ts';
import type { Hex, WrappedKeys } from '../../../src/protocol/operations.ts';
import {
  encodeContent,
  encodePayload,
  type RecordsContent,
  type RecordsPayload,
} from '../../../src/protocol/recordsPayload.ts';
import { unwrapKey } from '../../../src/protocol/seal.ts';
import { packPayload } from '../../../src/sync/sealing.ts';
import { aDevice } from '../workspace.ts';

/** The parts of the cryptography that take a millisecond each. Seals and hashes are always the real ones. */
export interface SimCrypto {
  readonly verify: Verify;
  readonly keysOf: (device: number) => DeviceKeys;
  readonly wrap: (key: Uint8Array, readers: readonly Reader[], workspace: Uint8Array) => Promise<WrappedKeys>;
  readonly unwrap: (wrapped: Hex, keys: DeviceKeys, workspace: Uint8Array) => Promise<Uint8Array | undefined>;
  readonly pack: (payload: RecordsPayload) => Promise<readonly Uint8Array[]>;
}

export const realCrypto: SimCrypto = {
  verify: verifySignature,
  keysOf: aDevice,
  wrap: wrapForAll,
  unwrap: (wrapped, keys, workspace) => unwrapKey(fromHex(wrapped) ?? new Uint8Array(), keys.box, workspace),
  pack: packPayload,
};

/** Public keys are real, because the rules look at them; a signature is a hash that nobody in the simulation forges. */
const publicKeys = new Map<number, DeviceKeys>();

export const cheapCrypto: SimCrypto = {
  verify: (publicKey, message, signature) =>
    Promise.resolve(equalBytes(signature, cheapSignature(publicKey, message))),
  keysOf: (device) => {
    const known = publicKeys.get(device) ?? cheapKeys(device);
    publicKeys.set(device, known);
    return known;
  },
  wrap: (key, readers) =>
    Promise.resolve(
      Object.fromEntries(
        readers.map(({ device, box }) => [String(device), box + toHex(key) + '00'.repeat(136 - 64)]),
      ),
    ),
  unwrap: (wrapped, { box }) => {
    const bytes = fromHex(wrapped, 136);
    const isOurs = bytes !== undefined && equalBytes(bytes.subarray(0, 32), box.publicKey);
    return Promise.resolve(isOurs ? bytes.slice(32, 64) : undefined);
  },
  pack: (payload) => Promise.resolve(packInParts(payload)),
};

/** As `packPayload`, but undeflated, and every fifth payload goes in three parts however small it is. */
function packInParts(payload: RecordsPayload): Uint8Array[] {
  const bytes = encodePayload(payload);
  const packed = (content: RecordsContent) => concatBytes(Uint8Array.of(0), encodeContent(content));
  if (bytes.length % 5 > 0) return [packed({ type: 'whole', payload })];
  const size = Math.ceil(bytes.length / 3);
  return [0, 1, 2].map((index) => {
    const part = bytes.subarray(index * size, (index + 1) * size);
    return packed({ type: 'part', index, total: 3, bytes: part });
  });
}

function cheapKeys(device: number): DeviceKeys {
  const { signer, box } = aDevice(device);
  const { publicKey } = signer;
  return {
    signer: { publicKey, sign: (message) => Promise.resolve(cheapSignature(publicKey, message)) },
    box,
  };
}

function cheapSignature(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const hash = sha256(concatBytes(publicKey, message));
  return concatBytes(hash, hash);
}
