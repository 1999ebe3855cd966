import { groupBy } from '../../database/rows.ts';
import type { BookDatabase } from '../../database/schema.ts';
import { indexOfRecord, shardOfRecord, shardRange, type RecordId, type ShardId } from '../../domain/ids.ts';
import { linesOf } from '../../domain/order.ts';
import type { LineBlock, OrderBlock } from '../../domain/orderBlock.ts';
import type { RecordRow } from '../../domain/record.ts';
import { segmentOfOrdinal, type KindIndex } from '../kindIndex.ts';
import { Places } from './kindColumns.ts';

/** Lines of some orders of one shard: those of the order at `slots[i]` are `start[i] … start[i + 1]`. */
export interface ShardLines {
  readonly shard: ShardId;
  readonly slots: Int32Array;
  readonly start: Int32Array;
  /** Places among the products; −1 for a line without one. */
  readonly product: Int32Array;
  readonly quantity: Float64Array;
  /** Units of 10⁻⁴. */
  readonly price: Float64Array;
  readonly discount: Float64Array;
}

/** The lines of all orders, read when a report first asks for them, and then again for the shards that change. */
export class OrderLines {
  readonly #db: () => BookDatabase;
  readonly #orders: KindIndex;
  readonly #products = new Places();
  #byShard = new Map<ShardId, readonly ShardLines[]>();
  #version = -1;
  #generation = -1;
  #reading: Promise<void> = Promise.resolve();

  constructor(db: () => BookDatabase, orders: KindIndex) {
    this.#db = db;
    this.#orders = orders;
  }

  get products(): readonly RecordId[] {
    return this.#products.entries;
  }

  get shards(): Iterable<ShardLines> {
    return [...this.#byShard.values()].flat();
  }

  /** Waits until the lines are those of the orders in the index; one reading after the other. */
  refresh(): Promise<void> {
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#read());
    return this.#reading;
  }

  /** Gives the memory back: the next report reads again. */
  forget(): void {
    this.#byShard = new Map();
    this.#version = -1;
  }

  async #read(): Promise<void> {
    const { version, generation } = this.#orders;
    if (version === this.#version) return;
    const changed =
      this.#version >= 0 && generation === this.#generation
        ? this.#orders.changedSince(this.#version)
        : undefined;
    if (changed === undefined) await this.#readAll();
    else {
      const numbers = new Set(changed.map(segmentOfOrdinal));
      for (const number of numbers) await this.#readShard(this.#orders.segments[number]?.shard ?? '');
    }
    [this.#version, this.#generation] = [version, generation];
  }

  async #readAll(): Promise<void> {
    const byShard = new Map<ShardId, readonly ShardLines[]>();
    const overlay = groupBy(await this.#db().orderOverlay.toArray(), ({ id }) => shardOfRecord(id));
    const shards = new Set([
      ...(await this.#db().orderBlocks.toCollection().primaryKeys()),
      ...overlay.keys(),
    ]);
    for (const shard of shards) byShard.set(shard, await this.#linesOf(shard, overlay.get(shard) ?? []));
    this.#byShard = byShard;
  }

  async #readShard(shard: ShardId): Promise<void> {
    const { from, to } = shardRange(shard);
    const rows = await this.#db().orderOverlay.where('id').between(from, to).toArray();
    this.#byShard.set(shard, await this.#linesOf(shard, rows));
  }

  async #linesOf(shard: ShardId, rows: readonly RecordRow[]): Promise<readonly ShardLines[]> {
    const db = this.#db();
    const [orders, lines] = await db.transaction('r', [db.orderBlocks, db.columns], () =>
      Promise.all([db.orderBlocks.get(shard), db.columns.get(shard)]),
    );
    const edited = new Set(rows.map(({ id }) => indexOfRecord(id)));
    const packed = orders === undefined || lines === undefined ? [] : [this.#ofBlock(orders, lines, edited)];
    return rows.length === 0 ? packed : [...packed, this.#ofRows(shard, rows)];
  }

  /** What is edited stands in the overlay: its place in the block is none. */
  #ofBlock({ shard, index }: OrderBlock, lines: LineBlock, edited: ReadonlySet<number>): ShardLines {
    const places = Int32Array.from(lines.products, (id) => this.#products.of(id));
    return {
      shard,
      slots: edited.size === 0 ? index : index.map((slot) => (edited.has(slot) ? -1 : slot)),
      start: lines.start,
      product: lines.product.map((product) => (product < 0 ? -1 : places[product]!)),
      quantity: lines.quantity,
      price: lines.price,
      discount: lines.discount,
    };
  }

  #ofRows(shard: ShardId, rows: readonly RecordRow[]): ShardLines {
    const each = rows.map(linesOf);
    const all = each.flat();
    const start = new Int32Array(rows.length + 1);
    each.forEach((lines, i) => (start[i + 1] = start[i]! + lines.length));
    return {
      shard,
      slots: Int32Array.from(rows, ({ id }) => indexOfRecord(id)),
      start,
      product: Int32Array.from(all, ({ product }) => (product === null ? -1 : this.#products.of(product))),
      quantity: Float64Array.from(all, ({ quantity }) => quantity),
      price: Float64Array.from(all, ({ price }) => price),
      discount: Float64Array.from(all, ({ discount }) => discount),
    };
  }
}
