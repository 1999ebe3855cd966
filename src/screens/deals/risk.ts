import { dateToDay, type IsoDate } from '../../domain/dates.ts';
import type { Deal } from './board.ts';

/** Why an open deal may be lost. */
export type Risk =
  /** Days since the day on which it should have been decided. */
  | { readonly type: 'late'; readonly days: number }
  /** Days in its stage beyond what is usual there. */
  | { readonly type: 'stuck'; readonly days: number }
  /** Days until it is to be decided, with nothing planned. */
  | { readonly type: 'unplanned'; readonly days: number };

export interface DealAtRisk {
  readonly deal: Deal;
  readonly risk: Risk;
}

/** A deal to be decided so soon should have a next step. */
const soonDays = 14;

/** Open deals that may be lost, those whose day has passed first, then those that are stuck, each the longest first. n log n. */
export function dealsAtRisk(deals: readonly Deal[], today: IsoDate): readonly DealAtRisk[] {
  const day = dateToDay(today);
  return deals
    .flatMap((deal): DealAtRisk[] => {
      const risk = deal.stage.outcome === 'open' ? riskOf(deal, day) : undefined;
      return risk === undefined ? [] : [{ deal, risk }];
    })
    .sort((a, b) => rankOf(a.risk) - rankOf(b.risk) || (a.deal.id < b.deal.id ? -1 : 1));
}

function riskOf({ closeDay, stuckDays, next }: Deal, day: number): Risk | undefined {
  if (closeDay !== undefined && closeDay < day) return { type: 'late', days: day - closeDay };
  if (stuckDays > 0) return { type: 'stuck', days: stuckDays };
  if (next === 'none' && closeDay !== undefined && closeDay <= day + soonDays)
    return { type: 'unplanned', days: closeDay - day };
  return undefined;
}

function rankOf({ type, days }: Risk): number {
  const kinds = { late: 0, stuck: 1, unplanned: 2 } as const;
  const within = type === 'unplanned' ? days : -days;
  return kinds[type] * 100_000 + within;
}
