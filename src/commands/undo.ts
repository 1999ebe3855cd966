import type { Book } from '../database/book.ts';
import { readRow } from '../database/rows.ts';
import { redoChanges, undoChanges, type Reversal } from '../domain/history.ts';
import { isRecordId, kindOfId, type RecordId, type Version } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { redoBatch, undoBatch } from './batches.ts';
import { commit, type CommandError, type Committed, type UndoTarget } from './commit.ts';

/**
 * Takes a command or a batch back; what others have changed since stays and is listed in `kept`. With `only`, of a command
 * that changed many records, in that one alone.
 */
export async function undo(
  book: Book,
  target: UndoTarget,
  only?: RecordId,
): Promise<Result<Committed, CommandError>> {
  if (!isRecordId(target)) return reverse(book, 'undo', target, only);
  return withTarget(await undoBatch(book, target), target);
}

/** Repeats what an undo took back: takes the undo's own command, or the batch. */
export async function redo(book: Book, target: UndoTarget): Promise<Result<Committed, CommandError>> {
  if (!isRecordId(target)) return reverse(book, 'redo', target);
  return withTarget(await redoBatch(book, target), target);
}

/** A batch goes by its own id, not by that of the command which changed its status. */
function withTarget(
  result: Result<Committed, CommandError>,
  target: UndoTarget,
): Result<Committed, CommandError> {
  return result.ok ? ok({ ...result.value, command: target }) : result;
}

async function reverse(
  book: Book,
  name: 'undo' | 'redo',
  command: Version,
  only?: RecordId,
): Promise<Result<Committed, CommandError>> {
  const entry = await book.strict.history.get(command);
  if (entry === undefined) return err({ type: 'not-found', id: command });
  const ids = only === undefined ? entry.records : entry.records.filter((id) => id === only);
  return commit(book, name, [...new Set(ids.map(kindOfId))], async ({ db, writer }) => {
    const reversals: Reversal[] = [];
    for (const id of ids) {
      const row = await readRow(db, id);
      if (row === undefined) continue;
      // Taking a merge apart is an undo itself, and mostly deletes.
      const isRepeated = name === 'redo' || entry.command === 'unmerge';
      reversals.push(isRepeated ? redoChanges(row, entry, writer) : undoChanges(row, entry, writer));
    }
    const changes = reversals
      .map((reversal) => reversal.change)
      .filter((change) => change.added.length > 0 || change.deleted.length > 0);
    return ok({ changes, kept: reversals.flatMap(keptFields), of: command });
  });
}

function keptFields({ change, kept }: Reversal): { id: RecordId; register: string }[] {
  return kept.map((register) => ({ id: change.id, register }));
}
