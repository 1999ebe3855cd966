import type { Result } from '../../domain/result.ts';
import type { Live } from '../../read/live.ts';
import type { BackupError } from '../../workers/backupMessages.ts';

/** What the backup page does; made by the application. */
export interface BackupActs {
  readonly lastBackup: () => Live<number | undefined>;
  readonly make: (
    password: string,
    onProgress: (share: number) => void,
  ) => Promise<Result<Blob, BackupError>>;
  /** When a backup file was made, or why it is none. */
  readonly inspect: (file: Blob) => Promise<Result<Date, BackupError>>;
  /** Replaces the book and opens it: the page is left when this succeeds. */
  readonly restore: (
    file: Blob,
    password: string,
    onProgress: (share: number) => void,
  ) => Promise<Result<null, BackupError>>;
  /** Customers of the present book, for the question before it is replaced. */
  readonly customers: () => Promise<number>;
}
