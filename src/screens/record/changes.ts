import type { HistoryEntry, RegisterChange } from '../../domain/history.ts';
import { kindOfId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { fieldOf } from '../../domain/objects.ts';
import type { FieldDef } from '../../domain/objects.ts';
import { deletedRegister, keptRegister } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { t } from '../../i18n/language.svelte.ts';
import { recordTexts } from '../../i18n/record.ts';
import { formatValue } from '../fields/format.ts';
import type { NamesById } from '../fields/format.ts';
import { fieldLabel } from '../fields/labels.ts';
import { asText } from '../fields/text.ts';

const words = t(recordTexts);

/** What a command did to this record, a sentence for each field. */
export function entryTexts(entry: HistoryEntry, row: RecordRow, names: NamesById): readonly string[] {
  const who = names.get(entry.author) ?? '…';
  if (entry.created.includes(row.id)) {
    return [entry.command === 'import' ? words.change.imported : words.change.created(who)];
  }
  const own = entry.changes.filter((change) => change.id === row.id);
  if (entry.command === 'undo' && own.length === 0) return [words.change.undid(who)];
  if (entry.command === 'redo' && own.length === 0) return [words.change.redid(who)];
  const lines = own.filter((change) => change.register.startsWith('lines/'));
  const fields = own.filter((change) => !change.register.startsWith('lines/'));
  const texts = fields.map((change) => changeText(change, row, names, who));
  return lines.length === 0 ? texts : [...texts, words.change.lines(who)];
}

function changeText(change: RegisterChange, row: RecordRow, names: NamesById, who: string): string {
  if (change.register === keptRegister) return keptText(change, who);
  if (change.register === deletedRegister) {
    return lastValue(change.after) === true ? words.change.deleted(who) : words.change.restored(who);
  }
  const kind = kindOfId(row.id);
  const [key = '', element] = change.register.split('/');
  const field = fieldOf(kind, key);
  const label = fieldLabel(kind, key);
  if (field === undefined) return words.change.set(who, label, asText(lastValue(change.after)));
  if (element !== undefined) return elementText(change, field, label, element, row, names, who);
  const before = lastValue(change.before) ?? row.base[0][key];
  const after = lastValue(change.after);
  const currency = row.base[0]['currency'];
  const say = (value: Json | undefined): string =>
    formatValue(field, value, names, typeof currency === 'string' ? currency : undefined);
  const [from, to] = [say(before), say(after)];
  if (to === '') return words.change.cleared(who, label, from);
  return from === '' ? words.change.set(who, label, to) : words.change.field(who, label, from, to);
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
  const after = lastValue(change.after);
  const before = lastValue(change.before) ?? baseElement(row, field, element);
  const value = after === null || after === undefined ? before : after;
  const text = typeof value === 'string' ? value : (names.get(element) ?? '…');
  return after === null || after === undefined
    ? words.change.removed(who, label, text)
    : words.change.added(who, label, text);
}

function baseElement(row: RecordRow, field: FieldDef, element: string): Json | undefined {
  const base = row.base[0][field.key];
  return Array.isArray(base) ? (base as readonly Json[])[Number.parseInt(element, 36)] : undefined;
}

function lastValue(candidates: RegisterChange['after']): Json | undefined {
  return [...candidates].sort(([, a], [, b]) => b[1] - a[1])[0]?.[1][0];
}
