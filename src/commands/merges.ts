import type { Book } from '../database/book.ts';
import { readStandingFor } from '../database/merges.ts';
import { readRow, readRows } from '../database/rows.ts';
import { readMergeSteps } from '../database/mergeSteps.ts';
import { candidatesOf, standsForWrite, type TakenOver, type Write } from '../domain/bulkEdit.ts';
import { undoChanges, type HistoryEntry, type Writer } from '../domain/history.ts';
import { kindOfId, type RecordId, type Version } from '../domain/ids.ts';
import {
  compareIds,
  distinctRegister,
  mergedIntoRegister,
  mergedRegister,
  mergeTargetsOf,
  otherOfRegister,
} from '../domain/merging.ts';
import type { RecordChange, RecordState, Values } from '../domain/record.ts';
import { versionsSeen, type AddedCandidate, type DeletedCandidate } from '../domain/register.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { bulkEdit } from './batches.ts';
import { commit, type CommandError, type Committed } from './commit.ts';
import { changedWrites } from './records.ts';

/** Records to merge, as they were shown: `winner` stands for the others from now on, and takes `values` as a form left them. */
export interface Merge {
  readonly winner: RecordState;
  readonly losers: readonly RecordState[];
  readonly values: Values;
}

/**
 * Merges records in one undoable step. The others keep what they hold and what refers to them; where that is read, the winner stands
 * for them. `merged-meanwhile` where one of them was merged since it was shown.
 */
export function mergeRecords(
  book: Book,
  { winner, losers, values }: Merge,
): Promise<Result<Committed, CommandError>> {
  const kind = kindOfId(winner.id);
  return commit(book, 'merge', [kind], async ({ db, writer }) => {
    const changes: RecordChange[] = [];
    if ((await readStandingFor(db, winner.id)) !== winner.id)
      return err({ type: 'merged-meanwhile', id: winner.id });
    const own: Write[] = [];
    for (const { id } of losers) {
      const row = await readRow(db, id);
      if (row === undefined) return err({ type: 'not-found', id });
      const isMerged = (await readStandingFor(db, id)) !== id;
      if (isMerged || id === winner.id) return err({ type: 'merged-meanwhile', id });
      const write = { ...clearing(row, mergedIntoRegister), value: winner.id };
      changes.push({ id, ...candidatesOf([write], writer) });
      own.push(standsForWrite(winner, id));
    }
    own.push(...changedWrites(winner, values));
    return ok({ changes: [{ id: winner.id, ...candidatesOf(own, writer) }, ...changes] });
  });
}

/** Several merges as one undoable step, each winner first; many of them as a job that shows its progress and can be ended. */
export function mergeMany(
  book: Book,
  merges: readonly Merge[],
  title: string,
): Promise<Result<Committed, CommandError>> {
  const into: Record<RecordId, RecordId> = {};
  const taken: Record<RecordId, TakenOver> = {};
  for (const { winner, losers, values } of merges) {
    taken[winner.id] = { losers: losers.map(({ id }) => id), values };
    for (const { id } of losers) into[id] = winner.id;
  }
  return bulkEdit(book, [...Object.keys(taken), ...Object.keys(into)], { op: 'merge', into, taken }, title);
}

/**
 * Takes a merge apart: the record is there again with what refers to it, and what the merge wrote on the record that stood for it is
 * taken back unless it was edited since, or another record that was merged in the same step is still merged. Two records that were
 * merged into each other are both taken apart.
 */
