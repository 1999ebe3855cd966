import { dateToDay, type IsoDate } from '../../domain/dates.ts';
import { sumsOf, type Deal, type Sums } from './board.ts';

/** What can happen to a deal that changes a forecast. */
export const dealChanges = ['new', 'moved', 'won', 'lost'] as const;
export type DealChange = (typeof dealChanges)[number];

export interface ChangeSum {
  readonly change: DealChange;
  readonly deals: number;
  readonly sums: Sums;
}

/** Days that the forecast looks back. */
export const changeDays = 7;

/**
 * What happened to deals in the last days, today included: they ended, were opened, or moved to another stage; each counts under the
 * last of these. Amounts are those of now.
 */
export function changesOf(deals: readonly Deal[], today: IsoDate): readonly ChangeSum[] {
  const from = dateToDay(today) - changeDays + 1;
  const byChange = new Map<DealChange, Deal[]>(dealChanges.map((change) => [change, []]));
  for (const deal of deals) {
    const change = changeOf(deal, from);
    if (change !== undefined) byChange.get(change)?.push(deal);
  }
  return dealChanges.map((change) => {
    const own = byChange.get(change) ?? [];
    return { change, deals: own.length, sums: sumsOf(own, () => 1) };
  });
}

function changeOf({ stage, closeDay, sinceDay, openedDay }: Deal, from: number): DealChange | undefined {
  if (stage.outcome !== 'open') return (sinceDay ?? closeDay ?? 0) >= from ? stage.outcome : undefined;
  if (openedDay !== undefined && openedDay >= from) return 'new';
  return sinceDay !== undefined && sinceDay >= from ? 'moved' : undefined;
}
