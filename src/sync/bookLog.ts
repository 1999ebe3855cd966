import { readDevice } from '../database/counters.ts';
import type { BookRole } from '../database/readOnly.ts';
import type {
  BookDatabase,
  HeadRow,
  OperationRow,
  SealedRow,
  StoredEntry,
  SyncRow,
  WaitingRow,
} from '../database/schema.ts';
import type { DeviceHead, Ledger } from '../protocol/admission.ts';
import { fromHex } from '../protocol/bytes.ts';
import { decodeEntry, entryHash, entryKind, noHash } from '../protocol/entry.ts';
import { applyOperation, beginMembership, type Membership } from '../protocol/membership.ts';
import { decodeOperation } from '../protocol/operations.ts';
import { engineTransaction, type EngineState } from '../store/engineTransaction.ts';
import { commitSealed, nextPayload, unseal, type TakenBack } from '../store/outbox.ts';
import { applyIncoming, type IncomingEntry, type IncomingResult } from '../store/remote.ts';
import { keptApartOf } from './keptApart.ts';
import { keptLogHashes, LogHashes } from './logHashes.ts';
import type { LogStore, ReceivedBatch, StoredLog } from './logStore.ts';
import {
  readContent,
  type Gathering,
  type OpenBody,
  type Received,
  type ReceiverState,
  type Verdict,
} from './receiver.ts';
import type { OwnChain } from './sender.ts';

/** The log of a book, in its own database: what is applied and how far the log was read change together. */
export function bookLog(state: EngineState): LogStore {
  const db = state.book.strict;
  return {
    load: (open) => loadLog(db, open),
    apply: (batch) => applyBatch(state, batch),
    nextPayload: (maxBytes) => nextPayload(state, maxBytes),
    commitSealed: (rows, waiting) => commitSealed(state, rows, waiting?.taken ?? [], waiting?.replaced),
    replaceSealed: (from, rows) =>
      engineTransaction(state, 'strict', ['sealed'], async (scope) => {
        await scope.db.sealed.where('seq').aboveOrEqual(from).delete();
        await scope.db.sealed.bulkAdd([...rows]);
      }),
    takeBack: (from, open) => takeBackSealed(state, from, open),
    sealedRows: () => db.sealed.orderBy('seq').toArray(),
    confirm: (stored) =>
      engineTransaction(state, 'relaxed', ['sealed'], async (scope) => {
        await dropSealed(scope.db, stored.sequence);
        await changeSyncRow(scope.db, (row) => ({ ...row, stored: laterOf(row.stored, stored) }));
      }),
    setState: (next) =>
      engineTransaction(state, 'strict', [], (scope) =>
        changeSyncRow(scope.db, (row) => ({ ...row, state: next })),
      ),
    setFork: (fork) =>
      engineTransaction(state, 'strict', [], (scope) =>
        changeSyncRow(scope.db, ({ fork: _before, ...row }) => ({ ...row, ...(fork && { fork }) })),
      ),
    putCursors: (rows) =>
      engineTransaction(state, 'relaxed', ['cursors'], async (scope) => {
        await scope.db.cursors.bulkPut([...rows]);
      }),
    retry: (open, all) => retryWaiting(state, open, all),
    keptApart: async () => keptApartOf(await db.waiting.toArray()),
  };
}

async function loadLog(db: BookDatabase, open: OpenBody): Promise<StoredLog | undefined> {
  const row = await readSyncRow(db);
  const workspace = row && fromHex(row.workspace, 16);
  if (row === undefined || workspace === undefined) return undefined;
  const { device } = await readDevice(db);
  const [sealed, heads, operations, parts, runs, cursors] = await Promise.all([
    db.sealed.orderBy('seq').toArray(),
    db.heads.toArray(),
    db.operations.orderBy('position').toArray(),
    db.waiting.filter((each) => each.state === 'part').toArray(),
    db.logHashes.orderBy('last').toArray(),
    db.cursors.toArray(),
  ]);
  const hashes = new LogHashes();
  for (const { last, hashes: run } of runs) hashes.addRun(last, run);
  const receiver: ReceiverState = {
    workspace,
    ledger: { membership: membershipOf(operations), heads: headsOf(heads) },
    head: { position: row.cursor, hash: row.logHash },
    gathering: await gatheringOf(parts, open),
  };
  return { row, device, receiver, hashes, cursors, chain: chainOf(row, receiver.ledger, device, sealed) };
}

