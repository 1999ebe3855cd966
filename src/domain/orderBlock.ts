import { canonicalJson, type Json } from './json.ts';
import { dateToDay, dayToDate, isIsoDate } from './dates.ts';
import { indexOfRecord, recordIdOf, type RecordId, type ShardId } from './ids.ts';
import { orderKinds, orderStatuses } from './objects.ts';
import { unitsToMinor } from './money.ts';
import { lineUnits, storedLinesOf, toStoredLine, type StoredLine } from './order.ts';
import type { Base, RecordState, Values } from './record.ts';

/**
 * Orders of one shard and one batch that nobody has edited, packed into typed arrays; all arrays have one entry per
 * order, ordered by `index`. The lines stand in a record of their own: lists need only this one.
 */
export interface OrderBlock {
  readonly shard: ShardId;
  readonly batch?: RecordId;
  readonly index: Int32Array;
  readonly numbers: readonly string[];
  /** Positions in `accounts`; −1 for an anonymous order. */
  readonly account: Int32Array;
  readonly accounts: readonly RecordId[];
  /** Days since 1970-01-01; `noDay` where the date is missing or damaged and stands in `extras`. */
  readonly day: Int32Array;
  /** Minutes since midnight, −1 for none. */
  readonly minute: Int16Array;
  /** Positions in `orderKinds` and `orderStatuses`. */
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly currency: Uint8Array;
  readonly currencies: readonly string[];
  /** In the minor unit of the order's currency. */
  readonly totalMinor: Float64Array;
  readonly at: Float64Array;
  readonly author: Uint8Array;
  readonly authors: readonly string[];
  /** Positions in `extras`, the remaining fields of a base; −1 for none. */
  readonly extra: Int32Array;
  readonly extras: readonly Values[];
}

/** The lines of a block; `start` has one entry more than there are orders. */
export interface LineBlock {
  readonly shard: ShardId;
  readonly start: Int32Array;
  readonly product: Int32Array;
  readonly products: readonly RecordId[];
  readonly quantity: Float64Array;
  /** Units of 10⁻⁴. */
  readonly price: Float64Array;
  readonly discount: Float64Array;
  /** Texts of single lines, by position of the line. */
  readonly texts: ReadonlyMap<number, string>;
  /** Rates of single lines that are taxed, by position of the line; left out where none is. */
  readonly taxes?: ReadonlyMap<number, number>;
}

export const noDay = -2_147_483_648;

/** Packs orders of one shard and batch. Registers must be empty: an edited order stays outside. Linear in lines. */
export function packOrders(
  shard: ShardId,
  orders: readonly RecordState[],
): { readonly orders: OrderBlock; readonly lines: LineBlock } {
  const count = orders.length;
  const accounts = new Dictionary();
  const products = new Dictionary();
  const currencies = new Dictionary();
  const authors = new Dictionary();
  const extras = new Map<string, number>();
  const extraValues: Values[] = [];
  const lineCount = orders.reduce((sum, order) => sum + storedLinesOf(order).length, 0);
  const batch = orders[0]?.base[3];
  const numbers: string[] = [];
  const block = {
    index: new Int32Array(count),
    account: new Int32Array(count),
    day: new Int32Array(count),
    minute: new Int16Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    currency: new Uint8Array(count),
    totalMinor: new Float64Array(count),
    at: new Float64Array(count),
    author: new Uint8Array(count),
    extra: new Int32Array(count),
  };
  const lines = {
    start: new Int32Array(count + 1),
    product: new Int32Array(lineCount),
    quantity: new Float64Array(lineCount),
    price: new Float64Array(lineCount),
    discount: new Float64Array(lineCount),
  };
  const texts = new Map<number, string>();
  const taxes = new Map<number, number>();
  let line = 0;
  orders.forEach((order, i) => {
    const [values, at, author] = order.base;
    const { packed, rest } = splitBase(values);
    block.index[i] = indexOfRecord(order.id);
    numbers.push(packed.number);
    block.account[i] = packed.account === undefined ? -1 : accounts.positionOf(packed.account);
    block.day[i] = packed.day;
    block.minute[i] = packed.minute;
    block.kind[i] = packed.kind;
    block.status[i] = packed.status;
    block.currency[i] = currencies.positionOf(packed.currency);
    block.at[i] = at;
    block.author[i] = authors.positionOf(author);
    block.extra[i] = positionOfExtra(rest, extras, extraValues);
    lines.start[i] = line;
    let units = 0;
    for (const [product, quantity, price, discount = 0, text = null, tax = 0] of storedLinesOf(order)) {
      units += lineUnits({ quantity, price, discount });
      lines.product[line] = product === null ? -1 : products.positionOf(product);
      lines.quantity[line] = quantity;
      lines.price[line] = price;
      lines.discount[line] = discount;
      if (text !== null) texts.set(line, text);
      if (tax !== 0) taxes.set(line, tax);
      line++;
    }
    block.totalMinor[i] = unitsToMinor(units, packed.currency);
  });
  lines.start[count] = line;
  return {
    orders: {
      shard,
      ...(batch === undefined ? {} : { batch }),
      ...block,
      numbers,
      accounts: accounts.entries,
      currencies: currencies.entries,
      authors: authors.entries,
      extras: extraValues,
    },
    lines: {
      ...{ shard, ...lines, products: products.entries, texts },
      ...(taxes.size === 0 ? {} : { taxes }),
    },
  };
}

