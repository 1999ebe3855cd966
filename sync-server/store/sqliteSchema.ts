import { DatabaseSync } from 'node:sqlite';

/** Marks a file as a relay's: "RPPT". */
export const applicationId = 0x52505054;

/** The layout of the tables below. */
export const schemaVersion = 1;

/**
 * `place` is the workspace's number times 2^32 plus the position, so that a log lies together on disk. The second index
 * finds a device's last entry and keeps two entries from sharing a sequence.
 */
const tables = `
  CREATE TABLE workspaces (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, position INTEGER NOT NULL, bytes INTEGER NOT NULL);
  CREATE TABLE entries (
    place INTEGER PRIMARY KEY, device INTEGER NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL,
    received_at INTEGER NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL, workspace INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX entries_by_device ON entries (workspace, device, sequence);
  CREATE INDEX operations ON entries (place) WHERE kind = 1;
  CREATE TABLE phrases (key BLOB NOT NULL, workspace INTEGER NOT NULL, PRIMARY KEY (key, workspace)) WITHOUT ROWID;
  CREATE TABLE cursors (workspace INTEGER NOT NULL, device INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (workspace, device)) WITHOUT ROWID;
  CREATE TABLE joins (workspace INTEGER NOT NULL, invite BLOB NOT NULL, body TEXT NOT NULL, PRIMARY KEY (workspace, invite)) WITHOUT ROWID;
`;

/** How many positions a workspace has room for. */
export const positionsOfWorkspace = 2 ** 32;

/** Opens the file, or makes it. Throws where it is another program's or a newer version's. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA busy_timeout = 5000');
  const version = numberOf(database, 'PRAGMA user_version');
  if (version === 0 && numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0) {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(
      `BEGIN IMMEDIATE; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
    );
  } else checkDatabase(database);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY');
  return database;
}

/** Throws unless the file is a relay's, of this version. */
export function checkDatabase(database: DatabaseSync): void {
  if (numberOf(database, 'PRAGMA application_id') !== applicationId) {
    throw new Error('The file is not the store of a relay');
  }
  const version = numberOf(database, 'PRAGMA user_version');
  if (version !== schemaVersion) throw new Error(`The store has version ${version}, not ${schemaVersion}`);
}

export function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}
