import { dayToDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { orderKinds, type quoteStatuses } from '../../domain/objects.ts';
import { numberOfVersion, quoteDays } from '../../domain/quoteFlow.ts';
import type { Values } from '../../domain/record.ts';
import { payableOf } from '../../domain/tax.ts';
import { customerAt } from './customers.ts';
import { between, isDrawn, pick, randomOf } from './draw.ts';
import { boughtLines, orderValues, type OrderSource } from './orders.ts';
import { accountOfDeal, dealValues, stageOfDeal } from './selling.ts';
import type { WorkSource } from './workSource.ts';

/** A quote before it has an id. */
interface SampleQuote {
  readonly account: number;
  readonly status: (typeof quoteStatuses)[number];
  readonly day: number;
  /** Of one for a deal, and its version. */
  readonly deal?: number;
  readonly version: number;
  /** The order that it became. */
  readonly order?: number;
}

interface SamplePayment {
  readonly order: number;
  readonly kind: 'receipt' | 'refund';
  readonly minor: number;
  readonly currency: string;
  /** When it came, or when it is due where it has not. */
  readonly day: number;
  readonly isDone: boolean;
}

export interface SalesLayout {
  readonly quotes: readonly SampleQuote[];
  readonly payments: readonly SamplePayment[];
  /** The quote that an order came from, by the order's position. */
  readonly quoteOf: ReadonlyMap<number, number>;
}

/** Positions in the first pipeline. */
const [proposalStage, quotedStage, negotiationStage] = [1, 2, 3];
const [orderKind, returnKind] = [orderKinds.indexOf('order'), orderKinds.indexOf('return')];
/** Of accepted quotes, how many, and every how many-th of the last orders of companies came from one. */
const accepted = { most: 16, every: 3 } as const;

/** Quotes of deals under way and of some of the last orders, and how the last orders of companies are paid. Nothing where neither is asked for. */
export function layOutSales(
  source: OrderSource,
  asked: { readonly deals: number; readonly payments: number; readonly accounts: number },
): SalesLayout {
  if (asked.payments === 0) return { quotes: [], payments: [], quoteOf: new Map() };
  const recent = lastOrders(source, 2 * asked.payments);
  const ofDeals = quotesOfDeals(source, asked);
  const ordered = recent.filter((_, i) => i % accepted.every === 0).slice(0, accepted.most);
  const ofOrders = ordered.map((order): SampleQuote => {
    const random = randomOf(source.seed, 'quote', order);
    const day = (source.layout.day[order] ?? source.endDay) - between(random, 2, 14);
    return { account: source.layout.account[order] ?? 0, status: 'accepted', day, version: 1, order };
  });
  return {
    quotes: [...ofDeals, ...ofOrders],
    payments: paymentsOf(source, recent).slice(0, asked.payments),
    quoteOf: new Map(ordered.map((order, i) => [order, ofDeals.length + i])),
  };
}

export function quoteValues(
  { quotes }: SalesLayout,
  work: WorkSource,
  orders: OrderSource,
  idOf: (n: number) => RecordId,
  n: number,
): Values {
  const quote = quotes[n];
  if (quote === undefined) throw new RangeError(`no quote ${n}`);
  const { words, seed, members, ids } = work;
  const customer = customerAt(words, seed, quote.account);
  const contact = work.contactOf(quote.account);
  const owner = members[customer.owner % members.length];
  const first = n - quote.version + 1;
  const number = `QT-${dayToDate(quote.day).slice(0, 4)}-${String(first + 1).padStart(4, '0')}`;
  return {
    number: numberOfVersion(number, quote.version),
    title:
      quote.deal === undefined ? pick(randomOf(seed, 'quote', n), words.deals) : dealName(work, quote.deal),
    account: ids.account(quote.account),
    ...(contact === undefined ? {} : { contact }),
    ...(quote.deal === undefined ? {} : { deal: work.dealOf(quote.deal) }),
    status: quote.status,
    date: dayToDate(quote.day),
    validUntil: dayToDate(quote.day + quoteDays),
    currency: customer.currency,
    ...(quote.version === 1 ? {} : { version: quote.version, replaces: idOf(n - 1) }),
    ...(owner === undefined ? {} : { owner }),
    lines: linesOfQuote(orders, quote, first, customer),
  };
}

export function paymentValues(
  { payments }: SalesLayout,
  work: WorkSource,
  orders: OrderSource,
  n: number,
): Values {
  const payment = payments[n];
  if (payment === undefined) throw new RangeError(`no payment ${n}`);
  const { order, kind, minor, currency, day, isDone } = payment;
  const random = randomOf(work.seed, 'payment', n);
  const account = orders.layout.account[order] ?? 0;
  const owner = work.members[customerAt(work.words, work.seed, account).owner % work.members.length];
  return {
    number: `PM-${dayToDate(orders.layout.day[order] ?? day).slice(0, 4)}-${String(n + 1).padStart(4, '0')}`,
    ...{
      kind,
      account: work.ids.account(account),
      order: work.ids.order(order),
      amount: { minor, currency },
    },
    ...(isDone
      ? {
          status: 'done',
          date: dayToDate(day),
          method: pick(random, ['transfer', 'transfer', 'alipay', 'wechat', 'card'] as const),
        }
      : { status: 'planned', due: dayToDate(day) }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function dealName(work: WorkSource, deal: number): Json {
  return dealValues(work, deal)['name'] ?? '';
}

/** Of what an order took, the same; otherwise a new version has a line more than the one before. */
function linesOfQuote(
  orders: OrderSource,
  { order, version }: SampleQuote,
  first: number,
  customer: ReturnType<typeof customerAt>,
): Json {
  if (order !== undefined) return orderValues(orders, order)['lines'] ?? [];
  return boughtLines(orders, orders.layout.count + first, customer, version + 1);
}

/** The last orders of companies, the newest first. */
function lastOrders({ layout, words, seed }: OrderSource, most: number): number[] {
  const found: number[] = [];
  for (let order = layout.count - 1; order >= 0 && found.length < most; order--) {
    const account = layout.account[order] ?? -1;
    if (account >= 0 && layout.kind[order] === orderKind && customerAt(words, seed, account).isCompany)
      found.push(order);
  }
  return found;
}

function quotesOfDeals(
  source: OrderSource,
  asked: { readonly deals: number; readonly accounts: number },
): readonly SampleQuote[] {
  const { words, seed, endDay } = source;
  const work = { words, seed, accounts: asked.accounts };
  return Array.from({ length: asked.deals }, (_, deal) => deal).flatMap((deal): SampleQuote[] => {
    const stage = stageOfDeal(work, deal);
    const account = accountOfDeal(work, deal);
    const random = randomOf(seed, 'quote', deal);
    const about = { account, deal };
    if (stage === proposalStage && isDrawn(random, 0.4))
      return [{ ...about, day: endDay - between(random, 0, 3), version: 1, status: 'draft' }];
    if (stage === quotedStage) {
      const day = endDay - (isDrawn(random, 0.4) ? between(random, 33, 60) : between(random, 2, 26));
      return [{ ...about, day, version: 1, status: 'sent' }];
    }
    if (stage !== negotiationStage) return [];
    const day = endDay - between(random, 3, 25);
    return [
      { ...about, day: day - between(random, 5, 20), version: 1, status: 'replaced' },
      { ...about, day, version: 2, status: 'sent' },
    ];
  });
}

function paymentsOf(source: OrderSource, recent: readonly number[]): readonly SamplePayment[] {
  const { layout, endDay, seed } = source;
  const returnOf = new Map<number, number>();
  layout.returns.forEach((order, back) => {
    if (order >= 0 && layout.kind[back] === returnKind) returnOf.set(order, back);
  });
  const tracked = recent.filter((order, i) => i % 3 === 0 || returnOf.has(order));
  return tracked.flatMap((order): SamplePayment[] => {
    const values = orderValues(source, order);
    const payable = payableOf({ id: '', base: [values, 0, ''], registers: {} });
    if (payable === undefined || payable.minor <= 0) return [];
    if (values['status'] !== 'done' && values['status'] !== 'open') return [];
    const random = randomOf(seed, 'payment', order);
    const placed = layout.day[order] ?? endDay;
    const about = { order, kind: 'receipt', currency: payable.currency } as const;
    const by = (day: number, minor: number): SamplePayment => ({
      ...about,
      minor,
      day,
      isDone: day <= endDay,
    });
    const back = returnOf.get(order);
    if (back !== undefined) return [by(placed, payable.minor), ...refundOf(source, order, back)];
    const way = random();
    if (way < 0.5) return [by(placed + between(random, 0, 20), payable.minor)];
    const half = Math.floor(payable.minor / 2);
    const due = placed + between(random, 10, 45);
    // Of what was due, one in three has not come.
    const open = { ...about, day: due, isDone: due < endDay && isDrawn(random, 0.67) } as const;
    if (way > 0.85 || half === 0) return [{ ...open, minor: payable.minor }];
    return [by(placed, half), { ...open, minor: payable.minor - half }];
  });
}

function refundOf(source: OrderSource, order: number, back: number): readonly SamplePayment[] {
  const given = payableOf({ id: '', base: [orderValues(source, back), 0, ''], registers: {} });
  if (given === undefined || given.minor === 0) return [];
  const day = source.layout.day[back] ?? source.endDay;
  const { currency } = given;
  return [{ order, kind: 'refund', minor: Math.abs(given.minor), currency, day, isDone: true }];
}
