import type { Language } from '../i18n/dictionary.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { seedOfWords, wordsOfSeed } from '../protocol/recoveryPhrase.ts';

/** Why what somebody typed is no phrase. */
export type PhraseError =
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'unknown'; readonly word: string }
  /** Every word is known, but together they are no phrase: one is another one, or they are in another order. */
  | { readonly type: 'checksum' };

/** The 24 words of a seed, in the list of a language. The lists are loaded when they are first needed. */
export async function phraseOf(seed: Uint8Array, language: Language): Promise<readonly string[]> {
  return wordsOfSeed(seed, await wordlistOf(language));
}

/**
 * The seed of a phrase as somebody typed it, in either language. Chinese words are one character each and need no
 * spaces between them.
 */
export async function seedOf(typed: string): Promise<Result<Uint8Array, PhraseError>> {
  const words = phraseParts(typed);
  const language: Language = /\p{Script=Han}/u.test(typed) ? 'zh' : 'en';
  const list = await wordlistOf(language);
  const unknown = words.find((word) => !list.includes(word));
  if (unknown !== undefined) return err({ type: 'unknown', word: unknown });
  if (words.length !== 24) return err({ type: 'count', count: words.length });
  const seed = seedOfWords(words.join(' '), list);
  return seed === undefined ? err({ type: 'checksum' }) : ok(seed);
}

/** The words of a typed phrase: what stands between spaces, commas, numbers and dots, and each Chinese character. */
export function phraseParts(typed: string): readonly string[] {
  return (
    typed
      .normalize('NFKD')
      .toLowerCase()
      .match(/\p{Script=Han}|[a-z]+/gu) ?? []
  );
}

async function wordlistOf(language: Language): Promise<string[]> {
  const { wordlist } =
    language === 'zh'
      ? await import('@scure/bip39/wordlists/simplified-chinese.js')
      : await import('@scure/bip39/wordlists/english.js');
  return wordlist;
}
