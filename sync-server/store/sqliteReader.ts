import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ByteWriter } from '../../src/protocol/bytes.ts';
import { frameType, type PendingJoin } from '../../src/protocol/frames.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import type { Run, Span, StoredHead, StoredWorkspace } from './relayStore.ts';
import { positionsOfWorkspace } from './sqliteSchema.ts';

type Row = Readonly<Record<string, unknown>>;

/** Every read of a store, on a connection that no commit waits for. */
export class SqliteReader {
  readonly #statements: Readonly<Record<keyof typeof statements, StatementSync>>;

  constructor(database: DatabaseSync) {
    const prepared = Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)] as const);
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof statements, StatementSync>;
  }

  open(workspace: Hex): StoredWorkspace | undefined {
    const found = this.#find(workspace);
    if (found === undefined) return undefined;
    const { id, position, bytes } = found;
    const first = id * positionsOfWorkspace;
    const operations = this.#statements.operations.all(first, first + position) as Row[];
    return {
      position,
      usedBytes: bytes,
      operations: operations.map((row) => ({
        position: Number(row['place']) - first,
        receivedAt: Number(row['received_at']),
        bytes: row['bytes'] as Uint8Array,
      })),
      heads: this.#heads(id),
      cursors: (this.#statements.cursors.all(id) as Row[]).map((row) => ({
        device: Number(row['device']),
        bytes: row['bytes'] as Uint8Array,
      })),
      joins: (this.#statements.joins.all(id) as Row[]).map(
        (row) => JSON.parse(String(row['body'])) as PendingJoin,
      ),
    };
  }

  read(workspace: Hex, { after, upTo, maxBytes, isOperations }: Span): Run {
    const writer = new ByteWriter().u8(frameType.entries);
    const found = this.#find(workspace);
    if (found === undefined) return { frame: writer.finish(), count: 0, upTo: after };
    const first = found.id * positionsOfWorkspace;
    const { read, operations } = this.#statements;
    let [count, size, last] = [0, 0, upTo];
    for (const row of (isOperations ? operations : read).iterate(
      first + after,
      first + upTo,
    ) as Iterable<Row>) {
      const bytes = row['bytes'] as Uint8Array;
      const position = Number(row['place']) - first;
      if (count > 0 && size + bytes.length > maxBytes) {
        last = position - 1;
        break;
      }
      writer.u64(position).u64(Number(row['received_at'])).bytes(bytes);
      count++;
      size += bytes.length;
    }
    return { frame: writer.finish(), count, upTo: last };
  }

  hashOf(workspace: Hex, device: number, sequence: number): Uint8Array | undefined {
    const found = this.#statements.hash.get(Buffer.from(workspace, 'hex'), device, sequence);
    return found?.['hash'] as Uint8Array | undefined;
  }

  workspaceOfPhrase(key: Hex): Hex | undefined {
    const found = this.#statements.phrase.get(Buffer.from(key, 'hex'));
    return found && Buffer.from(found['name'] as Uint8Array).toString('hex');
  }

  /** Moves pages from the log into the file beside the commits that go on. */
  checkpoint(): void {
    this.#statements.checkpoint.get();
  }

  #find(workspace: Hex): { id: number; position: number; bytes: number } | undefined {
    const found = this.#statements.workspace.get(Buffer.from(workspace, 'hex'));
    if (found === undefined) return undefined;
    return { id: Number(found['id']), position: Number(found['position']), bytes: Number(found['bytes']) };
  }

  /** One look into the index for each device, not one for each entry. */
  #heads(id: number): StoredHead[] {
    const heads: StoredHead[] = [];
    for (let device = 0; ;) {
      const next = this.#statements.nextDevice.get(id, device);
      if (next?.['device'] === undefined || next['device'] === null) return heads;
      device = Number(next['device']);
      const { place, sequence, hash } = this.#statements.head.get(id, device) as {
        place: number;
        sequence: number;
        hash: Uint8Array;
      };
      heads.push({ device, sequence, hash, position: place - id * positionsOfWorkspace });
    }
  }
}

const statements = {
  workspace: 'SELECT id, position, bytes FROM workspaces WHERE name = ?',
  operations:
    'SELECT place, received_at, bytes FROM entries INDEXED BY operations WHERE place > ? AND place <= ? AND kind = 1 ORDER BY place',
  read: 'SELECT place, received_at, bytes FROM entries WHERE place > ? AND place <= ? ORDER BY place',
  cursors: 'SELECT device, bytes FROM cursors WHERE workspace = ?',
  joins: 'SELECT body FROM joins WHERE workspace = ?',
  nextDevice: 'SELECT min(device) AS device FROM entries WHERE workspace = ? AND device > ?',
  head: 'SELECT place, sequence, hash FROM entries WHERE workspace = ? AND device = ? ORDER BY sequence DESC LIMIT 1',
  hash: 'SELECT hash FROM entries WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND device = ? AND sequence = ?',
  phrase: 'SELECT name FROM workspaces WHERE id = (SELECT min(workspace) FROM phrases WHERE key = ?)',
  checkpoint: 'PRAGMA wal_checkpoint(PASSIVE)',
} as const;
