import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  currentBookName,
  deleteLeftovers,
  listBook,
  listedBooks,
  newBookName,
  removeBook,
  replaceCurrentBook,
  switchBook,
  whileMakingBook,
} from '../../../src/database/bookList.ts';
import { BookDatabase } from '../../../src/database/schema.ts';
import { pageStorage } from '../../support/pageStorage.ts';

const stored = new Map<string, string>();

beforeEach(async () => {
  stored.clear();
  for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

async function aBook(name = newBookName()): Promise<string> {
  const db = new BookDatabase(name, 'relaxed');
  await db.open();
  db.close();
  return name;
}

async function databases(): Promise<string[]> {
  return (await Dexie.getDatabaseNames()).sort();
}

const names = (): string[] => listedBooks().map((book) => book.name);

test('a device with one book lists it, and nothing is written for it', () => {
  expect(names()).toEqual(['rapport-book']);
  expect(stored.size).toBe(0);
});

test('switching to another book keeps the one that was open, and the newest comes first', async () => {
  const [first, second] = [await aBook('rapport-book'), await aBook()];
  switchBook(second);
  listBook(second, { title: 'Team', isShared: true });
  expect(currentBookName()).toBe(second);
  expect(names()).toEqual([second, first]);
  expect(listedBooks()[0]).toMatchObject({ title: 'Team', isShared: true });
  await deleteLeftovers();
  expect(await databases()).toEqual([first, second].sort());
});

test('a restored book takes the place of the one that was open, and a shared one stays', async () => {
  const first = await aBook('rapport-book');
  const second = await whileMakingBook(async (name) => {
    await aBook(name);
    replaceCurrentBook(name);
    return name;
  });
  await deleteLeftovers();
  expect(await databases()).toEqual([second]);
  expect(names()).toEqual([second]);
  listBook(second, { isShared: true });
  const third = await aBook();
  replaceCurrentBook(third);
  await deleteLeftovers();
  expect(await databases()).toEqual([second, third].sort());
  expect(new Set(names())).toEqual(new Set([second, third]));
  expect(first).toBe('rapport-book');
});

test('a restore that was cut off leaves nothing', async () => {
  await aBook('rapport-book');
  await whileMakingBook(aBook);
  await deleteLeftovers();
  expect(await databases()).toEqual(['rapport-book']);
});

test('a tab that starts while a book is being made deletes nothing of it', async () => {
  const made = await whileMakingBook(async (name) => {
    await aBook(name);
    await deleteLeftovers();
    return name;
  });
  expect(await databases()).toEqual([made]);
});

test('books are never deleted because the browser has forgotten or damaged its list of them', async () => {
  const [first, second] = [await aBook('rapport-book'), await aBook()];
  switchBook(second);
  stored.clear();
  await deleteLeftovers();
  stored.set('rapport.books', 'not JSON');
  stored.set('rapport.leftovers', '{"x":');
  await deleteLeftovers();
  stored.set('rapport.leftovers', JSON.stringify([second, 7]));
  stored.set('rapport.books', JSON.stringify([{ name: second }]));
  await deleteLeftovers();
  expect(await databases()).toEqual([first, second].sort());
});

test('a book can be removed, but not the one that is open', async () => {
  const [first, second] = [await aBook('rapport-book'), await aBook()];
  switchBook(second);
  expect(await removeBook(second)).toBe(false);
  expect(await removeBook(first)).toBe(true);
  expect(await databases()).toEqual([second]);
  expect(names()).toEqual([second]);
});

test('what screens have kept of a book goes with it, and that of another stays', async () => {
  const [first, second] = [await aBook('rapport-book'), await aBook()];
  switchBook(second);
  vi.stubGlobal('localStorage', Object.assign(pageStorage(), Object.fromEntries(stored)));
  const kept = [`rapport.draft.${first}.need`, `rapport.recent.${first}`, `rapport.recent.${second}`];
  for (const key of kept) localStorage.setItem(key, '[]');
  await removeBook(first);
  expect(kept.map((key) => localStorage.getItem(key))).toEqual([null, null, '[]']);
});
