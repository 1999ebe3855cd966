import type { ColumnKey, ListedKind } from './listQuery.ts';

type Derived = Readonly<Partial<Record<ListedKind, Readonly<Record<ColumnKey, ListedKind>>>>>;

const derived: Derived = {
  account: {
    revenue: 'order',
    orderCount: 'order',
    lastOrder: 'order',
    contactCount: 'contact',
    lastActivity: 'activity',
    activityCount: 'activity',
    openTasks: 'task',
    nextTask: 'task',
    openNeeds: 'need',
  },
  contact: { lastActivity: 'activity' },
  deal: { nextTask: 'task' },
};

/** The kind of the records that the index makes a column from; undefined for one that records hold themselves. */
export function derivedFrom(kind: ListedKind, column: ColumnKey): ListedKind | undefined {
  const ofKind = derived[kind] ?? {};
  return Object.hasOwn(ofKind, column) ? ofKind[column] : undefined;
}
