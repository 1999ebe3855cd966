import type { Act } from '../../commands/records.ts';
import type { IsoDate } from '../../domain/dates.ts';
import { kindOfId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { Money } from '../../domain/money.ts';
import type { OrderLine } from '../../domain/order.ts';
import { paymentOf } from '../../domain/orderBalance.ts';
import type { Instalment } from '../../domain/paymentPlan.ts';
import { returnOfOrder } from '../../domain/returning.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';

export type PaymentKind = 'receipt' | 'refund';

/** Money that came or went. */
export interface Recorded {
  readonly kind: PaymentKind;
  readonly amount: Money;
  readonly date: IsoDate;
  /** Empty where nobody said. */
  readonly method: string;
}

/** The planned payments of an order, as one step. */
export function planning(order: RecordRow, currency: string, plan: readonly Instalment[]): readonly Act[] {
  return plan.map(({ due, minor }) => ({
    create: 'payment',
    values: { ...aboutOrder(order), kind: 'receipt', status: 'planned', amount: { minor, currency }, due },
  }));
}

/** Fulfils a planned payment. Of a part the rest stays planned for the same day; what is more than was planned counts as it came. */
export function fulfilling(planned: RecordRow, { amount, date, method }: Recorded): readonly Act[] {
  const values = valuesOf(planned);
  const wanted = paymentOf(values)?.amount;
  const restMinor = wanted?.currency === amount.currency ? wanted.minor - amount.minor : 0;
  const { account, order, owner, kind, due, tags } = values;
  return [
    { update: planned, values: { status: 'done', amount: amountJson(amount), date, ...named({ method }) } },
    ...(restMinor <= 0
      ? []
      : [
          {
            create: 'payment' as const,
            values: named({
              ...{ account, order, owner, kind, due, tags, status: 'planned' },
              amount: { minor: restMinor, currency: amount.currency },
            }),
          },
        ]),
  ];
}

/** Money that no plan foresaw. */
export function recording(order: RecordRow, { kind, amount, date, method }: Recorded): readonly Act[] {
  const paid = { kind, status: 'done', amount: amountJson(amount), date };
  return [{ create: 'payment', values: { ...aboutOrder(order), ...paid, ...named({ method }) } }];
}

/** What is to be paid back for a return. */
export interface Refund {
  readonly amount: Money;
  readonly date: IsoDate;
  readonly method: string;
  readonly isDone: boolean;
}

/**
 * Takes planned payments back by what is no longer owed, the last due first: one is made smaller, those that nothing is left of are
 * cancelled.
 */
export function relieving(planned: readonly RecordRow[], excessMinor: number): readonly Act[] {
  let open = excessMinor;
  return planned.toReversed().flatMap((row): Act[] => {
    const amount = paymentOf(valuesOf(row))?.amount;
    if (amount === undefined || open <= 0) return [];
    const taken = Math.min(open, amount.minor);
    open -= taken;
    if (taken === amount.minor) return [{ update: row, values: { status: 'cancelled' } }];
    return [{ update: row, values: { amount: amountJson({ ...amount, minor: amount.minor - taken }) } }];
  });
}

/** The return and its refund, as one step. The refund belongs to the order that was paid, so that its balance tells all. */
export function returning(
  order: RecordRow,
  chosen: readonly { readonly line: OrderLine; readonly quantity: number }[],
  today: IsoDate,
  refund: Refund | undefined,
): readonly Act[] {
  return [
    { create: 'order', values: returnOfOrder(order, chosen, today) },
    ...(refund === undefined
      ? []
      : [
          {
            create: 'payment' as const,
            values: {
              ...aboutOrder(order),
              ...{ kind: 'refund', status: refund.isDone ? 'done' : 'planned' },
              amount: amountJson(refund.amount),
              ...(refund.isDone
                ? { date: refund.date, ...named({ method: refund.method }) }
                : { due: refund.date }),
            },
          },
        ]),
  ];
}

function aboutOrder(order: RecordRow): Values {
  const { account, owner } = valuesOf(order);
  return named({
    account,
    owner,
    order: kindOfId(order.id) === 'order' ? order.id : undefined,
  });
}

function amountJson({ minor, currency }: Money): Json {
  return { minor, currency };
}

function named(values: Readonly<Record<string, Json | undefined>>): Values {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(entries) as Values;
}
