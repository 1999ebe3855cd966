import { kindOfId, type RecordId, type Version } from './ids.ts';
import { canonicalJson, isEqualJson } from './json.ts';
import { textFieldOf } from './objects.ts';
import { deletedRegister, type RecordChange, type RecordState } from './record.ts';
import {
  standingCandidates,
  type AddedCandidate,
  type DeletedCandidate,
  type Register,
  type StoredCandidate,
} from './register.ts';

export type CommandName =
  'create' | 'edit' | 'delete' | 'restore' | 'choose' | 'undo' | 'redo' | 'import' | 'merge' | 'unmerge';

/** What a command did to one field: the candidates it displaced and those it wrote, each under its version. */
export interface RegisterChange {
  readonly id: RecordId;
  readonly register: string;
  readonly before: readonly (readonly [Version, StoredCandidate])[];
  readonly after: readonly (readonly [Version, StoredCandidate])[];
}

/** One command in the history of a book; `id` is a version of its author's device. */
export interface HistoryEntry {
  readonly id: Version;
  readonly at: number;
  readonly author: string;
  readonly command: CommandName;
  readonly batch?: RecordId;
  /** For undo and redo: the command that they revert or repeat. */
  readonly of?: Version;
  readonly created: readonly RecordId[];
  readonly changes: readonly RegisterChange[];
}

/** What an undo or a redo would do to one record, and the fields it leaves alone because others changed them since. */
export interface Reversal {
  readonly change: RecordChange;
  readonly kept: readonly string[];
}

export interface Writer {
  readonly at: number;
  readonly author: string;
  /** Draws the next version of this device. */
  readonly nextVersion: () => Version;
}

/**
 * Deletes the command's own candidates and writes back what they displaced as fallbacks, so that an undo never brings
 * back what others have superseded. A record that the command created goes to the bin.
 */
export function undoChanges(state: RecordState, entry: HistoryEntry, writer: Writer): Reversal {
  const added: AddedCandidate[] = [];
  const deleted: DeletedCandidate[] = [];
  const kept: string[] = [];
  for (const change of entry.changes) {
    if (change.id !== state.id) continue;
    if (isTextEdit(change)) continue;
    const own = ownVersions(state, change);
    if (own.length === 0) {
      kept.push(change.register);
      continue;
    }
    for (const version of own) deleted.push([change.register, version]);
    for (const [version, [value, at, author, restores]] of change.before) {
      added.push([change.register, writer.nextVersion(), [value, at, author, restores ?? version]]);
    }
  }
  if (entry.created.includes(state.id)) {
    const seen = Object.keys(state.registers[deletedRegister] ?? {});
    for (const version of seen) deleted.push([deletedRegister, version]);
    added.push([deletedRegister, writer.nextVersion(), [true, writer.at, writer.author]]);
  }
  return { change: { id: state.id, added, deleted }, kept };
}

/** Writes again what an undo took away, as ordinary candidates. Fields that show something else since are left alone. */
export function redoChanges(state: RecordState, undo: HistoryEntry, writer: Writer): Reversal {
  const added: AddedCandidate[] = [];
  const deleted: DeletedCandidate[] = [];
  const kept: string[] = [];
  for (const change of undo.changes) {
    if (change.id !== state.id) continue;
    const register = state.registers[change.register] ?? {};
    const isChanged = shownValues(register) !== shownValues(Object.fromEntries(change.after));
    if (isChanged) {
      kept.push(change.register);
      continue;
    }
    for (const version of Object.keys(register)) deleted.push([change.register, version]);
    for (const [, [value]] of change.before) {
      added.push([change.register, writer.nextVersion(), [value, writer.at, writer.author]]);
    }
    if (change.register === deletedRegister && change.before.length === 0) {
      added.push([deletedRegister, writer.nextVersion(), [false, writer.at, writer.author]]);
    }
  }
  return { change: { id: state.id, added, deleted }, kept };
}

/** The history of a change: what stood before each register it writes, and what it put there. */
export function registerChangesOf(before: RecordState | undefined, change: RecordChange): RegisterChange[] {
  const names = new Set([...change.added, ...change.deleted].map(([register]) => register));
  return Array.from(names, (register) => {
    const standing = before?.registers[register] ?? {};
    return {
      id: change.id,
      register,
      before: change.deleted.flatMap(([name, version]) => {
        const stored = name === register ? standing[version] : undefined;
        return stored === undefined ? [] : [[version, stored] as const];
      }),
      after: change.added.flatMap(([name, version, stored]) =>
        name === register ? [[version, stored] as const] : [],
      ),
    };
  });
}

/** True for a step of editing a text: the text itself keeps who wrote what, and no undo of a command changes it. */
export function isTextEdit({ id, register, before, after }: RegisterChange): boolean {
  return before.length + after.length === 0 && textFieldOf(kindOfId(id))?.key === register;
}

/** The values that stand in a register, as one text. */
function shownValues(register: Register): string {
  return canonicalJson(standingCandidates(register).map((candidate) => candidate.value));
}

/**
 * The candidates in the state now that stand for what the command wrote, itself or through an undo of a later command; and those of
 * another device that did the same by itself, which bear the same value and moment.
 */
export function ownVersions(state: RecordState, change: RegisterChange): Version[] {
  const written = new Set(change.after.map(([version]) => version));
  const isTwin = ([value, at]: StoredCandidate): boolean =>
    change.after.some(([, own]) => own[1] === at && isEqualJson(own[0], value));
  return Object.entries(state.registers[change.register] ?? {}).flatMap(([version, stored]) => {
    const isOwn = written.has(version) || (stored[3] !== undefined && written.has(stored[3]));
    return isOwn || (stored[3] === undefined && isTwin(stored)) ? [version] : [];
  });
}
