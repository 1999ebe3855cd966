import { expect } from 'vitest';
import { BookDatabase } from '../../src/database/schema.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';
import type { RecordRow } from '../../src/domain/record.ts';
import type { ListedKind } from '../../src/read/listQuery.ts';
import { packRows } from '../../src/read/packRows.ts';
import type { ListIndexCall, ListIndexCalls, ListIndexReport } from '../../src/workers/listIndexCalls.ts';
import { ListIndexServer } from '../../src/workers/listIndexServer.ts';

/** The server of the index over a book of its own, for tests. */
export interface Opened {
  readonly db: BookDatabase;
  readonly server: ListIndexServer;
  readonly reports: ListIndexReport[];
  readonly ask: <C extends ListIndexCall>(
    call: C,
    ...args: Parameters<ListIndexCalls[C]>
  ) => Promise<ReturnType<ListIndexCalls[C]>>;
  /** Wakes the server and waits until it has caught up. */
  readonly wake: () => Promise<void>;
}

let opened: { db: BookDatabase; servers: ListIndexServer[] } | undefined;
let books = 0;
let calls = 0;

/** To be called after each test. */
export function closeBook(): void {
  for (const server of opened?.servers ?? []) server.close();
  opened?.db.close();
  opened = undefined;
}

export async function openBook(): Promise<BookDatabase> {
  const db = new BookDatabase(`indexServer-${++books}`, 'relaxed');
  await db.open();
  opened = { db, servers: [] };
  return db;
}

export function serve(db: BookDatabase): Opened {
  const reports: ListIndexReport[] = [];
  const server = new ListIndexServer(
    db.name,
    (report) => reports.push(report),
    (thrown) => expect.unreachable(String(thrown)),
  );
  opened?.servers.push(server);
  return {
    db,
    server,
    reports,
    ask: async (call, ...args) => {
      await server.settled();
      const id = ++calls;
      await server.answer(id, call, args);
      const answer = reports.find((report) => report.type === 'answer' && report.id === id);
      if (answer?.type !== 'answer') throw new Error(JSON.stringify(reports.at(-1)));
      return structuredClone(answer.value) as ReturnType<ListIndexCalls[typeof call]>;
    },
    wake: async () => {
      server.wake();
      await server.settled();
    },
  };
}

/** What every writer does: rows and their log entry in one transaction. */
export async function write(db: BookDatabase, kind: ObjectKind, rows: readonly RecordRow[]): Promise<void> {
  await db.transaction('rw', [db.rowsOf(kind), db.rowLog], async () => {
    await db.rowsOf(kind).bulkPut([...rows]);
    await db.rowLog.add({ kind, ids: rows.map(({ id }) => id) });
  });
}

/** What upkeep does: the pack of a shard as it stands. */
export async function pack(db: BookDatabase, kind: ListedKind, shard: string): Promise<void> {
  const rows = await db.rowsOf(kind).where('id').startsWith(`${shard}.`).toArray();
  const upTo = (await db.rowLog.orderBy('seq').last())?.seq ?? 0;
  await db.packs.put({ shard, kind, upTo, data: await packRows(kind, rows) });
}
