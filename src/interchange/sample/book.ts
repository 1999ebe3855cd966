import { dateToDay, type IsoDate } from '../../domain/dates.ts';
import { maxRecordsInShard, recordIdOf, type RecordId, type ShardId } from '../../domain/ids.ts';
import type { ImportChunk } from '../../domain/importChunk.ts';
import type { ObjectKind } from '../../domain/objects.ts';
import type { Values } from '../../domain/record.ts';
import { productValues } from './catalogue.ts';
import { accountValues, contactValues, customerAt } from './customers.ts';
import { layOutOrders, orderIdOf, type OrderLayout, type SampleSize } from './layout.ts';
import { orderValues, shelvesOf, type OrderSource, type SampleIds } from './orders.ts';
import { layOutSales, paymentValues, quoteValues, type SalesLayout } from './payments.ts';
import { dealValues, leadValues } from './selling.ts';
import { activityValues, behaviourValues, needValues, taskValues } from './work.ts';
import type { WorkSource } from './workSource.ts';
import type { SampleWords } from './words.ts';

/** The demo: small enough for a click. */
export const demoSize: SampleSize = {
  accounts: 1_200,
  contacts: 2_000,
  products: 60,
  lines: 9_000,
  activities: 3_600,
  needs: 420,
  tasks: 240,
  behaviours: 600,
  deals: 64,
  leads: 36,
  payments: 200,
};

/** A book for measuring: ten lines, three activities and one contact an account, a need for two of them, a task, a lead and a payment for five and a deal for twenty. */
export function benchSize(accounts: number): SampleSize {
  return {
    accounts,
    contacts: accounts,
    products: 200,
    lines: accounts * 10,
    activities: accounts * 3,
    needs: Math.floor(accounts / 2),
    tasks: Math.floor(accounts / 5),
    behaviours: 0,
    deals: Math.floor(accounts / 20),
    leads: Math.floor(accounts / 5),
    payments: Math.floor(accounts / 5),
  };
}

export interface SampleOptions {
  readonly size: SampleSize;
  readonly words: SampleWords;
  /** From 0 to 65,535; the same seed and size give the same bytes. */
  readonly seed: number;
  /** The day of the last orders. */
  readonly today: IsoDate;
  /** Who owns customers beside the demo's own colleagues. */
  readonly member: RecordId;
}

export interface SamplePlan {
  readonly shards: Readonly<Partial<Record<ObjectKind, number>>>;
  readonly chunks: number;
}

export type GrantedShards = Readonly<Partial<Record<ObjectKind, readonly ShardId[]>>>;

/** A book that is laid out but not written: a maker of coffee machines with customers at home and abroad over 24 months. */
export interface SampleBook {
  readonly plan: SamplePlan;
  /** Every chunk in the order in which it has to be written, one whole shard each. */
  readonly chunks: (shards: GrantedShards) => Generator<ImportChunk, void>;
}

/** Lays out the orders first, because their lines decide how many shards they fill. */
export function layOutBook(options: SampleOptions): SampleBook {
  const { size, seed, words, today } = options;
  const layout = layOutOrders(size, seed, dateToDay(today));
  const ofAccounts = (count = 0): number => (size.accounts === 0 ? 0 : count);
  const sales = layOutSales(orderSourceOf(options, layout), {
    ...{ deals: size.deals ?? 0, payments: size.payments ?? 0, accounts: size.accounts },
  });
  const records = {
    member: words.colleagues.length,
    tag: words.tags.length,
    product: size.products,
    account: size.accounts,
    contact: ofAccounts(size.contacts),
    lead: ofAccounts(size.leads),
    deal: ofAccounts(size.deals),
    quote: sales.quotes.length,
    task: ofAccounts(size.tasks),
    need: ofAccounts(size.needs),
    activity: ofAccounts(size.activities),
    behaviour: ofAccounts(size.behaviours),
  };
  const counted = Object.entries(records).map(([kind, count]) => [
    kind,
    Math.ceil(count / maxRecordsInShard),
  ]);
  const shards = {
    ...(Object.fromEntries(counted) as Record<keyof typeof records, number>),
    order: layout.shards,
    payment: Math.ceil(sales.payments.length / maxRecordsInShard),
  };
  return {
    plan: { shards, chunks: Object.values(shards).reduce((sum, count) => sum + count, 0) },
    chunks: (granted) =>
      chunksOf(options, { ...records, payment: sales.payments.length }, layout, sales, granted),
  };
}

type FilledKind =
  | 'member'
  | 'tag'
  | 'product'
  | 'account'
  | 'contact'
  | 'lead'
  | 'deal'
  | 'quote'
  | 'payment'
  | 'task'
  | 'need'
  | 'activity'
  | 'behaviour';

