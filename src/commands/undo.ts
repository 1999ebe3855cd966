import type { Book } from '../database/book.ts';
import { readRow } from '../database/rows.ts';
import { redoChanges, undoChanges, type Reversal } from '../domain/history.ts';
import { kindOfId, type RecordId, type Version } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { commit, type CommandError, type Committed } from './commit.ts';

/** Takes one command back; what others have changed since stays and is listed in `kept`. */
export function undoCommand(book: Book, command: Version): Promise<Result<Committed, CommandError>> {
  return reverse(book, 'undo', command);
}

/** Repeats what an undo took back; takes the undo's own command. */
export function redoCommand(book: Book, undo: Version): Promise<Result<Committed, CommandError>> {
  return reverse(book, 'redo', undo);
}

async function reverse(
  book: Book,
  name: 'undo' | 'redo',
  command: Version,
): Promise<Result<Committed, CommandError>> {
  const entry = await book.strict.history.get(command);
  if (entry === undefined) return err({ type: 'not-found', id: command });
  return commit(book, name, [...new Set(entry.records.map(kindOfId))], async ({ db, writer }) => {
    const reversals: Reversal[] = [];
    for (const id of entry.records) {
      const row = await readRow(db, id);
      if (row === undefined) continue;
      reversals.push(name === 'undo' ? undoChanges(row, entry, writer) : redoChanges(row, entry, writer));
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
