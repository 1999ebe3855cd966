import type { Book } from '../database/book.ts';
import { readRow, readRows } from '../database/rows.ts';
import type { BookDatabase } from '../database/schema.ts';
import {
  candidatesOf,
  commandOf,
  withOwnDates,
  writesOf,
  type BulkEdit,
  type Write,
} from '../domain/bulkEdit.ts';
import { definitionsOf } from '../domain/customDefinitions.ts';
import { customFieldOf, isCustomKey } from '../domain/customFields.ts';
import { localDate } from '../domain/dates.ts';
import { documentNumber, drawsNumber } from '../domain/documentNumber.ts';
import type { CommandName } from '../domain/history.ts';
import { kindOfId, newElementId, type RecordId } from '../domain/ids.ts';
import { isEqualJson, type Json } from '../domain/json.ts';
import { fieldOf, fieldsOf, type FieldDef, type ObjectKind } from '../domain/objects.ts';
import { lineWrites } from '../domain/lineWrites.ts';
import type { OrderLine } from '../domain/order.ts';
import {
  elementsOf,
  hasOwnIds,
  keptRegister,
  valueOf,
  type RecordChange,
  type RecordState,
  type Values,
} from '../domain/record.ts';
import { versionsSeen } from '../domain/register.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { elementProblem, problemOf, problemsOf, type InvalidField } from '../domain/validate.ts';
import { commit, type CommandError, type Committed } from './commit.ts';

/** At most this many records are changed in one transaction; more become a job of the engine. */
export const maxRecordsInCommand = 100;

/** Creates one record; `ids[0]` is the new one. Empty values are left out. */
export function createRecord(
  book: Book,
  kind: ObjectKind,
  values: Values,
): Promise<Result<Committed, CommandError>> {
  return commit(book, 'create', kindsWith([kind], [values]), async ({ db, writer, newId }) => {
    const id = await newId(kind);
    const base = withDrawn(id, withoutEmpty(values), writer.at);
    const fields = problemsOf(kind, base, await definedFields(db, kind, Object.keys(base)));
    if (fields.length > 0) return err({ type: 'invalid', fields });
    return ok({ changes: [{ id, base: [base, writer.at, writer.author], added: [], deleted: [] }] });
  });
}

/** One part of an act on several records: a new one, or what a form left of one that it showed. */
export type Act =
  | {
      readonly create: ObjectKind;
      /** A text that begins with `maker:` and a number stands for the record that the act of that number, from 0, creates. */
      readonly values: Values;
    }
  | {
      readonly update: RecordState;
      readonly values: Values;
      /** Texts of single elements of sets, by their registers, such as `choices/1`: an element keeps its id under a new text. */
      readonly elements?: Readonly<Record<string, string>>;
    };

/** Does several things as one undoable step, all or nothing; `ids` in the order of the acts. At most `maxRecordsInCommand`. */
export function applyTogether(book: Book, acts: readonly Act[]): Promise<Result<Committed, CommandError>> {
  const kinds = acts.map((act) => ('create' in act ? act.create : kindOfId(act.update.id)));
  const isNew = acts.every((act) => 'create' in act);
  const touched = kindsWith(
    kinds,
    acts.map((act) => act.values),
  );
  return commit(book, isNew ? 'create' : 'edit', touched, async ({ db, writer, newId }) => {
    if (acts.length > maxRecordsInCommand) throw new RangeError(`${acts.length} acts in one command`);
    const ids: RecordId[] = [];
    for (const act of acts) ids.push('create' in act ? await newId(act.create) : act.update.id);
    const changes: RecordChange[] = [];
    for (const [i, act] of acts.entries()) {
      const id = ids[i] ?? '';
      const kind = kindOfId(id);
      if ('create' in act) {
        const base = withDrawn(id, withMade(withoutEmpty(act.values), ids), writer.at);
        const fields = problemsOf(kind, base, await definedFields(db, kind, Object.keys(base)));
        if (fields.length > 0) return err({ type: 'invalid', fields });
        changes.push({ id, base: [base, writer.at, writer.author], added: [], deleted: [] });
        continue;
      }
      if ((await readRow(db, id)) === undefined) return err({ type: 'not-found', id });
      const writes = [
        ...changedWrites(act.update, withMade(act.values, ids)),
        ...elementWrites(act.update, act.elements ?? {}),
      ];
      const defined = await definedFields(db, kind, writes.map(keyOfWrite));
      const fields = writes.flatMap((write) => problemOfWrite(kind, write, defined) ?? []);
      if (fields.length > 0) return err({ type: 'invalid', fields });
      if (writes.length > 0) changes.push({ id, ...candidatesOf(writes, writer) });
    }
    return ok({ changes });
  });
}

