import type { RecordId } from '../domain/ids.ts';
import { mergedIntoRegister, mergeTargetsOf, otherOfRegister } from '../domain/merging.ts';
import type { RecordRow } from '../domain/record.ts';
import { readRow } from './rows.ts';
import type { BookDatabase, HistoryRow } from './schema.ts';

/** What the merge of a record into one other wrote there. */
export interface MergeStep {
  readonly winner: RecordId;
  /** Entries of the history that changed the winner for this merge, the newest first. */
  readonly entries: readonly HistoryRow[];
  /** No other record that was merged in the same step is still merged. */
  readonly isLast: boolean;
}

/** The merges of a record that stand, one for each record that it was merged into. Needs `history` and the rows of its kind. */
export async function readMergeSteps(db: BookDatabase, loser: RecordRow): Promise<readonly MergeStep[]> {
  const standing = Object.entries(loser.registers[mergedIntoRegister] ?? {});
  const versions = new Set(standing.flatMap(([version, [, , , restores]]) => [version, restores ?? version]));
  const written = (await db.history.where('records').equals(loser.id).toArray()).filter((entry) =>
    entry.changes.some(
      ({ id, register, after }) =>
        id === loser.id &&
        register === mergedIntoRegister &&
        after.some(([version]) => versions.has(version)),
    ),
  );
  const steps: MergeStep[] = [];
  for (const winner of mergeTargetsOf(loser.registers)) {
    const entries = await entriesOf(db, winner, written);
    steps.push({ winner, entries, isLast: await isLastOf(db, winner, loser.id, entries) });
  }
  return steps;
}

/** A bulk merge may have written to the winner in another step of its batch. */
async function entriesOf(
  db: BookDatabase,
  winner: RecordId,
  written: readonly HistoryRow[],
): Promise<readonly HistoryRow[]> {
  const found = new Map<string, HistoryRow>();
  for (const entry of written) {
    if (entry.records.includes(winner)) found.set(entry.id, entry);
    if (entry.batch === undefined) continue;
    const ofBatch = await db.history.where('batch').equals(entry.batch).toArray();
    for (const each of ofBatch) {
      if (each.command === entry.command && each.records.includes(winner)) found.set(each.id, each);
    }
  }
  return [...found.values()]
    .map((entry) => ({ ...entry, changes: entry.changes.filter(({ id }) => id === winner) }))
    .sort((a, b) => b.at - a.at);
}

async function isLastOf(
  db: BookDatabase,
  winner: RecordId,
  loser: RecordId,
  entries: readonly HistoryRow[],
): Promise<boolean> {
  const others = new Set(
    entries.flatMap(({ changes }) =>
      changes.flatMap(({ register }) => {
        const other = otherOfRegister(register);
        return other?.sort === 'merged' && other.id !== loser ? [other.id] : [];
      }),
    ),
  );
  for (const id of others) if ((await readRow(db, id))?.mergedInto === winner) return false;
  return true;
}
