import { partsOfClient } from '../database/counters.ts';
import { putUntold } from '../database/putRows.ts';
import type { HistoryRow, ShardBytes } from '../database/schema.ts';
import type { HistoryEntry } from '../domain/history.ts';
import {
  erasedKey,
  kindOfId,
  parseKey,
  parseShardId,
  parseVersion,
  recordOfText,
  shardOfRecord,
  textIdOf,
  type RecordId,
  type ShardId,
} from '../domain/ids.ts';
import { textFieldOf } from '../domain/objects.ts';
import type { Base } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { erasureTables, forgetRecords, withoutErased, withoutRecords } from './erasure.ts';
import { checkHistory } from './historyForm.ts';
import { maxRowsAtOnce, projectRecords, projectionTables, readErased } from './projection.ts';
import { markArrived, projectArrived, type Arrived } from './remoteRows.ts';
import { takeBackUndone, takingBackTables } from './takeBack.ts';
import { mergeText, type TextMerge } from './textForm.ts';
import { firstTextOf, loadText } from './textRows.ts';
import { keyOf, statesOf } from './updateParts.ts';
import { checkUpdate, type FormVerdict } from './updateForm.ts';
import type { FormRule, Signer } from './updateReading.ts';

/** An entry of the log, decrypted and authentic: what a device wrote, and what it may write at that place of the log. */
export interface IncomingEntry extends Signer {
  /** The device that shared the book: it speaks for the numbers below its own as well. */
  readonly founder?: boolean;
  readonly updates: readonly ShardBytes[];
  /** Of the declared form only once it is checked here. */
  readonly history: readonly HistoryEntry[];
}

export type IncomingResult =
  | { readonly type: 'applied' }
  /** Something before it in this shard has not arrived. */
  | { readonly type: 'waits'; readonly shard: ShardId }
  /** It breaks a rule; the detail is for a protocol of what happened and not for people. */
  | { readonly type: 'refused'; readonly rule: FormRule | 'history'; readonly detail: string };

/** What has to become true exactly with the entries: cursor, heads, log hash. */
export interface Finish {
  readonly tables: readonly string[];
  readonly work: (scope: EngineScope, results: readonly IncomingResult[]) => Promise<void>;
}

/** Updates of more structs go into the second tier at once: they are no edits to be merged soon. */
const structsOfWhole = 100;

/**
 * Applies entries of other devices in their order: shards, history, rows and `finish.work` in one transaction of relaxed
 * durability, because the log has them still. An entry that waits or is refused leaves nothing behind and does not stop the
 * next. Applying an entry again changes nothing. More than a hundred rows follow in small steps before this returns; if the
 * engine stops meanwhile, the next one makes them.
 */
export async function applyIncoming(
  state: EngineState,
  entries: readonly IncomingEntry[],
  finish: Finish,
): Promise<readonly IncomingResult[]> {
  await forgetOwnShards(state, entries);
  const arrived: Arrived = new Map();
  let hasWork = false;
  const tables = [...tablesFor(entries), ...finish.tables];
  const results = await engineTransaction(state, 'relaxed', tables, async (scope) => {
    arrived.clear();
    const done: IncomingResult[] = [];
    for (const entry of entries) done.push(await applyEntry(scope, entry, arrived));
    hasWork = await takeBackUndone(scope, arrived);
    const isLittle = [...arrived.values()].reduce((sum, { ids }) => sum + ids.size, 0) <= maxRowsAtOnce;
    if (isLittle) for (const [shard, { ids }] of arrived) await projectRecords(scope, shard, [...ids]);
    else await markArrived(scope, arrived);
    if (isLittle) arrived.clear();
    await finish.work(scope, done);
    return done;
  });
  state.book.announce({ type: 'rows' });
  await projectArrived(state, arrived);
  if (hasWork) state.book.announce({ type: 'work' });
  return results;
}

function tablesFor(entries: readonly IncomingEntry[]): string[] {
  const named = entries.flatMap((entry) => entry.updates.map((update) => update.shard));
  const ofTexts = named.flatMap((id) => recordOfText(id) ?? []).map(shardOfRecord);
  const shards = [...named.filter(isKnownKind), ...ofTexts];
  const mayErase = entries.some((entry) => entry.role === 'owner' && entry.updates.some(namesErasure));
  return [
    'history',
    ...projectionTables(shards),
    ...(mayErase ? erasureTables(shards) : []),
    ...(shards.some((shard) => kindOfId(shard) === 'batch') ? takingBackTables : []),
  ];
}

