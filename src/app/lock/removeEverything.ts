import { leaveAllBooks } from '../../database/bookList.ts';
import { dropLock } from './lockStore.ts';

/** What stays: how a person reads, and which databases the next start has to delete. */
const keptKeys: ReadonlySet<string> = new Set([
  'rapport.language',
  'rapport.theme',
  'rapport.book',
  'rapport.books',
  'rapport.leftovers',
]);

/**
 * Takes every book of this device away, what was begun and not saved, and the lock, and starts over. The databases go with
 * that start, when nobody holds them any more.
 */
export function removeEverything(): void {
  leaveAllBooks();
  for (const key of Object.keys(localStorage))
    if (key.startsWith('rapport.') && !keptKeys.has(key)) localStorage.removeItem(key);
  dropLock();
  location.reload();
}
