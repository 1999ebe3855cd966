import type { Book } from '../database/book.ts';
import { Counters } from '../database/counters.ts';
import { databaseErrorOf, type DatabaseError } from '../database/errors.ts';
import { newerEpoch } from '../database/open.ts';
import { readOnlyReason, type ReadOnlyError } from '../database/readOnly.ts';
import { groupBy, readRows } from '../database/rows.ts';
import { rowTables, type BookDatabase } from '../database/schema.ts';
import { registerChangesOf, type CommandName, type Writer } from '../domain/history.ts';
import { kindOfId, type RecordId, type ShardId, type Version } from '../domain/ids.ts';
import { objectKinds, type ObjectKind } from '../domain/objects.ts';
import { applyChange, project, type RecordChange, type RecordRow } from '../domain/record.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { InvalidField } from '../domain/validate.ts';

export type CommandError =
  | DatabaseError
  | ReadOnlyError
  | { readonly type: 'invalid'; readonly fields: readonly InvalidField[] }
  | { readonly type: 'not-found'; readonly id: string }
  /** Something was merged since it was shown. */
  | { readonly type: 'merged-meanwhile'; readonly id: RecordId }
  /** The batch was undone meanwhile, perhaps on another device. */
  | { readonly type: 'batch-undone' };

/** What was done, for an undo: a command under its version, or a batch under its record id. */
export type UndoTarget = string;

export interface Committed {
  readonly command: UndoTarget;
  readonly ids: readonly RecordId[];
  /** Fields that an undo or redo left alone because others changed them since. */
  readonly kept: readonly { readonly id: RecordId; readonly register: string }[];
}

/** What the plan of a command may use; all of it inside the command's transaction. */
export interface CommandScope {
  readonly db: BookDatabase;
  readonly writer: Writer;
  readonly newId: (kind: ObjectKind) => Promise<RecordId>;
  /** A shard for a batch alone. */
  readonly newShards: (kind: ObjectKind, count: number) => Promise<ShardId[]>;
}

export interface CommandPlan {
  readonly changes: readonly RecordChange[];
  readonly kept?: Committed['kept'];
  readonly of?: Version;
  readonly batch?: RecordId;
}

/**
 * Does what a person asked for: intent, rows, history and counters in one strict transaction; then wakes the engine.
 * When it returns a value, the change is durable. `kinds` are those of the records that the plan reads or writes.
 */
export async function commit(
  book: Book,
  command: CommandName,
  kinds: readonly ObjectKind[],
  plan: (scope: CommandScope) => Promise<Result<CommandPlan, CommandError>>,
): Promise<Result<Committed, CommandError>> {
  const db = book.strict;
  try {
    const result = await db.transaction(
      'rw',
      tablesFor(kinds),
      async (): Promise<Result<Committed, CommandError>> => {
        const [epoch, readOnly, counters] = await Promise.all([
          newerEpoch(db),
          readOnlyReason(db),
          Counters.read(db),
        ]);
        if (epoch !== undefined) return err({ type: 'newer-version', epoch });
        if (readOnly !== undefined) return err(readOnly);
        const id = counters.nextVersion();
        const at = Date.now();
        const writer: Writer = { at, author: counters.member, nextVersion: () => counters.nextVersion() };
        const planned = await plan({
          db,
          writer,
          newId: (kind) => counters.nextRecordId(kind),
          newShards: (kind, count) => counters.nextShards(kind, count),
        });
        if (!planned.ok) return planned;
        const { changes, kept = [], of, batch } = planned.value;
        const before = await readRows(
          db,
          changes.map((change) => change.id),
        );
        const ids = [...new Set(changes.map((change) => change.id))];
        await Promise.all([
          putRows(db, before, changes),
          db.intents.add({ command: id, changes }),
          db.history.add({
            id,
            at,
            author: counters.member,
            command,
            ...(batch === undefined ? {} : { batch }),
            ...(of === undefined ? {} : { of }),
            created: changes.flatMap((change) => (change.base === undefined ? [] : [change.id])),
            changes: changes.flatMap((change, i) => registerChangesOf(before[i], change)),
            records: ids,
          }),
          counters.save(),
        ]);
        return ok({ command: id, ids, kept });
      },
    );
    if (result.ok) {
      book.announce({ type: 'rows' });
      book.announce({ type: 'work' });
    }
    return result;
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  }
}

/** A command locks only what it touches, so that it does not wait for an import of something else. */
function tablesFor(kinds: readonly ObjectKind[]): string[] {
  const tables = ['meta', 'intents', 'history', 'rowLog', ...new Set(kinds.map((kind) => rowTables[kind]))];
  if (kinds.includes('order')) tables.push('orderBlocks', 'columns');
  if (kinds.includes('batch')) tables.push('jobs', 'jobWork');
  return tables;
}

async function putRows(
  db: BookDatabase,
  before: readonly (RecordRow | undefined)[],
  changes: readonly RecordChange[],
): Promise<void> {
  const rows = changes.flatMap((change, i) => {
    const state = applyChange(before[i], change);
    return state === undefined ? [] : [project(state)];
  });
  const byKind = groupBy(rows, (row) => kindOfId(row.id));
  for (const kind of objectKinds) {
    const group = byKind.get(kind);
    if (group === undefined) continue;
    await db.rowsOf(kind).bulkPut(group);
    await db.rowLog.add({ kind, ids: group.map((row) => row.id) });
  }
}
