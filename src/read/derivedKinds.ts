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
  lead: { lastActivity: 'activity', score: 'activity' },
};

/** What is done about a lead that became a customer counts for the customer. */
const throughLeads: ReadonlySet<ListedKind> = new Set(['activity', 'task']);

/** Every kind whose records decide what a derived column holds. */
export function kindsBehind(kind: ListedKind, column: ColumnKey): readonly ListedKind[] {
  const from = derivedFrom(kind, column);
  if (from === undefined) return [];
  return kind === 'account' && throughLeads.has(from) ? [from, 'lead'] : [from];
}

/** The kind of the records that the index makes a column from; undefined for one that records hold themselves. */
export function derivedFrom(kind: ListedKind, column: ColumnKey): ListedKind | undefined {
  const ofKind = derived[kind] ?? {};
  return Object.hasOwn(ofKind, column) ? ofKind[column] : undefined;
}
