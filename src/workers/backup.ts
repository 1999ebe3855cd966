import type { Book } from '../database/book.ts';
import { deleteBook, replaceCurrentBook, whileMakingBook } from '../database/bookList.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { BackupError, BackupReport, BackupRequest } from './backupMessages.ts';

type OnProgress = (share: number) => void;

/** The whole book as one encrypted file. Remembers when it was made. */
export async function makeBackup(
  book: Book,
  password: string,
  onProgress: OnProgress,
): Promise<Result<Blob, BackupError>> {
  const answer = await ask({ type: 'make', book: book.name, password }, onProgress);
  if (answer.type === 'failed') return err(answer.error);
  if (answer.type !== 'made') return err({ type: 'backup-failed', detail: answer.type });
  await book.strict.meta.put({ key: 'backup', at: Date.now() });
  return ok(answer.file);
}

/** Writes a backup into a book of its own, and makes that the book of this device only when it is whole. */
export function restoreBackup(
  file: Blob,
  password: string,
  onProgress: OnProgress,
): Promise<Result<null, BackupError>> {
  return whileMakingBook(async (into) => {
    const answer = await ask({ type: 'restore', file, password, into }, onProgress);
    if (answer.type === 'restored') {
      replaceCurrentBook(into);
      return ok(null);
    }
    await deleteBook(into);
    return err(answer.type === 'failed' ? answer.error : { type: 'backup-failed', detail: answer.type });
  });
}

function ask(
  request: BackupRequest,
  onProgress: OnProgress,
): Promise<Exclude<BackupReport, { type: 'progress' }>> {
  const worker = new Worker(new URL('./backup.worker.ts', import.meta.url), {
    type: 'module',
    name: 'backup',
  });
  return new Promise((resolve) => {
    const end = (answer: Exclude<BackupReport, { type: 'progress' }>): void => {
      worker.terminate();
      resolve(answer);
    };
    worker.onmessage = ({ data }: MessageEvent<BackupReport>) => {
      if (data.type === 'progress') onProgress(data.share);
      else end(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end({ type: 'failed', error: { type: 'backup-failed', detail: event.message } });
    };
    worker.postMessage(request);
  });
}
