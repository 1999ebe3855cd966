import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Hex } from '../../src/protocol/operations.ts';
import type { Change, NewEntry } from './relayStore.ts';
import { positionsOfWorkspace } from './sqliteSchema.ts';

/** Every write of a store, on one connection. */
export class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof statements, StatementSync>>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    // The pages that changed move from the log into the file when the store asks for it, not within a commit.
    database.exec('PRAGMA wal_autocheckpoint = 0');
    const prepared = Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)] as const);
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof statements, StatementSync>;
  }

  /** All of the changes in one transaction. Throws, and has changed nothing, where one of them does not fit. */
  append(changes: readonly Change[]): void {
    const growth = new Map<Hex, { id: number; position: number; bytes: number }>();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const change of changes) this.#apply(change, growth);
      for (const { id, position, bytes } of growth.values()) {
        this.#statements.grow.run(position, bytes, id);
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Moves what is left in the log into the file, so that the log begins again. Short only if a reader has moved most of
   * it before: this holds up every commit.
   */
  finishCheckpoint(): void {
    this.#statements.checkpoint.get();
  }

  #apply(change: Change, growth: Map<Hex, { id: number; position: number; bytes: number }>): void {
    const name = Buffer.from(change.workspace, 'hex');
    switch (change.type) {
      case 'entry': {
        const grown = growth.get(change.workspace) ?? this.#workspace(change, name);
        this.#insert(change, grown.id);
        grown.position = Math.max(grown.position, change.position);
        grown.bytes += change.bytes.length;
        growth.set(change.workspace, grown);
        return;
      }
      case 'cursor':
        this.#statements.cursor.run(change.device, change.bytes, name);
        return;
      case 'join': {
        const { join } = change;
        this.#statements.join.run(Buffer.from(join.request.invite, 'hex'), JSON.stringify(join), name);
        return;
      }
      case 'drop-join':
        this.#statements.dropJoin.run(Buffer.from(change.invite, 'hex'), name);
    }
  }

  /** The number of the entry's workspace, which is made where this is its first entry. */
  #workspace(entry: NewEntry, name: Uint8Array): { id: number; position: number; bytes: number } {
    const found = this.#statements.workspace.get(name);
    if (found !== undefined) return { id: Number(found['id']), position: 0, bytes: 0 };
    if (entry.position !== 1) throw new Error('An entry of no workspace');
    const made = this.#statements.make.run(name);
    return { id: Number(made.lastInsertRowid), position: 0, bytes: 0 };
  }

  #insert(entry: NewEntry, id: number): void {
    const { position, device, sequence, kind, receivedAt, hash, bytes, phrase } = entry;
    const place = id * positionsOfWorkspace + position;
    this.#statements.insert.run(place, device, sequence, kind, receivedAt, hash, bytes, id);
    if (phrase !== undefined) this.#statements.phrase.run(Buffer.from(phrase, 'hex'), id);
  }
}

const statements = {
  workspace: 'SELECT id FROM workspaces WHERE name = ?',
  make: 'INSERT INTO workspaces (name, position, bytes) VALUES (?, 0, 0)',
  grow: 'UPDATE workspaces SET position = ?, bytes = bytes + ? WHERE id = ?',
  insert:
    'INSERT INTO entries (place, device, sequence, kind, received_at, hash, bytes, workspace) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  phrase: 'INSERT OR IGNORE INTO phrases (key, workspace) VALUES (?, ?)',
  cursor:
    'INSERT OR REPLACE INTO cursors (workspace, device, bytes) SELECT id, ?, ? FROM workspaces WHERE name = ?',
  join: 'INSERT OR REPLACE INTO joins (workspace, invite, body) SELECT id, ?, ? FROM workspaces WHERE name = ?',
  dropJoin: 'DELETE FROM joins WHERE invite = ? AND workspace = (SELECT id FROM workspaces WHERE name = ?)',
  checkpoint: 'PRAGMA wal_checkpoint(PASSIVE)',
} as const;
