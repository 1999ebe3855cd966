import { maxLinesInShard, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { toStoredLine } from '../../domain/order.ts';
import type { Values } from '../../domain/record.ts';
import { GrowingFloats, GrowingInts } from './growing.ts';
import { createNamed, namedOf, use, type Named } from './namedRecords.ts';
import { dropLostReturns, headValues, isWritten, kindOf, type OrderHead } from './orderHead.ts';
import type { PassOutput, RowResult } from './recordPass.ts';
import { References, type MakeNamed } from './references.ts';
import type { FieldValues, ReadRow, RowValues } from './rowReader.ts';
import { importRecords } from '../mapping/targets.ts';
import {
  matchKey,
  type ExistingRecords,
  type ImportSettings,
  type MatchField,
  type NewIds,
  type RowProblem,
} from './settings.ts';

/** How many orders of each kind an import makes, and what stands in them. */
export interface OrderCounts {
  orders: number;
  returns: number;
  adjustments: number;
  anonymous: number;
  lines: number;
}

/** What an order pass writes to: the ids of its orders can be asked for before they are made. */
export interface OrderOutput extends PassOutput {
  /** Ids of the orders that will be created next, with so many lines each. */
  orderIds(lineCounts: readonly number[]): readonly RecordId[];
}

/** Gathers order lines into orders by their number; memory is about 40 bytes a line and the orders' heads.
 *
 *  An order takes its account, date and time, currency and status from its first line; a line of another account or currency is a
 *  problem. An order that names another as taken back needs it in the book or in the file. One bad line keeps its whole order out, because without it the total would be wrong. Signs stay as they are in the
 *  file. Unless a column says what it is, an order is a return when its number is `C` and digits (cancellations, as in Online Retail) and a quantity is negative,
 *  or when all quantities are and something was paid; an adjustment when a price is negative, or when all quantities are and
 *  nothing was paid; else an order. Orders without a customer stay anonymous. */
export class OrderPass {
  readonly #settings: ImportSettings;
  readonly #existing: ExistingRecords;
  readonly #references: References;
  readonly #makeTag: MakeNamed;
  #tags = 0;
  readonly #orders = new Map<string, number>();
  readonly #heads: OrderHead[] = [];
  /** Rows that say no line. */
  readonly #bareRows: { readonly head: OrderHead; readonly row: number }[] = [];
  readonly #products: Named[] = [];
  readonly #productByKey = new Map<string, number>();
  readonly #accounts: Named[] = [];
  readonly #accountByKey = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #textByValue = new Map<string, number>();
  readonly #order = new GrowingInts();
  readonly #row = new GrowingInts();
  readonly #product = new GrowingInts();
  readonly #quantity = new GrowingFloats();
  readonly #price = new GrowingFloats();
  readonly #discount = new GrowingFloats();
  readonly #tax = new GrowingFloats();
  readonly #text = new GrowingInts();

  constructor(settings: ImportSettings, existing: ExistingRecords, newIds: NewIds, output: PassOutput) {
    this.#settings = settings;
    this.#existing = existing;
    this.#references = new References(settings, existing);
    this.#makeTag = (_kind, values) => {
      const id = newIds('tag', this.#tags++);
      output.create('tag', values);
      return id;
    };
  }

  /** Takes a row; its result is final only for rows that are out already. */
  take(read: ReadRow): RowResult | undefined {
    const number = read.values.order['number'];
    const found = typeof number === 'string' ? this.#orders.get(number) : undefined;
    const wrong = read.problems.length > 0 ? read.problems : this.#references.problems(read);
    const problems = wrong.length > 0 ? wrong : this.#lineProblems(read, found);
    if (problems.length > 0) {
      if (typeof number === 'string') this.#headOf(read, number, found).badRow ||= read.row;
      return { row: read.row, outcome: 'out', problems };
    }
    this.#addLine(read, this.#headOf(read, textOf(number) ?? '', found));
    return undefined;
  }

  /** What became of the rows that `take` left open, in no particular order. */
  *rest(): Generator<RowResult, void, undefined> {
    dropLostReturns(this.#heads, (number) => this.#existingOrder(number));
    for (let line = 0; line < this.#row.length; line += 1) {
      const head = this.#heads[this.#order.at(line)];
      if (head !== undefined) yield this.#resultOf(head, this.#row.at(line));
    }
    for (const { head, row } of this.#bareRows) yield this.#resultOf(head, row);
  }

  counts(): OrderCounts {
    const counts: OrderCounts = { orders: 0, returns: 0, adjustments: 0, anonymous: 0, lines: 0 };
    for (const head of this.#heads) {
      if (!isWritten(head)) continue;
      const kind = kindOf(head);
      counts[kind === 'return' ? 'returns' : kind === 'adjustment' ? 'adjustments' : 'orders'] += 1;
      counts.lines += head.lineCount;
      if (head.account < 0) counts.anonymous += 1;
    }
    return counts;
  }

  /** Hands over products and accounts that were not known, then the orders with their lines, in the order of the file. */
  emit(newIds: NewIds, output: OrderOutput): void {
    const lines = this.#linesByOrder();
    const orders = this.#orderIds(output);
    for (const head of this.#heads)
      if (isWritten(head) && head.account >= 0) use(this.#accounts[head.account]);
    for (let line = 0; line < this.#order.length; line += 1) {
      const head = this.#heads[this.#order.at(line)];
      if (head !== undefined && isWritten(head)) use(this.#products[this.#product.at(line)]);
    }
    const productIds = createNamed(
      this.#products,
      (n) => newIds('product', n),
      (values) => output.create('product', productValues(values)),
    );
    const accountIds = createNamed(
      this.#accounts,
      (n) => newIds('account', n),
      (values) => output.create('account', accountValues(values)),
    );
    this.#heads.forEach((head, index) => {
      if (isWritten(head))
        output.create('order', this.#orderValues(head, lines.of(index), productIds, accountIds, orders));
    });
  }

  /** Ids of the orders that will be made, by number; nothing where no order takes back another. */
  #orderIds(output: OrderOutput): ReadonlyMap<string, RecordId | undefined> {
    if (!this.#heads.some(({ returns }) => returns !== undefined)) return new Map();
    const written = this.#heads.filter(isWritten);
    const ids = output.orderIds(written.map(({ lineCount }) => lineCount));
    return new Map(written.map(({ number }, i) => [number, ids[i]]));
  }

  #resultOf(head: OrderHead, row: number): RowResult {
    if (head.hasLostReturn) {
      const column = this.#settings.mapping.find(({ target }) => target === 'order.returns')?.column ?? 0;
      const cell = (head.returns ?? '').slice(0, 200);
      return {
        row,
        outcome: 'out',
        problems: [{ type: 'cell', column, cell, problem: { type: 'reference-unknown' } }],
      };
    }
    if (head.badRow > 0)
      return { row, outcome: 'out', problems: [{ type: 'order-incomplete', row: head.badRow }] };
    return { row, outcome: head.existing === undefined ? 'new' : 'skipped', problems: [] };
  }

  #lineProblems(read: ReadRow, found: number | undefined): RowProblem[] {
    const { order, line } = read.values;
    const missing = (target: string): RowProblem[] => [{ type: 'missing', target }];
    if (order['number'] === undefined) return missing('order.number');
    if (order['date'] === undefined) return missing('order.date');
    if (line['price'] === undefined && !isBare(read)) return missing('line.price');
    const head = found === undefined ? undefined : this.#heads[found];
    if (head === undefined || head.badRow > 0) return [];
    if ((order['currency'] ?? this.#settings.currency) !== head.currency) {
      return [{ type: 'order-differs', target: 'order.currency', firstRow: head.firstRow }];
    }
    if (this.#accountOf(read) !== head.account)
      return [{ type: 'order-differs', target: 'order.account', firstRow: head.firstRow }];
    if (head.lineCount >= maxLinesInShard) return [{ type: 'order-too-long', maxLines: maxLinesInShard }];
    return [];
  }

  #headOf(read: ReadRow, number: string, found: number | undefined): OrderHead {
    const known = found === undefined ? undefined : this.#heads[found];
    if (known !== undefined) return known;
    const { order } = read.values;
    const head: OrderHead = {
      ...headValues(order, this.#settings.currency),
      number,
      firstRow: read.row,
      account: this.#accountOf(read),
      existing: this.#settings.policy === 'create' ? undefined : this.#existingOrder(number),
      badRow: 0,
      hasLostReturn: false,
      lineCount: 0,
      hasNegativePrice: false,
      hasPositiveQuantity: false,
      hasPaidNegative: false,
    };
    this.#orders.set(number, this.#heads.push(head) - 1);
    return head;
  }

  #addLine(read: ReadRow, head: OrderHead): void {
    const { line, product } = read.values;
    if (isBare(read)) {
      this.#bareRows.push({ head, row: read.row });
      return;
    }
    const quantity = numberOf(line['quantity']) ?? 1;
    const price = numberOf(line['price']) ?? 0;
    const name = textOf(line['text']) ?? textOf(product['name']);
    head.lineCount += 1;
    if (price < 0) head.hasNegativePrice = true;
    if (quantity >= 0) head.hasPositiveQuantity = true;
    else if (price !== 0) head.hasPaidNegative = true;
    this.#order.push(this.#orders.get(head.number) ?? 0);
    this.#row.push(read.row);
    this.#product.push(this.#productOf(product));
    this.#quantity.push(quantity);
    this.#price.push(price);
    this.#discount.push(numberOf(line['discount']) ?? 0);
    this.#tax.push(numberOf(line['tax']) ?? 0);
    this.#text.push(name === undefined ? -1 : this.#positionOfText(name));
  }

  #productOf(values: FieldValues): number {
    const code = textOf(values['code']);
    const name = textOf(values['name']);
    if (code === undefined && name === undefined) return -1;
    const field: MatchField = code === undefined ? 'name' : 'code';
    return namedOf(
      this.#products,
      this.#productByKey,
      `${field}:${matchKey(field, code ?? name ?? '')}`,
      values,
      (key) => this.#existing.find('product', field, key),
    );
  }

  #accountOf(read: ReadRow): number {
    const { account } = read.values;
    for (const field of ['externalId', 'name', 'emails', 'phones'] as const) {
      const value = account[field];
      const text = textOf(Array.isArray(value) ? (value as Json[])[0] : value);
      if (text === undefined) continue;
      return namedOf(
        this.#accounts,
        this.#accountByKey,
        `${field}:${matchKey(field, text)}`,
        account,
        (key) => this.#existing.find('account', field, key),
      );
    }
    return -1;
  }

  #existingOrder(number: string): RecordId | undefined {
    return this.#existing.find('order', 'number', matchKey('number', number));
  }

  #positionOfText(text: string): number {
    let position = this.#textByValue.get(text);
    if (position === undefined) {
      position = this.#texts.push(text) - 1;
      this.#textByValue.set(text, position);
    }
    return position;
  }

  #orderValues(
    head: OrderHead,
    lines: Int32Array,
    productIds: readonly RecordId[],
    accountIds: readonly RecordId[],
    orders: ReadonlyMap<string, RecordId | undefined>,
  ): Values {
    const account = accountIds[head.account];
    const returns =
      head.returns === undefined
        ? undefined
        : (orders.get(head.returns) ?? this.#existingOrder(head.returns));
    return {
      number: head.number,
      ...(account === undefined ? {} : { account }),
      date: head.date,
      ...(head.time === undefined ? {} : { time: head.time }),
      kind: kindOf(head),
      status: head.status,
      currency: head.currency,
      ...(head.notes === undefined ? {} : { notes: head.notes }),
      ...(returns === undefined ? {} : { returns }),
      ...head.others,
      ...this.#references.settle({ values: { ...noValues, order: head.others } }, this.#makeTag),
      lines: Array.from(lines, (line) => this.#storedLine(line, productIds)),
    };
  }

  #storedLine(line: number, productIds: readonly RecordId[]) {
    const product = this.#product.at(line);
    const text = this.#texts[this.#text.at(line)];
    const known = this.#products[product]?.values['name'];
    return toStoredLine({
      product: productIds[product] ?? null,
      quantity: this.#quantity.at(line),
      price: this.#price.at(line),
      discount: this.#discount.at(line),
      text: text === undefined || text === known ? null : text,
      tax: this.#tax.at(line),
    });
  }

  /** Lines of each order in the order of the file, by counting sort. */
  #linesByOrder() {
    const start = new Int32Array(this.#heads.length + 1);
    for (let line = 0; line < this.#order.length; line += 1) {
      const next = this.#order.at(line) + 1;
      start[next] = (start[next] ?? 0) + 1;
    }
    for (let order = 0; order < this.#heads.length; order += 1)
      start[order + 1] = (start[order + 1] ?? 0) + (start[order] ?? 0);
    const sorted = new Int32Array(this.#order.length);
    const next = start.slice();
    for (let line = 0; line < this.#order.length; line += 1) {
      const order = this.#order.at(line);
      const place = next[order] ?? 0;
      sorted[place] = line;
      next[order] = place + 1;
    }
    return { of: (order: number) => sorted.subarray(start[order], start[order + 1]) };
  }
}

/** A row that says nothing of a line: an order without lines has one such row. */
function isBare({ values: { line, product } }: ReadRow): boolean {
  return Object.keys(line).length + Object.keys(product).length === 0;
}

const noValues = Object.fromEntries(importRecords.map((record) => [record, {}])) as RowValues;
function productValues(values: FieldValues): Values {
  return { ...values, name: values['name'] ?? values['code'] ?? '' };
}

function accountValues(values: FieldValues): Values {
  const first = ['emails', 'phones'].map((field) => values[field]).find((value) => Array.isArray(value)) as
    readonly Json[] | undefined;
  return { ...values, name: values['name'] ?? values['externalId'] ?? first?.[0] ?? '' };
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
