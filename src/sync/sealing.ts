import { err, ok, type Result } from '../domain/result.ts';
import type { DeviceHead } from '../protocol/admission.ts';
import {
  decodeEntry,
  encodeEntry,
  encodeHeader,
  entryHash,
  entryKind,
  signedPart,
  type Entry,
  type EntryHeader,
  type EntryKind,
  type LogHead,
} from '../protocol/entry.ts';
import type { Signer } from '../protocol/keys.ts';
import { protocolVersion } from '../protocol/limits.ts';
import { encodeOperation, type Operation } from '../protocol/operations.ts';
import { encodeContent, encodePayload, type RecordsPayload } from '../protocol/recordsPayload.ts';
import { open, randomBytes, seal, subkey } from '../protocol/seal.ts';
import { pack, unpack } from './packing.ts';
import type { OpenBody } from './receiver.ts';

/** Who seals, and under which key. */
export interface SealAs {
  /** 16 bytes. */
  readonly workspace: Uint8Array;
  readonly device: number;
  readonly signer: Signer;
  readonly epoch: number;
  /** 32 bytes. */
  readonly epochKey: Uint8Array;
  /** What this device has verified of the log. */
  readonly seen: LogHead;
}

/** An entry that is ready to be sent. */
export interface SealedEntry {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly epoch: number;
}

/** Nonces are random; a simulation may give its own. */
export type Nonces = () => Uint8Array;

export const randomNonces: Nonces = () => randomBytes(24);

/** A part of a payload that does not fit one entry: with seal, padding (12 % at most) and header it stays under 1 MiB. */
const maxPartBytes = 896 << 10;

/** The texts to seal for one payload, packed: one, or as many parts as it takes, for entries that follow one another. */
export async function packPayload(payload: RecordsPayload): Promise<readonly Uint8Array[]> {
  const whole = await pack(encodeContent({ type: 'whole', payload }));
  if (whole.length <= maxPartBytes) return [whole];
  const bytes = encodePayload(payload);
  const total = Math.ceil(bytes.length / maxPartBytes);
  return Promise.all(
    Array.from({ length: total }, (_, index) => {
      const part = bytes.subarray(index * maxPartBytes, (index + 1) * maxPartBytes);
      return pack(encodeContent({ type: 'part', index, total, bytes: part }));
    }),
  );
}

/** Seals packed texts as the next entries after `last`, one for each. */
export async function sealRecords(
  as: SealAs,
  last: DeviceHead,
  texts: readonly Uint8Array[],
  nonces: Nonces = randomNonces,
): Promise<readonly SealedEntry[]> {
  const key = subkey(as.epochKey, as.workspace, 'records');
  const sealed: SealedEntry[] = [];
  let before = last;
  for (const text of texts) {
    const header = nextHeader(as, before, entryKind.records, nonces());
    const body = seal(key, header.nonce, encodeHeader(header), text);
    const entry = await signed(as, header, body);
    sealed.push(entry);
    before = entry;
  }
  return sealed;
}

/** An operation on the members as the next entry after `last`. */
export async function sealOperation(
  as: Omit<SealAs, 'epochKey'>,
  last: DeviceHead,
  operation: Operation,
  nonces: Nonces = randomNonces,
): Promise<SealedEntry> {
  const header = nextHeader(as, last, entryKind.membership, nonces());
  return signed(as, header, encodeOperation(operation));
}

export type EpochKeys = (epoch: number) => Uint8Array | undefined;

/** Opens bodies with the keys of their epochs and unpacks what is in them. */
export function openWith(epochKey: EpochKeys): OpenBody {
  const subkeys = new Map<number, Uint8Array>();
  return async (entry) => {
    const { epoch, workspace } = entry.header;
    const known = subkeys.get(epoch);
    const key = known ?? subkeyOf(epochKey(epoch), workspace);
    if (key === undefined) return err({ type: 'no-key', epoch });
    subkeys.set(epoch, key);
    const text = openText(key, entry);
    if (text === undefined) return err({ type: 'sealed' });
    const content = await unpack(text);
    return content === undefined ? err({ type: 'packing' }) : ok(content);
  };
}

/**
 * Entries of this device that the relay will not take any more, sealed again under the current key with fresh nonces. The
 * operations among them are left out: they are built anew. Undefined where one cannot be opened.
 */
export async function sealAgain(
  as: SealAs,
  last: DeviceHead,
  entries: readonly SealedEntry[],
  epochKey: EpochKeys,
  nonces: Nonces = randomNonces,
): Promise<readonly SealedEntry[] | undefined> {
  const texts: Uint8Array[] = [];
  for (const { bytes } of entries) {
    const read = textOf(bytes, epochKey);
    if (!read.ok) return undefined;
    if (read.value !== undefined) texts.push(read.value);
  }
  return sealRecords(as, last, texts, nonces);
}

/** The packed text of one of our own entries; undefined for an operation. */
function textOf(bytes: Uint8Array, epochKey: EpochKeys): Result<Uint8Array | undefined, { type: 'sealed' }> {
  const entry = decodeEntry(bytes);
  if (!entry.ok) return err({ type: 'sealed' });
  const { header } = entry.value;
  if (header.kind !== entryKind.records) return ok(undefined);
  const key = subkeyOf(epochKey(header.epoch), header.workspace);
  const text = key && openText(key, entry.value);
  return text === undefined ? err({ type: 'sealed' }) : ok(text);
}

function openText(key: Uint8Array, { header, body }: Entry): Uint8Array | undefined {
  return open(key, header.nonce, encodeHeader(header), body);
}

function subkeyOf(epochKey: Uint8Array | undefined, workspace: Uint8Array): Uint8Array | undefined {
  return epochKey && subkey(epochKey, workspace, 'records');
}

function nextHeader(
  { workspace, device, epoch, seen }: Omit<SealAs, 'epochKey'>,
  last: DeviceHead,
  kind: EntryKind,
  nonce: Uint8Array,
): EntryHeader {
  const sequence = last.sequence + 1;
  return {
    version: protocolVersion,
    kind,
    workspace,
    epoch,
    device,
    sequence,
    previous: last.hash,
    seen,
    nonce,
  };
}

async function signed(
  { signer, epoch }: Pick<SealAs, 'signer' | 'epoch'>,
  header: EntryHeader,
  body: Uint8Array,
): Promise<SealedEntry> {
  const signature = await signer.sign(signedPart(header, body));
  const bytes = encodeEntry({ header, body, signature });
  return { sequence: header.sequence, bytes, hash: entryHash(bytes), epoch };
}