/** Sealed entries that the relay will not take become rows of the outbox again, before those that are there. */
async function takeBackSealed(state: EngineState, from: number, open: OpenBody): Promise<void> {
  const { sealed } = state.book.strict;
  const rows = [
    ...(await partsBefore(sealed, from)),
    ...(await sealed.where('seq').aboveOrEqual(from).sortBy('seq')),
  ];
  const payloads: TakenBack[] = [];
  let gathering: Gathering | undefined;
  for (const { bytes, at, changes } of rows) {
    const entry = decodeEntry(bytes);
    if (!entry.ok || isOperationEntry(bytes)) continue;
    const read = await readContent(entry.value, gathering, open);
    gathering = read.ok && read.value.type === 'gathering' ? read.value.gathering : undefined;
    if (read.ok && read.value.type === 'payload') payloads.push({ ...read.value.payload, at, changes });
  }
  await unseal(state, from, payloads);
}

/**
 * Sealed entries up to a sequence leave, but for the parts of a payload whose end is not stored: where its end is taken back,
 * all of it has to be sent again.
 */
async function dropSealed(db: BookDatabase, upTo: number): Promise<void> {
  const [first] = await partsBefore(db.sealed, upTo + 1);
  await db.sealed
    .where('seq')
    .below(first?.seq ?? upTo + 1)
    .delete();
}

/** The parts before a sequence whose payload goes on there. */
async function partsBefore(sealed: BookDatabase['sealed'], sequence: number): Promise<SealedRow[]> {
  const parts: SealedRow[] = [];
  for (let at = sequence - 1; ; at--) {
    const row = await sealed.get(at);
    if (row?.isPart !== true) return parts.reverse();
    parts.push(row);
  }
}

/** Operations that were admitted once; they need no second look. */
function membershipOf(rows: readonly OperationRow[]): Membership | undefined {
  let membership: Membership | undefined;
  for (const { bytes, receivedAt } of rows) {
    const entry = decodeEntry(bytes);
    if (!entry.ok) continue;
    const { header, body } = entry.value;
    const operation = decodeOperation(body);
    if (!operation.ok) continue;
    const place = { header, body, hash: entryHash(bytes), receivedAt };
    const changed =
      membership === undefined
        ? beginMembership(operation.value, place)
        : applyOperation(membership, operation.value, place);
    if (changed.ok) membership = changed.value;
  }
  return membership;
}

function headsOf(rows: readonly HeadRow[]): ReadonlyMap<number, DeviceHead> {
  return new Map(rows.map(({ device, seq, hash }) => [device, { sequence: seq, hash }]));
}

async function gatheringOf(
  rows: readonly WaitingRow[],
  open: OpenBody,
): Promise<ReadonlyMap<number, Gathering>> {
  const gathering = new Map<number, Gathering>();
  for (const { device, bytes } of [...rows].sort((a, b) => a.position - b.position)) {
    const entry = decodeEntry(bytes);
    const read = entry.ok ? await readContent(entry.value, gathering.get(device), open) : undefined;
    if (read?.ok === true && read.value.type === 'gathering') gathering.set(device, read.value.gathering);
  }
  return gathering;
}

/** What was confirmed and what was read back both end where the relay has us at least. */
function chainOf(row: SyncRow, ledger: Ledger, device: number, rows: readonly SealedRow[]): OwnChain {
  const read = ledger.heads.get(device) ?? { sequence: 0, hash: noHash };
  const stored = row.stored !== undefined && row.stored.sequence > read.sequence ? row.stored : read;
  const sealed = rows
    .filter((each) => each.seq > stored.sequence)
    .map(({ seq, bytes, hash, epoch }) => ({ sequence: seq, bytes, hash, epoch }));
  return { stored: { sequence: stored.sequence, hash: stored.hash }, sealed };
}

