import { dateToDay, type IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { majorToMinor, type Money } from '../../domain/money.ts';
import { balancesOf } from '../../domain/orderBalance.ts';
import { valuesOf, type RecordState } from '../../domain/record.ts';
import { columnOfTable, type Table } from '../../domain/table.ts';
import type { Condition } from '../../read/listQuery.ts';
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

/** Open orders and their payments of a customer that are read; of more nothing is said, because a part of them would be wrong. */
const limit = 1_000;

/**
 * What is still to be paid of a customer's open orders and stands in no plan: nobody has said until when. Orders that are done say
 * nothing, because those that were imported are, whoever has paid them.
 */
export async function unplannedOf(
  book: ScreenBook,
  account: RecordId,
  today: IsoDate,
): Promise<readonly Money[]> {
  const rowsOf = async (kind: 'order' | 'payment', conditions: readonly Condition[]) => {
    const query = { kind, filter: { match: 'all', conditions } } as const;
    const found = await book.index.query(query, { offset: 0, limit });
    if (!found.ok || found.value.matched > limit) return undefined;
    const rows = await book.rows(found.value.ids);
    return rows.flatMap((row) => (row === undefined || row.deletedAt !== undefined ? [] : row));
  };
  const orders = await rowsOf('order', [
    { field: 'account', op: 'anyOf', values: [account] },
    { field: 'status', op: 'anyOf', values: ['open'] },
    { field: 'kind', op: 'noneOf', values: ['return', 'adjustment'] },
  ]);
  if (orders === undefined || orders.length === 0) return [];
  const ids = orders.map(({ id }) => id);
  const [returns, payments] = await Promise.all([
    rowsOf('order', [{ field: 'returns', op: 'anyOf', values: ids }]),
    rowsOf('payment', [{ field: 'order', op: 'anyOf', values: ids }]),
  ]);
  return returns === undefined || payments === undefined ? [] : unplannedIn(orders, returns, payments, today);
}

/** Sums by currency, in the order in which the currencies occur. */
export function unplannedIn(
  orders: readonly RecordState[],
  returns: readonly RecordState[],
  payments: readonly RecordState[],
  today: IsoDate,
): readonly Money[] {
  const sums = new Map<string, number>();
  const of = (records: readonly RecordState[], field: 'returns' | 'order', id: RecordId) =>
    records.filter((each) => valuesOf(each)[field] === id);
  for (const order of orders) {
    const balances = balancesOf(
      order,
      of(returns, 'returns', order.id),
      of(payments, 'order', order.id),
      today,
    );
    for (const { currency, unplanned } of balances)
      if (unplanned > 0) sums.set(currency, (sums.get(currency) ?? 0) + unplanned);
  }
  return Array.from(sums, ([currency, minor]) => ({ currency, minor }));
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
