import type { Book } from '../database/book.ts';
import { Counters } from '../database/counters.ts';
import { schemaEpoch, type BookDatabase, type HistoryRow } from '../database/schema.ts';
import type { ShardId, Version } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { RecordRow } from '../domain/record.ts';
import { OutboxDraft } from './outboxDraft.ts';
import { Shard } from './shard.ts';

/** Another engine has taken over: this one must stop. Nothing is lost, because intents were durable first. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}

/** Newer code has changed the form of the data: this code must not write. */
export class NewerEpochError extends Error {
  override readonly name = 'NewerEpochError';
}

/** Makes the packed part of the list index for the rows of a shard. */
export type PackRows = (kind: ObjectKind, rows: readonly RecordRow[]) => Promise<unknown>;

/** Shards in memory at most, between transactions. */
const maxCachedShards = 6;

/** What an engine holds between transactions: its term and a handful of shards. */
export class EngineState {
  readonly book: Book;
  readonly term: number;
  /** Left out where packs are made by somebody else, or not at all: then lists read rows. */
  readonly packRows: PackRows | undefined;
  readonly #shards = new Map<ShardId, Shard>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(book: Book, term: number, packRows?: PackRows) {
    this.book = book;
    this.term = term;
    this.packRows = packRows;
  }

  /** Takes the next term: every other engine's transactions abort from here on. */
  static async take(book: Book, packRows?: PackRows): Promise<EngineState> {
    const db = book.strict;
    const term = await db.transaction('rw', db.meta, async () => {
      const row = await db.meta.get('term');
      const next = row?.key === 'term' ? row.term + 1 : 1;
      await db.meta.put({ key: 'term', term: next });
      return next;
    });
    return new EngineState(book, term, packRows);
  }

  /** Loads a shard, inside the current transaction where there is one, or gives the one in memory. */
  async shard(db: BookDatabase, id: ShardId): Promise<Shard> {
    const cached = this.#shards.get(id);
    if (cached !== undefined) {
      this.#shards.delete(id);
      this.#shards.set(id, cached);
      return cached;
    }
    const updates = await readUpdates(db, id);
    const shard = new Shard(
      id,
      updates.map((update) => update.bytes),
    );
    this.#shards.set(id, shard);
    return shard;
  }

  /** Gives back what has not been used for longest. Only between transactions: one in progress may hold its shards. */
  trim(): void {
    for (const oldest of [...this.#shards.keys()]) {
      if (this.#shards.size <= maxCachedShards) return;
      this.discard(oldest);
    }
  }

  /**
   * Reads shards into memory before a transaction needs them. Building one takes tens of milliseconds, in which a
   * person's next command would wait for the tables. What it reads cannot be out of date in a transaction that commits:
   * none but the engine of this term writes updates.
   */
  prepare(ids: readonly ShardId[]): Promise<void> {
    return this.inTurn(async () => {
      for (const id of ids.slice(0, maxCachedShards)) await this.shard(this.book.relaxed, id);
    });
  }

  /** One transaction of this engine at a time: a shard in memory must not be used before a failed one has discarded it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Gives the memory of all shards back; the next transaction loads what it needs. */
  async forgetShards(): Promise<void> {
    await this.inTurn(() => {
      for (const id of [...this.#shards.keys()]) this.discard(id);
      return Promise.resolve();
    });
  }

  /** Gives the memory of one shard back. */
  async forget(id: ShardId): Promise<void> {
    await this.inTurn(() => Promise.resolve(this.discard(id)));
  }

  discard(id: ShardId): void {
    this.#shards.get(id)?.destroy();
    this.#shards.delete(id);
  }
}

/** What work inside one engine transaction may use. */
export interface EngineScope {
  readonly db: BookDatabase;
  readonly counters: Counters;
  /** The shard, ready to be written; discarded if the transaction does not commit. */
  readonly writableShard: (id: ShardId) => Promise<Shard>;
  readonly readShard: (id: ShardId) => Promise<Shard>;
  /** Gives up a shard in memory that no longer holds what is stored. */
  readonly forgetShard: (id: ShardId) => void;
  /** Stores what this device wrote to a shard; in a shared book it goes to the others. Undefined: it wrote nothing. */
  readonly addUpdate: (shard: ShardId, bytes: Uint8Array | undefined) => Promise<void>;
  /** The same for the first and only update of a new shard, which the outbox names instead of holding a copy. */
  readonly addShard: (shard: ShardId, bytes: Uint8Array | undefined) => Promise<void>;
  /** Writes an entry of history; in a shared book it goes to the others with the updates of this transaction. */
  readonly addHistory: (row: HistoryRow) => Promise<void>;
  /** The same for entries that are written already. */
  readonly sendHistory: (ids: readonly Version[]) => void;
}

/**
 * One transaction of the engine: aborts if superseded, saves the counters, and discards every document it touched if
 * it does not commit. Tables beside `meta`, `updates`, `intents` and `outbox` are named by the caller.
 */
export function engineTransaction<T>(
  state: EngineState,
  durability: 'strict' | 'relaxed',
  tables: readonly string[],
  work: (scope: EngineScope) => Promise<T>,
): Promise<T> {
  return state.inTurn(() => runTransaction(state, durability, tables, work));
}

async function runTransaction<T>(
  state: EngineState,
  durability: 'strict' | 'relaxed',
  tables: readonly string[],
  work: (scope: EngineScope) => Promise<T>,
): Promise<T> {
  const db = state.book[durability];
  const touched = new Set<ShardId>();
  const scope = [...new Set(['meta', 'updates', 'intents', 'outbox', ...tables])];
  try {
    return await db.transaction('rw', scope, async () => {
      const [isShared, counters] = await Promise.all([checkTerm(state, db), Counters.read(db)]);
      const outbox = new OutboxDraft(isShared);
      const readShard = (id: ShardId): Promise<Shard> => {
        touched.add(id);
        return state.shard(db, id);
      };
      const writableShard = async (id: ShardId): Promise<Shard> => {
        const shard = await readShard(id);
        if (!shard.isWritable) shard.beginWriting(counters.nextClientId());
        return shard;
      };
      const result = await work({
        db,
        counters,
        readShard,
        writableShard,
        forgetShard: (id) => state.discard(id),
        addUpdate: async (shard, bytes) => {
          if (bytes === undefined) return;
          await db.updates.add({ shard, tier: 0, bytes });
          outbox.addUpdate(shard, bytes);
        },
        addShard: async (shard, bytes) => {
          if (bytes === undefined) return;
          await db.updates.add({ shard, tier: 1, bytes });
          outbox.addShard(shard);
        },
        addHistory: async (row) => {
          await db.history.add(row);
          outbox.addHistory([row.id]);
        },
        sendHistory: (ids) => outbox.addHistory(ids),
      });
      await counters.save();
      const rows = outbox.rows(Date.now());
      if (rows.length > 0) await db.outbox.bulkAdd(rows);
      return result;
    });
  } catch (thrown) {
    for (const id of touched) state.discard(id);
    throw thrown;
  } finally {
    state.trim();
  }
}

export async function readUpdates(
  db: BookDatabase,
  id: ShardId,
): Promise<{ seq: number; tier: number; bytes: Uint8Array }[]> {
  const rows = await db.updates.where('[shard+tier]').between([id, 0], [id, Infinity]).toArray();
  return rows.map(({ seq = 0, tier, bytes }) => ({ seq, tier, bytes })).sort((a, b) => a.seq - b.seq);
}

/** Throws where this engine must not write. Gives whether the book is shared. */
async function checkTerm(state: EngineState, db: BookDatabase): Promise<boolean> {
  const [term, epoch, sync] = await db.meta.bulkGet(['term', 'epoch', 'sync']);
  if (term?.key !== 'term' || term.term !== state.term)
    throw new SupersededError('another engine has taken over');
  if (epoch?.key === 'epoch' && epoch.epoch > schemaEpoch)
    throw new NewerEpochError('newer code has written this book');
  return sync !== undefined;
}
