import type { Json } from './json.ts';
import { referredKinds } from './customFields.ts';
import { kindOfId, type RecordId } from './ids.ts';
import { fieldOf, fieldsOf, textFieldOf, type FieldDef, type ObjectKind } from './objects.ts';
import { mergedIntoOf } from './merging.ts';
import { partKeyOf } from './partKey.ts';
import { firstClaim, followsOwner, isPooledKind } from './pooled.ts';
import {
  applyCandidates,
  resolveRegister,
  type AddedCandidate,
  type Candidate,
  type DeletedCandidate,
  type Registers,
} from './register.ts';

export type Values = Readonly<Record<string, Json>>;

/** What a record was created with: written once, never rewritten. */
export type Base = readonly [values: Values, at: number, author: string, batch?: RecordId];

/** Everything the shards hold of one record. */
export interface RecordState {
  readonly id: RecordId;
  readonly base: Base;
  readonly registers: Registers;
  /** What its text says now; absent while nobody has written to it since the record was created. */
  readonly text?: string;
}

/**
 * A record as the database keeps it: its whole state, and the few keys that are indexed.
 * `deletedAt` exists only while the record lies in the bin.
 */
export interface RecordRow extends RecordState {
  readonly batch?: RecordId;
  readonly deletedAt?: number;
  /** Of a record that was merged: the one that it was merged into, which may have been merged further. */
  readonly mergedInto?: RecordId;
  readonly accountIds?: readonly RecordId[];
  /** Of records that are about others (`aboutKinds`): what they refer to. */
  readonly refs?: readonly RecordId[];
  /** Of parts of tables: table, generation and place, so that the parts of a generation are read in their order. */
  readonly part?: string;
}

/** What one command does to one record. */
export interface RecordChange {
  readonly id: RecordId;
  readonly base?: Base;
  readonly added: readonly AddedCandidate[];
  readonly deleted: readonly DeletedCandidate[];
}

/** The register of a deletion; its value is true in the bin and false after a restore. */
export const deletedRegister = 'deleted';

/**
 * Keeps a record visible after its import was undone: because something outside the import refers to it (the value is the
 * batch), or because somebody asked for it back (the value is true).
 */
export const keptRegister = 'kept';

/** Rows are made here and nowhere else: the same state gives the same row. */
export function project(state: RecordState): RecordRow {
  const { id, base, registers, text } = state;
  const batch = base[3];
  const deleted = resolveRegister(registers[deletedRegister])?.shown;
  const mergedInto = mergedIntoOf(registers);
  const isAbout = about.has(kindOfId(id));
  const accountIds = isAbout ? [] : accountIdsOf(state);
  const refs = isAbout ? refsOf(state) : [];
  const part = kindOfId(id) === 'tablePart' ? partKeyOf(base[0]) : undefined;
  return {
    id,
    base,
    registers,
    ...(text === undefined ? {} : { text }),
    ...(batch === undefined ? {} : { batch }),
    ...(deleted?.value === true ? { deletedAt: deleted.at } : {}),
    ...(mergedInto === undefined ? {} : { mergedInto }),
    ...(accountIds.length === 0 ? {} : { accountIds }),
    ...(refs.length === 0 ? {} : { refs }),
    ...(part === undefined ? {} : { part }),
  };
}

/** The state after a change. A change to a record that is not there yet needs a base; without one nothing can be shown. */
export function applyChange(state: RecordState | undefined, change: RecordChange): RecordState | undefined {
  const base = state?.base ?? change.base;
  if (base === undefined) return undefined;
  return {
    id: change.id,
    base,
    registers: applyCandidates(state?.registers ?? {}, change.added, change.deleted),
    ...(state?.text === undefined ? {} : { text: state.text }),
  };
}

/** Current values of every field that has one; sets are lists of their elements' values. */
export function valuesOf(state: RecordState): Values {
  const [base] = state.base;
  if (isPristine(state)) return base;
  const values: Record<string, Json> = { ...base };
  const kind = kindOfId(state.id);
  const keys = new Set(Object.keys(state.registers).map((register) => register.split('/', 1)[0] ?? ''));
  if (state.text !== undefined) keys.add(textFieldOf(kind)?.key ?? '');
  for (const key of keys) {
    const field = fieldOf(kind, key);
    if (field === undefined) continue;
    const value = valueOf(state, field);
    if (value === undefined || value === null) delete values[key];
    else values[key] = value;
  }
  return values;
}

/** The current value of one field; undefined where there is none. */
export function valueOf(state: RecordState, field: FieldDef): Json | undefined {
  if (field.type === 'set') {
    const elements = elementsOf(state, field);
    return elements.length === 0 ? undefined : uniqueTexts(elements.map((element) => element.value));
  }
  if (field.type === 'document') return (state.text ?? baseValue(state, field.key)) || undefined;
  const register = state.registers[field.key];
  const shown = claimIn(state, field.key) ?? resolveRegister(register)?.shown;
  return shown === undefined ? baseValue(state, field.key) : shown.value;
}

/** "2 values": the distinct concurrent values of a field, newest first; empty where all agree. */
export function conflictOf(state: RecordState, register: string): readonly Candidate[] {
  const isSettled = isPooledKind(kindOfId(state.id)) && followsOwner(register);
  if (isSettled || claimIn(state, register) !== undefined) return [];
  const candidates = resolveRegister(state.registers[register])?.candidates ?? [];
  return candidates.length > 1 ? candidates : [];
}

