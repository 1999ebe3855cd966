import { maxLinesInShard, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { Values } from '../../domain/record.ts';
import { GatheredLines, isBare, productValues } from './gatheredLines.ts';
import { createNamed, namedOf, use, type Named } from './namedRecords.ts';
import { dropLostReturns, headValues, isWritten, kindOf, type OrderHead } from './orderHead.ts';
import type { PassOutput, RowResult } from './recordPass.ts';
import { References, type MakeNamed } from './references.ts';
import { textOf, type FieldValues, type ReadRow, type RowValues } from './rowReader.ts';
import { importRecords } from '../mapping/targets.ts';
import { matchKey, type ExistingRecords, type ImportSettings, type RowProblem } from './settings.ts';

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
  readonly #orders = new Map<string, number>();
  readonly #heads: OrderHead[] = [];
  /** Rows that say no line. */
  readonly #bareRows: { readonly head: OrderHead; readonly row: number }[] = [];
  readonly #lines: GatheredLines;
  readonly #accounts: Named[] = [];
  readonly #accountByKey = new Map<string, number>();

  constructor(settings: ImportSettings, existing: ExistingRecords, output: PassOutput) {
    this.#settings = settings;
    this.#existing = existing;
    this.#references = new References(settings, existing);
    this.#lines = new GatheredLines(existing);
    this.#makeTag = (_kind, values) => output.create('tag', values);
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
    for (let line = 0; line < this.#lines.count; line += 1) {
      const head = this.#heads[this.#lines.ownerAt(line)];
      if (head !== undefined) yield this.#resultOf(head, this.#lines.rowAt(line));
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
  emit(output: OrderOutput): void {
    const lines = this.#lines.byOwner(this.#heads.length);
    const { products } = this.#lines;
    const orders = this.#orderIds(output);
    for (const head of this.#heads)
      if (isWritten(head) && head.account >= 0) use(this.#accounts[head.account]);
    for (let line = 0; line < this.#lines.count; line += 1) {
      const head = this.#heads[this.#lines.ownerAt(line)];
      if (head !== undefined && isWritten(head)) use(products[this.#lines.productAt(line)]);
    }
    const productIds = createNamed(products, (values) => output.create('product', productValues(values)));
    const accountIds = createNamed(this.#accounts, (values) =>
      output.create('account', accountValues(values)),
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
      return [{ type: 'order-differs', target: 'account.name', firstRow: head.firstRow }];
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
    if (isBare(read)) {
      this.#bareRows.push({ head, row: read.row });
      return;
    }
    const { quantity, price } = this.#lines.add(this.#orders.get(head.number) ?? 0, read);
    head.lineCount += 1;
    if (price < 0) head.hasNegativePrice = true;
    if (quantity >= 0) head.hasPositiveQuantity = true;
    else if (price !== 0) head.hasPaidNegative = true;
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
      lines: Array.from(lines, (line) =>
        this.#lines.stored(line, productIds[this.#lines.productAt(line)] ?? null),
      ),
    };
  }
}

const noValues = Object.fromEntries(importRecords.map((record) => [record, {}])) as RowValues;

function accountValues(values: FieldValues): Values {
  const first = ['emails', 'phones'].map((field) => values[field]).find((value) => Array.isArray(value)) as
    readonly Json[] | undefined;
  return { ...values, name: values['name'] ?? values['externalId'] ?? first?.[0] ?? '' };
}
