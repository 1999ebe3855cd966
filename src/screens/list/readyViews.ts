import type { Condition, ListedKind } from '../../read/listQuery.ts';

/** Views that every book has without anybody saving them. */
export const readyViews = ['overdue', 'dueSoon', 'planned', 'expired', 'open', 'won', 'lost'] as const;
export type ReadyView = (typeof readyViews)[number];

/** Where a deal is over, in every pipeline. */
export const closedStages: readonly string[] = ['won', 'lost'];

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
  open: [{ field: 'stage', op: 'noneOf', values: closedStages }],
  won: [{ field: 'stage', op: 'anyOf', values: ['won'] }],
  lost: [{ field: 'stage', op: 'anyOf', values: ['lost'] }],
};

export function readyViewsOf(kind: ListedKind): readonly ReadyView[] {
  if (kind === 'payment') return ['overdue', 'dueSoon', 'planned'];
  if (kind === 'deal') return ['open', 'won', 'lost'];
  return kind === 'quote' ? ['expired'] : [];
}

/** What such a view asks of a list; undefined for any other view. */
export function readyConditions(view: string): readonly Condition[] | undefined {
  const known = readyViews.find((each) => each === view);
  return known === undefined ? undefined : conditions[known];
}
