import { groupBy } from '../database/rows.ts';
import type { BookDatabase, FileRow } from '../database/schema.ts';
import { definitionOf } from '../domain/customDefinitions.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import { capacityOfShard, maxLinesInShard, type RecordId, type ShardId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { fieldsOf, type FieldDef, type ObjectKind } from '../domain/objects.ts';
import { blockOrderId, unpackOrder } from '../domain/orderBlock.ts';
import { hasLines, linesOf, toStoredLine, type StoredLine } from '../domain/order.ts';
import { isHidden, project, valueOf, valuesOf, type RecordRow, type Values } from '../domain/record.ts';
import { fieldOf } from '../domain/objects.ts';
import { readMerges } from '../database/merges.ts';
import { currentGeneration, partsOf } from '../read/tableParts.ts';
import { movedCustomValues, movedFormula, movedJson, movedSetting, type Moving } from './mergeFields.ts';

/** Kinds in the order in which they are written: what others refer to comes first. */
export const mergedKinds = [
  'tag',
  'member',
  'field',
  'product',
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'order',
  'payment',
  'need',
  'task',
  'activity',
  'behaviour',
  'segment',
  'table',
  'tablePart',
  'view',
  'setting',
  'run',
  'report',
] as const;
export type MergedKind = (typeof mergedKinds)[number];

/** Where a record of the other book goes: into a shard of its kind, or to a record that is there already. */
export type Place = { readonly shard: number; readonly index: number } | { readonly id: RecordId };

/** Records by kind, each in its place; the same book gives the same layout. */
export interface MergeLayout {
  readonly places: ReadonlyMap<RecordId, Place>;
  readonly shards: Readonly<Record<MergedKind, number>>;
  /** Records that will be new. */
  readonly records: Readonly<Record<MergedKind, number>>;
}

/** Records that show in the other book: not deleted, not merged into others, and of no import that is unfinished or undone. */
export class MergeSource {
  readonly #db: BookDatabase;
  readonly #hidden: ReadonlySet<RecordId>;

  readonly #merges: ReadonlyMap<RecordId, RecordId>;

  private constructor(
    db: BookDatabase,
    hidden: ReadonlySet<RecordId>,
    merges: ReadonlyMap<RecordId, RecordId>,
  ) {
    this.#db = db;
    this.#hidden = hidden;
    this.#merges = merges;
  }

  static async open(db: BookDatabase): Promise<MergeSource> {
    return new MergeSource(db, hiddenBatchesOf(await db.batches.toArray()), await readMerges(db));
  }

