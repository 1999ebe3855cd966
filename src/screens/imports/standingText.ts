import { kindOfId } from '../../domain/ids.ts';
import { fieldOf } from '../../domain/objects.ts';
import { deletedRegister, valueOf, valuesOf } from '../../domain/record.ts';
import { formatAgo } from '../../i18n/formats.ts';
import { importsTexts } from '../../i18n/imports.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { StandingField, StandingRecord } from '../../read/standing.ts';
import { formatValue, type NamesById } from '../fields/format.ts';
import { fieldLabel } from '../fields/labels.ts';

const words = t(importsTexts);

/** Why a record of an undone batch stays: each reason a sentence. */
export function reasonTexts(
  { row, edited, lastEdit, isReferenced, isRestored }: StandingRecord,
  names: NamesById,
): readonly string[] {
  const kind = kindOfId(row.id);
  const fields = edited.map((key) => {
    if (key === deletedRegister) return words.binned;
    return key === 'lines' ? words.lines : fieldLabel(kind, key);
  });
  return [
    ...(fields.length > 0 ? [withEdit(words.edited(fields.join(', ')), lastEdit, names)] : []),
    ...(isReferenced ? [words.referenced] : []),
    ...(isRestored ? [words.restored] : []),
  ];
}

/** What a field that an undo left alone holds now, and who wrote it. */
export function keptText({ row, register, lastEdit }: StandingField, names: NamesById): string {
  const kind = kindOfId(row.id);
  const [key = ''] = register.split('/');
  const label = key === 'lines' ? words.lines : fieldLabel(kind, key);
  const field = fieldOf(kind, key);
  const value = field === undefined ? undefined : (valueOf(row, field) ?? null);
  if (field === undefined || (field.type === 'reference' && field.to !== 'member')) {
    return withEdit(words.keepsNewer(label), lastEdit, names);
  }
  const { currency } = valuesOf(row);
  const text = formatValue(field, value, names, typeof currency === 'string' ? currency : undefined);
  return withEdit(text === '' ? words.keepsEmpty(label) : words.keeps(label, text), lastEdit, names);
}

function withEdit(text: string, edit: StandingRecord['lastEdit'], names: NamesById): string {
  if (edit === undefined) return text;
  return `${text} · ${words.by(names.get(edit.author) ?? '…', formatAgo(edit.at))}`;
}
