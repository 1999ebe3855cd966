import { choiceKey } from '../values/choice.ts';
import { nameKey, type ImportWords } from './guess.ts';

/** The synonyms table as plain data: key of a target → names; key of a target → choice → words. */
export interface WordTables {
  columnNames: Readonly<Record<string, readonly string[]>>;
  choiceWords: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  booleanWords: Readonly<Record<string, boolean>>;
  currencyWords: Readonly<Record<string, string>>;
}

/** Tables of choices joined: of each choice the words of both. */
export function joinedWords(
  one: WordTables['choiceWords'],
  other: WordTables['choiceWords'],
): WordTables['choiceWords'] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [first, second] = [one[key] ?? {}, other[key] ?? {}];
      const choices = [...new Set([...Object.keys(first), ...Object.keys(second)])];
      return [
        key,
        Object.fromEntries(choices.map((each) => [each, [...(second[each] ?? []), ...(first[each] ?? [])]])),
      ];
    }),
  );
}

/** Turns the tables round for looking up. A field that lists a name first is likelier than one
 *  that lists it last. */
export function importWords(tables: WordTables): ImportWords {
  const ranked = new Map<string, { target: string; place: number }[]>();
  for (const [target, names] of Object.entries(tables.columnNames)) {
    names.forEach((name, place) => {
      const key = nameKey(name);
      const entries = ranked.get(key) ?? [];
      if (!entries.some((entry) => entry.target === target)) entries.push({ target, place });
      ranked.set(key, entries);
    });
  }
  const choices = new Map(
    Object.entries(tables.choiceWords).map(([target, words]) => [
      target,
      new Map(
        Object.entries(words).flatMap(([choice, list]) =>
          list.map((word) => [choiceKey(word), choice] as const),
        ),
      ),
    ]),
  );
  return {
    names: ranked,
    choices,
    booleans: new Map(Object.entries(tables.booleanWords)),
    currencies: new Map(Object.entries(tables.currencyWords)),
  };
}