  /** What changes when anybody changes the book: a layout made before is no longer right then. */
  async mark(): Promise<string> {
    const last = await this.#db.rowLog.orderBy('seq').last();
    const counts = await Promise.all(mergedKinds.map((kind) => this.#db.rowsOf(kind).count()));
    return [last?.seq ?? 0, await this.#db.orderBlocks.count(), ...counts].join(' ');
  }

  /** `known` are records that the receiving book has already. */
  async layOut(known: (row: RecordRow) => RecordId | undefined): Promise<MergeLayout> {
    const places = new Map<RecordId, Place>();
    const [shards, records] = [noneOfEach(), noneOfEach()];
    for (const kind of mergedKinds) {
      let [shard, index, lines] = [0, 0, 0];
      for await (const row of this.rowsOf(kind)) {
        const id = known(row);
        if (id !== undefined) {
          places.set(row.id, { id });
          continue;
        }
        const own = hasLines(kind) ? linesOf(row).length : 0;
        if (index === capacityOfShard(kind) || (index > 0 && lines + own > maxLinesInShard)) {
          [shard, index, lines] = [shard + 1, 0, 0];
        }
        places.set(row.id, { shard, index });
        [index, lines] = [index + 1, lines + own];
        records[kind]++;
      }
      shards[kind] = index === 0 ? shard : shard + 1;
    }
    // What refers to a record that was merged refers to the one that stands for it.
    for (const [id, standing] of this.#merges) {
      const place = places.get(standing);
      if (place !== undefined) places.set(id, place);
    }
    return { places, shards, records };
  }

  /** Photos and small files about records, with their bytes. */
  async *files(): AsyncGenerator<FileRow> {
    for (const id of await this.#db.files.toCollection().primaryKeys()) {
      const file = await this.#db.files.get(id);
      if (file !== undefined) yield file;
    }
  }

  /** Rows of a kind, always in the same order. */
  async *rowsOf(kind: MergedKind): AsyncGenerator<RecordRow> {
    if (kind === 'tablePart') {
      yield* this.#tableParts();
      return;
    }
    const rows = kind === 'order' ? this.#orders() : this.#rows(kind);
    for await (const row of rows) {
      const isShown = row.deletedAt === undefined && !isHidden(row, this.#hidden);
      if (isShown && !this.#merges.has(row.id)) yield row;
    }
  }

  async *#rows(kind: Exclude<MergedKind, 'order' | 'tablePart'>): AsyncGenerator<RecordRow> {
    const table = this.#db.rowsOf(kind);
    for (let after = ''; ;) {
      const rows = await table.where('id').above(after).limit(500).toArray();
      const last = rows.at(-1);
      if (last === undefined) return;
      yield* rows;
      after = last.id;
    }
  }

  /** The rows of tables as they are now: what was replaced stays behind. */
  async *#tableParts(): AsyncGenerator<RecordRow> {
    for await (const { id } of this.rowsOf('table')) {
      const generation = await currentGeneration(this.#db, id, this.#hidden);
      if (generation !== undefined) yield* partsOf(this.#db, id, generation);
    }
  }

  /** Orders in their blocks, with edited ones in their place; then those that are in no block. */
  async *#orders(): AsyncGenerator<RecordRow> {
    const overlay = new Map((await this.#db.orderOverlay.toArray()).map((row) => [row.id, row]));
    const shards = (await this.#db.orderBlocks.toCollection().primaryKeys()).sort();
    for (const shard of shards) {
      const [orders, lines] = await Promise.all([
        this.#db.orderBlocks.get(shard),
        this.#db.columns.get(shard),
      ]);
      if (orders === undefined || lines === undefined) continue;
      for (let i = 0; i < orders.index.length; i++) {
        const id = blockOrderId(orders, i);
        yield overlay.get(id) ?? project(unpackOrder(orders, lines, i));
        overlay.delete(id);
      }
    }
    yield* overlay.values();
  }
}

function noneOfEach(): Record<MergedKind, number> {
  return Object.fromEntries(mergedKinds.map((kind) => [kind, 0])) as Record<MergedKind, number>;
}

/** The values of a record in its new book; references to what does not come along are left out. */
export function movedValues(row: RecordRow, kind: ObjectKind, moving: Moving): Values {
  const { idOf } = moving;
  const values: Record<string, Json> = { ...movedCustomValues(valuesOf(row), moving) };
  for (const field of fieldsOf(kind)) {
    const value = values[field.key];
    if (value === undefined || !refers(field)) continue;
    const moved = Array.isArray(value)
      ? [...new Set(value.flatMap((id) => (typeof id === 'string' ? (idOf(id) ?? []) : [])))]
      : typeof value === 'string'
        ? idOf(value)
        : undefined;
    if (moved === undefined || moved.length === 0) delete values[field.key];
    else values[field.key] = moved;
  }
  if (hasLines(kind)) values['lines'] = linesOf(row).map((line) => movedLine(line, idOf));
  for (const { key, type, verbatim } of fieldsOf(kind)) {
    const value = values[key];
    if (type === 'json' && verbatim !== true && value !== undefined) values[key] = movedJson(value, moving);
  }
  if (kind === 'setting') return movedSetting(valuesOf(row), moving);
  const definition = kind === 'field' ? definitionOf(row) : undefined;
  if (definition?.formula !== undefined) {
    values['formula'] = movedFormula(definition.formula, definition, moving);
  }
  return values;
}

/** Names that are there already, by the folded text of the name. */
export function namesOf(rows: readonly RecordRow[], kind: ObjectKind): ReadonlyMap<string, RecordId> {
  const name = fieldOf(kind, 'name');
  if (name === undefined) return new Map();
  const grouped = groupBy(rows, (row) => nameKey(valueOf(row, name)));
  return new Map([...grouped].flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first.id]])));
}

export function nameKey(name: Json | undefined): string {
  return typeof name === 'string' ? name.trim().toLowerCase() : '';
}

function refers({ type, element }: FieldDef): boolean {
  return type === 'reference' || (type === 'set' && (element === 'reference' || element === 'tag'));
}

function movedLine(
  line: ReturnType<typeof linesOf>[number],
  idOf: (id: RecordId) => RecordId | undefined,
): StoredLine & Json {
  const product = line.product === null ? null : (idOf(line.product) ?? null);
  return toStoredLine({ ...line, product });
}

export type GrantedShards = Readonly<Partial<Record<ObjectKind, readonly ShardId[]>>>;
