import { entryOf, textsOf } from '../../domain/bookSettings.ts';
import { definitions } from '../fields/definitions.svelte.ts';

/** What people of the book have said about words. */
export interface WordList {
  readonly whole: readonly string[];
  readonly leftOut: readonly string[];
}

/** The setting of the book that holds it. */
export const wordsSetting = 'textWords';

const most = { words: 500, letters: 40 } as const;

export function wordList(): WordList {
  const value = definitions().settings.get(wordsSetting)?.value;
  return { whole: textsOf(entryOf(value, 'whole')), leftOut: textsOf(entryOf(value, 'leftOut')) };
}

/** The words that a person has written, one to a line or between commas, none twice. */
export function wordsIn(text: string): readonly string[] {
  const words = text.split(/[\n,\uFF0C\u3001;\uFF1B]/).map((word) => word.trim().slice(0, most.letters));
  return [...new Set(words.filter((word) => word !== ''))].slice(0, most.words);
}
