import type { BookDatabase } from '../database/schema.ts';
import { groupBy, readRows } from '../database/rows.ts';
import { batchStatusOf } from '../domain/batch.ts';
import { definitionOf } from '../domain/customDefinitions.ts';
import { customisedKinds } from '../domain/customFields.ts';
import { kindOfId, shardOfRecord, shardRange, type RecordId, type ShardId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { fieldOf, type ObjectKind } from '../domain/objects.ts';
import { hasLines, linesOf } from '../domain/order.ts';
import {
  aboutKinds,
  isPristine,
  isReferred,
  keptRegister,
  valuesOf,
  type AboutKind,
  type RecordRow,
} from '../domain/record.ts';
import { engineTransaction, type EngineState } from './engineTransaction.ts';
import { changeRows, changeTables } from './engineWrite.ts';
import { maxRowsAtOnce } from './projection.ts';

/**
 * Before the records that a batch created are hidden for good: those that something outside the batch refers to get a
 * mark of their own, which keeps them visible. Linear in orders and contacts, and in what refers to the batch.
 */
export async function keepReferenced(state: EngineState, batch: RecordId): Promise<void> {
  const db = state.book.relaxed;
  const row = await db.batches.get(batch);
  if (row === undefined || batchStatusOf(row) !== 'undone') return;
  const referenced = [...(await referencesFromOutside(db, batch))];
  const created: RecordId[] = [];
  for (let start = 0; start < referenced.length; start += 1_000) {
    const rows = await readRows(db, referenced.slice(start, start + 1_000));
    for (const each of rows) if (each?.batch === batch && isPristine(each)) created.push(each.id);
  }
  for (let start = 0; start < created.length; start += maxRowsAtOnce) {
    const ids = created.slice(start, start + maxRowsAtOnce);
    await engineTransaction(state, 'relaxed', changeTables(ids), (scope) =>
      changeRows(scope, { command: 'undo', batch }, ids, ({ id }, { at, author, nextVersion }) => ({
        id,
        added: [[keptRegister, nextVersion(), [batch, at, author]]],
        deleted: [],
      })),
    );
  }
}

/**
 * Records that something outside the batch names: in orders and contacts, in what is about others, in custom fields. Also
 * records that are in no batch: who asks looks which of them the batch created.
 */
async function referencesFromOutside(db: BookDatabase, batch: RecordId): Promise<ReadonlySet<RecordId>> {
  const ids = new Set<RecordId>();
  const isOutside = (row: RecordRow): boolean =>
    row.deletedAt === undefined && (row.batch !== batch || !isPristine(row));
  const custom = await customReferences(db);
  const take = (row: RecordRow, keys: readonly string[]): void => {
    if (!isOutside(row)) return;
    const values = valuesOf(row);
    row.accountIds?.forEach((id) => ids.add(id));
    row.refs?.forEach((id) => ids.add(id));
    for (const { product } of linesOf(row)) if (product !== null) ids.add(product);
    for (const key of keys) for (const id of textsOf(values[key])) ids.add(id);
  };
  await addOfOrders(db, batch, ids, {
    isOutside,
    keys: ['returns', 'deal', 'quote', ...(custom.get('order') ?? [])],
  });
  for (const kind of ['account', 'contact', 'product'] as const) {
    const keys = custom.get(kind) ?? [];
    if (kind === 'contact' || keys.length > 0) await db.rowsOf(kind).each((row) => take(row, keys));
  }
  const shards = await shardsOfBatch(db, batch);
  for (const kind of aboutKinds) {
    const keys = (custom.get(kind) ?? []).filter((key) => !isIndexed(kind, key));
    if (keys.length > 0 || hasLines(kind)) await db.rowsOf(kind).each((row) => take(row, keys));
    else for (const row of await referringRows(db, kind, shards)) take(row, []);
  }
  return ids;
}

interface OrderReferences {
  readonly isOutside: (row: RecordRow) => boolean;
  /** Fields of orders, beside the account, that refer to others. */
  readonly keys: readonly string[];
}

async function addOfOrders(
  db: BookDatabase,
  batch: RecordId,
  ids: Set<RecordId>,
  { isOutside, keys }: OrderReferences,
): Promise<void> {
  const outside = new Set<ShardId>();
  await db.orderBlocks.each((block) => {
    if (block.batch === batch) return;
    outside.add(block.shard);
    block.accounts.forEach((id) => ids.add(id));
    for (const extra of block.extras)
      for (const key of keys) for (const id of textsOf(extra[key])) ids.add(id);
  });
  await db.columns.each((lines) => {
    if (outside.has(lines.shard)) lines.products.forEach((id) => ids.add(id));
  });
  await db.orderOverlay.each((row) => {
    if (!isOutside(row)) return;
    row.accountIds?.forEach((id) => ids.add(id));
    for (const line of linesOf(row)) if (line.product !== null) ids.add(line.product);
    const values = valuesOf(row);
    for (const key of keys) for (const id of textsOf(values[key])) ids.add(id);
  });
}

/**
 * Rows that refer to a record of the batch's shards, found in the index of references: those of other batches and of none,
 * and those of the batch that somebody has written to.
 */
async function referringRows(
  db: BookDatabase,
  kind: AboutKind,
  shards: ReadonlySet<ShardId>,
): Promise<readonly RecordRow[]> {
  const found = new Set<RecordId>();
  for (const shard of shards) {
    const { from, to } = shardRange(shard);
    const keys = await db.rowsOf(kind).where('refs').between(from, to).primaryKeys();
    for (const id of keys) if (!shards.has(shardOfRecord(id))) found.add(id);
    if (kindOfId(shard) !== kind) continue;
    const touched = await db.history.where('records').between(from, to).uniqueKeys();
    for (const id of touched) found.add(id as RecordId);
  }
  const rows: RecordRow[] = [];
  const ids = [...found];
  for (let start = 0; start < ids.length; start += 1_000) {
    for (const row of await db.rowsOf(kind).bulkGet(ids.slice(start, start + 1_000))) if (row) rows.push(row);
  }
  return rows;
}

/** A batch has shards of its own, so the first record of a shard tells whether it is one of them. */
async function shardsOfBatch(db: BookDatabase, batch: RecordId): Promise<ReadonlySet<ShardId>> {
  const shards = new Set<ShardId>();
  await db.orderBlocks
    .where('shard')
    .above('')
    .each((block) => {
      if (block.batch === batch) shards.add(block.shard);
    });
  for (const kind of customisedKinds) {
    const rows = db.rowsOf(kind).where('id');
    let first = await rows.above('').first();
    while (first !== undefined) {
      const shard = shardOfRecord(first.id);
      if (first.batch === batch) shards.add(shard);
      first = await rows.aboveOrEqual(shardRange(shard).to).first();
    }
  }
  return shards;
}

/** Keys of custom fields that refer to records, by object; those of deleted fields too, because records still hold them. */
async function customReferences(db: BookDatabase): Promise<ReadonlyMap<ObjectKind, readonly string[]>> {
  const defined = (await db.fields.toArray()).flatMap((row) => definitionOf(row) ?? []);
  const references = defined.filter(({ type }) => type === 'reference');
  return new Map(
    [...groupBy(references, ({ kind }) => kind)].map(([kind, ofKind]) => [
      kind,
      ofKind.map(({ field }) => field.key),
    ]),
  );
}

/** True where a row's `refs` hold what a custom field refers to. */
function isIndexed(kind: ObjectKind, key: string): boolean {
  return isReferred(fieldOf(kind, key)?.to);
}

function textsOf(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}
