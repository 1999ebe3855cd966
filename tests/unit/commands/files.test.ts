import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import {
  addFile,
  deleteFile,
  maxFileBytes,
  maxFilesOfRecord,
  restoreFile,
} from '../../../src/commands/files.ts';
import { createRecord } from '../../../src/commands/records.ts';
import { readBackup, writeBackup, type BackupPart } from '../../../src/database/backup.ts';
import { BookDatabase } from '../../../src/database/schema.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { decodePart, encodePart } from '../../../src/interchange/backup/parts.ts';
import { eraseRecords } from '../../../src/store/erasure.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: { close: () => void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

async function aNeed(): Promise<{ replica: Replica; id: RecordId }> {
  const replica = await Replica.open();
  open.push(replica);
  const id =
    valueOfResult(await createRecord(replica.book, 'need', { title: 'A larger grinder' })).ids[0] ?? '';
  return { replica, id };
}

const photo = (size = 3) => ({ name: 'a.jpg', type: 'image/jpeg', bytes: new Blob([new Uint8Array(size)]) });

test('a file that is deleted by mistake comes back as it was', async () => {
  const { replica, id } = await aNeed();
  const file = valueOfResult(await addFile(replica.book, id, photo()));
  expect(file).toMatchObject({ record: id, size: 3, name: 'a.jpg' });
  valueOfResult(await deleteFile(replica.book, file));
  expect(await replica.book.strict.files.count()).toBe(0);
  valueOfResult(await restoreFile(replica.book, file));
  expect(await replica.book.strict.files.get(file.id)).toMatchObject({ size: 3 });
});

test.each([
  ['empty', photo(0), 'empty-file'],
  ['too large', photo(maxFileBytes + 1), 'too-large'],
])('a file that is %s is refused', async (_name, file, type) => {
  const { replica, id } = await aNeed();
  expect(await addFile(replica.book, id, file)).toMatchObject({ ok: false, error: { type } });
});

test('a record takes no more files than it may have', async () => {
  const { replica, id } = await aNeed();
  for (let i = 0; i < maxFilesOfRecord; i++) valueOfResult(await addFile(replica.book, id, photo()));
  expect(await addFile(replica.book, id, photo())).toMatchObject({
    ok: false,
    error: { type: 'too-many-files' },
  });
});

test('an erasure takes the files of the record, and nothing can be put back', async () => {
  const { replica, id } = await aNeed();
  const file = valueOfResult(await addFile(replica.book, id, photo()));
  await eraseRecords(replica.engine, [id]);
  expect(await replica.book.strict.files.count()).toBe(0);
  expect(await restoreFile(replica.book, file)).toMatchObject({ ok: false, error: { type: 'not-found' } });
});

test('a backup holds the files and gives them back byte by byte', async () => {
  const { replica, id } = await aNeed();
  const bytes = new Blob([new Uint8Array([1, 2, 250])], { type: 'image/png' });
  const file = valueOfResult(await addFile(replica.book, id, { name: 'b.png', type: 'image/png', bytes }));
  async function* throughFile(): AsyncGenerator<BackupPart> {
    for await (const part of readBackup(replica.book.strict)) {
      yield decodePart(encodePart(part).subarray(4)) as BackupPart;
    }
  }
  await writeBackup('files-restored', throughFile());
  const restored = new BookDatabase('files-restored', 'relaxed');
  await restored.open();
  open.push(restored);
  const row = await restored.files.get(file.id);
  expect(row).toMatchObject({ record: id, name: 'b.png', type: 'image/png', size: 3 });
  expect(new Uint8Array((await row?.bytes.arrayBuffer()) ?? new ArrayBuffer())).toEqual(
    new Uint8Array([1, 2, 250]),
  );
});
