import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { readBackup, writeBackup, type BackupPart } from '../../../src/database/backup.ts';
import { enterBook } from '../../../src/database/book.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { foldIntents } from '../../../src/store/fold.ts';
import { projectMarked } from '../../../src/store/projection.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function restore(parts: AsyncIterable<BackupPart>, name: string) {
  await writeBackup(name, parts);
  const book = valueOfResult(await enterBook(name, 'nobody'));
  closing.push(() => book.close());
  const engine = await EngineState.take(book);
  await projectMarked(engine);
  await foldIntents(engine);
  return { book, engine };
}

test('a restored book has the same records, bin and history, and new edits repeat no counter', async () => {
  const replica = await Replica.open();
  closing.push(() => replica.close());
  const id = valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' })).ids[0] ?? '';
  const edit = valueOfResult(
    await updateRecord(replica.book, await replica.mustRow(id), { region: 'Hamburg' }),
  );
  await replica.fold();
  const binned = valueOfResult(await createRecord(replica.book, 'account', { name: 'Gone' })).ids[0] ?? '';
  valueOfResult(await editRecords(replica.book, [binned], { op: 'delete' }));
  const before = await allRows(replica.book);
  const { book, engine } = await restore(readBackup(replica.book.strict), 'restored-1');
  expect(await allRows(book)).toEqual(before);
  expect(await book.strict.history.count()).toBe(await replica.book.strict.history.count());
  const again = valueOfResult(await createRecord(book, 'account', { name: 'New' })).ids[0] ?? '';
  expect(before.has(again)).toBe(false);
  valueOfResult(await undo(book, edit.command));
  await foldIntents(engine);
  const row = await book.strict.accounts.get(id);
  expect(row === undefined ? undefined : valuesOf(row)).toEqual({ name: 'Nordkaffe' });
});

test('a backup of a newer form of the data is refused by name', async () => {
  async function* parts(): AsyncGenerator<BackupPart> {
    yield await Promise.resolve({
      table: 'book',
      rows: [{ epoch: 99, member: 'm1.0.0', devices: 1, shards: 0 }],
    } as const);
  }
  await expect(writeBackup('restored-2', parts())).rejects.toMatchObject({
    error: { type: 'newer-version', epoch: 99 },
  });
});
