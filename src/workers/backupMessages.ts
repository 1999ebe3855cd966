import type { RestoreError } from '../database/backup.ts';
import type { DatabaseError } from '../database/errors.ts';
import type { BackupFileError } from '../interchange/backup/format.ts';

export type BackupRequest =
  | { readonly type: 'make'; readonly book: string; readonly password: string }
  | { readonly type: 'restore'; readonly file: Blob; readonly password: string; readonly into: string };

export type BackupError =
  | BackupFileError
  | RestoreError
  | DatabaseError
  | { readonly type: 'backup-failed'; readonly detail: string };

export type BackupReport =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'made'; readonly file: Blob }
  | { readonly type: 'restored' }
  | { readonly type: 'failed'; readonly error: BackupError };