function* chunksOf(
  options: SampleOptions,
  counts: Readonly<Record<FilledKind, number>>,
  layout: OrderLayout,
  sales: SalesLayout,
  granted: GrantedShards,
): Generator<ImportChunk, void> {
  const { words, seed, member } = options;
  const idOf =
    (kind: ObjectKind) =>
    (n: number): RecordId => {
      const shard = granted[kind]?.[Math.floor(n / maxRecordsInShard)];
      if (shard === undefined) throw new RangeError(`no shard for ${kind} ${n}`);
      return recordIdOf(shard, n % maxRecordsInShard);
    };
  const orderShards = granted.order ?? [];
  const ids: SampleIds = {
    account: idOf('account'),
    product: idOf('product'),
    order: (n) => orderIdOf(layout, orderShards, n),
  };
  const members = [member, ...words.colleagues.map((_, n) => idOf('member')(n))];
  const references = { members, tags: words.tags.map((_, n) => idOf('tag')(n)) };
  const taken = new Set<string>();
  const fill = function* (kind: FilledKind, valuesAt: (n: number) => Values): Generator<ImportChunk> {
    for (let start = 0; start < counts[kind]; start += maxRecordsInShard) {
      const shard = granted[kind]?.[start / maxRecordsInShard] ?? '';
      const length = Math.min(maxRecordsInShard, counts[kind] - start);
      yield { type: 'create', shard, records: Array.from({ length }, (_, i) => valuesAt(start + i)) };
    }
  };
  yield* fill('member', (n) => ({ name: words.colleagues[n] ?? '', role: 'editor' }));
  yield* fill('tag', (n) => ({ ...words.tags[n] }));
  yield* fill('product', (n) => productValues(words, n));
  yield* fill('account', (n) => accountValues(words, seed, n, references, taken));
  const companies = companiesOf(options);
  yield* fill('contact', (n) => {
    const account = companies[Math.floor((n * companies.length) / counts.contact)] ?? 0;
    return contactValues(words, seed, n, { id: ids.account(account), n: account }, members);
  });
  const work: WorkSource = {
    ...{ words, seed, members, ids, endDay: dateToDay(options.today) },
    ...{ accounts: counts.account, products: counts.product, deals: counts.deal },
    dealOf: idOf('deal'),
    contactOf: firstContacts(companies, counts, idOf('contact')),
  };
  const source: OrderSource = {
    ...orderSourceOf(options, layout),
    ...{ ids, members },
    quoteOf: (n) => {
      const quote = sales.quoteOf.get(n);
      return quote === undefined ? undefined : idOf('quote')(quote);
    },
  };
  yield* fill('lead', (n) => leadValues(work, n));
  yield* fill('deal', (n) => dealValues(work, n));
  yield* fill('quote', (n) => quoteValues(sales, work, source, idOf('quote'), n));
  yield* fill('task', (n) => taskValues(work, n));
  yield* fill('need', (n) => needValues(work, n));
  yield* fill('activity', (n) => activityValues(work, n));
  yield* fill('behaviour', (n) => behaviourValues(work, n));
  for (let first = 0, s = 0; s < layout.shards; s++) {
    let end = first;
    while (end < layout.count && layout.shard[end] === s) end++;
    const begin = first;
    const records = Array.from({ length: end - begin }, (_, i) => orderValues(source, begin + i));
    yield { type: 'create', shard: orderShards[s] ?? '', records };
    first = end;
  }
  yield* fill('payment', (n) => paymentValues(sales, work, source, n));
}

/** What orders are made from, before anything has an id. */
function orderSourceOf({ words, seed, size, today }: SampleOptions, layout: OrderLayout): OrderSource {
  const none = (): string => '';
  return {
    ...{ words, seed, layout, members: [''], shelves: shelvesOf(words, size.products) },
    endDay: dateToDay(today),
    ids: { account: none, product: none, order: none },
  };
}

/** The first contact of each company, as contacts are spread over companies. */
function firstContacts(
  companies: Int32Array,
  { account, contact }: Readonly<Record<'account' | 'contact', number>>,
  idOf: (n: number) => RecordId,
): (account: number) => RecordId | undefined {
  const positions = new Int32Array(account).fill(-1);
  companies.forEach((company, position) => (positions[company] = position));
  return (n) => {
    const position = positions[n] ?? -1;
    const first = Math.ceil((position * contact) / companies.length);
    const isOwn =
      position >= 0 && first < contact && Math.floor((first * companies.length) / contact) === position;
    return isOwn ? idOf(first) : undefined;
  };
}

/** Accounts that have contacts: companies come round in order, so that each has some. */
function companiesOf({ words, seed, size }: SampleOptions): Int32Array {
  const accounts = Int32Array.from({ length: size.accounts }, (_, n) => n);
  return accounts.filter((n) => customerAt(words, seed, n).isCompany);
}