const logTables = ['heads', 'operations', 'waiting', 'sealed', 'logHashes'];

async function applyBatch(state: EngineState, batch: ReceivedBatch): Promise<boolean> {
  const payloads = batch.received.filter(isPayload);
  let isApplied = false;
  const finish = {
    tables: logTables,
    work: async ({ db }: { db: BookDatabase }, results: readonly IncomingResult[]): Promise<void> => {
      isApplied = results.some((result) => result.type === 'applied');
      const outcome = new Map(payloads.map((each, i) => [each as Received, results[i]]));
      for (const each of batch.received) await keepApart(db, each, outcome.get(each));
      await writeProgress(db, batch);
    },
  };
  await applyIncoming(state, payloads.map(incomingOf), finish);
  return isApplied;
}

type PayloadReceived = Received & { readonly verdict: Extract<Verdict, { type: 'payload' }> };

function isPayload(received: Received): received is PayloadReceived {
  return received.verdict.type === 'payload';
}

function incomingOf({ header, verdict }: PayloadReceived): IncomingEntry {
  const { payload, role, isFounder } = verdict;
  return { device: header?.device ?? 0, role, founder: isFounder, ...payload };
}

/** Rows for what is not applied; the parts of what is, or of what never will be, leave. */
async function keepApart(
  db: BookDatabase,
  received: Received,
  result: IncomingResult | undefined,
): Promise<void> {
  const { verdict, header, placed } = received;
  if (verdict.type === 'operation' || verdict.type === 'own') return;
  const device = header?.device ?? 0;
  const seq = header?.sequence ?? 0;
  const standing = { role: verdict.role, founder: verdict.isFounder };
  const row = { device, seq, ...placed, ...standing };
  const isInChain = verdict.type !== 'quarantined' || verdict.isAuthentic;
  const first = verdict.type === 'payload' ? verdict.first : seq;
  if (isInChain && verdict.type !== 'part') {
    // Parts of a payload that its device did not finish.
    await partsOf(db, device, 0, first).delete();
  }
  switch (verdict.type) {
    case 'part':
      await db.waiting.add({ ...row, state: 'part', reason: 'part' });
      return;
    case 'quarantined': {
      await db.waiting.add({ ...row, state: stateOf(verdict), reason: verdict.reason.type });
      return;
    }
    case 'payload': {
      const kept = keptFor(result);
      if (kept === undefined) {
        await partsOf(db, device, first, seq).delete();
        return;
      }
      await partsOf(db, device, first, seq).modify(kept);
      await db.waiting.add({ ...row, ...kept });
    }
  }
}

/** A key may still come by the log. */
function stateOf({ reason, isAuthentic }: Extract<Verdict, { type: 'quarantined' }>): WaitingRow['state'] {
  if (!isAuthentic) return 'refused';
  return reason.type === 'no-key' ? 'waiting' : 'quarantined';
}

/** Undefined for what was applied. */
function keptFor(
  result: IncomingResult | undefined,
): { readonly state: 'waiting' | 'quarantined'; readonly reason: string } | undefined {
  if (result?.type === 'waits') return { state: 'waiting', reason: result.shard };
  if (result?.type === 'refused') return { state: 'quarantined', reason: `${result.rule}: ${result.detail}` };
  return undefined;
}

/** Rows of a device's parts with sequences in `[from, before)`. */
function partsOf(db: BookDatabase, device: number, from: number, before: number) {
  return db.waiting
    .where('[device+seq]')
    .between([device, from], [device, before], true, false)
    .and((row) => row.state === 'part');
}

