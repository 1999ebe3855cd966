import type { Act } from '../../commands/records.ts';
import type { Json } from '../../domain/json.ts';
import type { Answer, ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';

/** What sets a setting of the book: its record changed, or made where there is none. */
export function settingAct(name: string, value: Json): Act {
  const standing = definitions().settings.get(name);
  return standing === undefined
    ? { create: 'setting', values: { name, value } }
    : { update: standing.row, values: { value } };
}

/** Sets a setting of the book as one undoable step. */
export function saveSetting(book: ScreenBook, name: string, value: Json): Answer {
  return book.applyTogether([settingAct(name, value)]);
}