/** Registers of fields and order lines with "2 values"; sets and deletions settle themselves. */
export function conflictsOf(state: RecordState): readonly string[] {
  const registers = Object.keys(state.registers);
  if (registers.length === 0) return registers;
  const kind = kindOfId(state.id);
  const isSingle = (register: string): boolean => {
    const field = fieldOf(kind, register);
    return field !== undefined && field.type !== 'set' && field.type !== 'document';
  };
  return registers.filter((register) => {
    const isLine = register.startsWith('lines/') && !register.endsWith('/removed');
    return (isLine || isSingle(register)) && conflictOf(state, register).length > 0;
  });
}

export interface SetElement {
  readonly id: string;
  readonly register: string;
  readonly value: string;
}

/** Elements of a set that are present, base first and then in the order of their ids. A concurrent "present" beats "removed". */
export function elementsOf(state: RecordState, field: FieldDef): readonly SetElement[] {
  const elements = new Map<string, string>();
  for (const [id, value] of baseElements(state, field)) elements.set(id, value);
  const prefix = `${field.key}/`;
  const names = Object.keys(state.registers).filter((name) => name.startsWith(prefix));
  for (const name of names.sort()) {
    const resolved = resolveRegister(state.registers[name]);
    const present = resolved?.candidates.find((candidate) => candidate.value !== null);
    const id = name.slice(prefix.length);
    if (present === undefined) elements.delete(id);
    else elements.set(id, hasOwnIds(field) || typeof present.value !== 'string' ? id : present.value);
  }
  return Array.from(elements, ([id, value]) => ({ id, register: prefix + id, value }));
}

/** Tags, choices and references are their own element ids; other elements are known by random ids. */
export function hasOwnIds(field: FieldDef): boolean {
  return field.element === 'tag' || field.element === 'choice' || field.element === 'reference';
}

/** True for a record that nobody touched since it was created: it hides with its batch. */
export function isPristine(state: RecordState): boolean {
  return state.text === undefined && Object.keys(state.registers).length === 0;
}

/** Records created by an unfinished or undone batch are hidden, unless somebody has worked on them since. */
export function isHidden(row: RecordRow, hiddenBatches: ReadonlySet<RecordId>): boolean {
  return row.batch !== undefined && hiddenBatches.has(row.batch) && isPristine(row);
}

export interface Edited {
  readonly at: number;
  readonly author: string;
}

/** The newest write that still shows in a record. */
export function lastEditOf(state: RecordState): Edited {
  let last: Edited = { at: state.base[1], author: state.base[2] };
  for (const register of Object.values(state.registers)) {
    for (const [, at, author] of Object.values(register)) if (at > last.at) last = { at, author };
  }
  return last;
}

/** The claim that counts where several people took a record for themselves at once. */
export function claimIn(state: RecordState, register: string): Candidate | undefined {
  if (register !== 'owner' || !isPooledKind(kindOfId(state.id))) return undefined;
  return firstClaim(state.registers[register]);
}

function baseValue(state: RecordState, key: string): Json | undefined {
  const values = state.base[0];
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function baseElements(state: RecordState, field: FieldDef): [string, string][] {
  const list = baseValue(state, field.key);
  if (!Array.isArray(list)) return [];
  return list.map((value, index) => [hasOwnIds(field) ? String(value) : index.toString(36), String(value)]);
}

function accountIdsOf(state: RecordState): readonly RecordId[] {
  const fields = fieldsOf(kindOfId(state.id)).filter(
    (field) => field.to === 'account' && field.internal !== true,
  );
  const ids = fields.flatMap((field) => {
    const value = valueOf(state, field);
    return Array.isArray(value) ? (value as RecordId[]) : typeof value === 'string' ? [value] : [];
  });
  return uniqueTexts(ids);
}

/** Kinds whose records are about others, and are found by what they refer to, through `refs`. */
export const aboutKinds = [
  'lead',
  'deal',
  'quote',
  'payment',
  'activity',
  'need',
  'task',
  'behaviour',
] as const satisfies readonly ObjectKind[];
export type AboutKind = (typeof aboutKinds)[number];
const about: ReadonlySet<ObjectKind> = new Set(aboutKinds);
const unindexed: readonly ObjectKind[] = ['member', 'task'];
const referred: ReadonlySet<ObjectKind> = new Set(referredKinds.filter((kind) => !unindexed.includes(kind)));

/** True for a kind whose records are found by what refers to them, through `refs`. */
export function isReferred(kind: ObjectKind | undefined): boolean {
  return kind !== undefined && referred.has(kind);
}

function refsOf(state: RecordState): readonly RecordId[] {
  const kind = kindOfId(state.id);
  const ids = Object.entries(valuesOf(state)).flatMap(([key, value]) => {
    const to = fieldOf(kind, key)?.to;
    if (!isReferred(to)) return [];
    return Array.isArray(value) ? (value as RecordId[]) : typeof value === 'string' ? [value] : [];
  });
  return uniqueTexts(ids);
}

function uniqueTexts(values: readonly string[]): string[] {
  return [...new Set(values)];
}
