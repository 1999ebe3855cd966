import { dateToDay, dayToDate, type IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { majorToMinor, type Money } from '../domain/money.ts';
import { eachVisible, namedAt, placesOf, type Named } from './columnReads.ts';
import type { KindIndex, Ordinal } from './kindIndex.ts';
import {
  isOwn,
  onceASegment,
  waysOf,
  type Counted,
  type Kinds,
  type TodayRequest,
  type TodayWork,
  type Ways,
} from './today.ts';

export interface OverduePayment extends Ways {
  readonly id: RecordId;
  readonly number: string;
  readonly amount: Money;
  readonly due: IsoDate;
  readonly lateDays: number;
  readonly account?: Named;
  readonly order?: Named;
}

export interface OverduePayments extends Counted<OverduePayment> {
  /** What all of them come to, by currency, the one with most payments first. */
  readonly sums: readonly Money[];
}

/** All that Today asks for first. */
export interface WorkAndPayments extends TodayWork {
  readonly payments: OverduePayments;
}

interface Found {
  readonly ordinal: Ordinal;
  readonly amount: Money;
  readonly lateDays: number;
}

/** Receipts that are planned and should have come before today, those that have waited longest first. Linear in payments. */
export function overduePayments(kinds: Kinds, request: TodayRequest): OverduePayments {
  const { payment: payments, account: accounts, order: orders } = kinds;
  const today = dateToDay(request.date);
  const found = overdueIn(payments, request.owner, today);
  found.sort((a, b) => b.lateDays - a.lateDays || a.ordinal - b.ordinal);
  return {
    count: found.length,
    sums: sumsOf(found),
    items: found.slice(0, request.limit).map(({ ordinal, amount, lateDays }) => {
      const accountAt = accounts.ordinalOf(payments.textOf(ordinal, 'account'));
      const account = namedAt(accounts, accountAt);
      const order = namedAt(orders, orders.ordinalOf(payments.textOf(ordinal, 'order')));
      return {
        id: payments.idOf(ordinal),
        number: payments.labelOf(ordinal),
        amount,
        due: dayToDate(today - lateDays),
        lateDays,
        ...(account === undefined ? {} : { account, ...waysOf([[accounts, accountAt]]) }),
        ...(order === undefined ? {} : { order }),
      };
    }),
  };
}

function overdueIn(payments: KindIndex, owner: RecordId | undefined, today: number): Found[] {
  const found: Found[] = [];
  const statusOf = onceASegment((segment) => placesOf(segment, 'status', ['planned']));
  const kindOf = onceASegment((segment) => placesOf(segment, 'kind', ['receipt'], 0));
  const ownerOf = onceASegment((segment) => isOwn(segment, owner));
  eachVisible(payments, (segment, slot, ordinal) => {
    if (statusOf(segment)(slot) !== 0 || kindOf(segment)(slot) !== 0) return;
    const due = segment.numbers.get('due')?.[slot] ?? NaN;
    const major = segment.numbers.get('amount')?.[slot] ?? NaN;
    if (!(due < today) || Number.isNaN(major) || !ownerOf(segment)(slot)) return;
    const currency = segment.texts.get('currency')?.textAt(slot) ?? '';
    found.push({
      ordinal,
      amount: { minor: majorToMinor(major, currency), currency },
      lateDays: today - due,
    });
  });
  return found;
}

function sumsOf(found: readonly Found[]): readonly Money[] {
  const sums = new Map<string, { minor: number; count: number }>();
  for (const { amount } of found) {
    const { minor, count } = sums.get(amount.currency) ?? { minor: 0, count: 0 };
    sums.set(amount.currency, { minor: minor + amount.minor, count: count + 1 });
  }
  return [...sums]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([currency, { minor }]) => ({ currency, minor }));
}
