import { err, ok, type Result } from '../domain/result.ts';
import { admit, signingKey, type Ledger, type Refusal } from '../protocol/admission.ts';
import { concatBytes, equalBytes, toHex } from '../protocol/bytes.ts';
import {
  decodeEntry,
  emptyLogHash,
  entryHash,
  entryKind,
  nextLogHash,
  signedPart,
  type Entry,
  type EntryHeader,
  type LogHead,
} from '../protocol/entry.ts';
import type { PlacedEntry } from '../protocol/frames.ts';
import type { Verify } from '../protocol/keys.ts';
import type { Membership } from '../protocol/membership.ts';
import type { Role } from '../protocol/operations.ts';
import {
  decodeContent,
  decodePayload,
  type RecordsContent,
  type RecordsPayload,
} from '../protocol/recordsPayload.ts';
import type { LogHashes } from './logHashes.ts';

/** Why the body of an authentic entry shows nothing. */
export type OpenFailure =
  /** The key of its epoch is not known, or not yet. */
  | { readonly type: 'no-key'; readonly epoch: number }
  /** The key does not open it. */
  | { readonly type: 'sealed' }
  | { readonly type: 'packing' };

/** Opens the body of an entry of records: the bytes of a content. */
export type OpenBody = (entry: Entry) => Promise<Result<Uint8Array, OpenFailure>>;

/** Why an entry is kept apart. */
export type Quarantine =
  Refusal | OpenFailure | { readonly type: 'content'; readonly detail: string } | { readonly type: 'parts' };

/** Entries of a device that make one payload together, as far as they have come. */
export interface Gathering {
  readonly first: number;
  readonly total: number;
  readonly chunks: readonly Uint8Array[];
}

/** What a device knows after a position of the log. A value: entries that cannot be stored leave the one before. */
export interface ReceiverState {
  readonly workspace: Uint8Array;
  readonly ledger: Ledger;
  readonly head: LogHead;
  readonly gathering: ReadonlyMap<number, Gathering>;
}

/** Another device was shown another log than this one. */
export interface ForkAlarm {
  readonly device: number;
  readonly position: number;
}

export type Verdict =
  | { readonly type: 'operation'; readonly membership: Membership }
  | {
      readonly type: 'payload';
      readonly payload: RecordsPayload;
      /** What the device may do at this place of the log. */
      readonly role: Role;
      /** It made the workspace. */
      readonly isFounder: boolean;
      /** The sequence of the first entry that the payload came in; the last is this entry's own. */
      readonly first: number;
    }
  /** More must come before it means something. */
  | { readonly type: 'part'; readonly role: Role; readonly isFounder: boolean }
  /** Made on this device, which holds what is in it. */
  | { readonly type: 'own' }
  /** Authentic or not, its content is not applied. One that is not authentic is no part of its device's chain. */
  | {
      readonly type: 'quarantined';
      readonly reason: Quarantine;
      readonly isAuthentic: boolean;
      readonly role: Role;
      readonly isFounder: boolean;
    };

export interface Received {
  readonly state: ReceiverState;
  readonly placed: PlacedEntry;
  /** Undefined where the bytes are no entry. */
  readonly header: EntryHeader | undefined;
  readonly hash: Uint8Array;
  readonly verdict: Verdict;
  readonly alarm?: ForkAlarm;
}

/** What only a relay can do wrong: nothing after it is worth reading. */
export type LogFault =
  | { readonly type: 'hole'; readonly expected: number; readonly found: number }
  /** The log begins with another workspace than the one that was asked for. */
  | { readonly type: 'foreign' };

export interface ReceiverPorts {
  readonly verify: Verify;
  readonly open: OpenBody;
  readonly hashes: LogHashes;
  /** Entries of this device up to this sequence were made here. */
  readonly own: { readonly device: number; readonly sequence: number };
}

/** Before the first entry. */
export function emptyReceiver(workspace: Uint8Array): ReceiverState {
  return {
    workspace,
    ledger: { membership: undefined, heads: new Map() },
    head: { position: 0, hash: emptyLogHash(workspace) },
    gathering: new Map(),
  };
}

/**
 * Judges the next entry of the log. In order: place, signature, membership and chain, what its device had seen, seal,
 * form of the content. The form of the updates is the store's to judge.
 */
