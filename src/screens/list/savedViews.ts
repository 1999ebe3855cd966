import { textsOf, type BookSettings } from '../../domain/bookSettings.ts';
import type { RecordId } from '../../domain/ids.ts';
import { valuesOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import type { ListedKind } from '../../read/listQuery.ts';

/** The setting of the book that holds the ids of a kind's pinned views in order. */
export function viewOrderName(kind: ListedKind): string {
  return `viewOrder:${kind}`;
}

/** The views of a kind that a member sees: shared ones and the member's own. */
export function viewsFor(
  kind: ListedKind,
  views: readonly RecordRow[],
  member: RecordId,
): readonly RecordRow[] {
  return views.filter((row) => {
    const { object, shared, owner } = valuesOf(row);
    return object === kind && (shared === true || owner === member);
  });
}

export function isPinned(view: RecordRow): boolean {
  return valuesOf(view)['pinned'] === true;
}

export function isShared(view: RecordRow): boolean {
  return valuesOf(view)['shared'] === true;
}

/** Pinned views in the order of the book; those it does not name follow as they are given. */
export function pinnedInOrder(views: readonly RecordRow[], order: readonly RecordId[]): readonly RecordRow[] {
  const pinned = views.filter(isPinned);
  const named = order.flatMap((id) => pinned.find((view) => view.id === id) ?? []);
  return [...named, ...pinned.filter((view) => !order.includes(view.id))];
}

export function orderIn(settings: BookSettings, kind: ListedKind): readonly RecordId[] {
  return textsOf(settings.get(viewOrderName(kind))?.value);
}

/** The same ids with one of them a step nearer to the beginning (−1) or the end (1). */
export function moved<Id>(ids: readonly Id[], id: Id, step: -1 | 1): readonly Id[] {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  return movedTo(ids, from, to);
}

export function movedTo<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const rest = items.filter((_, i) => i !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}
