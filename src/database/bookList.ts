import { Dexie } from 'dexie';

const currentKey = 'rapport.book';
const prefix = 'rapport-book';

/** The name of the book that this device opens. A browser that refuses localStorage has one book. */
export function currentBookName(): string {
  return readCurrent() ?? prefix;
}

/** A name that no book on this device has. */
export function newBookName(): string {
  return `${prefix}-${crypto.randomUUID()}`;
}

/** Every tab opens this book from now on; `onBookChanged` tells the others. */
export function setCurrentBook(name: string): void {
  localStorage.setItem(currentKey, name);
}

/** Calls back when another tab has set another book. Returns what ends it. */
export function onBookChanged(changed: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === currentKey) changed();
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

/** Held while a book is being restored: it is not current yet and must not be taken for a leftover. */
export const restoreLockName = 'rapport-restore';

/** Deletes what a replaced book or a restore that was cut off has left behind. */
export async function deleteOtherBooks(): Promise<void> {
  await navigator.locks.request(restoreLockName, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const names = await Dexie.getDatabaseNames();
    const current = currentBookName();
    for (const name of names) if (name.startsWith(prefix) && name !== current) await deleteBook(name);
  });
}

export async function deleteBook(name: string): Promise<void> {
  await Dexie.delete(name);
}

function readCurrent(): string | null {
  try {
    return localStorage.getItem(currentKey);
  } catch {
    return null;
  }
}
