import { createRecord } from '../../../src/commands/records.ts';
import type { Book } from '../../../src/database/book.ts';
import { readRow } from '../../../src/database/rows.ts';
import { kindOfId, type RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { fieldOf, objectKinds } from '../../../src/domain/objects.ts';
import { linesOf } from '../../../src/domain/order.ts';
import { valuesOf, type RecordRow, type Values } from '../../../src/domain/record.ts';
import { provideDefinitions } from '../../../src/screens/fields/definitions.svelte.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import {
  customValues,
  defineFields,
  editedCustomValues,
  isCustomised,
  type CustomKeys,
} from './customSamples.ts';
import { makeAround, samples, type Around, type Kind } from './samples.ts';

/** What is there before a test begins: records to refer to, and custom fields of every type where the object may have them. */
export interface Prepared {
  readonly around: Around;
  readonly keys: CustomKeys | undefined;
  readonly values: Values;
  readonly edited: Values;
}

export interface SampleBook extends Prepared {
  readonly kind: Kind;
  readonly replica: Replica;
}

const open: Replica[] = [];

/** To be called after each test. */
export function closeSamples(): void {
  for (const replica of open.splice(0)) replica.close();
}

export async function openSample(kind: Kind): Promise<SampleBook> {
  const replica = await Replica.open();
  open.push(replica);
  return { kind, replica, ...(await prepare(replica.book, kind)) };
}

export async function prepare(book: Book, kind: Kind, known?: Around): Promise<Prepared> {
  const around = known ?? (await makeAround(book));
  const { values, edited } = samples[kind];
  if (!isCustomised(kind)) return { around, keys: undefined, values: values(around), edited: edited(around) };
  const keys = await defineFields(book, kind);
  return {
    around,
    keys,
    values: { ...values(around), ...customValues(kind, keys, around) },
    edited: { ...edited(around), ...editedCustomValues(keys) },
  };
}

export async function makeRecord(book: Book, kind: Kind, values: Values): Promise<RecordId> {
  return valueOfResult(await createRecord(book, kind, values)).ids[0] ?? '';
}

/** The page's definitions are those of this book. */
export async function showDefinitions({ strict }: Book): Promise<void> {
  provideDefinitions({ fields: await strict.fields.toArray(), settings: await strict.settings.toArray() });
}

export async function mustRow(book: Book, id: RecordId): Promise<RecordRow> {
  const row = await readRow(book.strict, id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row;
}

/** What a person sees of a record; lines of an order by what they say. */
export function shownOf(row: RecordRow): Values {
  const values = valuesOf(row);
  if (kindOfId(row.id) !== 'order' && linesOf(row).length === 0) return values;
  return { ...values, lines: linesOf(row).map(({ id: _id, ...line }): Json => line) };
}

/** The same of values that a test holds. */
export function expectedOf(values: Values): Values {
  const filled = Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
  if (!Object.hasOwn(filled, 'lines')) return filled;
  const state = { id: 'o1.0.0', base: [filled, 0, ''], registers: {} } as const;
  return { ...filled, lines: linesOf(state).map(({ id: _id, ...line }): Json => line) };
}

/** Elements of a set that were added later stand in no order that a person chose. */
export function unordered(kind: Kind, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const isSet = fieldOf(kind, key)?.type === 'set' && Array.isArray(value);
      return [key, isSet ? (value as readonly Json[]).map(String).sort() : value];
    }),
  );
}

/** What every record of a book shows, but those in the bin. */
export async function shownInAll({ strict }: Book): Promise<Readonly<Record<RecordId, Values>>> {
  const shown: Record<RecordId, Values> = {};
  for (const kind of objectKinds) {
    for (const row of await strict.rowsOf(kind).toArray())
      if (row.deletedAt === undefined) shown[row.id] = shownOf(row);
  }
  return shown;
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
