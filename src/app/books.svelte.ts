import {
  addBook,
  currentBookName,
  deleteOtherBooks,
  forgetBook,
  listedBooks,
  newBookName,
  noteBook,
  onBooksListed,
  setCurrentBook,
  type BookEntry,
} from '../database/bookList.ts';
import type { Books } from '../screens/books/books.ts';
import { reopen } from './reopen.ts';
import type { Session } from './session.ts';

/** The books of this device, for the session that has one of them open. */
export class SessionBooks implements Books {
  readonly #session: Session;
  #list = $state.raw<readonly BookEntry[]>(listedBooks());
  /** Set by the workspace, which says how far a merge is. */
  merge: (from: string) => void = () => undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  get list(): readonly BookEntry[] {
    return this.#list;
  }

  get current(): BookEntry {
    const { name } = this.#session.book;
    return this.#list.find((each) => each.name === name) ?? { name };
  }

  /** Follows changes of the list in other tabs until the returned function is called. */
  follow(): () => void {
    return onBooksListed(() => (this.#list = listedBooks()));
  }

  /** Keeps the list true to what the open book says of itself. */
  note(title: string | undefined, isShared: boolean): void {
    const { current } = this;
    if (!isShared && current.isShared !== true) return;
    const next = title ?? current.title;
    if (current.title === next && current.isShared === isShared) return;
    noteBook(current.name, { ...(next === undefined ? {} : { title: next }), isShared });
    this.#list = listedBooks();
  }

  readonly open = (name: string): void => {
    setCurrentBook(name);
    reopen();
  };

  readonly rename = (name: string, title: string): void => {
    noteBook(name, { title });
    this.#list = listedBooks();
  };

  readonly create = (title: string): void => {
    const name = newBookName();
    addBook(name, { title });
    this.open(name);
  };

  readonly remove = async (name: string): Promise<void> => {
    if (name === currentBookName()) {
      const other = this.#list.find((each) => each.name !== name)?.name ?? newBookName();
      setCurrentBook(other);
      forgetBook(name);
      this.#session.close();
      await deleteOtherBooks();
      reopen();
      return;
    }
    forgetBook(name);
    this.#list = listedBooks();
    await deleteOtherBooks();
  };
}
