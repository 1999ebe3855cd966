import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { checkDatabase, numberOf } from './sqliteSchema.ts';

export type CopyError =
  | { readonly type: 'exists'; readonly path: string }
  | { readonly type: 'absent'; readonly path: string }
  /** Not a relay's store, of another version, or damaged. */
  | { readonly type: 'unusable'; readonly path: string; readonly detail: string };

export interface CopyReport {
  readonly workspaces: number;
  readonly entries: number;
}

/**
 * Copies a store as it is at one moment, also while a relay writes to it, and checks the copy. Never overwrites anything.
 * Restoring is the same in the other direction.
 */
export function copyStore(from: string, to: string): Result<CopyReport, CopyError> {
  if (!existsSync(from)) return err({ type: 'absent', path: from });
  const taken = [to, `${to}-wal`].find((path) => existsSync(path));
  if (taken !== undefined) return err({ type: 'exists', path: taken });
  const copied = inspect(from, (source) => {
    mkdirSync(dirname(to), { recursive: true });
    source.prepare('VACUUM INTO ?').run(to);
  });
  if (!copied.ok) return copied;
  const checked = inspect(to, (copy) => {
    const problem = Object.values(copy.prepare('PRAGMA integrity_check').get() ?? {})[0];
    if (problem !== 'ok') throw new Error(String(problem));
    return {
      workspaces: numberOf(copy, 'SELECT count(*) FROM workspaces'),
      entries: numberOf(copy, 'SELECT count(*) FROM entries'),
    };
  });
  if (checked.ok) putOnDisk(to);
  else rmSync(to);
  return checked;
}

function inspect<T>(path: string, look: (database: DatabaseSync) => T): Result<T, CopyError> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA busy_timeout = 5000');
    checkDatabase(database);
    return ok(look(database));
  } catch (error) {
    return err({ type: 'unusable', path, detail: error instanceof Error ? error.message : String(error) });
  } finally {
    database?.close();
  }
}

function putOnDisk(path: string): void {
  for (const each of [path, dirname(path)]) {
    const file = openSync(each, 'r');
    fsyncSync(file);
    closeSync(file);
  }
}