/** The state of the order at a position of a block, as it was packed. */
export function unpackOrder(orders: OrderBlock, lines: LineBlock, position: number): RecordState {
  return { id: blockOrderId(orders, position), base: unpackBase(orders, lines, position), registers: {} };
}

export function blockOrderId(block: OrderBlock, position: number): RecordId {
  return recordIdOf(block.shard, at(block.index, position));
}

/** The position of an order in a block, or −1. Logarithmic. */
export function positionInBlock(block: OrderBlock, id: RecordId): number {
  const index = indexOfRecord(id);
  let low = 0;
  let high = block.index.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = at(block.index, middle);
    if (found === index) return middle;
    if (found < index) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function unpackBase(orders: OrderBlock, lines: LineBlock, position: number): Base {
  const account = at(orders.account, position);
  const day = at(orders.day, position);
  const minute = at(orders.minute, position);
  const extra = at(orders.extra, position);
  const values: Values = {
    ...(extra < 0 ? {} : orders.extras[extra]),
    number: orders.numbers[position] ?? '',
    ...(account < 0 ? {} : { account: orders.accounts[account] ?? '' }),
    ...(day === noDay ? {} : { date: dayToDate(day) }),
    ...(minute < 0 ? {} : { time: minuteToText(minute) }),
    kind: orderKinds[at(orders.kind, position)] ?? 'order',
    status: orderStatuses[at(orders.status, position)] ?? 'done',
    currency: orders.currencies[at(orders.currency, position)] ?? '',
    lines: unpackLines(lines, position),
  };
  const author = orders.authors[at(orders.author, position)] ?? '';
  const created = at(orders.at, position);
  return orders.batch === undefined ? [values, created, author] : [values, created, author, orders.batch];
}

function unpackLines(lines: LineBlock, position: number): (StoredLine & Json)[] {
  const unpacked: (StoredLine & Json)[] = [];
  for (let i = at(lines.start, position); i < at(lines.start, position + 1); i++) {
    const product = at(lines.product, i);
    unpacked.push(
      toStoredLine({
        product: product < 0 ? null : (lines.products[product] ?? null),
        quantity: at(lines.quantity, i),
        price: at(lines.price, i),
        discount: at(lines.discount, i),
        text: lines.texts.get(i) ?? null,
        tax: lines.taxes?.get(i) ?? 0,
      }),
    );
  }
  return unpacked;
}

interface PackedBase {
  readonly number: string;
  readonly account: string | undefined;
  readonly day: number;
  readonly minute: number;
  readonly kind: number;
  readonly status: number;
  readonly currency: string;
}

function splitBase(values: Values): { packed: PackedBase; rest: Values } {
  const { number, account, date, time, kind, status, currency, lines: _lines, ...rest } = values;
  const isDate = typeof date === 'string' && isIsoDate(date);
  const minute = textToMinute(time);
  return {
    packed: {
      number: typeof number === 'string' ? number : '',
      account: typeof account === 'string' ? account : undefined,
      day: isDate ? dateToDay(date) : noDay,
      minute,
      kind: Math.max(
        0,
        orderKinds.findIndex((each) => each === kind),
      ),
      status: Math.max(
        0,
        orderStatuses.findIndex((each) => each === status),
      ),
      currency: typeof currency === 'string' ? currency : '',
    },
    rest: {
      ...rest,
      ...(isDate || date === undefined ? {} : { date }),
      ...(minute >= 0 || time === undefined ? {} : { time }),
    },
  };
}

function textToMinute(time: Json | undefined): number {
  const match = typeof time === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) : null;
  return match === null ? -1 : Number(match[1]) * 60 + Number(match[2]);
}

function minuteToText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function positionOfExtra(rest: Values, positions: Map<string, number>, values: Values[]): number {
  const written = JSON.stringify(rest);
  if (written === '{}') return -1;
  const key = positions.has(written) ? written : canonicalJson(rest);
  const position = positions.get(key) ?? values.push(rest) - 1;
  positions.set(key, position);
  // Nearly always written in the same way, which is found much sooner.
  positions.set(written, position);
  return position;
}

class Dictionary {
  readonly entries: string[] = [];
  readonly #positions = new Map<string, number>();

  positionOf(text: string): number {
    let position = this.#positions.get(text);
    if (position === undefined) {
      position = this.entries.push(text) - 1;
      this.#positions.set(text, position);
    }
    return position;
  }
}

function at(array: ArrayLike<number>, position: number): number {
  const value = array[position];
  if (value === undefined) throw new RangeError(`no entry ${position} in a block`);
  return value;
}
