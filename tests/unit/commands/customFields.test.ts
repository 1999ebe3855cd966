import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyTogether, createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { definitionOf } from '../../../src/domain/customDefinitions.ts';
import { customKeyOf } from '../../../src/domain/customFields.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { valuesOf, type Values } from '../../../src/domain/record.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

let replica: Replica;
beforeEach(async () => {
  replica = await Replica.open();
});
afterEach(() => replica.close());

async function aField(values: Values): Promise<RecordId> {
  const made = valueOfResult(
    await createRecord(replica.book, 'field', { name: 'Grade', object: 'account', ...values }),
  );
  return made.ids[0] ?? '';
}

async function anAccount(values: Values): Promise<RecordId> {
  const made = valueOfResult(await createRecord(replica.book, 'account', { name: 'Alpha', ...values }));
  return made.ids[0] ?? '';
}

describe('a custom field of choices', () => {
  test('takes what its definition offers and nothing else', async () => {
    const field = await aField({ type: 'choice', choices: ['Gold', 'Silver'] });
    const key = customKeyOf(field, 'choice');
    expect(await createRecord(replica.book, 'account', { name: 'A', [key]: '7' })).toMatchObject({
      error: { type: 'invalid', fields: [{ field: key, problem: 'not-a-choice' }] },
    });
    const id = await anAccount({ [key]: '1' });
    const row = await replica.mustRow(id);
    expect(await updateRecord(replica.book, row, { [key]: 'Gold' })).toMatchObject({ ok: false });
    valueOfResult(await updateRecord(replica.book, row, { [key]: '0' }));
    expect(valuesOf(await replica.mustRow(id))[key]).toBe('0');
  });

  test('of several choices checks each of them', async () => {
    const field = await aField({ type: 'multipleChoice', choices: ['Food', 'Steel'] });
    const key = customKeyOf(field, 'multipleChoice');
    const id = await anAccount({ [key]: ['0'] });
    const row = await replica.mustRow(id);
    expect(await updateRecord(replica.book, row, { [key]: ['0', 'x'] })).toMatchObject({ ok: false });
    valueOfResult(await updateRecord(replica.book, row, { [key]: ['1'] }));
    expect(valuesOf(await replica.mustRow(id))[key]).toEqual(['1']);
  });

  test('keeps what records hold when a choice is renamed, and the renaming can be undone', async () => {
    const field = await aField({ type: 'choice', choices: ['Gold', 'Silver'] });
    const labelsOf = async () =>
      definitionOf(await replica.mustRow(field))?.choices.map(({ value, label }) => [value, label]);
    const renamed = valueOfResult(
      await applyTogether(replica.book, [
        {
          update: await replica.mustRow(field),
          values: { help: 'How good' },
          elements: { 'choices/0': 'Platinum', 'choices/1': 'Silver', 'choices/new1': 'Bronze' },
        },
      ]),
    );
    expect(await labelsOf()).toEqual([
      ['0', 'Platinum'],
      ['1', 'Silver'],
      ['new1', 'Bronze'],
    ]);
    valueOfResult(await undo(replica.book, renamed.command));
    expect(await labelsOf()).toEqual([
      ['0', 'Gold'],
      ['1', 'Silver'],
    ]);
  });
});

test('a required custom field may be absent from a quick entry and must not be emptied', async () => {
  const key = customKeyOf(await aField({ type: 'text', required: true }), 'text');
  await anAccount({});
  const id = await anAccount({ [key]: 'here' });
  expect(await updateRecord(replica.book, await replica.mustRow(id), { [key]: '' })).toMatchObject({
    error: { type: 'invalid', fields: [{ field: key, problem: 'required' }] },
  });
});

test('values of a deleted field stay and come back with it', async () => {
  const field = await aField({ type: 'text' });
  const key = customKeyOf(field, 'text');
  const id = await anAccount({ [key]: 'kept' });
  valueOfResult(await editRecords(replica.book, [field], { op: 'delete' }));
  valueOfResult(await updateRecord(replica.book, await replica.mustRow(id), { industry: 'Tea' }));
  valueOfResult(await editRecords(replica.book, [field], { op: 'restore' }));
  expect(valuesOf(await replica.mustRow(id))[key]).toBe('kept');
});
