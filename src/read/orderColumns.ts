import type { OrderColumns } from '../domain/orderColumns.ts';
import type { LineBlock, OrderBlock } from '../domain/orderBlock.ts';
import { noDay } from '../domain/orderBlock.ts';
import { dateToDay, isIsoDate } from '../domain/dates.ts';
import { shardOfRecord, indexOfRecord, type RecordId } from '../domain/ids.ts';
import { orderKinds, orderStatuses } from '../domain/objects.ts';
import { linesOf, type OrderLine } from '../domain/order.ts';
import { isHidden, valuesOf, type RecordRow } from '../domain/record.ts';
import { IdPositions } from './idPositions.ts';
import { readHiddenBatches, type ReadHandle } from './live.ts';
import { readMerges } from '../database/merges.ts';

/** Every visible order of a book with its lines, those edited or new since the blocks were packed included. Linear. */
export async function loadOrderColumns(db: ReadHandle): Promise<OrderColumns> {
  const [hidden, overlay, blocks, lineBlocks, merges] = await db.transaction(
    'r',
    [db.batches, db.orderOverlay, db.orderBlocks, db.columns, db.accounts, db.contacts],
    () =>
      Promise.all([
        readHiddenBatches(db),
        db.orderOverlay.toArray(),
        db.orderBlocks.toArray(),
        db.columns.toArray(),
        readMerges(db),
      ]),
  );
  return joinOrders(hidden, overlay, blocks, lineBlocks, merges);
}

/** `merges` gives for merged accounts those that stand for them. */
export function joinOrders(
  hidden: ReadonlySet<RecordId>,
  overlay: readonly RecordRow[],
  blocks: readonly OrderBlock[],
  lineBlocks: readonly LineBlock[],
  merges: ReadonlyMap<RecordId, RecordId> = new Map(),
): OrderColumns {
  const linesByShard = new Map(lineBlocks.map((lines) => [lines.shard, lines]));
  const covered = coveredIndexes(overlay);
  const sources = blocks.flatMap((orders) => {
    const lines = linesByShard.get(orders.shard);
    if (lines === undefined) throw new Error(`no lines for the orders of ${orders.shard}`);
    const isShown = orders.batch === undefined || !hidden.has(orders.batch);
    return isShown ? [{ orders, lines, kept: keptPositions(orders, covered.get(orders.shard)) }] : [];
  });
  const loose = overlay
    .filter((row) => row.deletedAt === undefined && !isHidden(row, hidden))
    .map((row) => ({ row, lines: linesOf(row) }));
  const orderCount = sources.reduce((sum, { kept }) => sum + kept.length, loose.length);
  const lineCount =
    sources.reduce((sum, source) => sum + keptLineCount(source.lines, source.kept), 0) +
    loose.reduce((sum, { lines }) => sum + lines.length, 0);
  const writer = new ColumnWriter(orderCount, lineCount, merges);
  for (const { orders, lines, kept } of sources) writer.addBlock(orders, lines, kept);
  for (const { row, lines } of loose) writer.addRow(row, lines);
  return writer.finish();
}

/** Orders that stand in the overlay, by shard: the block's own entry for them no longer counts. */
function coveredIndexes(overlay: readonly RecordRow[]): Map<string, Set<number>> {
  const covered = new Map<string, Set<number>>();
  for (const { id } of overlay) {
    const shard = shardOfRecord(id);
    const indexes = covered.get(shard) ?? new Set();
    covered.set(shard, indexes.add(indexOfRecord(id)));
  }
  return covered;
}

function keptPositions(orders: OrderBlock, covered: ReadonlySet<number> | undefined): Int32Array {
  const all = new Int32Array(orders.index.length);
  for (let position = 0; position < all.length; position++) all[position] = position;
  return covered === undefined ? all : all.filter((position) => !covered.has(orders.index[position] ?? -1));
}

function keptLineCount(lines: LineBlock, kept: Int32Array): number {
  let count = 0;
  for (const position of kept) count += (lines.start[position + 1] ?? 0) - (lines.start[position] ?? 0);
  return count;
}

class ColumnWriter {
  readonly #merges: ReadonlyMap<RecordId, RecordId>;
  readonly #accounts = new IdPositions();
  readonly #products = new IdPositions();
  readonly #currencies = new IdPositions();
  readonly #columns;
  #order = 0;
  #line = 0;

