import { isTextEdit, type HistoryEntry, type RegisterChange } from '../../domain/history.ts';
import { isRecordId, kindOfId, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { fieldOf } from '../../domain/objects.ts';
import type { FieldDef } from '../../domain/objects.ts';
import { mergedIntoRegister, otherOfRegister } from '../../domain/merging.ts';
import { deletedRegister, hasOwnIds, keptRegister } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { duplicateTexts } from '../../i18n/duplicates.ts';
import { t } from '../../i18n/language.svelte.ts';
import { noteTexts } from '../../i18n/notes.ts';
import { recordTexts } from '../../i18n/record.ts';
import { formatValue } from '../fields/format.ts';
import type { NamesById } from '../fields/format.ts';
import { choiceLabel, fieldLabel } from '../fields/labels.ts';
import { lineTexts } from './lineChanges.ts';

const words = t(recordTexts);

/** What a command did to this record, a sentence for each field. */
export function entryTexts(entry: HistoryEntry, row: RecordRow, names: NamesById): readonly string[] {
  const who = names.get(entry.author) ?? '…';
  const own = entry.changes.filter((change) => change.id === row.id);
  const lines = own.filter((change) => change.register.startsWith('lines/'));
  const fields = own.filter((change) => !change.register.startsWith('lines/'));
  return [
    ...fields.map((change) => changeText(change, entry.command, row, names, who)),
    ...lineTexts(lines, row, names, who),
  ];
}

/** How the record came to be; of one field, only what it began with. Undefined for a field that began empty. */
export function originText(row: RecordRow, names: NamesById, field?: string): string | undefined {
  const [values, , author, batch] = row.base;
  const who = names.get(author) ?? '…';
  if (field === undefined || field === 'lines') {
    return batch === undefined ? words.change.created(who) : words.change.imported;
  }
  const definition = fieldOf(kindOfId(row.id), field);
  const text = definition === undefined ? '' : say(definition, values[field], row, names);
  if (text === '') return undefined;
  const label = fieldLabel(kindOfId(row.id), field);
  return batch === undefined
    ? words.change.createdWith(who, label, text)
    : words.change.importedWith(label, text);
}

/** Records that these commands name, past values too. */
export function recordsNamedIn(entries: readonly HistoryEntry[]): readonly RecordId[] {
  const values = entries.flatMap((entry) =>
    entry.changes.flatMap(({ register, before, after }) => [
      ...[...before, ...after].map(([, [value]]) => value),
      register.split('/')[1] ?? '',
    ]),
  );
  return [...new Set(values.filter((value) => typeof value === 'string' && isRecordId(value)))] as RecordId[];
}

function changeText(
  change: RegisterChange,
  command: HistoryEntry['command'],
  row: RecordRow,
  names: NamesById,
  who: string,
): string {
  if (change.register === keptRegister) return keptText(change, who);
  const merged = mergeText(change, names, who);
  if (merged !== undefined) return merged;
  if (change.register === deletedRegister) {
    return lastValue(change.after) === true ? words.change.deleted(who) : words.change.restored(who);
  }
  const kind = kindOfId(row.id);
  const [key = '', element] = change.register.split('/');
  const field = fieldOf(kind, key);
  const label = fieldLabel(kind, key);
  if (field === undefined) return words.change.other(who, label);
  if (element !== undefined) return elementText(change, field, label, element, row, names, who);
  if (isTextEdit(change)) return t(noteTexts).edited(who, label);
  const base = row.base[0][key];
  const before = valuesNewestFirst(change.before).map((value) => say(field, value, row, names));
  const from = before[0] ?? say(field, base, row, names);
  const to = say(field, change.after.length === 0 ? base : lastValue(change.after), row, names);
  if (command === 'choose' && before.length > 1) return choiceText(who, label, to, before);
  if (command === 'undo') {
    return words.change.takenBack(who, label, from || words.conflict.empty, to || words.conflict.empty);
  }
  if (to === '') return words.change.cleared(who, label, from);
  return from === '' ? words.change.set(who, label, to) : words.change.field(who, label, from, to);
}

function choiceText(who: string, label: string, chosen: string, candidates: readonly string[]): string {
  const others = [...new Set(candidates.filter((text) => text !== chosen))];
  const said = others.map((text) => text || words.conflict.empty).join(' / ');
  return words.change.chose(who, label, chosen || words.conflict.empty, said);
}

/** That records were merged, taken apart again, or said to be different; undefined for a change of another sort. */
function mergeText(change: RegisterChange, names: NamesById, who: string): string | undefined {
  const text = t(duplicateTexts).change;
  const value = lastValue(change.after) ?? null;
  if (change.register === mergedIntoRegister) {
    return typeof value === 'string' ? text.mergedInto(who, names.get(value) ?? '…') : text.apartFrom(who);
  }
  const other = otherOfRegister(change.register);
  if (other === undefined) return undefined;
  const name = names.get(other.id) ?? '…';
  if (other.sort === 'merged') return value === true ? text.merged(who, name) : text.apart(who, name);
  return value === true ? text.distinct(who, name) : text.distinctGone(who, name);
}

/** Records that this entry merged into the one it is of. */
export function mergedIn({ changes }: HistoryEntry): readonly RecordId[] {
  return changes.flatMap(({ register }) => {
    const other = otherOfRegister(register);
    return other?.sort === 'merged' ? [other.id] : [];
  });
}

/** The mark that keeps a record of an undone import in sight, set or taken away. */
function keptText(change: RegisterChange, who: string): string {
  const value = lastValue(change.after);
  if (value === undefined) return words.change.undid(who);
  return value === true ? words.change.broughtBack(who) : words.change.kept;
}

function elementText(
  change: RegisterChange,
  field: FieldDef,
  label: string,
  element: string,
  row: RecordRow,
  names: NamesById,
  who: string,
): string {
  const base = baseElement(row, field, element);
  const after = (change.after.length === 0 ? base : lastValue(change.after)) ?? null;
  const before = lastValue(change.before) ?? base;
  const value = after === null ? before : after;
  const isText = typeof value === 'string' && !hasOwnIds(field);
  const text = isText
    ? value
    : field.element === 'choice'
      ? choiceLabel(element, field)
      : (names.get(element) ?? '…');
  return after === null ? words.change.removed(who, label, text) : words.change.added(who, label, text);
}

/** Undefined for an element that was added later. Tags and references are their own ids, other elements count from 0. */
function baseElement(row: RecordRow, field: FieldDef, element: string): Json | undefined {
  const base = row.base[0][field.key];
  if (!Array.isArray(base)) return undefined;
  if (hasOwnIds(field)) return base.includes(element) || undefined;
  return (base as readonly Json[])[Number.parseInt(element, 36)];
}

function say(field: FieldDef, value: Json | undefined, row: RecordRow, names: NamesById): string {
  const currency = row.base[0]['currency'];
  return formatValue(field, value, names, typeof currency === 'string' ? currency : undefined);
}

export function lastValue(candidates: RegisterChange['after']): Json | undefined {
  return valuesNewestFirst(candidates)[0];
}

function valuesNewestFirst(candidates: RegisterChange['after']): Json[] {
  return [...candidates].sort(([, a], [, b]) => b[1] - a[1]).map(([, [value]]) => value);
}
