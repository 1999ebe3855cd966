import { sha256 } from '@noble/hashes/sha2.js';
import { err, type Result } from '../domain/result.ts';
import { ByteWriter, concatBytes, parseBytes, toHex, utf8, type Malformed } from './bytes.ts';
import { maxEntryBytes, oldestProtocolVersion, protocolVersion } from './limits.ts';

/** What an entry carries. Numbers from 3 on are kept for what comes later; a device that does not know one says so. */
export const entryKind = {
  /** An operation on the members, in clear. */
  membership: 1,
  /** Updates of shards and their history, sealed. */
  records: 2,
  checkpoint: 3,
  text: 4,
  personal: 5,
  blob: 6,
} as const;

export type EntryKind = (typeof entryKind)[keyof typeof entryKind];

/** A place in a log: how many entries, and the hash over all of them. */
export interface LogHead {
  readonly position: number;
  /** 32 bytes; see `nextLogHash`. */
  readonly hash: Uint8Array;
}

export interface EntryHeader {
  readonly version: number;
  readonly kind: number;
  /** 16 bytes. */
  readonly workspace: Uint8Array;
  /** The number of the key that seals the body, from 1. */
  readonly epoch: number;
  /** The number of the device in its workspace, from 1. */
  readonly device: number;
  /** Counts the entries of this device, from 1. */
  readonly sequence: number;
  /** The hash of this device's entry before; zeros for its first. */
  readonly previous: Uint8Array;
  /** What the device had verified of the log when it signed. */
  readonly seen: LogHead;
  /** 24 bytes, random. */
  readonly nonce: Uint8Array;
}

export interface Entry {
  readonly header: EntryHeader;
  /** Sealed, or the clear text of a membership operation. */
  readonly body: Uint8Array;
  /** 64 bytes, Ed25519. */
  readonly signature: Uint8Array;
}

export const headerBytes = 130;
const signatureBytes = 64;
export const noHash: Uint8Array = new Uint8Array(32);

/** The fixed 130 bytes before the body; also the associated data of the seal. */
export function encodeHeader(header: EntryHeader): Uint8Array {
  return new ByteWriter()
    .u8(header.version)
    .u8(header.kind)
    .raw(header.workspace)
    .u32(header.epoch)
    .u32(header.device)
    .u64(header.sequence)
    .raw(header.previous)
    .u64(header.seen.position)
    .raw(header.seen.hash)
    .raw(header.nonce)
    .finish();
}

/** What a device signs. */
export function signedPart(header: EntryHeader, body: Uint8Array): Uint8Array {
  return concatBytes(utf8('rapport entry v1\0'), encodeHeader(header), body);
}

export function encodeEntry({ header, body, signature }: Entry): Uint8Array {
  return concatBytes(encodeHeader(header), body, signature);
}

/** Reads the frame of an entry; the signature and the seal are not looked at. */
export function decodeEntry(bytes: Uint8Array): Result<Entry, Malformed> {
  if (bytes.length > maxEntryBytes) return err({ type: 'malformed', detail: 'entry too large' });
  return parseBytes(bytes, (reader) => {
    const version = reader.u8();
    if (version < oldestProtocolVersion || version > protocolVersion) reader.fail(`version ${version}`);
    const kind = reader.u8();
    const workspace = reader.raw(16);
    const epoch = reader.u32();
    const device = reader.u32();
    const sequence = reader.u64();
    const previous = reader.raw(32);
    const seen = { position: reader.u64(), hash: reader.raw(32) };
    const nonce = reader.raw(24);
    const body = reader.raw(Math.max(0, reader.left - signatureBytes));
    const signature = reader.raw(signatureBytes);
    const header = { version, kind, workspace, epoch, device, sequence, previous, seen, nonce };
    return { header, body, signature };
  });
}

/** SHA-256 over the whole entry: the name by which the next one of its device refers to it. */
export function entryHash(entry: Uint8Array): Uint8Array {
  return sha256(entry);
}

/** The hash of an empty log. */
export function emptyLogHash(workspace: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8('rapport log v1\0'), workspace));
}

/**
 * The hash of a log with one more entry. The time is in it, because it decides whether an invitation had expired: a relay
 * that tells two devices two times is found out as one that shows them two logs.
 */
export function nextLogHash(before: Uint8Array, hash: Uint8Array, receivedAt: number): Uint8Array {
  return sha256(concatBytes(before, hash, new ByteWriter().u64(receivedAt).finish()));
}

/**
 * A workspace is named by its genesis: 16 bytes of a hash over its random number and the keys that sign it, so that nobody
 * can give it another founder. What the genesis wraps and seals is made with that name, so it is not part of it.
 */
export function workspaceOf({
  random,
  sign,
  box,
}: Readonly<Record<'random' | 'sign' | 'box', string>>): Uint8Array {
  return sha256(utf8(['rapport workspace v1', random, sign, box].join('\n'))).slice(0, 16);
}

/** Short name of a device's key, for people and for invitations: 16 bytes as hexadecimal digits. */
export function fingerprintOf(publicKey: Uint8Array): string {
  return toHex(sha256(concatBytes(utf8('rapport fingerprint v1\0'), publicKey)).slice(0, 16));
}
