import { readBackup, RestoreFailed, writeBackup, type BackupPart } from '../database/backup.ts';
import { databaseErrorOf } from '../database/errors.ts';
import { BookDatabase } from '../database/schema.ts';
import { BackupFileFailed } from '../interchange/backup/format.ts';
import { readBackupFile } from '../interchange/backup/read.ts';
import { writeBackupFile } from '../interchange/backup/write.ts';
import type { BackupError, BackupReport, BackupRequest } from './backupMessages.ts';

/** Pieces of a file become a Blob of their own at this size, which the browser may keep on disk. */
const blobBytes = 16 << 20;

addEventListener('message', (event: MessageEvent<BackupRequest>) => void answer(event.data));

async function answer(request: BackupRequest): Promise<void> {
  try {
    if (request.type === 'make') report({ type: 'made', file: await make(request.book, request.password) });
    else {
      const parts = readBackupFile(request.file, request.password) as AsyncIterable<BackupPart>;
      await writeBackup(request.into, counted(parts));
      report({ type: 'restored' });
    }
  } catch (thrown) {
    report({ type: 'failed', error: errorOf(thrown) });
  }
}

async function make(book: string, password: string): Promise<Blob> {
  const db = new BookDatabase(book, 'relaxed');
  await db.open();
  try {
    const blobs: Blob[] = [];
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const piece of writeBackupFile(counted(readBackup(db)), { password, madeAt: new Date() })) {
      pieces.push(piece);
      size += piece.length;
      if (size < blobBytes) continue;
      blobs.push(new Blob(pieces));
      pieces = [];
      size = 0;
    }
    return new Blob([...blobs, ...pieces], { type: 'application/octet-stream' });
  } finally {
    db.close();
  }
}

/** Passes parts on and reports the share of shards that went by. */
async function* counted(parts: AsyncIterable<BackupPart>): AsyncGenerator<BackupPart> {
  let total = 0;
  let done = 0;
  for await (const part of parts) {
    if (part.table === 'book') total = part.rows[0]?.shards ?? 0;
    if (part.table === 'shards') report({ type: 'progress', share: total === 0 ? 0 : ++done / total });
    yield part;
  }
}

function errorOf(thrown: unknown): BackupError {
  if (thrown instanceof BackupFileFailed || thrown instanceof RestoreFailed) return thrown.error;
  const named = databaseErrorOf(thrown);
  if (named !== undefined) return named;
  return { type: 'backup-failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

function report(message: BackupReport): void {
  postMessage(message);
}
