import { readOnlyReason, type ReadOnlyError } from '../database/readOnly.ts';
import { rowTables } from '../database/schema.ts';
import { candidatesOf, type Write } from '../domain/bulkEdit.ts';
import { kindOfId, recordIdOf, shardOfRecord, type RecordId } from '../domain/ids.ts';
import { decodeChunk, type ImportChunk } from '../domain/importChunk.ts';
import { textFieldOf } from '../domain/objects.ts';
import { project, type Base, type RecordState, type Values } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { foldAllPending } from './fold.ts';
import { setText } from './texts.ts';
import { changeRows, changeTables } from './engineWrite.ts';
import { maxRowsAtOnce, projectionTables, putOrderRows } from './projection.ts';
import { beginShard, finishShard, markProjecting } from './wholeShard.ts';

/** A chunk that does not follow the last one written: the importer has to go on from `expected`. */
export class ChunkOrderError extends Error {
  override readonly name = 'ChunkOrderError';
  readonly expected: number;

  constructor(expected: number) {
    super(`the import goes on at chunk ${expected}`);
    this.expected = expected;
  }
}

/** The import is no longer to be written: it was undone, perhaps on another device. */
export class ImportUndoneError extends Error {
  override readonly name = 'ImportUndoneError';
}

/** This device may no longer write to the book; what is written of the import stays out of sight. */
export class ReadOnlyBookError extends Error {
  override readonly name = 'ReadOnlyBookError';
  readonly reason: ReadOnlyError;

  constructor(reason: ReadOnlyError) {
    super(reason.type);
    this.reason = reason;
  }
}

/**
 * Writes one chunk of an import; sending it again changes nothing. When it returns, the chunk's updates are stored.
 * Rows of records other than orders follow in small steps, and are made again if the engine stops before they are done.
 */
export async function writeImportChunk(
  state: EngineState,
  batch: RecordId,
  position: number,
  bytes: Uint8Array,
): Promise<void> {
  const chunk = decodeChunk(bytes);
  if (chunk.type === 'update') await writeUpdates(state, batch, position, chunk);
  else if (kindOfId(chunk.shard) === 'order') await writeOrders(state, batch, position, chunk);
  else await writeRecords(state, batch, position, chunk);
}

type CreateChunk = Extract<ImportChunk, { type: 'create' }>;
type UpdateChunk = Extract<ImportChunk, { type: 'update' }>;

async function writeOrders(
  state: EngineState,
  batch: RecordId,
  position: number,
  chunk: CreateChunk,
): Promise<void> {
  const tables = ['jobs', ...projectionTables([chunk.shard])];
  await engineTransaction(state, 'relaxed', tables, async (scope) => {
    if (!(await isNext(scope, batch, position))) return;
    const states = await writeShard(scope, batch, chunk);
    await putOrderRows(scope.db, chunk.shard, states);
    await advance(scope, batch, position);
  });
  state.discard(chunk.shard);
}

async function writeRecords(
  state: EngineState,
  batch: RecordId,
  position: number,
  chunk: CreateChunk,
): Promise<void> {
  const { shard } = chunk;
  const begunAt = await beginShard(state);
  const states = await engineTransaction(state, 'relaxed', ['jobs'], async (scope) => {
    if (!(await isNext(scope, batch, position))) return [];
    const written = await writeShard(scope, batch, chunk);
    await markProjecting(scope, [shard]);
    await advance(scope, batch, position);
    return written;
  });
  const kind = kindOfId(shard);
  const rows = states.map(project);
  for (let start = 0; start < rows.length; start += maxRowsAtOnce) {
    const some = rows.slice(start, start + maxRowsAtOnce);
    await engineTransaction(state, 'relaxed', [rowTables[kind]], async ({ db }) => {
      await db.rowsOf(kind).bulkPut(some);
    });
  }
  if (rows.length > 0) await finishShard(state, shard, begunAt, rows);
  state.discard(shard);
}

async function writeUpdates(
  state: EngineState,
  batch: RecordId,
  position: number,
  chunk: UpdateChunk,
): Promise<void> {
  const writesById = new Map(chunk.records.map(({ id, writes }) => [id, writes]));
  const ids = [...writesById.keys()].sort((a, b) => (shardOfRecord(a) < shardOfRecord(b) ? -1 : 1));
  await engineTransaction(state, 'relaxed', ['jobs', ...changeTables(ids)], async (scope) => {
    if (!(await isNext(scope, batch, position))) return;
    await changeRows(scope, { command: 'import', batch }, ids, (row, writer) => ({
      id: row.id,
      ...candidatesOf(
        (writesById.get(row.id) ?? []).filter((write) => !isOfText(row.id, write)),
        writer,
      ),
    }));
    for (const { id, writes } of chunk.records) {
      const value = writes.find((write) => isOfText(id, write))?.value;
      if (value !== undefined) await setText(scope, id, typeof value === 'string' ? value : '');
    }
    await advance(scope, batch, position);
  });
}

/** A text is no register: it is written in a document of its own. */
function isOfText(id: RecordId, { register }: Write): boolean {
  return textFieldOf(kindOfId(id))?.key === register;
}

async function writeShard(
  scope: EngineScope,
  batch: RecordId,
  { shard: id, records }: CreateChunk,
): Promise<RecordState[]> {
  // Others must know the batch before its records, or they would show them.
  await foldAllPending(scope);
  const { counters, writableShard, addShard } = scope;
  const at = Date.now();
  const states = records.map((values: Values, index): RecordState => {
    const base: Base = [values, at, counters.member, batch];
    return { id: recordIdOf(id, index), base, registers: {} };
  });
  const shard = await writableShard(id);
  const changes = states.map((each) => ({ id: each.id, base: each.base, added: [], deleted: [] }));
  await addShard(id, shard.write(changes));
  return states;
}

/** False for a chunk that is there already; throws where one is missing before it, or the import may not go on. */
async function isNext({ db }: EngineScope, batch: RecordId, position: number): Promise<boolean> {
  const readOnly = await readOnlyReason(db);
  if (readOnly !== undefined) throw new ReadOnlyBookError(readOnly);
  const job = await db.jobs.get(batch);
  if (job !== undefined && job.kind !== 'import') throw new ImportUndoneError(`batch ${batch}`);
  const expected = job?.done ?? 0;
  if (job === undefined || position > expected) throw new ChunkOrderError(expected);
  return position === expected;
}

async function advance({ db }: EngineScope, batch: RecordId, position: number): Promise<void> {
  await db.jobs.update(batch, { done: position + 1 });
}
