import type { RecordId } from '../../domain/ids.ts';
import type { FieldValues } from './rowReader.ts';

/** A product or account that rows name: one of the book, or one to create from what the rows say of it. */
export interface Named {
  existing: RecordId | undefined;
  values: FieldValues;
  isUsed: boolean;
}

/** The position of the record with a key, in `list`; at first the book is asked for it, later rows add what is not known of it. */
export function namedOf(
  list: Named[],
  byKey: Map<string, number>,
  key: string,
  values: FieldValues,
  find: (key: string) => RecordId | undefined,
): number {
  let position = byKey.get(key);
  if (position === undefined) {
    position =
      list.push({ existing: find(key.slice(key.indexOf(':') + 1)), values: { ...values }, isUsed: false }) -
      1;
    byKey.set(key, position);
    return position;
  }
  const named = list[position];
  if (named !== undefined && named.existing === undefined) {
    for (const field in values) {
      const value = values[field];
      if (value !== undefined && named.values[field] === undefined) named.values[field] = value;
    }
  }
  return position;
}

export function use(named: Named | undefined): void {
  if (named !== undefined) named.isUsed = true;
}

/** Ids of all in their order: of the book, of those created here, or empty for what nothing uses. */
export function createNamed(list: readonly Named[], create: (values: FieldValues) => RecordId): RecordId[] {
  return list.map(({ existing, isUsed, values }) => existing ?? (isUsed ? create(values) : ''));
}
