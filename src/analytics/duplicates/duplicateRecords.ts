/** How the values of a field are compared. Texts come folded: lower case, without accents, legal forms and punctuation. */
export type Comparison = 'name' | 'text' | 'address' | 'code' | 'date' | 'phone' | 'email';

/** One field of all records that are searched for duplicates. */
export interface DuplicateField {
  readonly key: string;
  readonly comparison: Comparison;
  /** One for each record; several values of a set parted by `valueSeparator`, empty for none. */
  readonly texts: readonly string[];
  /** Of names: how they sound, letters only; empty where that is not known. */
  readonly sounds?: readonly string[];
}

export const valueSeparator = '\n';

/** What a comparison of one field of two records comes to; `close` are long texts with a slip or two, rarer by chance than near ones. */
export const levels = { missing: 0, differs: 1, alike: 2, near: 3, close: 4, same: 5 } as const;
export type Level = (typeof levels)[keyof typeof levels];
export const levelCount = 6;

export function valuesOfText(text: string): readonly string[] {
  return text === '' ? [] : text.includes(valueSeparator) ? text.split(valueSeparator) : [text];
}

/** Words of a name in alphabetical order, so that `Li Na` and `na li` are one. */
export function wordsInOrder(text: string): string {
  return text.includes(' ') ? text.split(' ').sort().join(' ') : text;
}