/** The place of a reference to the record that act `index` creates. */
export function madeBy(index: number): string {
  return `${madePrefix}${String(index)}`;
}

/** Saves a form: what it showed (`shown`) tells which values the person saw, `values` which fields they left how. */
export function updateRecord(
  book: Book,
  shown: RecordState,
  values: Values,
): Promise<Result<Committed, CommandError>> {
  return writeRecord(book, 'edit', shown.id, changedWrites(shown, values));
}

/** Settles "2 values": the chosen one supersedes all that were shown. */
export function chooseValue(
  book: Book,
  shown: RecordState,
  register: string,
  value: Json,
): Promise<Result<Committed, CommandError>> {
  return writeRecord(book, 'choose', shown.id, [
    { register, value, seen: versionsSeen(shown.registers[register]) },
  ]);
}

/** Saves a form and the lines in it; lines with an empty id are new. */
export function updateLined(
  book: Book,
  shown: RecordState,
  values: Values,
  lines: readonly OrderLine[],
): Promise<Result<Committed, CommandError>> {
  return writeRecord(book, 'edit', shown.id, [...changedWrites(shown, values), ...lineWrites(shown, lines)]);
}

/** Changes, deletes or restores at most `maxRecordsInCommand` records in one undoable step. */
export function editRecords(
  book: Book,
  ids: readonly RecordId[],
  edit: BulkEdit,
): Promise<Result<Committed, CommandError>> {
  const command = commandOf(edit);
  return commit(book, command, [...new Set(ids.map(kindOfId))], async ({ db, writer }) => {
    const rows = await readRows(db, ids);
    const changes = rows.flatMap((row) => {
      const writes = row === undefined ? [] : writesOf(row, edit);
      return row === undefined || writes.length === 0
        ? []
        : [{ id: row.id, ...candidatesOf(writes, writer) }];
    });
    return ok({ changes });
  });
}

/** Brings back single records that an undone batch has hidden; the rest of the batch stays hidden. */
export function keepRecords(book: Book, ids: readonly RecordId[]): Promise<Result<Committed, CommandError>> {
  return commit(book, 'restore', [...new Set(ids.map(kindOfId))], async ({ db, writer }) => {
    const rows = await readRows(db, ids);
    const changes = rows.flatMap((row) => {
      if (row?.batch === undefined) return [];
      const write = { register: keptRegister, value: true, seen: versionsSeen(row.registers[keptRegister]) };
      return [{ id: row.id, ...candidatesOf([write], writer) }];
    });
    return ok({ changes });
  });
}

/** The writes that turn what a form showed into what it says now. Unchanged fields are not written. */
export function changedWrites(shown: RecordState, values: Values): Write[] {
  const kind = kindOfId(shown.id);
  const custom = Object.keys(values).flatMap((key) => customFieldOf(kind, key) ?? []);
  const writes = [...fieldsOf(kind), ...custom].flatMap((field) => {
    // A text is written in its own document.
    const isWrittenElsewhere = field.type === 'formula' || field.type === 'document';
    if (!Object.hasOwn(values, field.key) || isWrittenElsewhere) return [];
    const value = emptyToNull(values[field.key]);
    if (field.type === 'set') return setWrites(shown, field, Array.isArray(value) ? (value as string[]) : []);
    if (isEqualJson(emptyToNull(valueOf(shown, field)), value)) return [];
    return [{ register: field.key, value, seen: versionsSeen(shown.registers[field.key]) }];
  });
  return withOwnDates(shown, writes);
}

function writeRecord(
  book: Book,
  command: CommandName,
  id: RecordId,
  writes: readonly Write[],
): Promise<Result<Committed, CommandError>> {
  const kind = kindOfId(id);
  const keys = writes.map(keyOfWrite);
  return commit(book, command, keys.some(isCustomKey) ? [kind, 'field'] : [kind], async ({ db, writer }) => {
    const row = await readRow(db, id);
    if (row === undefined) return err({ type: 'not-found', id });
    const defined = await definedFields(db, kind, keys);
    const fields = writes.flatMap((write) => problemOfWrite(kind, write, defined) ?? []);
    if (fields.length > 0) return err({ type: 'invalid', fields });
    return ok({ changes: writes.length === 0 ? [] : [{ id, ...candidatesOf(writes, writer) }] });
  });
}

