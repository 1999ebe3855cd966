import { dateToDay, type IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { majorToMinor } from '../../domain/money.ts';
import { columnOfTable, type Table } from '../../domain/table.ts';
import type { ScreenBook } from '../book.ts';
import { readyConditions } from '../list/readyViews.ts';

/** What is planned to come in one currency, in its minor unit, and what of it should have come. */
export interface Owed {
  readonly currency: string;
  readonly outstanding: number;
  readonly overdue: number;
}

export async function owedBy(book: ScreenBook, account: RecordId, today: IsoDate): Promise<readonly Owed[]> {
  const conditions = [
    ...(readyConditions('planned') ?? []),
    { field: 'account', op: 'anyOf' as const, values: [account] },
  ];
  const query = { kind: 'payment', filter: { match: 'all', conditions } } as const;
  const answer = await book.index.table(query, ['amount', 'currency', 'due']);
  return answer.ok ? sumsOf(answer.value, today) : [];
}

/** Sums by currency, in the order in which the currencies occur. */
export function sumsOf(table: Table, today: IsoDate): readonly Owed[] {
  const [amounts, currencies, dues] = ['amount', 'currency', 'due'].map((key) => columnOfTable(table, key));
  if (amounts?.type !== 'number' || currencies?.type !== 'category') return [];
  const sums = new Map<string, Owed>();
  amounts.values.forEach((major, i) => {
    const currency = currencies.labels[currencies.codes[i] ?? -1];
    if (currency === undefined || Number.isNaN(major)) return;
    const minor = majorToMinor(major, currency);
    const isLate = dues?.type === 'number' && (dues.values[i] ?? NaN) < dateToDay(today);
    const { outstanding, overdue } = sums.get(currency) ?? { outstanding: 0, overdue: 0 };
    sums.set(currency, {
      currency,
      outstanding: outstanding + minor,
      overdue: overdue + (isLate ? minor : 0),
    });
  });
  return [...sums.values()];
}
