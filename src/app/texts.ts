import type { Book } from '../database/book.ts';
import { err, type Result } from '../domain/result.ts';
import type { OpenedText, TextFailure } from '../screens/book.ts';
import type { KeepText, TextOf } from '../texts/textSession.ts';
import type { EngineLink } from '../workers/engine.ts';

/** Opens a text; the editor is loaded with the first one. */
export async function editText(book: Book, engine: EngineLink, of: TextOf): Promise<OpenedText | undefined> {
  const [{ openText }, { liveWithin }] = await Promise.all([
    import('../texts/openText.ts'),
    import('./liveTexts.ts'),
  ]);
  return openText(book, keeper(engine), of, liveWithin(book.name));
}

/** Takes into the book what a crash has left of texts. Loads nothing where there is nothing left. */
export async function recoverDrafts(book: Book, engine: EngineLink): Promise<void> {
  if (book.readOnly || (await book.strict.drafts.count()) === 0) return;
  const { recoverTexts } = await import('../texts/openText.ts');
  await recoverTexts(book, keeper(engine));
}

function keeper(engine: EngineLink): KeepText<TextFailure> {
  return async (writing): Promise<Result<null, TextFailure>> => {
    const answer = await engine.call('writeText', writing);
    return answer.ok ? answer.value : err(answer.error);
  };
}
