import type { RecordId } from '../domain/ids.ts';
import { kindsBehind } from './derivedKinds.ts';
import {
  columnOf,
  isGroup,
  listedKinds,
  type ColumnKey,
  type Filter,
  type ListedKind,
  type ListQuery,
} from './listQuery.ts';
import { segmentsIn } from './segmentRules.ts';

/**
 * The kinds whose records decide which records a query finds and in what order. `rules` are those of live segments. In the
 * order of `listedKinds`.
 */
export function kindsOfQuery(
  { kind, filter, sort, group }: ListQuery,
  rules: ReadonlyMap<RecordId, Filter>,
): readonly ListedKind[] {
  const found = new Set<ListedKind>([kind]);
  for (const key of [sort?.by, group]) {
    if (key !== undefined) for (const each of kindsOfOrder(kind, key)) found.add(each);
  }
  if (filter !== undefined) addKinds(found, kind, filter, rules, new Set());
  return listedKinds.filter((each) => found.has(each));
}

export function kindsOfFilter(
  kind: ListedKind,
  filter: Filter,
  rules: ReadonlyMap<RecordId, Filter>,
): readonly ListedKind[] {
  return kindsOfQuery({ kind, filter }, rules);
}

/** The kinds that the order of a column depends on, its own one left out. */
export function kindsOfOrder(kind: ListedKind, key: ColumnKey): readonly ListedKind[] {
  const to = columnOf(kind, key)?.to;
  const behind = kindsBehind(kind, key);
  return listedKinds.filter((each) => each === to || behind.includes(each));
}

function addKinds(
  found: Set<ListedKind>,
  kind: ListedKind,
  filter: Filter,
  rules: ReadonlyMap<RecordId, Filter>,
  seen: Set<RecordId>,
): void {
  found.add(kind);
  for (const part of filter.conditions) {
    if (isGroup(part)) addKinds(found, kind, part, rules, seen);
    else if (part.op === 'related') addKinds(found, part.kind, part.filter, rules, seen);
    else if ('field' in part) {
      for (const from of kindsBehind(kind, part.field)) found.add(from);
      // Which record a reference means changes with what is merged.
      const to = columnOf(kind, part.field)?.to;
      if (to === 'account' || to === 'contact') found.add(to);
    }
  }
  for (const segment of segmentsIn(filter)) {
    const rule = rules.get(segment);
    if (seen.has(segment)) continue;
    seen.add(segment);
    found.add('account');
    if (rule !== undefined) addKinds(found, 'account', rule, rules, seen);
  }
}
