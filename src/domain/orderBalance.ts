import type { IsoDate } from './dates.ts';
import { entryOf } from './bookSettings.ts';
import type { Money } from './money.ts';
import { valuesOf, type RecordState, type Values } from './record.ts';
import { payableOf } from './tax.ts';

/** What an order comes to in one currency, in its minor unit. */
export interface Balance {
  readonly currency: string;
  /** Of the order itself; 0 in other currencies than its own, and of one that is cancelled. */
  readonly payable: number;
  /** What was given back takes off. */
  readonly returned: number;
  readonly paid: number;
  readonly refunded: number;
  /** Receipts that are planned, and of those what was due before today. */
  readonly planned: number;
  readonly overdue: number;
  /** Refunds that are planned. */
  readonly toRefund: number;
  /** payable − returned − paid + refunded; below 0 the customer has paid more than they owe. */
  readonly outstanding: number;
  /** What is outstanding and in no plan; never below 0. */
  readonly unplanned: number;
}

/** A payment as far as sums go. */
export interface PaymentValues {
  readonly isRefund: boolean;
  readonly status: 'planned' | 'done' | 'cancelled';
  readonly amount: Money;
  readonly due: IsoDate | undefined;
}

/** Balances by currency, that of the order first. Currencies are never added to each other. Linear. */
export function balancesOf(
  order: RecordState,
  returns: readonly RecordState[],
  payments: readonly RecordState[],
  today: IsoDate,
): readonly [Balance, ...Balance[]] {
  const own = payableOf(order) ?? { minor: 0, currency: '' };
  const paid = payments.flatMap((payment) => paymentOf(valuesOf(payment)) ?? []);
  const given = returns.filter(counts).flatMap((each) => payableOf(each) ?? []);
  const codes = new Set([
    ...given.map(({ currency }) => currency),
    ...paid.map((each) => each.amount.currency),
  ]);
  codes.delete(own.currency);
  const of = (currency: string, payable: number): Balance => balanceIn(currency, payable, given, paid, today);
  return [
    of(own.currency, counts(order) ? own.minor : 0),
    ...[...codes].sort().map((currency) => of(currency, 0)),
  ];
}

/** A payment's amount, kind and state; undefined for one without an amount. */
export function paymentOf({ amount, status, kind, due }: Values): PaymentValues | undefined {
  const [minor, currency] = [entryOf(amount, 'minor'), entryOf(amount, 'currency')];
  if (typeof minor !== 'number' || typeof currency !== 'string') return undefined;
  return {
    isRefund: kind === 'refund',
    status: status === 'planned' || status === 'cancelled' ? status : 'done',
    amount: { minor, currency },
    due: typeof due === 'string' ? due : undefined,
  };
}

/** True for a receipt that should have come before today. */
export function isOverdue(payment: PaymentValues, today: IsoDate): boolean {
  const { isRefund, status, due } = payment;
  return !isRefund && status === 'planned' && due !== undefined && due < today;
}

function balanceIn(
  currency: string,
  payable: number,
  given: readonly Money[],
  payments: readonly PaymentValues[],
  today: IsoDate,
): Balance {
  const sum = (wanted: (payment: PaymentValues) => boolean): number =>
    payments
      .filter((payment) => payment.amount.currency === currency && wanted(payment))
      .reduce((total, { amount }) => total + amount.minor, 0);
  const returned = given
    .filter((each) => each.currency === currency)
    .reduce((total, { minor }) => total + Math.abs(minor), 0);
  const paid = sum(({ isRefund, status }) => !isRefund && status === 'done');
  const refunded = sum(({ isRefund, status }) => isRefund && status === 'done');
  const planned = sum(({ isRefund, status }) => !isRefund && status === 'planned');
  const outstanding = payable - returned - paid + refunded;
  return {
    ...{ currency, payable, returned, paid, refunded, planned, outstanding },
    overdue: sum((payment) => isOverdue(payment, today)),
    toRefund: sum(({ isRefund, status }) => isRefund && status === 'planned'),
    unplanned: Math.max(0, outstanding - planned),
  };
}

/** Drafts of returns and what is cancelled count nowhere; an order that is still a draft may be paid in advance. */
function counts(order: RecordState): boolean {
  const { status, kind } = valuesOf(order);
  return status !== 'cancelled' && !(kind === 'return' && status === 'draft');
}
