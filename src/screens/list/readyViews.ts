import type { Condition, ListedKind } from '../../read/listQuery.ts';

/** Views that every book has without anybody saving them. */
export const readyViews = ['overdue', 'dueSoon', 'planned', 'expired'] as const;
export type ReadyView = (typeof readyViews)[number];

const receipts: readonly Condition[] = [
  { field: 'status', op: 'anyOf', values: ['planned'] },
  { field: 'kind', op: 'noneOf', values: ['refund'] },
];

const conditions: Readonly<Record<ReadyView, readonly Condition[]>> = {
  overdue: [...receipts, { field: 'due', op: 'beforeToday' }],
  dueSoon: [...receipts, { field: 'due', op: 'nextDays', days: 7 }],
  planned: receipts,
  expired: [
    { field: 'status', op: 'noneOf', values: ['accepted', 'declined', 'replaced'] },
    { field: 'validUntil', op: 'beforeToday' },
  ],
};

export function readyViewsOf(kind: ListedKind): readonly ReadyView[] {
  if (kind === 'payment') return ['overdue', 'dueSoon', 'planned'];
  return kind === 'quote' ? ['expired'] : [];
}

/** What such a view asks of a list; undefined for any other view. */
export function readyConditions(view: string): readonly Condition[] | undefined {
  const known = readyViews.find((each) => each === view);
  return known === undefined ? undefined : conditions[known];
}
