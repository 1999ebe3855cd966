import { ok, err, type Result } from '../domain/result.ts';
import { BackupFileFailed } from '../interchange/backup/format.ts';
import { readBackupHeader } from '../interchange/backup/read.ts';
import { liveBackupTime } from '../read/live.ts';
import type { BackupActs } from '../screens/backup/acts.ts';
import { makeBackup, restoreBackup } from '../workers/backup.ts';
import type { BackupError } from '../workers/backupMessages.ts';
import { reopen } from './reopen.ts';
import type { Session } from './session.ts';

export function backupActs({ book, index }: Session): BackupActs {
  return {
    lastBackup: () => liveBackupTime(book.strict),
    make: (password, onProgress) => makeBackup(book, password, onProgress),
    inspect: inspectBackup,
    restore: async (file, password, onProgress) => {
      const restored = await restoreBackup(file, password, onProgress);
      if (restored.ok) reopen();
      return restored;
    },
    customers: async () => {
      const counts = await index.counts();
      return counts.ok ? (counts.value.account ?? 0) : 0;
    },
  };
}

async function inspectBackup(file: Blob): Promise<Result<Date, BackupError>> {
  try {
    return ok(new Date((await readBackupHeader(file)).madeAt));
  } catch (thrown) {
    if (thrown instanceof BackupFileFailed) return err(thrown.error);
    throw thrown;
  }
}
