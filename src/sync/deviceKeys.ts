import { equalBytes, utf8 } from '../protocol/bytes.ts';
import {
  boxKeyOf,
  signerOf,
  verifySignature,
  type BoxKey,
  type DeviceKeys,
  type Signer,
} from '../protocol/keys.ts';
import { randomBytes } from '../protocol/seal.ts';

/** A key in a row of its own: a key that this code cannot read where the browser has such, else 32 bytes. */
export interface StoredKey {
  readonly id: string;
  readonly key: CryptoKey | Uint8Array;
}

/** The table of keys of a book; never part of a backup. */
export interface KeyTable {
  readonly get: (id: string) => PromiseLike<StoredKey | undefined>;
  readonly bulkGet: (ids: string[]) => PromiseLike<(StoredKey | undefined)[]>;
  readonly bulkPut: (rows: StoredKey[]) => PromiseLike<unknown>;
  readonly bulkDelete: (ids: string[]) => PromiseLike<unknown>;
  readonly toArray: () => PromiseLike<StoredKey[]>;
  readonly clear: () => PromiseLike<unknown>;
}

/** The same table by two connections: what one has stored must come back by the other. */
export interface KeyProof {
  readonly write: KeyTable;
  readonly read: KeyTable;
}

const rowIds = ['device:sign', 'device:sign-public', 'device:box', 'device:box-public'];

/**
 * New keys of a device, as rows to be stored. A key that the browser keeps to itself is used only where it was stored,
 * read back and worked (some browsers store nothing, or throw); otherwise it is made of random bytes.
 */
export async function newDeviceKeys(proof: KeyProof): Promise<readonly StoredKey[]> {
  const sign = (await trial(proof, newNativeSigner, signerOfRow, doesSign)) ?? randomPair('sign');
  const box = (await trial(proof, newNativeBox, boxOfRow, doesAgree)) ?? randomPair('box');
  return [
    { id: 'device:sign', key: sign.key },
    { id: 'device:sign-public', key: sign.publicKey },
    { id: 'device:box', key: box.key },
    { id: 'device:box-public', key: box.publicKey },
  ];
}

/** The keys of this device; undefined where the book is not shared, or its keys are erased. */
export async function readDeviceKeys(table: KeyTable): Promise<DeviceKeys | undefined> {
  return deviceKeysOf((await table.bulkGet(rowIds)).flatMap((row) => row ?? []));
}

/** Keys from the rows that `newDeviceKeys` gave; undefined where one is missing. */
export function deviceKeysOf(rows: readonly StoredKey[]): DeviceKeys | undefined {
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  const [sign, signPublic, box, boxPublic] = rowIds.map((id) => keys.get(id));
  if (sign === undefined || box === undefined) return undefined;
  if (!(signPublic instanceof Uint8Array) || !(boxPublic instanceof Uint8Array)) return undefined;
  return { signer: signerOfRow(sign, signPublic), box: boxOfRow(box, boxPublic) };
}

/** A removed device forgets everything that it could read with. */
export async function eraseKeys(table: KeyTable): Promise<void> {
  await table.clear();
}

interface Pair {
  readonly key: CryptoKey | Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Undefined unless a new pair, stored and read back by another connection, does its work. */
async function trial<K>(
  { write, read }: KeyProof,
  newPair: () => Promise<Pair>,
  keyOf: (key: CryptoKey | Uint8Array, publicKey: Uint8Array) => K,
  works: (key: K) => Promise<boolean>,
): Promise<Pair | undefined> {
  const id = `trial:${crypto.randomUUID()}`;
  try {
    const pair = await newPair();
    await write.bulkPut([{ id, key: pair.key }]);
    const stored = (await read.get(id))?.key;
    const isGood = stored instanceof CryptoKey && (await works(keyOf(stored, pair.publicKey)));
    return isGood ? pair : undefined;
  } catch {
    // A browser without these keys, or one that cannot store them: bytes do instead.
    return undefined;
  } finally {
    await write.bulkDelete([id]);
  }
}

function randomPair(kind: 'sign' | 'box'): Pair {
  const key = randomBytes(32);
  return { key, publicKey: kind === 'sign' ? signerOf(key).publicKey : boxKeyOf(key).publicKey };
}

async function newNativeSigner(): Promise<Pair> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('not a pair');
  return { key: pair.privateKey, publicKey: await rawPublic(pair.publicKey) };
}

async function newNativeBox(): Promise<Pair> {
  const pair = await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
  if (!('privateKey' in pair)) throw new Error('not a pair');
  return { key: pair.privateKey, publicKey: await rawPublic(pair.publicKey) };
}

async function rawPublic(key: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', key));
}

function signerOfRow(key: CryptoKey | Uint8Array, publicKey: Uint8Array): Signer {
  if (key instanceof Uint8Array) return signerOf(key);
  return {
    publicKey,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(message))),
  };
}

function boxOfRow(key: CryptoKey | Uint8Array, publicKey: Uint8Array): BoxKey {
  if (key instanceof Uint8Array) return boxKeyOf(key);
  return {
    publicKey,
    agree: async (theirs) => {
      const other = await crypto.subtle.importKey('raw', new Uint8Array(theirs), 'X25519', false, []);
      return new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: other }, key, 256));
    },
  };
}

async function doesSign(signer: Signer): Promise<boolean> {
  const message = utf8('rapport trial');
  return verifySignature(signer.publicKey, message, await signer.sign(message));
}

async function doesAgree(box: BoxKey): Promise<boolean> {
  const other = boxKeyOf(randomBytes(32));
  return equalBytes(await box.agree(other.publicKey), await other.agree(box.publicKey));
}
