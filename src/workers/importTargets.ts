import type { BookDatabase } from '../database/schema.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import { choicesSetting, settingsOf, type BookSettings } from '../domain/bookSettings.ts';
import { arrangedChoices, choiceListOf, type Choice } from '../domain/choiceLists.ts';
import { definitionsOf } from '../domain/customDefinitions.ts';
import { fieldsOf, type FieldDef, type ObjectKind } from '../domain/objects.ts';
import { isHidden, valuesOf, type RecordRow } from '../domain/record.ts';
import { fieldTexts } from '../i18n/fields.ts';
import { importKinds, recordOf, targetOfField, type Target } from '../interchange/mapping/targets.ts';
import { choiceKey } from '../interchange/values/choice.ts';

/** Where columns can go in this book beside the usual targets: custom fields, members by name, and choices as the book calls them. */
export async function readBookTargets(db: BookDatabase): Promise<Target[]> {
  const [fields, settings, members, batches] = await Promise.all([
    db.fields.toArray(),
    db.settings.toArray(),
    db.members.toArray(),
    db.batches.toArray(),
  ]);
  const hidden = hiddenBatchesOf(batches);
  const seen = (row: RecordRow): boolean => row.deletedAt === undefined && !isHidden(row, hidden);
  return bookTargets(fields.filter(seen), settings.filter(seen), members.filter(seen));
}

/** As `readBookTargets`, from rows of definitions, settings and members. */
function bookTargets(
  fields: readonly RecordRow[],
  settingRows: readonly RecordRow[],
  memberRows: readonly RecordRow[],
): Target[] {
  const settings = settingsOf(settingRows);
  const members = memberRows.map((row): Choice => {
    const { name } = valuesOf(row);
    return { value: row.id, label: typeof name === 'string' ? name : row.id };
  });
  return importKinds.map(recordOf).flatMap((kind) => [
    ...definitionsOf(fields, kind)
      .filter((definition) => definition.type !== 'formula')
      .map(({ name, field, choices }) => {
        const target = { ...targetOfField(kind, field), name, names: [name] };
        if (field.to === 'member') return withChoices(target, members);
        if (field.choices === undefined) return target;
        return withChoices(target, arranged(settings, kind, field, choices));
      }),
    ...fieldsOf(kind).flatMap((field) => standardTarget(kind, field, settings, members)),
  ]);
}

function standardTarget(
  kind: ReturnType<typeof recordOf>,
  field: FieldDef,
  settings: BookSettings,
  members: readonly Choice[],
): Target[] {
  if (field.internal === true) return [];
  if (field.to === 'member') {
    const names = [fieldTexts.zh, fieldTexts.en].flatMap((texts) => {
      const labels: Readonly<Record<string, string>> = texts[kind];
      return labels[field.key] ?? [];
    });
    return [{ ...withChoices(targetOfField(kind, field), members), names }];
  }
  const list = settings.get(choicesSetting(kind, field.key));
  if (list === undefined || field.choices === undefined) return [];
  const choices = field.choices.map((value): Choice => ({ value }));
  return [withChoices(targetOfField(kind, field), arranged(settings, kind, field, choices))];
}

function arranged(
  settings: BookSettings,
  kind: ObjectKind,
  field: FieldDef,
  choices: readonly Choice[],
): readonly Choice[] {
  return arrangedChoices(choices, choiceListOf(settings.get(choicesSetting(kind, field.key))?.value));
}

function withChoices(target: Target, choices: readonly Choice[]): Target {
  const named = choices.flatMap(({ value, label }) => (label === undefined ? [] : [[value, label] as const]));
  return {
    ...target,
    choices: choices.map((choice) => choice.value),
    words: Object.fromEntries([...named].reverse().map(([value, label]) => [choiceKey(label), value])),
    labels: Object.fromEntries(named),
  };
}
