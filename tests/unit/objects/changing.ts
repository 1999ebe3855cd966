import { expect } from 'vitest';
import { bulkEdit } from '../../../src/commands/batches.ts';
import { createRecord, editRecords, updateLined, updateRecord } from '../../../src/commands/records.ts';
import { redo, undo } from '../../../src/commands/undo.ts';
import type { Committed } from '../../../src/commands/commit.ts';
import type { BulkEdit } from '../../../src/domain/bulkEdit.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { fieldOf, fieldsOf, textFieldOf, type FieldDef } from '../../../src/domain/objects.ts';
import { linesOf } from '../../../src/domain/order.ts';
import { valuesOf, type Values } from '../../../src/domain/record.ts';
import { binKinds } from '../../../src/read/bin.ts';
import { bulkFields } from '../../../src/screens/list/bulk.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { isListed } from '../../../src/read/packRows.ts';
import { allRows, valueOfResult } from '../../support/replica.ts';
import { editText } from '../../support/textEditor.ts';
import type { Kind } from './samples.ts';
import {
  expectedOf,
  makeRecord,
  openSample,
  showDefinitions,
  shownInAll,
  shownOf,
  textOf,
  unordered,
  type SampleBook,
} from './sampleBook.ts';

/** Fields that a form offers. */
export function writableFields(kind: Kind): readonly FieldDef[] {
  return fieldsOf(kind).filter((field) => field.internal !== true);
}

export async function creates(kind: Kind): Promise<void> {
  const sample = await openSample(kind);
  const { replica, values } = sample;
  expect(writableFields(kind).filter(({ key }) => !Object.hasOwn(values, key))).toEqual([]);
  const id = await makeRecord(replica.book, kind, values);
  expect(shownOf(await replica.mustRow(id))).toEqual(expectedOf(values));
  await replica.fold();
  const before = await allRows(replica.book);
  await rebuildRows(replica.engine);
  expect(await allRows(replica.book)).toEqual(before);
  expect(await replica.book.strict.history.where('records').equals(id).count()).toBe(1);
  for (const field of writableFields(kind).filter(({ required }) => required === true)) {
    const { [field.key]: _left, ...incomplete } = values;
    if (field.drawn === true) {
      const drawn = valueOfResult(await createRecord(replica.book, kind, incomplete));
      const row = await replica.mustRow(drawn.ids[0] ?? '');
      expect(valuesOf(row)[field.key]).toMatch(/^[A-Z]{2}-\d{4}-\d+-\d{4,}$/);
      continue;
    }
    expect(await createRecord(replica.book, kind, incomplete)).toMatchObject({
      error: { type: 'invalid', fields: [{ field: field.key, problem: 'required' }] },
    });
  }
}

export async function edits(kind: Kind): Promise<void> {
  const sample = await openSample(kind);
  const { replica, values, edited } = sample;
  const id = await makeRecord(replica.book, kind, values);
  const same = Object.keys(edited).filter(
    (key) => JSON.stringify(edited[key]) === JSON.stringify(values[key]),
  );
  expect(same).toEqual([]);
  await editAll(sample, id);
  const after = { ...values, ...edited };
  const text = textFieldOf(kind)?.key;
  if (text !== undefined) {
    await editText(replica, id, 0, 'Now: ');
    Object.assign(after, { [text]: `Now: ${textOf(values[text])}` });
  }
  const shown = shownOf(await replica.mustRow(id));
  if (kind === 'order') expect(shown['lines']).toHaveLength(3);
  expect(unordered(kind, withoutLines(shown))).toEqual(unordered(kind, withoutLines(expectedOf(after))));
  const required = writableFields(kind).filter((field) => field.required === true);
  const emptied = Object.fromEntries(
    Object.keys(edited)
      .filter((key) => !required.some((field) => field.key === key))
      .map((key) => [key, fieldOf(kind, key)?.type === 'set' ? [] : null]),
  );
  valueOfResult(await updateRecord(replica.book, await replica.mustRow(id), emptied));
  const left = withoutLines(valuesOf(await replica.mustRow(id)));
  expect(Object.keys(left).filter((key) => Object.hasOwn(emptied, key))).toEqual([]);
}

export async function deletes(kind: Kind): Promise<void> {
  const { replica, values } = await openSample(kind);
  const before = await shownInAll(replica.book);
  const id = await makeRecord(replica.book, kind, values);
  valueOfResult(await editRecords(replica.book, [id], { op: 'delete' }));
  expect((await replica.mustRow(id)).deletedAt).toBeGreaterThan(0);
  expect(await shownInAll(replica.book)).toEqual(before);
  expect(binKinds).toContain(kind);
}

