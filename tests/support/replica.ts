import 'fake-indexeddb/auto';
import { createJoinedBook, enterBook, type Book } from '../../src/database/book.ts';
import { readRow } from '../../src/database/rows.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { canonicalJson, type Json } from '../../src/domain/json.ts';
import { objectKinds } from '../../src/domain/objects.ts';
import { blockOrderId } from '../../src/domain/orderBlock.ts';
import type { RecordChange, RecordRow } from '../../src/domain/record.ts';
import type { Result } from '../../src/domain/result.ts';
import type { SyncRow } from '../../src/database/schema.ts';
import { EngineState } from '../../src/store/engineTransaction.ts';
import { foldIntents } from '../../src/store/fold.ts';
import { commitSealed, nextPayload, shareBook } from '../../src/store/outbox.ts';
import { applyIncoming, type IncomingEntry, type IncomingResult } from '../../src/store/remote.ts';

let books = 0;

/** A device in a test: a book of its own under fake-indexeddb, and an engine that works only when told to. */
export class Replica {
  readonly book: Book;
  readonly device: number;
  engine: EngineState;

  private constructor(book: Book, device: number, engine: EngineState) {
    this.book = book;
    this.device = device;
    this.engine = engine;
  }

  /** A book that is not shared. */
  static async open(): Promise<Replica> {
    const book = valueOfResult(await enterBook(`test-${++books}`, 'Member 1'));
    return new Replica(book, 1, await EngineState.take(book));
  }

  /** A device of a team: number 1 has shared its book, the others join with nothing. */
  static async shared(device: number): Promise<Replica> {
    const sync: SyncRow = {
      key: 'sync',
      state: 'sharing',
      workspace: '00',
      cursor: 0,
      logHash: new Uint8Array(32),
    };
    if (device === 1) {
      const replica = await Replica.open();
      await shareBook(replica.engine, sync);
      return replica;
    }
    const name = `test-${++books}`;
    valueOfResult(await createJoinedBook(name, { device, member: 'm1.0.0', sync }));
    const book = valueOfResult(await enterBook(name, 'nobody'));
    return new Replica(book, device, await EngineState.take(book));
  }

  fold(): Promise<number> {
    return foldIntents(this.engine);
  }

  /** As if the engine's worker had been killed and another had started. */
  async restart(): Promise<void> {
    this.engine = await EngineState.take(this.book);
  }

  row(id: RecordId): Promise<RecordRow | undefined> {
    return readRow(this.book.strict, id);
  }

  async mustRow(id: RecordId): Promise<RecordRow> {
    const row = await this.row(id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return row;
  }

  /** What this device wrote since the last call, as entries for others of at most so many bytes. */
  async newEntries(maxBytes = 1 << 20): Promise<IncomingEntry[]> {
    const entries: IncomingEntry[] = [];
    for (;;) {
      const next = await nextPayload(this.engine, maxBytes);
      if (next === undefined) return entries;
      const founder = this.device === 1;
      entries.push({ device: this.device, founder, role: 'owner', ...next.payload });
      await commitSealed(this.engine, [], next.taken, next.replaced);
    }
  }

  async receive(entry: IncomingEntry): Promise<IncomingResult | undefined> {
    const finish = { tables: [], work: () => Promise.resolve() };
    return (await applyIncoming(this.engine, [entry], finish))[0];
  }

  /** The changes of every intent that waits. */
  async pending(): Promise<RecordChange[]> {
    return (await this.book.strict.intents.orderBy('seq').toArray()).flatMap((intent) => [...intent.changes]);
  }

  close(): void {
    this.book.close();
  }
}

/** Every record of a book as its rows and blocks show it, by id, as one canonical text each. */
export async function allRows(book: Book): Promise<Map<RecordId, string>> {
  const rows = new Map<RecordId, string>();
  for (const block of await book.strict.orderBlocks.toArray()) {
    for (let i = 0; i < block.index.length; i++) {
      const id = blockOrderId(block, i);
      rows.set(id, textOf(await readRow(book.strict, id)));
    }
  }
  for (const kind of objectKinds) {
    for (const row of await book.strict.rowsOf(kind).toArray()) rows.set(row.id, textOf(row));
  }
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function textOf(row: RecordRow | undefined): string {
  return canonicalJson(row as Json | undefined);
}

export function valueOfResult<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`expected success, got ${JSON.stringify(result.error)}`);
  return result.value;
}