async function writeProgress(db: BookDatabase, batch: ReceivedBatch): Promise<void> {
  const { received, receiver, chain, state, stored } = batch;
  const devices = new Set(received.map(({ header }) => header?.device));
  const heads = [...devices].flatMap((device): HeadRow[] => {
    const head = device === undefined ? undefined : receiver.ledger.heads.get(device);
    return device === undefined || head === undefined
      ? []
      : [{ device, seq: head.sequence, hash: head.hash }];
  });
  const operations = received.filter(({ verdict }) => verdict.type === 'operation');
  const [{ device: own }] = await Promise.all([
    readDevice(db),
    db.heads.bulkPut(heads),
    db.operations.bulkPut(operations.map(({ placed }) => placed)),
    dropSealed(db, chain.stored.sequence),
    writeHashes(db, received),
  ]);
  const role = roleIn(receiver.ledger.membership, own);
  await changeSyncRow(db, (row) => ({
    ...row,
    ...(role === undefined ? {} : { role }),
    state,
    cursor: receiver.head.position,
    logHash: receiver.head.hash,
    ...(stored === undefined ? {} : { stored: laterOf(row.stored, stored) }),
  }));
}

/** Undefined while the members, or this device among them, are not known. */
function roleIn(membership: Membership | undefined, device: number): BookRole | undefined {
  const me = membership?.devices.get(device);
  if (me === undefined) return undefined;
  return me.state === 'active' ? me.role : me.state;
}

async function writeHashes(db: BookDatabase, received: readonly Received[]): Promise<void> {
  const last = received.at(-1)?.state.head.position;
  if (last === undefined) return;
  const run = new Uint8Array(received.length * 32);
  received.forEach(({ state }, i) => run.set(state.head.hash, i * 32));
  await db.logHashes.put({ last, hashes: run });
  await db.logHashes
    .where('last')
    .below(last - keptLogHashes)
    .delete();
}

const entryKindAt = 1;

/** True for the bytes of an operation on the members. */
export function isOperationEntry(bytes: Uint8Array): boolean {
  return bytes[entryKindAt] === entryKind.membership;
}

/** Applies again what waited, in the order of the log, until nothing more can be applied. */
async function retryWaiting(state: EngineState, open: OpenBody, all: boolean): Promise<void> {
  for (;;) {
    const rows = await state.book.strict.waiting.orderBy('id').toArray();
    const isTried = ({ state: kept }: WaitingRow): boolean =>
      kept === 'waiting' || (all && kept === 'quarantined');
    let applied = 0;
    const gathering = new Map<number, { gathering: Gathering; ids: number[] }>();
    for (const row of rows.filter(isTried).sort((a, b) => a.position - b.position)) {
      const entry = decodeEntry(row.bytes);
      const before = gathering.get(row.device);
      const read = entry.ok ? await readContent(entry.value, before?.gathering, open) : undefined;
      if (read?.ok !== true) continue;
      const ids = [...(before?.ids ?? []), ...(row.id === undefined ? [] : [row.id])];
      if (read.value.type === 'gathering') {
        gathering.set(row.device, { gathering: read.value.gathering, ids });
        continue;
      }
      gathering.delete(row.device);
      const { device, role, founder } = row;
      applied += await applyWaiting(state, ids, { device, role, founder, ...read.value.payload });
    }
    if (applied === 0) return;
  }
}

async function applyWaiting(
  state: EngineState,
  ids: readonly number[],
  entry: IncomingEntry,
): Promise<number> {
  let applied = 0;
  await applyIncoming(state, [entry], {
    tables: ['waiting'],
    work: async ({ db }, [result]) => {
      const kept = keptFor(result);
      if (kept !== undefined) {
        await db.waiting
          .where('id')
          .anyOf([...ids])
          .modify(kept);
        return;
      }
      await db.waiting.bulkDelete([...ids]);
      applied = 1;
    },
  });
  return applied;
}

async function readSyncRow(db: BookDatabase): Promise<SyncRow | undefined> {
  const row = await db.meta.get('sync');
  return row?.key === 'sync' ? row : undefined;
}

async function changeSyncRow(db: BookDatabase, change: (row: SyncRow) => SyncRow): Promise<void> {
  const row = await readSyncRow(db);
  if (row !== undefined) await db.meta.put(change(row));
}

/** A place that one of them knows is kept. */
function laterOf(a: StoredEntry | undefined, b: StoredEntry): StoredEntry {
  if (a === undefined || b.sequence > a.sequence) return b;
  if (a.sequence === b.sequence && a.position === undefined) return { ...b, at: a.at };
  return a;
}
