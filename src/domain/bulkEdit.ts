import { closedFromOf } from './closing.ts';
import { localDate } from './dates.ts';
import type { Json } from './json.ts';
import { kindOfId, newElementId, type RecordId } from './ids.ts';
import { fieldOf, type FieldDef } from './objects.ts';
import { mergedIntoOf, mergedIntoRegister, mergedRegister } from './merging.ts';
import { ownerChange, type Silent } from './ownerChange.ts';
import { isPooledKind } from './pooled.ts';
import { deletedRegister, elementsOf, hasOwnIds, valueOf, type RecordState, type Values } from './record.ts';
import { versionsSeen, type AddedCandidate, type DeletedCandidate } from './register.ts';
import { isEqualJson } from './json.ts';
import type { CommandName, Writer } from './history.ts';
import type { Version } from './ids.ts';

/** A value for one register, and the versions that the person saw there: exactly those are superseded. */
export interface Write {
  readonly register: string;
  readonly value: Json;
  readonly seen: readonly Version[];
  /** The moment that the value bears, where it is not that of the command: two devices that do the same by themselves write the same. */
  readonly at?: number;
}

export interface TakenOver {
  readonly losers: readonly RecordId[];
  readonly values: Values;
}

/** One change for many records. A set is replaced by a list of its elements' ids, null for none: tags, choices and references. */
export type BulkEdit =
  | { readonly op: 'set'; readonly field: string; readonly value: Json }
  /** What an analysis found: for each field, values by the ids of records. Those without one stay as they are. */
  | {
      readonly op: 'setEach';
      readonly values: Readonly<Record<string, Readonly<Record<RecordId, Json>>>>;
    }
  /** Values that were found to be wrong, each with what it is to be: written only where that value still stands. Of sets an element. */
  | {
      readonly op: 'replaceEach';
      readonly values: Readonly<Record<string, Readonly<Record<RecordId, Readonly<Record<string, string>>>>>>;
    }
  | { readonly op: 'add' | 'remove'; readonly field: string; readonly element: string }
  /** Customers and leads that nobody has looked after go back to the pool, those that still belong to who had them. */
  | { readonly op: 'recycle'; readonly silent: Readonly<Record<RecordId, Silent>> }
  /**
   * Merges records: `into` names for each the one that stands for it from now on, `taken` what those take over and for whom they stand. A field takes a value
   * only where it has none, a set takes what it does not have.
   */
  | {
      readonly op: 'merge';
      readonly into: Readonly<Record<RecordId, RecordId>>;
      readonly taken: Readonly<Record<RecordId, TakenOver>>;
    }
  | { readonly op: 'delete' | 'restore' };

/** What the history calls a bulk edit. */
export function commandOf({ op }: BulkEdit): CommandName {
  return op === 'delete' || op === 'restore' || op === 'merge' ? op : 'edit';
}

/** What a bulk edit writes to one record; nothing where the record has that value already. */
export function writesOf(state: RecordState, edit: BulkEdit): Write[] {
  return withOwnDates(state, ownWrites(state, edit));
}

/** Writes with what goes with them: since when a deal is in its stage and where it ended, who held a customer and since when nobody does. */
export function withOwnDates(state: RecordState, writes: Write[]): Write[] {
  return withOwnerChange(state, withStageMove(state, writes));
}

/** A deal that moves to another stage is in it from today, and keeps where it was won or lost, unless the same step says otherwise. */
function withStageMove(state: RecordState, writes: Write[]): Write[] {
  const move = writes.find(({ register }) => register === 'stage');
  const stage = fieldOf('deal', 'stage');
  if (kindOfId(state.id) !== 'deal' || move === undefined || stage === undefined) return writes;
  const isSaid = (key: string): boolean => writes.some(({ register }) => register === key);
  const closedFrom = closedFromOf(valueOf(state, stage), move.value);
  return [
    ...writes,
    ...(isSaid('stageSince') ? [] : fieldWrites(state, 'stageSince', localDate(Date.now()))),
    ...(isSaid('closedFrom') || closedFrom === undefined ? [] : fieldWrites(state, 'closedFrom', closedFrom)),
  ];
}

/** What an owner who comes or goes takes along, unless the same step says otherwise. */
function withOwnerChange(state: RecordState, writes: Write[]): Write[] {
  const owner = writes.find(({ register }) => register === 'owner');
  if (owner === undefined || !isPooledKind(kindOfId(state.id))) return writes;
  const said = new Set(writes.map(({ register }) => register));
  const more = Object.entries(ownerChange(state, owner.value, Date.now()));
  return [
    ...writes,
    ...more.flatMap(([key, value]) => (said.has(key) ? [] : fieldWrites(state, key, value))),
  ];
}

/** Both devices that find a silent customer write these values at this moment: see `Write.at`. */
function recyclingWrites(state: RecordState, silent: Silent | undefined): Write[] {
  const field = fieldOf(kindOfId(state.id), 'owner');
  if (silent === undefined || field === undefined || valueOf(state, field) !== silent.owner) return [];
  const values = { owner: null, ...ownerChange(state, null, silent.at), releaseReason: 'silence' };
  return Object.entries(values).flatMap(([key, value]) =>
    fieldWrites(state, key, value).map((write) => ({ ...write, at: silent.at })),
  );
}

