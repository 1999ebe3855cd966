import { basketsOf, type Baskets } from '../../analytics/baskets/baskets.ts';
import type { ItemsetError } from '../../analytics/baskets/itemsets.ts';
import {
  checkLater,
  checkLeftOut,
  neighboursOf,
  offersFor,
  similarityOf,
  type Neighbours,
  type Offers,
  type OfferScores,
} from '../../analytics/baskets/offers.ts';
import {
  basketsByCustomer,
  basketsByOrder,
  dayAtShare,
  type OrderChoice,
} from '../../analytics/baskets/orderBaskets.ts';
import type { Rules } from '../../analytics/baskets/rules.ts';
import { usefulRules, type FoundRules } from '../../analytics/baskets/usefulRules.ts';
import type { DatabaseError } from '../../database/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { OrderColumns } from '../../domain/orderColumns.ts';
import type { SetColumn, TableColumn } from '../../domain/table.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { loadColumns, type OrderSource } from './orderSource.ts';

/** What counts as a basket: an order, all that a customer bought, or what rows of a table say. */
export type BasketSource =
  | {
      readonly type: 'orders';
      readonly orders: OrderSource;
      readonly by: 'order' | 'customer';
      /** Whose orders; null for all. */
      readonly accounts: readonly RecordId[] | null;
    }
  /** Each row a basket: the labels of its set. */
  | { readonly type: 'sets'; readonly column: SetColumn }
  /** Each row an item of the basket that another column names. */
  | { readonly type: 'columns'; readonly basket: TableColumn; readonly item: TableColumn };

export interface BasketsRequest {
  readonly source: BasketSource;
  /** Shares from 0 to 1; null where they are to be chosen. */
  readonly support: number | null;
  readonly confidence: number | null;
  readonly seed: number;
}

export interface BasketsAnswer extends FoundRules {
  /** How many rules there are; `rules` has the strongest of many. */
  readonly ruleCount: number;
  readonly baskets: number;
  /** Different items in all of them, and how many baskets have each. */
  readonly itemsSeen: number;
  readonly counts: Int32Array;
  /** Names of items: product ids, or the labels of the table. */
  readonly items: readonly string[];
  /** What goes with each item; null where that was too much to compare. */
  readonly neighbours: Neighbours | null;
  /** What to offer to each customer; null for baskets of nobody known. */
  readonly offers: (Offers & { readonly accounts: readonly RecordId[]; readonly people: Baskets }) | null;
  /** How the offers would have done; null where that cannot be told. */
  readonly check: (OfferScores & { readonly by: 'time' | 'leftOut' }) | null;
}

export interface BasketsTask {
  request: BasketsRequest;
  answer: BasketsAnswer;
  error: ItemsetError | DatabaseError | { readonly type: 'no-orders' };
}

/** Items that are shown beside each, and offered to each customer. */
const length = { neighbours: 10, offers: 5 } as const;
/** Customers who are told what to offer, at most: those who bought the most different products. */
const mostCustomers = 30_000;
/** Rules that are handed on. */
const mostRules = 20_000;
/** Of the orders so much is taken as what was known, and the rest as what came later. */
const knownShare = 0.8;

export async function baskets(
  { source, support, confidence, seed }: BasketsRequest,
  onProgress: (done: number) => void,
): Promise<Result<BasketsAnswer, BasketsTask['error']>> {
  const given = await basketsIn(source);
  if (!given.ok) return given;
  const { all, items } = given.value;
  onProgress(0.2);
  const found = usefulRules(all, { support, confidence, onProgress: (done) => onProgress(0.2 + 0.3 * done) });
  if (!found.ok) return found;
  onProgress(0.5);
  const counts = new Int32Array(items.length);
  for (const item of all.items) counts[item]! += 1;
  const people = given.value.byCustomer?.people ?? all;
  const model = similarityOf(people);
  onProgress(0.6);
  const { byCustomer } = given.value;
  const check = !model.ok
    ? null
    : byCustomer === undefined
      ? checkLeftOut(all, seed)
      : checkOrders(byCustomer, seed);
  onProgress(0.7);
  return ok({
    ...found.value,
    rules: strongest(found.value.rules, mostRules),
    ruleCount: found.value.rules.right.length,
    baskets: all.start.length - 1,
    itemsSeen: counts.reduce((sum, count) => sum + Number(count > 0), 0),
    counts,
    items,
    neighbours: model.ok ? neighboursOf(model.value, length.neighbours) : null,
    offers:
      model.ok && byCustomer !== undefined
        ? {
            ...offersFor(model.value, people, length.offers, (done) => onProgress(0.7 + 0.3 * done)),
            accounts: byCustomer.accounts,
            people,
          }
        : null,
    check: check?.ok === true ? { ...check.value, by: byCustomer === undefined ? 'leftOut' : 'time' } : null,
  });
}

