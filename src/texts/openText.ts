import type { Book } from '../database/book.ts';
import { abandonedDrafts, deleteDraft } from '../database/drafts.ts';
import type { GoLive } from './liveLink.ts';
import { Opened, type OpenText } from './opened.ts';
import { TextSession, type KeepText, type TextOf } from './textSession.ts';

/** Opens a text to be written in, alone or, with `goLive`, together with others. Undefined where its record is not there. */
export async function openText<E>(
  book: Book,
  keep: KeepText<E>,
  of: TextOf,
  goLive?: GoLive,
): Promise<OpenText<E> | undefined> {
  const session = await TextSession.open(book, keep, of);
  return session && new Opened(session, goLive);
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
