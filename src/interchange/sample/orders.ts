import { dayToDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { orderKinds, type OrderKind, type OrderStatus } from '../../domain/objects.ts';
import { toStoredLine, type StoredLine } from '../../domain/order.ts';
import type { Values } from '../../domain/record.ts';
import type { Random } from '../../domain/random.ts';
import { listPrice, productAt, type SampleCurrency } from './catalogue.ts';
import { customerAt, type Customer } from './customers.ts';
import { between, isDrawn, pick, randomOf, weighted } from './draw.ts';
import type { OrderLayout } from './layout.ts';
import { sampleCategories, type SampleCategory, type SampleWords } from './words.ts';

/** Where the records of a book are: ids by their position in it. */
export interface SampleIds {
  readonly account: (n: number) => RecordId;
  readonly product: (n: number) => RecordId;
  readonly order: (n: number) => RecordId;
}

export interface OrderSource {
  readonly words: SampleWords;
  readonly seed: number;
  readonly shelves: readonly (readonly number[])[];
  readonly layout: OrderLayout;
  readonly members: readonly RecordId[];
  readonly endDay: number;
  readonly ids: SampleIds;
  /** The quote that an order came from. */
  readonly quoteOf?: (n: number) => RecordId | undefined;
}

/** How often a category is on an order, by companies and by persons; positions as in `sampleCategories`. */
const companyWeights = [9, 2, 7, 26, 48, 8];
const personWeights = [0, 22, 10, 14, 54, 0];
const mostPieces = {
  machine: 3,
  home: 2,
  grinder: 3,
  part: 12,
  supply: 36,
  service: 2,
} as const satisfies Record<SampleCategory, number>;

/** The shortest handling of each kind, in hours. */
const handlingHours = { order: 12, return: 18, adjustment: 2 } as const satisfies Record<OrderKind, number>;

export function orderValues(source: OrderSource, n: number): Values {
  const { layout, ids, members, endDay } = source;
  const account = layout.account[n] ?? -1;
  const customer = account < 0 ? undefined : customerAt(source.words, source.seed, account);
  const random = randomOf(source.seed, 'order', n);
  const day = layout.day[n] ?? endDay;
  const minute = layout.minute[n] ?? 0;
  const kind = orderKinds[layout.kind[n] ?? 0] ?? 'order';
  const returned = layout.returns[n] ?? -1;
  const owner = customer === undefined ? undefined : members[customer.owner % members.length];
  const quote = source.quoteOf?.(n);
  const status = kind === 'order' ? statusOf(random, endDay - day) : 'done';
  return {
    number: `SO-${dayToDate(day).slice(0, 4)}-${String(n + 1).padStart(6, '0')}`,
    ...(account < 0 ? {} : { account: ids.account(account) }),
    date: dayToDate(day),
    ...(isDrawn(random, 0.9) ? { time: clock(minute) } : {}),
    kind,
    status,
    currency: customer?.currency ?? 'CNY',
    ...(returned < 0 ? {} : { returns: ids.order(returned) }),
    ...(quote === undefined ? {} : { quote }),
    ...(owner === undefined ? {} : { owner }),
    ...(status === 'done' ? { duration: handlingHours[kind] * between(random, 1, 6) } : {}),
    lines: linesOfOrder(source, n, customer),
  };
}

function linesOfOrder(source: OrderSource, n: number, customer: Customer | undefined): (StoredLine & Json)[] {
  const { layout, words } = source;
  const count = layout.lines[n] ?? 0;
  const returned = layout.returns[n] ?? -1;
  if (returned >= 0) return boughtLines(source, returned, customer, count).map(givenBack);
  if (orderKinds[layout.kind[n] ?? 0] === 'adjustment') {
    const price = -between(randomOf(source.seed, 'lines', n), 2, 40) * 100_000;
    return [toStoredLine({ product: null, quantity: 1, price, discount: 0, text: words.rebate, tax: 0 })];
  }
  return boughtLines(source, n, customer, count);
}

/** The first `count` lines of an order; the same however many are asked for. */
export function boughtLines(
  { words, seed, shelves, ids }: OrderSource,
  n: number,
  customer: Customer | undefined,
  count: number,
): (StoredLine & Json)[] {
  const random = randomOf(seed, 'lines', n);
  const currency: SampleCurrency = customer?.currency ?? 'CNY';
  const discount = discountOf(random, customer);
  return Array.from({ length: count }, () => {
    const product = drawProduct(random, shelves, customer?.isCompany ?? false);
    const most = mostPieces[productAt(words, product).category];
    const quantity = Math.max(1, Math.round(random() * random() * most * (customer?.weight ?? 0.5)));
    return toStoredLine({
      product: ids.product(product),
      quantity,
      price: listPrice(words, product, currency),
      discount,
      text: null,
      tax: 0,
    });
  });
}

/** The products of each category, positions as in `sampleCategories`. */
export function shelvesOf(words: SampleWords, products: number): readonly (readonly number[])[] {
  const shelves = sampleCategories.map((): number[] => []);
  for (let n = 0; n < products; n++) {
    shelves[sampleCategories.indexOf(productAt(words, n).category)]?.push(n);
  }
  return shelves;
}

function drawProduct(random: Random, shelves: OrderSource['shelves'], isCompany: boolean): number {
  const shelf = shelves[weighted(random, isCompany ? companyWeights : personWeights)] ?? [];
  return pick(random, shelf.length > 0 ? shelf : shelves.flat());
}

function givenBack([product, quantity, price, discount = 0]: StoredLine): StoredLine & Json {
  return toStoredLine({ product, quantity: -quantity, price, discount, text: null, tax: 0 });
}

function discountOf(random: Random, customer: Customer | undefined): number {
  const isDiscounted = isDrawn(random, customer === undefined || customer.weight < 2 ? 0.06 : 0.45);
  return isDiscounted ? pick(random, [0.05, 0.08, 0.1, 0.15]) : 0;
}

function statusOf(random: Random, age: number): OrderStatus {
  if (isDrawn(random, 0.015)) return 'cancelled';
  if (age < 4 && isDrawn(random, 0.08)) return 'draft';
  return age < 12 && isDrawn(random, 0.6) ? 'open' : 'done';
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