export function unmergeRecord(book: Book, loser: RecordId): Promise<Result<Committed, CommandError>> {
  return commit(book, 'unmerge', [kindOfId(loser)], async ({ db, writer }) => {
    const row = await readRow(db, loser);
    if (row === undefined) return err({ type: 'not-found', id: loser });
    const changes = new ChangesOfRecords();
    const kept: { id: RecordId; register: string }[] = [];
    const targets = await readRows(db, mergeTargetsOf(row.registers));
    const mutual = targets.flatMap((target) =>
      target !== undefined && mergeTargetsOf(target.registers).includes(loser) ? [target] : [],
    );
    let of: Version | undefined;
    for (const each of [row, ...mutual]) {
      changes.write(each, [clearing(each, mergedIntoRegister)], writer);
      for (const { winner: id, entries, isLast } of await readMergeSteps(db, each)) {
        const winner = await readRow(db, id);
        if (winner === undefined) continue;
        changes.write(winner, [clearing(winner, mergedRegister(each.id))], writer);
        of ??= entries[0]?.id;
        for (const entry of isLast ? entries : []) {
          const reversal = undoChanges(winner, withoutMarks(entry), writer);
          changes.add(reversal.change);
          kept.push(...reversal.kept.map((register) => ({ id, register })));
        }
      }
    }
    return ok({ changes: changes.all(), kept, ...(of === undefined ? {} : { of }) });
  });
}

/**
 * Settles a merge that two devices made in two ways: the record that is shown as standing for the other does so from now on, and for
 * good.
 */
export function settleMerge(book: Book, loser: RecordId): Promise<Result<Committed, CommandError>> {
  return commit(book, 'choose', [kindOfId(loser)], async ({ db, writer }) => {
    const standing = await readStandingFor(db, loser);
    const rows = await readRows(db, [loser, standing]);
    const [row, winner] = rows;
    if (row === undefined || winner === undefined || loser === standing)
      return err({ type: 'not-found', id: loser });
    const write = (of: RecordState, value: RecordId | null): RecordChange => ({
      id: of.id,
      ...candidatesOf([{ ...clearing(of, mergedIntoRegister), value }], writer),
    });
    const isCircle = winner.mergedInto !== undefined;
    return ok({ changes: [write(row, standing), ...(isCircle ? [write(winner, null)] : [])] });
  });
}

/** Says that records are not one, or takes that back; they are then not offered as duplicates again, on any device. */
export function markDistinct(
  book: Book,
  pairs: readonly (readonly [RecordId, RecordId])[],
): Promise<Result<Committed, CommandError>> {
  const kinds = [...new Set(pairs.flat().map(kindOfId))];
  return commit(book, 'edit', kinds, async ({ db, writer }) => {
    const others = new Map<RecordId, RecordId[]>();
    for (const pair of pairs) {
      const [first, second] = [...pair].sort(compareIds) as [RecordId, RecordId];
      others.set(first, [...(others.get(first) ?? []), second]);
    }
    const changes: RecordChange[] = [];
    for (const [id, with_] of others) {
      const row = await readRow(db, id);
      if (row === undefined) return err({ type: 'not-found', id });
      const writes = with_.map((other): Write => {
        const register = distinctRegister(other);
        return { register, value: true, seen: versionsSeen(row.registers[register]) };
      });
      changes.push({ id, ...candidatesOf(writes, writer) });
    }
    return ok({ changes });
  });
}

function clearing({ registers }: RecordState, register: string): Write {
  return { register, value: null, seen: versionsSeen(registers[register]) };
}

/** The entry without who stands for whom, which is written for each record by itself. */
function withoutMarks(entry: HistoryEntry): HistoryEntry {
  const changes = entry.changes.filter(({ register }) => otherOfRegister(register) === undefined);
  return {
    ...entry,
    created: [],
    changes: changes.filter(({ register }) => register !== mergedIntoRegister),
  };
}

/** What is done to each record, as one change. */
class ChangesOfRecords {
  readonly #changes = new Map<RecordId, { added: AddedCandidate[]; deleted: DeletedCandidate[] }>();

  write({ id }: RecordState, writes: readonly Write[], writer: Writer): void {
    this.add({ id, ...candidatesOf(writes, writer) });
  }

  add({ id, added, deleted }: RecordChange): void {
    const own = this.#changes.get(id) ?? { added: [], deleted: [] };
    own.added.push(...added);
    own.deleted.push(...deleted);
    this.#changes.set(id, own);
  }

  all(): RecordChange[] {
    const changes = Array.from(this.#changes, ([id, change]) => ({ id, ...change }));
    return changes.filter(({ added, deleted }) => added.length + deleted.length > 0);
  }
}
