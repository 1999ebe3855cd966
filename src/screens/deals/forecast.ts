import { dateToDay, dayToDate, type IsoDate } from '../../domain/dates.ts';
import type { Deal } from './board.ts';

/** What a month brings, in major units of one currency. */
export interface ForecastMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly deals: number;
  readonly won: number;
  /** Amounts of open deals, as they are and times their likelihood. */
  readonly open: number;
  readonly weighted: number;
}

export interface Forecast {
  /** From this month on, each month up to the last in which something closes; at least `leastMonths` and at most `mostMonths`. */
  readonly months: readonly ForecastMonth[];
  /** Open deals whose close date has passed, and those without one. */
  readonly late: ForecastMonth;
  readonly undated: ForecastMonth;
}

const leastMonths = 3;
const mostMonths = 24;

/** Sums by the month of the close date: what was won, and of what is open amount × likelihood. Deals of other currencies are left out. */
export function forecastOf(deals: readonly Deal[], currency: string, today: IsoDate): Forecast {
  const months = new Map<string, ForecastMonth>();
  let [late, undated] = [emptyMonth('late'), emptyMonth('undated')];
  const [day, thisMonth] = [dateToDay(today), today.slice(0, 7)];
  for (const deal of deals) {
    const { stage, closeDay } = deal;
    if (stage.outcome === 'lost') continue;
    if (deal.currency !== currency) continue;
    if (stage.outcome === 'open' && closeDay === undefined) undated = withDeal(undated, deal);
    else if (stage.outcome === 'open' && closeDay !== undefined && closeDay < day)
      late = withDeal(late, deal);
    else if (closeDay !== undefined) {
      const month = dayToDate(closeDay).slice(0, 7);
      if (month >= thisMonth) months.set(month, withDeal(months.get(month) ?? emptyMonth(month), deal));
    }
  }
  const last = [...months.keys()].sort().at(-1) ?? thisMonth;
  const shown: ForecastMonth[] = [];
  for (let month = thisMonth; shown.length < mostMonths; month = monthAfter(month)) {
    if (month > last && shown.length >= leastMonths) break;
    shown.push(months.get(month) ?? emptyMonth(month));
  }
  return { months: shown, late, undated };
}

/** The currencies that deals are in, the most frequent first; deals without an amount bring nothing. */
export function currenciesOf(deals: readonly Deal[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { currency } of deals)
    if (currency !== '') counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([currency]) => currency);
}

function emptyMonth(month: string): ForecastMonth {
  return { month, deals: 0, won: 0, open: 0, weighted: 0 };
}

function withDeal(month: ForecastMonth, { stage, amount = 0, likelihood }: Deal): ForecastMonth {
  const isWon = stage.outcome === 'won';
  return {
    month: month.month,
    deals: month.deals + 1,
    won: month.won + (isWon ? amount : 0),
    open: month.open + (isWon ? 0 : amount),
    weighted: month.weighted + (isWon ? 0 : amount * likelihood),
  };
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
}
