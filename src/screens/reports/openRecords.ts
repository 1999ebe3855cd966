import type { Filter } from '../../read/listQuery.ts';
import { filteredKind, type ReportDefinition } from '../../read/reports/definition.ts';
import type { ListStates } from '../list/listState.svelte.ts';
import { goTo } from '../routes.ts';

/** Opens the list with exactly the records of a group. */
export function openRecords(lists: ListStates, { object }: ReportDefinition, filter: Filter): void {
  const kind = filteredKind(object);
  const list = lists.of(kind);
  list.setSearch('');
  list.setFilter(filter);
  goTo({ page: 'list', kind });
}
