import type { Book } from '../database/book.ts';
import { databaseErrorOf, type DatabaseError } from '../database/errors.ts';
import { newerEpoch } from '../database/open.ts';
import type { FileRow } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** Bytes of one file, and files of one record, at most. */
export const maxFileBytes = 10 * 1024 * 1024;
export const maxFilesOfRecord = 50;

export interface NewFile {
  readonly name: string;
  /** As the browser names it, such as `image/jpeg`. */
  readonly type: string;
  readonly bytes: Blob;
}

export type FileError =
  | DatabaseError
  | { readonly type: 'too-large'; readonly maxBytes: number }
  | { readonly type: 'too-many-files'; readonly most: number }
  | { readonly type: 'empty-file' }
  | { readonly type: 'not-found'; readonly id: string };

/** Keeps a photo or a file with a record, on this device only. Durable when it returns a value. */
export async function addFile(
  book: Book,
  record: RecordId,
  file: NewFile,
): Promise<Result<FileRow, FileError>> {
  const { name, type, bytes } = file;
  if (bytes.size === 0) return err({ type: 'empty-file' });
  if (bytes.size > maxFileBytes) return err({ type: 'too-large', maxBytes: maxFileBytes });
  const id = crypto.randomUUID();
  const row: FileRow = { id, record, name, type, size: bytes.size, at: Date.now(), bytes };
  return write(book, record, async () => {
    const count = await book.strict.files.where('record').equals(record).count();
    if (count >= maxFilesOfRecord) return err({ type: 'too-many-files', most: maxFilesOfRecord });
    await book.strict.files.add(row);
    return ok(row);
  });
}

/** Takes a file away and gives it, for `restoreFile`. */
export function deleteFile(book: Book, file: FileRow): Promise<Result<FileRow, FileError>> {
  return write(book, file.record, async () => {
    await book.strict.files.delete(file.id);
    return ok(file);
  });
}

/** Puts back what was deleted. */
export function restoreFile(book: Book, file: FileRow): Promise<Result<FileRow, FileError>> {
  return write(book, file.record, async () => {
    await book.strict.files.put(file);
    return ok(file);
  });
}

/** Only for a record that is there: what is kept with one that was erased nobody would find again. */
async function write(
  book: Book,
  record: RecordId,
  work: () => Promise<Result<FileRow, FileError>>,
): Promise<Result<FileRow, FileError>> {
  const db = book.strict;
  try {
    return await db.transaction('rw', [db.meta, db.files, db.rowsOfRecord(record)], async () => {
      const epoch = await newerEpoch(db);
      if (epoch !== undefined) return err({ type: 'newer-version', epoch });
      if ((await db.rowsOfRecord(record).get(record)) === undefined)
        return err({ type: 'not-found', id: record });
      return work();
    });
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  }
}
