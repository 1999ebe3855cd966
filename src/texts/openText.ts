import type { Book } from '../database/book.ts';
import { abandonedDrafts, deleteDraft } from '../database/drafts.ts';
import type { RecordId } from '../domain/ids.ts';
import { maxLongTextLength } from '../domain/validate.ts';
import { editShared, type Editor, type EditorOptions } from './editor.ts';
import { TextSession, type KeepText, type TextOf, type TextState } from './textSession.ts';

/** A text that somebody has open. */
export interface OpenText<E> {
  readonly text: string;
  readonly record: RecordId | undefined;
  readonly state: TextState<E>;
  /** False where the browser keeps no draft: then a crash may cost the last second. */
  readonly isSafe: boolean;
  readonly onState: (listener: (state: TextState<E>) => void) => () => void;
  readonly mount: (parent: HTMLElement, options: Omit<EditorOptions, 'maxLength' | 'onComposing'>) => Editor;
  /** The record that was created for it, with an empty text. */
  readonly attach: (record: RecordId) => Promise<void>;
  /** Resolves when what is written is in the book, or could not get there now. */
  readonly flush: () => Promise<void>;
  /** Keeps what is written and ends. */
  readonly close: () => Promise<void>;
  /** Ends and forgets what is not in the book. */
  readonly discard: () => Promise<void>;
}

/** Opens a text to be written in. Undefined where its record is not there. */
export async function openText<E>(
  book: Book,
  keep: KeepText<E>,
  of: TextOf,
): Promise<OpenText<E> | undefined> {
  const session = await TextSession.open(book, keep, of);
  if (session === undefined) return undefined;
  const leaving = new AbortController();
  const flush = (): Promise<void> => session.flush();
  const onHidden = (): void => {
    if (document.visibilityState === 'hidden') void flush();
  };
  document.addEventListener('visibilitychange', onHidden, { signal: leaving.signal });
  addEventListener('pagehide', () => void flush(), { signal: leaving.signal });
  return {
    get text() {
      return session.text.text;
    },
    get record() {
      return session.record;
    },
    get state() {
      return session.state;
    },
    isSafe: session.isSafe,
    onState: (listener) => session.onState(listener),
    mount: (parent, options) =>
      editShared(parent, session.text.root, {
        ...options,
        maxLength: maxLongTextLength,
        onBlur: () => {
          void flush();
          options.onBlur?.();
        },
        onComposing: (isComposing) => {
          if (isComposing) session.hold();
          // The editor takes the composed word in only after this event.
          else setTimeout(() => session.release());
        },
      }),
    attach: (record) => session.attach(record),
    flush,
    close: () => {
      leaving.abort();
      return session.close();
    },
    discard: () => {
      leaving.abort();
      return session.discard();
    },
  };
}

/** Takes what a crash has left of texts into the book, and away what may not be kept. */
export async function recoverTexts<E>(book: Book, keep: KeepText<E>): Promise<void> {
  const left = await abandonedDrafts(book.strict, ({ record, isGone = false }) => record !== '' || isGone);
  for (const { id, isGone = false } of left) if (isGone) await deleteDraft(book.strict, id);
  for (const record of new Set(left.filter(({ isGone = false }) => !isGone).map((row) => row.record))) {
    const session = await TextSession.open(book, keep, { record });
    if (session !== undefined) {
      await session.close();
      continue;
    }
    for (const { id } of left.filter((row) => row.record === record)) await deleteDraft(book.strict, id);
  }
}
