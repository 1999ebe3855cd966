import { entriesOf, entryOf, textsOf } from './bookSettings.ts';
import type { Json } from './json.ts';

/** One value of a field of choices. Without a label of the book it is called as the program calls it. */
export interface Choice {
  readonly value: string;
  readonly label?: string;
  /** No longer offered; records that have it keep it. */
  readonly isHidden?: boolean;
}

/** What a book has changed about a field's choices: their order, names, which are not offered, and values of its own. */
export interface ChoiceList {
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A value that a book has added to a standard field: a plus and a random name. */
export function isAddedChoice(value: string): boolean {
  return /^\+[0-9a-z]{4,20}$/.test(value);
}

/** A choice list from its setting; what is damaged in it counts as absent. */
export function choiceListOf(value: Json | undefined): ChoiceList {
  return {
    order: textsOf(entryOf(value, 'order')),
    hidden: textsOf(entryOf(value, 'hidden')),
    labels: Object.fromEntries(
      entriesOf(entryOf(value, 'labels')).flatMap(([key, label]) =>
        typeof label === 'string' && label.trim() !== '' ? [[key, label]] : [],
      ),
    ),
  };
}

/** The choices of a field as a book has arranged them: those it ordered first, then the others as they come, then what it added. */
export function arrangedChoices(choices: readonly Choice[], list: ChoiceList): readonly Choice[] {
  const known = new Set(choices.map((choice) => choice.value));
  const added = Object.entries(list.labels).flatMap(([value, label]) =>
    known.has(value) || !isAddedChoice(value) ? [] : [{ value, label }],
  );
  const all = [...choices, ...added];
  const place = new Map(list.order.map((value, i) => [value, i]));
  const rankOf = (choice: Choice): number => place.get(choice.value) ?? list.order.length;
  return all
    .map((choice) => {
      const label = list.labels[choice.value] ?? choice.label;
      return {
        value: choice.value,
        ...(label === undefined ? {} : { label }),
        ...(list.hidden.includes(choice.value) ? { isHidden: true } : {}),
      };
    })
    .sort((a, b) => rankOf(a) - rankOf(b));
}
