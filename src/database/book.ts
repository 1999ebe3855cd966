import { shardIdOf, recordIdOf, type RecordId } from '../domain/ids.ts';
import { project, type RecordState } from '../domain/record.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { databaseErrorOf, type DatabaseError } from './errors.ts';
import { openBook, type OpenOptions } from './open.ts';
import type { BookDatabase, KeyRow, SyncRow } from './schema.ts';

/** What goes round among the tabs and workers of one book. */
export type BookMessage =
  /** Rows changed: see the row log. */
  | { readonly type: 'rows' }
  /** Intents or jobs wait for the engine. */
  | { readonly type: 'work' };

/** An open book, as screens, commands and workers hold it. */
export interface Book {
  readonly name: string;
  readonly strict: BookDatabase;
  readonly relaxed: BookDatabase;
  readonly readOnly: boolean;
  /** Tells the other tabs, the workers and the listeners of this context. */
  readonly announce: (message: BookMessage) => void;
  readonly listen: (listener: (message: BookMessage) => void) => () => void;
  readonly close: () => void;
}

export const channelName = (bookName: string): string => `rapport:${bookName}`;

/** Opens a book and, where it is new, writes its genesis: device 1 and its one member. */
export async function enterBook(
  name: string,
  memberName: string,
  options: OpenOptions = {},
): Promise<Result<Book, DatabaseError>> {
  const opened = await openBook(name, options);
  if (!opened.ok) return err(opened.error);
  const { strict, relaxed, readOnly, close } = opened.value;
  if (!readOnly) await writeGenesis(strict, memberName);
  const channel = new BroadcastChannel(channelName(name));
  const listeners = new Set<(message: BookMessage) => void>();
  const tell = (message: BookMessage): void => listeners.forEach((listener) => listener(message));
  channel.onmessage = (event: MessageEvent<BookMessage>) => tell(event.data);
  return ok({
    name,
    strict,
    relaxed,
    readOnly,
    announce: (message) => {
      channel.postMessage(message);
      tell(message);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      channel.close();
      close();
    },
  });
}

export interface JoinedBook {
  /** The number that the team has given to this device, never 1. */
  readonly device: number;
  /** The record of its person, which another device has made. */
  readonly member: RecordId;
  readonly sync: SyncRow;
  /** Keys that have to be there before the book is opened. */
  readonly keys?: readonly KeyRow[];
}

/** Makes the book of a device that joins a team: empty, without a genesis of its own. The name must be new. */
export async function createJoinedBook(
  name: string,
  { device, member, sync, keys = [] }: JoinedBook,
): Promise<Result<null, DatabaseError>> {
  const opened = await openBook(name);
  if (!opened.ok) return opened;
  const { strict, close } = opened.value;
  try {
    await strict.transaction('rw', [strict.meta, strict.keys], async () => {
      await strict.meta.bulkAdd([{ key: 'device', device, n: 0, session: 0, member }, sync]);
      await strict.keys.bulkAdd([...keys]);
    });
    return ok(null);
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  } finally {
    close();
  }
}

async function writeGenesis(db: BookDatabase, memberName: string): Promise<void> {
  await db.transaction('rw', [db.meta, db.intents, db.members, db.rowLog], async () => {
    if ((await db.meta.get('device')) !== undefined) return;
    const id = recordIdOf(shardIdOf('member', 1, 0), 0);
    const state: RecordState = {
      id,
      base: [{ name: memberName, role: 'owner' }, Date.now(), id],
      registers: {},
    };
    await db.meta.bulkPut([
      { key: 'device', device: 1, n: 0, session: 0, member: id },
      { key: 'allocation:member', shard: 0, records: 1 },
    ]);
    await db.intents.add({ command: '1.0', changes: [{ id, base: state.base, added: [], deleted: [] }] });
    await db.members.add(project(state));
    await db.rowLog.add({ kind: 'member', ids: [id] });
  });
}
