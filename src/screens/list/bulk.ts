import { fieldOf } from '../../domain/objects.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { ListedKind, ListQuery } from '../../read/listQuery.ts';
import type { GridSelection } from '../../ui/gridSelection.svelte.ts';
import type { ScreenBook } from '../book.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';

/** What the bar over a selection offers. */
export type BulkAction =
  'field' | 'owner' | 'tag' | 'untag' | 'segment' | 'leave' | 'export' | 'delete' | 'claim' | 'release';

/** Fields that may be set on many records at once; tags have an action of their own. */
export function bulkFields(kind: ListedKind): readonly ShownField[] {
  return definitions()
    .fields(kind)
    .filter((field) => field.bulk === true && (field.type !== 'set' || field.element === 'choice'));
}

export function hasField(kind: ListedKind, key: string): boolean {
  return fieldOf(kind, key) !== undefined;
}

/** The ids of a selection: those chosen, or everything in the view without the exceptions. */
export async function chosenIds(
  book: ScreenBook,
  selection: GridSelection,
  query: ListQuery,
): Promise<readonly RecordId[]> {
  if (!selection.isAll) return [...selection.keys];
  const all = await book.index.matchingIds(query);
  if (!all.ok) return [];
  return all.value.filter((id) => selection.isChosen(id));
}
