import { Dexie } from 'dexie';
import { deleteDraftsOfBook } from './drafts.ts';

const currentKey = 'rapport.book';
const listKey = 'rapport.books';
const leftoversKey = 'rapport.leftovers';
const prefix = 'rapport-book';
const makingLockName = 'rapport-making';

/** A book on this device, as a person chooses it. */
export interface ListedBook {
  /** Of its database. */
  readonly name: string;
  /** What people call it; empty for a book that nobody has named. */
  readonly title: string;
  readonly isShared: boolean;
  /** When it was last opened, ms; 0 for never. */
  readonly openedAt: number;
}

/** The name of the book that this device opens. A browser that refuses localStorage has one book. */
export function currentBookName(): string {
  return read(currentKey) ?? prefix;
}

/** A name that no book on this device has. */
export function newBookName(): string {
  return `${prefix}-${crypto.randomUUID()}`;
}

/** The books of this device, the one that was opened last first. The current one is always among them. */
export function listedBooks(): readonly ListedBook[] {
  const listed = readList();
  const current = currentBookName();
  const isListed = listed.some((book) => book.name === current);
  const all = isListed ? listed : [...listed, unnamedBook(current)];
  return [...all].sort((a, b) => b.openedAt - a.openedAt);
}

/** Adds a book to the list, or changes what the list says of it. */
export function listBook(name: string, change: Partial<Omit<ListedBook, 'name'>> = {}): void {
  const listed = readList();
  const known = listed.find((book) => book.name === name) ?? unnamedBook(name);
  const others = listed.filter((book) => book.name !== name);
  writeList([...others, { ...known, ...change }]);
}

/** Every tab goes over to another book, and both are listed; `onBookChanged` tells the other tabs. */
export function switchBook(name: string): void {
  listBook(currentBookName());
  listBook(name, { openedAt: Date.now() });
  localStorage.setItem(currentKey, name);
}

/** The same where a restored book takes the place of the current one, which goes away unless it is shared. */
export function replaceCurrentBook(name: string): void {
  const replaced = currentBookName();
  const isKept = listedBooks().some((book) => book.name === replaced && book.isShared);
  writeNames(leftoversKey, [
    ...readNames(leftoversKey).filter((each) => each !== name),
    ...(isKept ? [] : [replaced]),
  ]);
  if (!isKept) writeList(readList().filter((book) => book.name !== replaced));
  localStorage.setItem(currentKey, name);
}

/** A book that is being written and would be of no use if that were cut off. `replaceCurrentBook` takes the mark away. */
function markLeftover(name: string): void {
  writeNames(leftoversKey, [...readNames(leftoversKey), name]);
}

/** Takes a book off this device for good. The current one cannot be removed: false. */
export async function removeBook(name: string): Promise<boolean> {
  if (name === currentBookName()) return false;
  writeList(readList().filter((book) => book.name !== name));
  await deleteBook(name);
  return true;
}

/** Takes all books off this device with its next start, which has a new one. */
export function leaveAllBooks(): void {
  writeNames(leftoversKey, [...readNames(leftoversKey), ...listedBooks().map(({ name }) => name)]);
  writeList([]);
  localStorage.setItem(currentKey, newBookName());
}

/** Calls back when another tab has set another book. Returns what ends it. */
export function onBookChanged(changed: () => void): () => void {
  return onStored(currentKey, changed);
}

/** Calls back when another tab has changed the list. Returns what ends it. */
export function onBooksListed(changed: () => void): () => void {
  return onStored(listKey, changed);
}

/** Runs with a new book that is marked as a leftover until it is whole: meanwhile no tab that starts deletes leftovers. */
export async function whileMakingBook<T>(make: (name: string) => Promise<T>): Promise<T> {
  const name = newBookName();
  return navigator.locks.request(makingLockName, { mode: 'shared' }, () => {
    markLeftover(name);
    return make(name);
  });
}

/**
 * Deletes what a replaced book or a restore that was cut off has left behind. Only what is marked so goes: a browser may
 * forget its localStorage, and with it which books it has.
 */
export async function deleteLeftovers(): Promise<void> {
  await navigator.locks.request(makingLockName, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    const kept = new Set(listedBooks().map((book) => book.name));
    for (const name of readNames(leftoversKey)) if (!kept.has(name)) await deleteBook(name);
    writeNames(leftoversKey, []);
  });
}

export async function deleteBook(name: string): Promise<void> {
  await deleteDraftsOfBook(name);
  await Dexie.delete(name);
  forgetBook(name);
}

/** What screens keep of a book beside its database, such as drafts, stands under keys of which the book's name is a part. */
function forgetBook(name: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('rapport.') && key.split('.').includes(name)) localStorage.removeItem(key);
    }
  } catch {
    // A browser that refuses localStorage has kept nothing in it.
    return;
  }
}

function onStored(key: string, changed: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === key) changed();
  };
  addEventListener('storage', onStorage);
  return () => removeEventListener('storage', onStorage);
}

function unnamedBook(name: string): ListedBook {
  return { name, title: '', isShared: false, openedAt: 0 };
}

function readList(): readonly ListedBook[] {
  return readArray(listKey).flatMap(listedBookOf);
}

function writeList(books: readonly ListedBook[]): void {
  localStorage.setItem(listKey, JSON.stringify(books));
}

function readNames(key: string): readonly string[] {
  return readArray(key).filter((name) => typeof name === 'string');
}

function writeNames(key: string, names: readonly string[]): void {
  localStorage.setItem(key, JSON.stringify([...new Set(names)]));
}

function readArray(key: string): readonly unknown[] {
  const text = read(key);
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** What somebody else may have written there; a book with a name is never dropped. */
function listedBookOf(entry: unknown): ListedBook[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { name, title, isShared, openedAt } = entry as Record<string, unknown>;
  if (typeof name !== 'string') return [];
  return [
    {
      name,
      title: typeof title === 'string' ? title : '',
      isShared: isShared === true,
      openedAt: typeof openedAt === 'number' ? openedAt : 0,
    },
  ];
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
