import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../src/domain/result.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import type { Change, RelayStore, Run, Span, StorageFailure, StoredWorkspace } from './relayStore.ts';
import { SqliteThread } from './sqliteThread.ts';

/** The write-ahead log is moved into the file after so many bytes of entries. */
const checkpointBytes = 8 << 20;

/** One file and its log. Rejects where the file cannot be opened, or another relay has it. */
export async function openSqliteStore(path: string): Promise<RelayStore> {
  mkdirSync(dirname(path), { recursive: true });
  const unlock = lock(path);
  try {
    // The writer first: it makes the tables.
    const writer = await SqliteThread.start(path, 'writer');
    const reader = await SqliteThread.start(path, 'reader');
    return new SqliteStore(writer, reader, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

class SqliteStore implements RelayStore {
  readonly #writer: SqliteThread;
  readonly #reader: SqliteThread;
  readonly #unlock: () => void;
  #bytesSinceCheckpoint = 0;
  #checkpoint: Promise<unknown> | undefined;

  constructor(writer: SqliteThread, reader: SqliteThread, unlock: () => void) {
    this.#writer = writer;
    this.#reader = reader;
    this.#unlock = unlock;
  }

  async append(changes: readonly Change[]): Promise<Result<undefined, StorageFailure>> {
    try {
      await this.#writer.ask({ do: 'append', changes });
    } catch (error) {
      return err({ type: 'storage', detail: error instanceof Error ? error.message : String(error) });
    }
    for (const change of changes) {
      if (change.type === 'entry') this.#bytesSinceCheckpoint += change.bytes.length + pageBytes;
    }
    if (this.#bytesSinceCheckpoint > checkpointBytes) this.#startCheckpoint();
    return ok(undefined);
  }

  open(workspace: Hex): Promise<StoredWorkspace | undefined> {
    return this.#reader.ask({ do: 'open', workspace });
  }

  read(workspace: Hex, span: Span): Promise<Run> {
    return this.#reader.ask({ do: 'read', workspace, span });
  }

  hashOf(workspace: Hex, device: number, sequence: number): Promise<Uint8Array | undefined> {
    return this.#reader.ask({ do: 'hash', workspace, device, sequence });
  }

  workspaceOfPhrase(key: Hex): Promise<Hex | undefined> {
    return this.#reader.ask({ do: 'phrase', key });
  }

  async close(): Promise<void> {
    await this.#checkpoint;
    await this.#reader.ask({ do: 'close' });
    await this.#writer.ask({ do: 'close' });
    this.#unlock();
  }

  /** The reader's thread does most of it beside the commits; only the rest holds them up. */
  #startCheckpoint(): void {
    if (this.#checkpoint !== undefined) return;
    this.#bytesSinceCheckpoint = 0;
    this.#checkpoint = this.#reader
      .ask({ do: 'checkpoint' })
      .then(() => this.#writer.ask({ do: 'finish-checkpoint' }))
      // Nothing is lost by it: the next one moves more.
      .catch(() => undefined)
      .finally(() => (this.#checkpoint = undefined));
  }
}

/** What an entry adds to the log beside its own bytes: about one page of the index. */
const pageBytes = 4_096;

/** Two relays on one file would give the same place twice. The lock goes with the process, however it ends. */
function lock(path: string): () => void {
  const database = new DatabaseSync(`${path}.lock`);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch {
    database.close();
    throw new Error(`Another relay uses ${path}`);
  }
  return () => database.close();
}
