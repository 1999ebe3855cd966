import { isCustomKey } from './customFields.ts';
import type { Json } from './json.ts';
import type { ObjectKind } from './kinds.ts';
import { fieldOf } from './objects.ts';
import { lastEditOf, valuesOf, type RecordRow } from './record.ts';

/** Settings of a book by name, each with its record. */
export type BookSettings = ReadonlyMap<string, { readonly row: RecordRow; readonly value: Json }>;

/** The settings that count: of several records with one name the one that was last edited, then the greater id. */
export function settingsOf(rows: readonly RecordRow[]): BookSettings {
  const settings = new Map<string, { row: RecordRow; value: Json }>();
  const standing = rows.filter((row) => row.deletedAt === undefined);
  const oldestFirst = standing
    .map((row) => ({ row, at: lastEditOf(row).at }))
    .sort((a, b) => a.at - b.at || (a.row.id < b.row.id ? -1 : 1));
  for (const { row } of oldestFirst) {
    const { name, value } = valuesOf(row);
    if (typeof name === 'string') settings.set(name, { row, value: value ?? null });
  }
  return settings;
}

/** The setting that holds how forms and lists of an object are laid out. */
export function layoutSetting(kind: ObjectKind): string {
  return `fieldLayout:${kind}`;
}

/** The setting that holds order, labels and additions of a field's choices. */
export function choicesSetting(kind: ObjectKind, key: string): string {
  return isCustomKey(key) ? `choices:${key}` : `choices:${kind}.${fieldOf(kind, key)?.choicesOf ?? key}`;
}

/** The texts of a list in a setting; nothing where it is no list. */
export function textsOf(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).filter((each) => typeof each === 'string');
}

/** The entries of an object in a setting; nothing where it is none. */
export function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value);
}

/** One entry of an object in a setting. */
export function entryOf(value: Json | undefined, key: string): Json | undefined {
  return entriesOf(value).find(([name]) => name === key)?.[1];
}