function ownWrites(state: RecordState, edit: BulkEdit): Write[] {
  switch (edit.op) {
    case 'delete':
    case 'restore':
      return deletionWrites(state, edit.op === 'delete');
    case 'merge':
      return mergeWrites(state, edit);
    case 'set':
      return fieldWrites(state, edit.field, edit.value);
    case 'setEach':
      return Object.entries(edit.values).flatMap(([field, values]) => {
        const value = Object.hasOwn(values, state.id) ? values[state.id] : undefined;
        return value === undefined ? [] : fieldWrites(state, field, value);
      });
    case 'replaceEach':
      return Object.entries(edit.values).flatMap(([field, values]) =>
        Object.hasOwn(values, state.id) ? replacingWrites(state, field, values[state.id] ?? {}) : [],
      );
    case 'add':
    case 'remove': {
      const field = fieldOf(kindOfId(state.id), edit.field);
      if (field === undefined) return [];
      const isPresent = elementsOf(state, field).some((element) => element.id === edit.element);
      if (isPresent === (edit.op === 'add')) return [];
      return [elementWrite(state, field, edit.element, edit.op === 'add')];
    }
    case 'recycle':
      return recyclingWrites(state, Object.hasOwn(edit.silent, state.id) ? edit.silent[state.id] : undefined);
  }
}

/** Turns writes into candidates under new versions. */
export function candidatesOf(
  writes: readonly Write[],
  writer: Writer,
): { added: AddedCandidate[]; deleted: DeletedCandidate[] } {
  return {
    added: writes.map(({ register, value, at }) => [
      register,
      writer.nextVersion(),
      [value, at ?? writer.at, writer.author],
    ]),
    deleted: writes.flatMap(({ register, seen }) =>
      seen.map((version): DeletedCandidate => [register, version]),
    ),
  };
}

function fieldWrites(state: RecordState, key: string, value: Json): Write[] {
  const field = fieldOf(kindOfId(state.id), key);
  if (field === undefined) return [];
  if (field.type === 'set') return membershipWrites(state, field, value);
  if (isEqualJson(valueOf(state, field) ?? null, value)) return [];
  return [{ register: key, value, seen: versionsSeen(state.registers[key]) }];
}

function replacingWrites(state: RecordState, key: string, values: Readonly<Record<string, string>>): Write[] {
  const field = fieldOf(kindOfId(state.id), key);
  const replaced = (value: Json | undefined): string | undefined =>
    typeof value === 'string' && Object.hasOwn(values, value) ? values[value] : undefined;
  if (field === undefined) return [];
  if (field.type !== 'set') {
    const value = replaced(valueOf(state, field));
    return value === undefined ? [] : fieldWrites(state, key, value);
  }
  if (hasOwnIds(field)) return [];
  const elements = elementsOf(state, field);
  const present = new Set(elements.map(({ value }) => value));
  return elements.flatMap(({ register, value }): Write[] => {
    const next = replaced(value);
    if (next === undefined || next === value) return [];
    // Where the right one is there already, the wrong one goes.
    const written = present.has(next) ? null : next;
    present.add(next);
    return [{ register, value: written, seen: versionsSeen(state.registers[register]) }];
  });
}

function membershipWrites(state: RecordState, field: FieldDef, value: Json): Write[] {
  if (!hasOwnIds(field)) return [];
  const wanted = new Set(Array.isArray(value) ? (value as readonly Json[]).map(String) : []);
  const present = new Set(elementsOf(state, field).map(({ id }) => id));
  return [
    ...[...present].filter((id) => !wanted.has(id)).map((id) => elementWrite(state, field, id, false)),
    ...[...wanted].filter((id) => !present.has(id)).map((id) => elementWrite(state, field, id, true)),
  ];
}

function elementWrite(state: RecordState, field: FieldDef, element: string, isPresent: boolean): Write {
  const register = `${field.key}/${element}`;
  return { register, value: isPresent ? true : null, seen: versionsSeen(state.registers[register]) };
}

/** A record that was merged meanwhile stays as it is. */
function mergeWrites(
  state: RecordState,
  { into, taken }: Extract<BulkEdit, { readonly op: 'merge' }>,
): Write[] {
  const winner = Object.hasOwn(into, state.id) ? into[state.id] : undefined;
  if (winner !== undefined) return mergedInto(state, winner);
  const own = Object.hasOwn(taken, state.id) ? taken[state.id] : undefined;
  return [
    ...Object.entries(own?.values ?? {}).flatMap(([key, value]) => takenWrites(state, key, value)),
    ...(own?.losers ?? []).map((loser) => standsForWrite(state, loser)),
  ];
}

/** What makes a record one that another stands for; nothing where one does already. */
function mergedInto(state: RecordState, winner: RecordId): Write[] {
  const register = state.registers[mergedIntoRegister];
  if (mergedIntoOf(state.registers) !== undefined) return [];
  return [{ register: mergedIntoRegister, value: winner, seen: versionsSeen(register) }];
}

export function standsForWrite(state: RecordState, loser: RecordId): Write {
  const register = mergedRegister(loser);
  return { register, value: true, seen: versionsSeen(state.registers[register]) };
}

function takenWrites(state: RecordState, key: string, value: Json): Write[] {
  const field = fieldOf(kindOfId(state.id), key);
  if (field === undefined) return [];
  if (field.type !== 'set') return valueOf(state, field) === undefined ? fieldWrites(state, key, value) : [];
  const present = new Set(elementsOf(state, field).map((element) => element.value));
  const wanted = Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
  return wanted
    .filter((element) => !present.has(element))
    .map((element) => {
      if (hasOwnIds(field)) return elementWrite(state, field, element, true);
      return { register: `${key}/${newElementId()}`, value: element, seen: [] };
    });
}

function deletionWrites(state: RecordState, value: boolean): Write[] {
  const register = state.registers[deletedRegister];
  return [{ register: deletedRegister, value, seen: versionsSeen(register) }];
}
