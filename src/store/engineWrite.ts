import { groupBy, readRows } from '../database/rows.ts';
import { rowTables } from '../database/schema.ts';
import { registerChangesOf, type CommandName, type Writer } from '../domain/history.ts';
import { kindOfId, shardOfRecord, type RecordId, type Version } from '../domain/ids.ts';
import { applyChange, project, type RecordChange, type RecordRow } from '../domain/record.ts';
import type { EngineScope } from './engineTransaction.ts';
import { foldAllPending } from './fold.ts';

/** One step of work on many records, as the history keeps it. */
export interface EngineCommand {
  readonly command: CommandName;
  readonly batch: RecordId;
  readonly of?: Version;
}

/** What is decided for one row: its change, if there is one. */
export type Decide = (row: RecordRow, writer: Writer) => RecordChange | undefined;

/** Tables of `changeRows` for records of these kinds. */
export function changeTables(ids: readonly RecordId[]): string[] {
  const kinds = new Set(ids.map(kindOfId));
  const packed = kinds.has('order') ? ['orderBlocks', 'columns'] : [];
  return ['history', 'rowLog', ...Array.from(kinds, (kind) => rowTables[kind]), ...packed];
}

/**
 * Changes some existing records inside the current transaction: shards, rows and one entry of history. What people did
 * and is not folded yet is folded first, so that nothing deletes a key before it is there. Gives the changed ids.
 */
export async function changeRows(
  scope: EngineScope,
  { command, batch, of }: EngineCommand,
  ids: readonly RecordId[],
  decide: Decide,
): Promise<readonly RecordId[]> {
  const { db, counters } = scope;
  await foldAllPending(scope);
  const rows = (await readRows(db, ids)).filter((row) => row !== undefined);
  const id = counters.nextVersion();
  const writer: Writer = {
    at: Date.now(),
    author: counters.member,
    nextVersion: () => counters.nextVersion(),
  };
  const decided = rows.flatMap((row) => {
    const change = decide(row, writer);
    const isEmpty = change === undefined || (change.added.length === 0 && change.deleted.length === 0);
    return isEmpty ? [] : [{ row, change }];
  });
  if (decided.length === 0) return [];
  for (const [shardId, group] of groupBy(decided, ({ row }) => shardOfRecord(row.id))) {
    const shard = await scope.writableShard(shardId);
    await scope.addUpdate(shardId, shard.write(group.map(({ change }) => change)));
  }
  for (const [kind, group] of groupBy(decided, ({ row }) => kindOfId(row.id))) {
    const after = group
      .map(({ row, change }) => applyChange(row, change))
      .filter((state) => state !== undefined);
    await db.rowsOf(kind).bulkPut(after.map(project));
    await db.rowLog.add({ kind, ids: after.map((state) => state.id) });
  }
  const records = decided.map(({ row }) => row.id);
  await scope.addHistory({
    id,
    at: writer.at,
    author: writer.author,
    command,
    batch,
    ...(of === undefined ? {} : { of }),
    created: [],
    changes: decided.flatMap(({ row, change }) => registerChangesOf(row, change)),
    records,
  });
  return records;
}