function isKnownKind(shard: ShardId): boolean {
  try {
    return kindOfId(shard) !== undefined;
  } catch {
    return false;
  }
}

const erasureMark = new TextEncoder().encode(erasedKey(''));

/** True where the bytes may hold a mark of erasure; a text that says the same costs a lock and nothing else. */
function namesErasure({ bytes }: ShardBytes): boolean {
  const [first = 0] = erasureMark;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (erasureMark.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

/**
 * A device that has lost what it sent, as after a restored disk, reads its own entries. What it holds in memory then has
 * client ids that come back, so it starts from documents that write nothing yet.
 */
async function forgetOwnShards(state: EngineState, entries: readonly IncomingEntry[]): Promise<void> {
  const row = await state.book.relaxed.meta.get('device');
  const own = row?.key === 'device' ? row.device : 0;
  if (entries.some((entry) => entry.device === own)) await state.forgetShards();
}

async function applyEntry(
  scope: EngineScope,
  entry: IncomingEntry,
  arrived: Arrived,
): Promise<IncomingResult> {
  const checked = await checkEntry(scope, entry);
  if ('type' in checked) return checked;
  const { updates, texts, history } = checked;
  for (const [id, verdict] of updates) await applyUpdate(scope, id, verdict, arrived);
  for (const [id, text] of texts) await applyText(scope, id, text, arrived);
  if (history.length > 0) {
    const gone = await readErased(scope.db);
    await addHistory(
      scope,
      history.flatMap((each) => withoutRecords(each, gone) ?? []),
    );
  }
  if (entry.device === scope.counters.device) await raiseCounters(scope, checked);
  return { type: 'applied' };
}

type FineText = Extract<TextMerge, { type: 'fine' }>;
type Bad = Exclude<IncomingResult, { type: 'applied' }>;

type Fine = Extract<FormVerdict, { type: 'fine' }> & { readonly bytes: Uint8Array };

interface CheckedEntry {
  readonly updates: ReadonlyMap<ShardId, Fine>;
  readonly texts: ReadonlyMap<RecordId, FineText>;
  readonly history: readonly HistoryEntry[];
}

async function checkEntry(scope: EngineScope, entry: IncomingEntry): Promise<CheckedEntry | Bad> {
  const history = checkHistory(entry.history, entry);
  if (!history.ok) return { type: 'refused', rule: 'history', detail: history.error.detail };
  const updates = new Map<ShardId, Fine>();
  for (const { shard: id, bytes } of entry.updates) {
    if (recordOfText(id) !== undefined) continue;
    if (updates.has(id)) return { type: 'refused', rule: 'shard', detail: `two updates of ${id}` };
    if (!isKnownKind(id)) return { type: 'refused', rule: 'shard', detail: id };
    const verdict = checkUpdate(await scope.readShard(id), bytes, entry);
    if (verdict.type === 'waits') return { type: 'waits', shard: id };
    if (verdict.type === 'refused') return verdict;
    updates.set(id, { ...verdict, bytes });
  }
  const texts = await checkTexts(scope, entry, updates);
  return 'type' in texts ? texts : { updates, texts: texts.texts, history: history.value };
}

/** After the shards of the entry: a record may come together with its text. What is erased has none any more. */
async function checkTexts(
  scope: EngineScope,
  entry: IncomingEntry,
  updates: ReadonlyMap<ShardId, Fine>,
): Promise<Pick<CheckedEntry, 'texts'> | Bad> {
  const texts = new Map<RecordId, FineText>();
  if (entry.updates.every(({ shard }) => recordOfText(shard) === undefined)) return { texts };
  const gone = await readErased(scope.db);
  for (const { shard: id, bytes } of entry.updates) {
    const record = recordOfText(id);
    if (record === undefined) continue;
    if (texts.has(record)) return { type: 'refused', rule: 'shard', detail: `two updates of ${id}` };
    const inEntry = updates.get(shardOfRecord(record));
    if (gone.has(record) || inEntry?.erased.has(record) === true) continue;
    const base = await baseOf(scope, record, inEntry);
    if (base === undefined) return { type: 'waits', shard: id };
    const first = firstTextOf(record, base);
    if (first === undefined) return { type: 'refused', rule: 'shard', detail: `${id} has no text` };
    const text = await loadText(scope.db, record, first);
    const merged = mergeText(text, bytes, entry);
    text.destroy();
    if (merged.type === 'waits') return { type: 'waits', shard: id };
    if (merged.type === 'refused') return merged;
    texts.set(record, merged);
  }
  return { texts };
}

/** What a record was created with: as its row, its shard or this very entry tells. */
async function baseOf(
  scope: EngineScope,
  record: RecordId,
  inEntry: Fine | undefined,
): Promise<Base | undefined> {
  if (textFieldOf(kindOfId(record)) === undefined) return [{}, 0, ''];
  const row = await scope.db.rowsOfRecord(record).get(record);
  if (row !== undefined) return row.base;
  const shard = await scope.readShard(shardOfRecord(record));
  const states = inEntry === undefined ? [] : statesOf(inEntry.parts);
  return shard.stateOf(record)?.base ?? states.find(({ id }) => id === record)?.base;
}

async function applyUpdate(
  scope: EngineScope,
  shardId: ShardId,
  { parts, isNew, erased, bytes: received }: Fine,
  arrived: Arrived,
): Promise<void> {
  if (!isNew) return;
  const shard = await scope.readShard(shardId);
  const bytes = withoutErased(parts, (id) => erased.has(id) || shard.isErased(id)) ?? received;
  const isWhole = parts.structs.length > structsOfWhole;
  putUntold(scope.db.updates, [{ shard: shardId, tier: isWhole ? 1 : 0, bytes }]);
  if (isWhole && shard.isEmpty && erased.size === 0 && parts.deleted.length === 0) {
    const states = statesOf(parts);
    arrived.set(shardId, { ids: new Set(states.map(({ id }) => id)), states });
    // The next to need its document reads it from what is stored.
    scope.forgetShard(shardId);
    return;
  }
  const changed = shard.merge(bytes);
  if (erased.size > 0) await forgetRecords(scope, shardId, [...erased]);
  const ids = arrived.get(shardId)?.ids ?? new Set<RecordId>();
  for (const id of changed) if (!shard.isErased(id)) ids.add(id);
  for (const id of erased) ids.delete(id);
  if (ids.size > 0) arrived.set(shardId, { ids });
  else arrived.delete(shardId);
}

async function applyText(
  scope: EngineScope,
  record: RecordId,
  { written }: FineText,
  arrived: Arrived,
): Promise<void> {
  if (written === undefined) return;
  await scope.db.updates.add({ shard: textIdOf(record), tier: 0, bytes: written });
  const shard = shardOfRecord(record);
  const known = arrived.get(shard);
  if (known === undefined) arrived.set(shard, { ids: new Set([record]) });
  else known.ids.add(record);
}

/** What is there already stays as it is: nobody rewrites history. */
async function addHistory({ db }: EngineScope, entries: readonly HistoryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map((entry) => entry.id);
  const known = new Set(await db.history.where('id').anyOf(ids).primaryKeys());
  const rows = new Map<string, HistoryRow>();
  for (const entry of entries) {
    if (known.has(entry.id) || rows.has(entry.id)) continue;
    const records = new Set([...entry.created, ...entry.changes.map((change) => change.id)]);
    rows.set(entry.id, { ...entry, records: [...records] });
  }
  await db.history.bulkAdd([...rows.values()]);
}

/** What this device wrote before it lost it has used up counters and places in shards. */
async function raiseCounters(
  { counters }: EngineScope,
  { updates, texts, history }: CheckedEntry,
): Promise<void> {
  const isOwn = (device: number): boolean => device === counters.device;
  for (const [shardId, { parts, isNew }] of updates) {
    const place = parseShardId(shardId);
    if (isNew && place !== undefined && isOwn(place.device)) {
      await counters.leaveShard(place.kind, place.shard);
    }
    for (const { id } of parts.structs) {
      const { device, session } = partsOfClient(id.client);
      if (isOwn(device)) counters.raiseTo(0, session);
    }
    for (const key of parts.structs.map(keyOf)) {
      const { version } = parseKey(key);
      const { device, n } = parseVersion(version ?? '');
      if (isOwn(device)) counters.raiseTo(n, 0);
    }
  }
  for (const { parts } of texts.values()) {
    for (const { id } of parts.structs) {
      const { device, session } = partsOfClient(id.client);
      if (isOwn(device)) counters.raiseTo(0, session);
    }
  }
  for (const { id } of history) {
    const { device, n } = parseVersion(id);
    if (isOwn(device)) counters.raiseTo(n, 0);
  }
}
