import { createContext } from 'svelte';
import { bookTexts } from '../../i18n/books.ts';
import { t } from '../../i18n/language.svelte.ts';

/** One of the books on this device. */
export interface BookItem {
  readonly name: string;
  /** What people call it; empty until somebody has named it. */
  readonly title: string;
  readonly isShared: boolean;
}

/** What the screens do with the books of this device; made by the application. */
export interface Books {
  /** Reading it in a component follows every change. */
  readonly list: readonly BookItem[];
  readonly current: BookItem;
  readonly open: (name: string) => void;
  readonly rename: (name: string, title: string) => void;
  /** Makes an empty book and opens it. */
  readonly create: (title: string) => void;
  /** Deletes a book that is not open, or opens another and deletes the one that is. */
  readonly remove: (name: string) => Promise<void>;
  /** Brings the records of another book into this one; the banners say how far it is. */
  readonly merge: (from: string) => void;
}

export const [useBooks, provideBooks] = createContext<Books>();

export function titleOfBook({ title }: Pick<BookItem, 'title'>): string {
  return title === '' ? t(bookTexts).unnamed : title;
}
