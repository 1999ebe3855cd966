import { isSpokenFor } from '../database/counters.ts';
import type { CommandName, HistoryEntry } from '../domain/history.ts';
import { isRecordId, isVersion, kindOfId, parseVersion, shardOfRecord, parseShardId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Signer } from './updateReading.ts';
import { candidateProblem, isId, isRegisterName, isTime } from './valueForm.ts';

/** A history entry of another device is not what it should be. */
export interface HistoryProblem {
  readonly type: 'history';
  readonly detail: string;
}

const maxEntries = 50_000;
const maxParts = 200_000;

const commands = {
  create: true,
  edit: true,
  delete: true,
  restore: true,
  choose: true,
  undo: true,
  redo: true,
  import: true,
  merge: true,
  unmerge: true,
} as const satisfies Record<CommandName, true>;

/** Entries that the signer may have written, of which undo may make candidates of its own; with nothing else in them. */
export function checkHistory(history: unknown, signer: Signer): Result<HistoryEntry[], HistoryProblem> {
  if (!Array.isArray(history)) return problem('no list');
  if (history.length > maxEntries) return problem('too many entries');
  if (history.length > 0 && signer.role === 'viewer') return problem('a viewer wrote');
  const entries: HistoryEntry[] = [];
  for (const each of history as unknown[]) {
    const detail = entryProblem(each, signer);
    if (detail !== undefined) return problem(detail);
    entries.push(onlyKnown(each as HistoryEntry));
  }
  return ok(entries);
}

function entryProblem(entry: unknown, signer: Signer): string | undefined {
  if (typeof entry !== 'object' || entry === null) return 'no entry';
  const { id, at, author, command, batch, of, created, changes } = entry as Record<string, unknown>;
  if (!isOwnVersion(id, signer)) return 'an id of another device';
  if (!isTime(at)) return 'the time is no time';
  if (!isId(author, 'member')) return 'the author is no member';
  if (typeof command !== 'string' || !Object.hasOwn(commands, command)) return 'no command';
  if (batch !== undefined && !isId(batch, 'batch')) return 'the batch is no batch';
  if (of !== undefined && !(typeof of === 'string' && isVersion(of))) return 'what it reverts is no version';
  if (!Array.isArray(created) || created.length > maxParts) return 'created is no list';
  if (!created.every((each) => isCreatable(each, signer))) return 'created elsewhere';
  if (!Array.isArray(changes) || changes.length > maxParts) return 'changes are no list';
  for (const change of changes as unknown[]) {
    const detail = changeProblem(change, signer);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

function changeProblem(change: unknown, signer: Signer): string | undefined {
  if (typeof change !== 'object' || change === null) return 'no change';
  const { id, register, before, after } = change as Record<string, unknown>;
  if (typeof id !== 'string' || !isRecordId(id)) return 'no record';
  if (typeof register !== 'string' || !isRegisterName(register)) return 'no register';
  if (!Array.isArray(before) || !Array.isArray(after)) return 'no candidates';
  if (before.length + after.length > maxParts) return 'too many candidates';
  const pairs = [...(before as unknown[]), ...(after as unknown[])];
  for (const [index, pair] of pairs.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2) return 'no candidate';
    const [version, stored] = pair as unknown[];
    if (typeof version !== 'string' || !isVersion(version)) return 'no version';
    if (index >= before.length && !isOwnVersion(version, signer)) return 'wrote as another device';
    const detail = candidateProblem(kindOfId(id), register, stored);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

function onlyKnown({ id, at, author, command, batch, of, created, changes }: HistoryEntry): HistoryEntry {
  return {
    ...{ id, at, author, command },
    ...(batch === undefined ? {} : { batch }),
    ...(of === undefined ? {} : { of }),
    created,
    changes: changes.map((change) => ({
      id: change.id,
      register: change.register,
      before: change.before,
      after: change.after,
    })),
  };
}

function isOwnVersion(version: unknown, signer: Signer): boolean {
  if (typeof version !== 'string' || !isVersion(version)) return false;
  return isSpokenFor(parseVersion(version).device, signer);
}

function isCreatable(id: unknown, signer: Signer): boolean {
  if (typeof id !== 'string' || !isRecordId(id)) return false;
  const place = parseShardId(shardOfRecord(id));
  return place !== undefined && isSpokenFor(place.device, signer);
}

function problem(detail: string): Result<never, HistoryProblem> {
  return err({ type: 'history', detail });
}
