import { Counters } from './counters.ts';
import type { BookDatabase, DraftRow } from './schema.ts';

const prefix = 'rapport-draft:';

/** A name for the database of a draft, and for the lock of the tab that writes it. */
export function newDraftName(book: string): string {
  return `${prefix}${book}:${crypto.randomUUID()}`;
}

/** Notes that a draft begins, before its database does, and draws the Yjs client id that writes it. */
export function beginDraft(db: BookDatabase, row: DraftRow): Promise<number> {
  return db.transaction('rw', [db.meta, db.drafts], async () => {
    const counters = await Counters.read(db);
    const client = counters.nextClientId();
    await counters.save();
    await db.drafts.put({ ...row, clients: [client] });
    return client;
  });
}

/** One draft has all that others had: from now on it counts, and they do not. */
export function replaceDrafts(db: BookDatabase, row: DraftRow, replaced: readonly string[]): Promise<void> {
  return db.transaction('rw', [db.drafts], async () => {
    await db.drafts.put(row);
    await db.drafts
      .where('id')
      .anyOf([...replaced])
      .modify({ isGone: true });
  });
}

/** Drafts that no tab writes any more: of a record, of a place where a record is begun, or all. */
export async function abandonedDrafts(
  db: BookDatabase,
  isWanted: (row: DraftRow) => boolean,
): Promise<readonly DraftRow[]> {
  const rows = (await db.drafts.toArray()).filter(isWanted);
  if (rows.length === 0) return rows;
  const held = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
  return rows.filter(({ id }) => !held.has(id));
}

/** Takes a draft away: its database first, so that the row names whatever may be left. */
export async function deleteDraft(db: BookDatabase, id: string): Promise<void> {
  await deleteDatabase(id);
  await db.drafts.delete(id);
}

/** The databases of a book's drafts, where the browser tells their names. */
export async function deleteDraftsOfBook(book: string): Promise<void> {
  const all = 'databases' in indexedDB ? await indexedDB.databases() : [];
  const names = all.flatMap(({ name = '' }) => (name.startsWith(`${prefix}${book}:`) ? [name] : []));
  for (const name of names) await deleteDatabase(name);
}

/** Goes on where another tab holds the database open: the browser deletes it when that tab lets go. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onblocked = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`cannot delete ${name}`));
  });
}