/** The first rules of many: they stand in the order of their lift. */
function strongest(rules: Rules, most: number): Rules {
  if (rules.right.length <= most) return rules;
  const { start, left, right, count, support, confidence, lift, conviction } = rules;
  return {
    start: start.slice(0, most + 1),
    left: left.slice(0, start[most]),
    right: right.slice(0, most),
    count: count.slice(0, most),
    support: support.slice(0, most),
    confidence: confidence.slice(0, most),
    lift: lift.slice(0, most),
    conviction: conviction.slice(0, most),
  };
}

interface CustomerBaskets {
  readonly columns: OrderColumns;
  readonly choice: OrderChoice;
  readonly people: Baskets;
  readonly accounts: readonly RecordId[];
}

async function basketsIn(source: BasketSource): Promise<
  Result<
    {
      readonly all: Baskets;
      readonly items: readonly string[];
      readonly byCustomer?: CustomerBaskets;
    },
    BasketsTask['error']
  >
> {
  if (source.type === 'sets') {
    const { start, codes, labels } = source.column;
    const basket = new Int32Array(codes.length);
    for (let row = 0; row + 1 < start.length; row++) basket.fill(row, start[row], start[row + 1]);
    return ok({ all: filled(basketsOf(basket, codes, start.length - 1, labels.length)), items: labels });
  }
  if (source.type === 'columns') {
    const [basket, item] = [codesOf(source.basket), codesOf(source.item)];
    const all = basketsOf(basket.codes, item.codes, basket.labels.length, item.labels.length);
    return ok({ all: filled(all), items: item.labels });
  }
  const loaded = await loadColumns(source.orders);
  if (!loaded.ok) return loaded;
  const columns = loaded.value;
  const choice = { isWanted: wantedOf(columns, source.accounts) };
  const { baskets: people, customers } = basketsByCustomer(columns, choice);
  const all = filled(source.by === 'order' ? basketsByOrder(columns, choice).baskets : people);
  if (all.start.length < 2) return err({ type: 'no-orders' });
  const chosen = largest(people, mostCustomers);
  const byCustomer = {
    ...{ columns, choice, people: pick(people, chosen) },
    accounts: Array.from(chosen, (person) => columns.accounts[customers[person]!]!),
  };
  return ok({ all, items: columns.products, byCustomer });
}

/** What was offered from the first orders, against what the same customers bought in the last. */
function checkOrders({ columns, choice }: CustomerBaskets, seed: number) {
  const cut = dayAtShare(columns, choice, knownShare);
  if (cut === undefined) return null;
  const before = basketsByCustomer(columns, { ...choice, beforeDay: cut });
  const after = basketsByCustomer(columns, { ...choice, fromDay: cut });
  const place = new Int32Array(columns.accounts.length).fill(-1);
  after.customers.forEach((account, i) => (place[account] = i));
  const [basket, item]: [number[], number[]] = [[], []];
  before.customers.forEach((account, person) => {
    const own = place[account]!;
    if (own < 0) return;
    const { start, items } = after.baskets;
    for (let at = start[own]!; at < start[own + 1]!; at++) {
      basket.push(person);
      item.push(items[at]!);
    }
  });
  const later = basketsOf(basket, item, before.customers.length, columns.products.length);
  if (later.items.length === 0) return null;
  return checkLater(before.baskets, later, seed);
}

function wantedOf({ accounts }: OrderColumns, wanted: readonly RecordId[] | null): Uint8Array | null {
  if (wanted === null) return null;
  const ids = new Set(wanted);
  return Uint8Array.from(accounts, (account) => Number(ids.has(account)));
}

/** The values of a column by number, −1 for none; a set says nothing here. */
function codesOf(column: TableColumn): { readonly codes: Int32Array; readonly labels: readonly string[] } {
  if (column.type === 'category') return column;
  const labels: string[] = [];
  if (column.type === 'set') return { codes: new Int32Array(0), labels };
  const places = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    let place = places.get(value);
    if (place === undefined) {
      place = labels.push(String(value)) - 1;
      places.set(value, place);
    }
    return place;
  });
  return { codes, labels };
}

/** The baskets that have anything. */
function filled(given: Baskets): Baskets {
  const kept = Int32Array.from({ length: given.start.length - 1 }, (_, i) => i).filter(
    (i) => given.start[i + 1]! > given.start[i]!,
  );
  return kept.length === given.start.length - 1 ? given : pick(given, kept);
}

/** The positions of the largest baskets, rising; all where they are no more than `most`. */
function largest({ start }: Baskets, most: number): Int32Array {
  const all = Int32Array.from({ length: start.length - 1 }, (_, i) => i).filter(
    (i) => start[i + 1]! > start[i]!,
  );
  if (all.length <= most) return all;
  const size = (i: number): number => start[i + 1]! - start[i]!;
  return all
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, most)
    .sort();
}

function pick({ start, items, itemCount }: Baskets, chosen: Int32Array): Baskets {
  const from = new Int32Array(chosen.length + 1);
  chosen.forEach((basket, i) => (from[i + 1] = from[i]! + start[basket + 1]! - start[basket]!));
  const kept = new Int32Array(from[chosen.length]!);
  chosen.forEach((basket, i) => kept.set(items.subarray(start[basket], start[basket + 1]), from[i]));
  return { start: from, items: kept, itemCount };
}