  constructor(orderCount: number, lineCount: number, merges: ReadonlyMap<RecordId, RecordId>) {
    this.#merges = merges;
    this.#columns = {
      orderAccount: new Int32Array(orderCount),
      orderDay: new Int32Array(orderCount),
      orderKind: new Uint8Array(orderCount),
      orderStatus: new Uint8Array(orderCount),
      orderCurrency: new Uint8Array(orderCount),
      lineStart: new Int32Array(orderCount + 1),
      lineQuantity: new Float64Array(lineCount),
      linePrice: new Float64Array(lineCount),
      lineDiscount: new Float64Array(lineCount),
      lineProduct: new Int32Array(lineCount),
    };
  }

  addBlock(orders: OrderBlock, lines: LineBlock, kept: Int32Array): void {
    const { orderAccount, orderDay, orderKind, orderStatus, orderCurrency, lineStart } = this.#columns;
    const accounts = Int32Array.from(orders.accounts, (id) => this.#accountOf(id));
    const products = Int32Array.from(lines.products, (id) => this.#products.of(id));
    const currencies = Uint8Array.from(orders.currencies, (code) => this.#currencies.of(code));
    let order = this.#order;
    let line = this.#line;
    for (const position of kept) {
      orderAccount[order] = accounts[orders.account[position] ?? -1] ?? -1;
      orderDay[order] = orders.day[position] ?? noDay;
      orderKind[order] = orders.kind[position] ?? 0;
      orderStatus[order] = orders.status[position] ?? 0;
      orderCurrency[order] = currencies[orders.currency[position] ?? 0] ?? 0;
      lineStart[order] = line;
      line += (lines.start[position + 1] ?? 0) - (lines.start[position] ?? 0);
      order++;
    }
    this.#addRuns(lines, kept, products);
    this.#order = order;
    this.#line = line;
  }

  addRow(row: RecordRow, lines: readonly OrderLine[]): void {
    const columns = this.#columns;
    const { account, date, kind, status, currency } = valuesOf(row);
    const order = this.#order++;
    columns.orderAccount[order] = typeof account === 'string' ? this.#accountOf(account) : -1;
    columns.orderDay[order] = typeof date === 'string' && isIsoDate(date) ? dateToDay(date) : noDay;
    columns.orderKind[order] = Math.max(
      0,
      orderKinds.findIndex((each) => each === kind),
    );
    columns.orderStatus[order] = Math.max(
      0,
      orderStatuses.findIndex((each) => each === status),
    );
    columns.orderCurrency[order] = this.#currencies.of(typeof currency === 'string' ? currency : '');
    columns.lineStart[order] = this.#line;
    for (const { product, quantity, price, discount } of lines) {
      columns.lineQuantity[this.#line] = quantity;
      columns.linePrice[this.#line] = price;
      columns.lineDiscount[this.#line] = discount;
      columns.lineProduct[this.#line] = product === null ? -1 : this.#products.of(product);
      this.#line++;
    }
  }

  finish(): OrderColumns {
    this.#columns.lineStart[this.#order] = this.#line;
    return {
      ...this.#columns,
      accounts: this.#accounts.entries,
      currencies: this.#currencies.entries,
      products: this.#products.entries,
    };
  }

  #accountOf(id: RecordId): number {
    return this.#accounts.of(this.#merges.get(id) ?? id);
  }

  /** Copies the lines of orders that stand side by side in one go. */
  #addRuns(lines: LineBlock, kept: Int32Array, products: Int32Array): void {
    let to = this.#line;
    for (let first = 0; first < kept.length;) {
      let last = first;
      while (last + 1 < kept.length && kept[last + 1] === (kept[last] ?? 0) + 1) last++;
      const start = lines.start[kept[first] ?? 0] ?? 0;
      const end = lines.start[(kept[last] ?? 0) + 1] ?? 0;
      this.#columns.lineQuantity.set(lines.quantity.subarray(start, end), to);
      this.#columns.linePrice.set(lines.price.subarray(start, end), to);
      this.#columns.lineDiscount.set(lines.discount.subarray(start, end), to);
      translate(
        lines.product.subarray(start, end),
        products,
        this.#columns.lineProduct.subarray(to, to + end - start),
      );
      to += end - start;
      first = last + 1;
    }
  }
}

/** −1 stays −1. */
function translate(from: Int32Array, positions: Int32Array, to: Int32Array): void {
  for (let i = 0; i < from.length; i++) {
    const position = from[i] as number;
    to[i] = position < 0 ? -1 : (positions[position] as number);
  }
}
