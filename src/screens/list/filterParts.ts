import type { RecordId } from '../../domain/ids.ts';
import { columnOf, isGroup, type Condition, type Filter, type ListedKind } from '../../read/listQuery.ts';

/** What a filter is made of: conditions, and groups of them. */
export type FilterPart = Filter['conditions'][number];

export const noFilter: Filter = { match: 'all', conditions: [] };

/** How many conditions a filter has, those in groups and of related records too; a related condition without any counts as one. */
export function countConditions(filter: Filter): number {
  return filter.conditions.reduce((sum, part) => {
    if (isGroup(part)) return sum + countConditions(part);
    return sum + (part.op === 'related' ? Math.max(1, countConditions(part.filter)) : 1);
  }, 0);
}

/** Leaves out groups without conditions, which would match everything, and takes a group out of a group that holds nothing else. */
export function withoutEmptyGroups(filter: Filter): Filter {
  const conditions = filter.conditions.flatMap((part): readonly FilterPart[] => {
    if (isGroup(part)) {
      const inner = withoutEmptyGroups(part);
      return inner.conditions.length < 2 ? inner.conditions : [inner];
    }
    return part.op === 'related' ? [{ ...part, filter: withoutEmptyGroups(part.filter) }] : [part];
  });
  return { match: filter.match, conditions };
}

export function withPart(filter: Filter, part: FilterPart): Filter {
  return { ...filter, conditions: [...filter.conditions, part] };
}

export function replacePart(filter: Filter, index: number, part: FilterPart): Filter {
  return { ...filter, conditions: filter.conditions.map((each, i) => (i === index ? part : each)) };
}

export function withoutPart(filter: Filter, index: number): Filter {
  return { ...filter, conditions: filter.conditions.filter((_, i) => i !== index) };
}

/** Both filters hold. Conditions that all hold stay in one group. */
export function bothOf(conditions: readonly Condition[], filter: Filter): Filter {
  if (conditions.length === 0) return filter;
  if (filter.conditions.length === 0) return { match: 'all', conditions };
  const rest = filter.match === 'all' ? filter.conditions : [filter];
  return { match: 'all', conditions: [...conditions, ...rest] };
}

/** The records that a filter names, in its groups too: their names are shown instead of their ids. */
export function idsIn(kind: ListedKind, filter: Filter): readonly RecordId[] {
  const ids = filter.conditions.flatMap((part): readonly RecordId[] => {
    if (isGroup(part)) return idsIn(kind, part);
    if (part.op === 'related') return idsIn(part.kind, part.filter);
    if ('segments' in part) return part.segments;
    const column = columnOf(kind, part.field);
    return column?.to !== undefined && 'values' in part ? part.values : [];
  });
  return [...new Set(ids)];
}
