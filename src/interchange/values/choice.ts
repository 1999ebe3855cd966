import { cleanKey } from './text.ts';

/** Words that mean one of a field's choices, lower-cased, in any language: given by the synonyms table. */
export type ChoiceWords = ReadonlyMap<string, string>;

/** The form in which words of choices are compared. */
export function choiceKey(cell: string): string {
  return cleanKey(cell).toLowerCase();
}

/** What a field of choices is as far as its words go. */
interface Chosen {
  readonly choices?: readonly string[] | undefined;
  readonly words?: Readonly<Record<string, string>>;
}

/** The choice that a word means: as the book calls it, by its own name, or as people write it. */
export function choiceOfWord(
  key: string,
  target: Chosen,
  synonyms: ChoiceWords | undefined,
): string | undefined {
  if (target.words !== undefined && Object.hasOwn(target.words, key)) return target.words[key];
  const choice = target.choices?.find((candidate) => candidate.toLowerCase() === key) ?? synonyms?.get(key);
  return choice !== undefined && target.choices?.includes(choice) === true ? choice : undefined;
}

/** Guesses what the words of a column mean: a choice itself, its synonym, or nothing (the word is then not in the map). */
export function guessChoices(
  words: Iterable<string>,
  target: Chosen,
  synonyms: ChoiceWords,
): Map<string, string | null> {
  const map = new Map<string, string | null>();
  for (const word of words) {
    const key = choiceKey(word);
    if (key === '') continue;
    const choice = choiceOfWord(key, target, synonyms);
    if (choice !== undefined) map.set(key, choice);
  }
  return map;
}

const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['y', true],
  ['t', true],
  ['1', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['n', false],
  ['f', false],
  ['0', false],
  ['off', false],
]);

/** Yes or no in English, digits, and the words given; undefined for anything else. */
export function parseBoolean(cell: string, words: ReadonlyMap<string, boolean>): boolean | undefined {
  const key = choiceKey(cell);
  return booleanWords.get(key) ?? words.get(key);
}

/** Elements of a list in one cell: parted by `;`, `|`, line breaks or their full-width and Chinese forms; by commas too when
 *  `commas` is true (telephone numbers and addresses hold none). Empty and repeated elements are left out. */
export function splitList(cell: string, commas: boolean): string[] {
  const parts = cell.split(commas ? /[;|,\n\uff1b\uff5c\uff0c\u3001]/ : /[;|\n\uff1b\uff5c\u3001]/);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}