/** A write to a field, or to one element of a set: `phones/<element>`. Lines of orders are checked by their form. */
function problemOfWrite(
  kind: ObjectKind,
  { register, value }: Write,
  defined: readonly FieldDef[],
): InvalidField | undefined {
  const [key = '', element] = register.split('/');
  const field = defined.find((each) => each.key === key) ?? fieldOf(kind, key);
  if (field === undefined) return undefined;
  if (field.element === 'choice' && element !== undefined) {
    const problem = value === true ? elementProblem(field, element) : undefined;
    return problem === undefined ? undefined : { field: key, problem };
  }
  const isText = element !== undefined && typeof value === 'string';
  const problem =
    element === undefined ? problemOf(field, value) : isText ? elementProblem(field, value) : undefined;
  return problem === undefined ? undefined : { field: key, problem };
}

function keyOfWrite({ register }: Write): string {
  return register.split('/', 1)[0] ?? '';
}

/** The kinds that a command touches: custom fields are checked by their definitions, so it reads those too. */
function kindsWith(kinds: readonly ObjectKind[], values: readonly Values[]): ObjectKind[] {
  const hasCustom = values.some((each) => Object.keys(each).some(isCustomKey));
  return [...new Set([...kinds, ...(hasCustom ? (['field'] as const) : [])])];
}

/**
 * What the book's definitions say of these custom fields of an object. A required one that is absent is no problem of a new
 * record, because quick entries ask for less than forms do; it must not be emptied.
 */
async function definedFields(
  db: BookDatabase,
  kind: ObjectKind,
  keys: readonly string[],
): Promise<readonly FieldDef[]> {
  if (!keys.some(isCustomKey)) return [];
  const definitions = definitionsOf(await db.fields.toArray(), kind);
  return definitions.map(({ field }) => field).filter(({ key }) => keys.includes(key));
}

function setWrites(shown: RecordState, field: FieldDef, wanted: readonly string[]): Write[] {
  const present = elementsOf(shown, field);
  const wantedSet = new Set(wanted.filter((value) => value.trim() !== ''));
  const presentValues = new Set(present.map((element) => element.value));
  const seenOf = (register: string): Write['seen'] => versionsSeen(shown.registers[register]);
  const removed = present
    .filter((element) => !wantedSet.has(element.value))
    .map(({ register }): Write => ({ register, value: null, seen: seenOf(register) }));
  const added = Array.from(wantedSet)
    .filter((value) => !presentValues.has(value))
    .map((value): Write => {
      const register = `${field.key}/${hasOwnIds(field) ? value : newElementId()}`;
      return { register, value: hasOwnIds(field) ? true : value, seen: seenOf(register) };
    });
  return [...removed, ...added];
}

function elementWrites(shown: RecordState, elements: Readonly<Record<string, string>>): Write[] {
  const kind = kindOfId(shown.id);
  return Object.entries(elements).flatMap(([register, value]) => {
    const field = fieldOf(kind, register.split('/')[0] ?? '');
    const present = field === undefined ? [] : elementsOf(shown, field);
    const isSame = present.some((element) => element.register === register && element.value === value);
    return isSame ? [] : [{ register, value, seen: versionsSeen(shown.registers[register]) }];
  });
}

const madePrefix = 'maker:';

function withMade(values: Values, ids: readonly RecordId[]): Values {
  const replaced = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(replaced);
    if (typeof value !== 'string' || !value.startsWith(madePrefix)) return value;
    return ids[Number(value.slice(madePrefix.length))] ?? value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, key === 'lines' ? value : replaced(value)]),
  );
}

/** What the program says of a new record where nobody else does: the number of a document, since when a deal is in its stage. */
function withDrawn(id: RecordId, values: Values, at: number): Values {
  const kind = kindOfId(id);
  if (kind === 'deal' && values['stageSince'] === undefined) return { ...values, stageSince: localDate(at) };
  if (!drawsNumber(kind) || values['number'] !== undefined) return values;
  return { ...values, number: documentNumber(id, new Date(at).getFullYear()) };
}

function withoutEmpty(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => {
      const isEmptyList = Array.isArray(value) && value.length === 0;
      return value !== null && value !== '' && !isEmptyList;
    }),
  );
}

function emptyToNull(value: Json | undefined): Json {
  return value === undefined || value === '' ? null : value;
}
