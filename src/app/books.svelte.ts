import {
  listBook,
  listedBooks,
  newBookName,
  onBooksListed,
  removeBook,
  switchBook,
  type ListedBook,
} from '../database/bookList.ts';
import { titleOfBook, type Books } from '../screens/books/books.ts';
import { reopen } from './reopen.ts';
import type { Session } from './session.ts';

/** The books of this device, for the session that has one of them open. */
export class SessionBooks implements Books {
  readonly #session: Session;
  #list = $state.raw<readonly ListedBook[]>(listedBooks());
  readonly merge: (from: string) => void;

  constructor(session: Session, merge: (from: string) => void) {
    this.#session = session;
    this.merge = merge;
  }

  get list(): readonly ListedBook[] {
    return this.#list;
  }

  get current(): ListedBook {
    const { name } = this.#session.book;
    const unlisted = { name, title: '', isShared: false, openedAt: 0 };
    return this.#list.find((each) => each.name === name) ?? unlisted;
  }

  titleOf(name: string): string {
    return titleOfBook(this.#list.find((each) => each.name === name) ?? { title: '' });
  }

  /** Follows changes of the list in other tabs until the returned function is called. */
  follow(): () => void {
    return onBooksListed(() => (this.#list = listedBooks()));
  }

  /** Keeps the list true to what the open book says of itself. */
  note(title: string | undefined, isShared: boolean): void {
    const { current } = this;
    const next = { title: title ?? current.title, isShared };
    if (next.title === current.title && next.isShared === current.isShared) return;
    listBook(current.name, next);
    this.#list = listedBooks();
  }

  readonly open = (name: string): void => {
    switchBook(name);
    reopen();
  };

  readonly rename = (name: string, title: string): void => {
    listBook(name, { title });
    this.#list = listedBooks();
  };

  readonly create = (title: string): void => {
    const name = newBookName();
    listBook(name, { title });
    this.open(name);
  };

  readonly remove = async (name: string): Promise<void> => {
    const isCurrent = name === this.current.name;
    if (isCurrent) {
      switchBook(this.#list.find((each) => each.name !== name)?.name ?? newBookName());
      this.#session.close();
    }
    await removeBook(name);
    if (isCurrent) reopen();
    else this.#list = listedBooks();
  };
}