export async function receive(
  state: ReceiverState,
  placed: PlacedEntry,
  ports: ReceiverPorts,
): Promise<Result<Received, LogFault>> {
  const { position, receivedAt, bytes } = placed;
  const expected = state.head.position + 1;
  if (position !== expected) return err({ type: 'hole', expected, found: position });
  const hash = entryHash(bytes);
  const head = { position, hash: nextLogHash(state.head.hash, hash, receivedAt) };
  ports.hashes.add(head);
  const passed: ReceiverState = { ...state, head };
  const decoded = decodeEntry(bytes);
  const refused = (reason: Refusal, header?: EntryHeader): Result<Received, LogFault> =>
    ok({
      ...{ state: passed, placed, header, hash },
      verdict: { type: 'quarantined', reason, isAuthentic: false, ...standing(state, header?.device) },
    });
  if (!decoded.ok) return refused(decoded.error);
  const { header } = decoded.value;
  const failure = await signatureFailure(state.ledger, decoded.value, ports.verify);
  if (failure !== undefined) return refused(failure, header);
  const admitted = admit(state.ledger, decoded.value, hash, receivedAt);
  if (!admitted.ok) return refused(admitted.error, header);
  const { membership } = admitted.value;
  if (membership?.workspace !== toHex(state.workspace)) return err({ type: 'foreign' });
  const alarm = forkAlarm(header.device, header.seen, position, ports.hashes);
  const next: ReceiverState = { ...passed, ledger: admitted.value };
  const judged = await judge(next, decoded.value, membership, ports);
  return ok({ ...judged, placed, header, hash, ...(alarm === undefined ? {} : { alarm }) });
}

/** A device says that it has seen a log with this hash. Undefined where that agrees with ours, or is too long ago. */
export function forkAlarm(
  device: number,
  seen: LogHead,
  before: number,
  hashes: LogHashes,
): ForkAlarm | undefined {
  if (seen.position >= before) return { device, position: seen.position };
  const ours = seen.position === 0 ? undefined : hashes.at(seen.position);
  if (ours === undefined || equalBytes(ours, seen.hash)) return undefined;
  return { device, position: seen.position };
}

/** Reads the content of an authentic entry, together with the entries before it where it is a part. */
export async function readContent(
  entry: Entry,
  gathered: Gathering | undefined,
  open: OpenBody,
): Promise<Result<ReadContent, Quarantine>> {
  const opened = await open(entry);
  if (!opened.ok) return opened;
  const content = decodeContent(opened.value);
  if (!content.ok) return err({ type: 'content', detail: content.error.detail });
  const { sequence } = entry.header;
  if (content.value.type === 'whole') {
    return ok({ type: 'payload', payload: content.value.payload, first: sequence });
  }
  return gather(content.value, sequence, gathered);
}

export type ReadContent =
  | { readonly type: 'payload'; readonly payload: RecordsPayload; readonly first: number }
  | { readonly type: 'gathering'; readonly gathering: Gathering };

/** All parts of one payload together, in bytes. */
const maxGatheredBytes = 64 << 20;

function gather(
  { index, total, bytes }: Extract<RecordsContent, { type: 'part' }>,
  sequence: number,
  before: Gathering | undefined,
): Result<ReadContent, Quarantine> {
  const first = sequence - index;
  const chunks = index === 0 ? [] : before?.first === first && before.total === total ? before.chunks : [];
  if (chunks.length !== index) return err({ type: 'parts' });
  // A view into a larger buffer would keep all of it in memory.
  const all = [...chunks, bytes.slice()];
  if (all.reduce((sum, chunk) => sum + chunk.length, 0) > maxGatheredBytes) return err({ type: 'parts' });
  if (all.length < total) return ok({ type: 'gathering', gathering: { first, total, chunks: all } });
  const payload = decodePayload(concatBytes(...all));
  if (!payload.ok) return err({ type: 'content', detail: payload.error.detail });
  return ok({ type: 'payload', payload: payload.value, first });
}

async function signatureFailure(ledger: Ledger, entry: Entry, verify: Verify): Promise<Refusal | undefined> {
  const key = signingKey(ledger, entry);
  if (key === undefined) return { type: 'unknown-device' };
  return (await verify(key, signedPart(entry.header, entry.body), entry.signature))
    ? undefined
    : { type: 'signature' };
}

async function judge(
  state: ReceiverState,
  entry: Entry,
  membership: Membership,
  { open, own }: ReceiverPorts,
): Promise<{ state: ReceiverState; verdict: Verdict }> {
  const { kind, device, sequence } = entry.header;
  if (kind === entryKind.membership) return { state, verdict: { type: 'operation', membership } };
  if (device === own.device && sequence <= own.sequence) return { state, verdict: { type: 'own' } };
  const read = await readContent(entry, state.gathering.get(device), open);
  const gathering = new Map(state.gathering);
  gathering.delete(device);
  const after = { ...state, gathering };
  const stands = standing(state, device);
  if (!read.ok) {
    return {
      state: after,
      verdict: { type: 'quarantined', reason: read.error, isAuthentic: true, ...stands },
    };
  }
  if (read.value.type === 'payload') return { state: after, verdict: { ...read.value, ...stands } };
  gathering.set(device, read.value.gathering);
  return { state: after, verdict: { type: 'part', ...stands } };
}

function standing({ ledger: { membership } }: ReceiverState, device: number | undefined) {
  const role: Role = membership?.devices.get(device ?? 0)?.role ?? 'viewer';
  // The genesis comes first, and a map keeps its order.
  const founder = membership?.devices.keys().next().value;
  return { role, isFounder: device !== undefined && device === founder };
}