export async function restores(kind: Kind): Promise<void> {
  const { replica, values } = await openSample(kind);
  const id = await makeRecord(replica.book, kind, values);
  const before = await shownInAll(replica.book);
  valueOfResult(await editRecords(replica.book, [id], { op: 'delete' }));
  await replica.fold();
  valueOfResult(await editRecords(replica.book, [id], { op: 'restore' }));
  expect(await shownInAll(replica.book)).toEqual(before);
}

/** Each act is taken back to what stood before it, and repeated to what it left. */
export async function undoes(kind: Kind): Promise<void> {
  const sample = await openSample(kind);
  const { replica, values } = sample;
  let id: RecordId = '';
  const acts: (() => Promise<Committed>)[] = [
    async () => {
      const made = valueOfResult(await createRecord(replica.book, kind, values));
      id = made.ids[0] ?? '';
      return made;
    },
    () => editAll(sample, id),
    async () => valueOfResult(await editRecords(replica.book, [id], { op: 'delete' })),
    async () => valueOfResult(await editRecords(replica.book, [id], { op: 'restore' })),
  ];
  for (const act of acts) {
    const before = await shownInAll(replica.book);
    const { command } = await act();
    const after = await shownInAll(replica.book);
    const undone = valueOfResult(await undo(replica.book, command));
    expect(undone.kept).toEqual([]);
    expect(await shownInAll(replica.book)).toEqual(before);
    await replica.fold();
    valueOfResult(await redo(replica.book, undone.command));
    expect(await shownInAll(replica.book)).toEqual(after);
  }
}

/** What the bar over a selection does, each as one step: fields, elements of sets, the bin. */
export async function editsMany(kind: Kind): Promise<void> {
  const { replica, values, around, keys } = await openSample(kind);
  await showDefinitions(replica.book);
  if (!isListed(kind)) throw new Error(`${kind} has no list`);
  const needed = neededOf(kind, values);
  const ids: RecordId[] = [];
  for (let i = 0; i < 3; i++) ids.push(await makeRecord(replica.book, kind, needed));
  const fields = bulkFields(kind);
  const custom = Object.entries(keys ?? {}).filter(([type]) => type !== 'longText' && type !== 'formula');
  expect(fields.map(({ key }) => key)).toEqual(expect.arrayContaining(custom.map(([, key]) => key)));
  const changes = fields.map(({ key }): BulkEdit => ({ op: 'set', field: key, value: values[key] ?? null }));
  const tag = { field: 'tags', element: around.tag };
  for (const edit of [
    ...changes,
    { op: 'add', ...tag },
    { op: 'remove', ...tag },
    { op: 'delete' },
  ] as const) {
    const before = await shownInAll(replica.book);
    const { command } = valueOfResult(await bulkEdit(replica.book, ids, edit, 'many'));
    const after = await shownInAll(replica.book);
    for (const id of ids) {
      if (edit.op === 'set') expect(after[id]?.[edit.field]).toEqual(edit.value);
      else if (edit.op === 'add') expect(after[id]?.['tags']).toEqual([around.tag]);
      else if (edit.op === 'remove') expect(after[id]).not.toHaveProperty('tags');
      else expect(after[id]).toBeUndefined();
    }
    const undone = valueOfResult(await undo(replica.book, command));
    expect(await shownInAll(replica.book)).toEqual(before);
    const redone = valueOfResult(await redo(replica.book, undone.command));
    expect(await shownInAll(replica.book)).toEqual(after);
    if (edit.op === 'delete') valueOfResult(await undo(replica.book, redone.command));
  }
}

/** Values without which there is no such record. */
export function neededOf(kind: Kind, values: Values): Values {
  const required = writableFields(kind).filter((field) => field.required === true);
  return Object.fromEntries(required.map(({ key }) => [key, values[key] ?? null]));
}

async function editAll({ replica, kind, edited, around }: SampleBook, id: RecordId): Promise<Committed> {
  const row = await replica.mustRow(id);
  if (kind !== 'order') return valueOfResult(await updateRecord(replica.book, row, edited));
  const [first, ...rest] = linesOf(row);
  if (first === undefined) throw new Error('an order without lines');
  const lines = [
    { ...first, quantity: 4, price: 7 },
    ...rest.slice(1),
    { id: '', product: around.product, quantity: 2, price: 90_000, discount: 0.5, text: null, tax: 0.13 },
  ];
  return valueOfResult(await updateLined(replica.book, row, edited, lines));
}

function withoutLines({ lines: _lines, ...values }: Values): Values {
  return values;
}
