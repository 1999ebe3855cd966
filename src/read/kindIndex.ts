import { recordIdOf, shardIdOf, type RecordId, type ShardId } from '../domain/ids.ts';
import { readBase36, shardsPerDevice } from './idPositions.ts';
import { labelColumn, present, withColumns, type Pack } from './pack.ts';
import { MergedOrdinals } from './mergedOrdinals.ts';
import type { ColumnKey, ListedKind } from './listQuery.ts';
import { Segment } from './segment.ts';

/** An ordinal is a place in memory: the number of a segment, and a slot in it. */
export type Ordinal = number;

const slotBits = 11;
export const slotsPerSegment = 1 << slotBits;
export const slotMask = slotsPerSegment - 1;

export const segmentOfOrdinal = (ordinal: Ordinal): number => ordinal >>> slotBits;

/** All records of one kind in memory, in segments, one per shard. */
export class KindIndex {
  readonly kind: ListedKind;
  /** Where only some columns are in memory, which: the rest, and what search reads, were left out. */
  columns: ReadonlySet<ColumnKey> | undefined;
  /** The first letter of its records' ids. */
  readonly #letter: string;
  readonly segments: Segment[] = [];
  readonly #numberByShard = new Map<ShardId, number>();
  /** Numbers of segments by device and shard in one number: hundreds of thousands of references are looked up at once. */
  readonly #numberByParts = new Map<number, number>();
  #creation: Int32Array | undefined;
  #hiddenBatches: ReadonlySet<RecordId> = new Set();
  readonly #merged = new MergedOrdinals();
  readonly #recent: Ordinal[] = [];
  /** For each version, where its changes begin among the recent ones. */
  readonly #marks: { readonly version: number; readonly start: number }[] = [];
  /** Rises with every change. */
  version = 0;
  /** Rises when records come or go. */
  population = 0;
  /** Rises when ordinals lose their meaning. */
  generation = 0;
  /** Rises when other records stand for some than before. */
  mergesVersion = 0;
  /** The version at which the list of recent changes begins. */
  #recentSince = 0;

  constructor(kind: ListedKind, columns?: ReadonlySet<ColumnKey>) {
    this.kind = kind;
    this.columns = columns;
    this.#letter = shardIdOf(kind, 0, 0).charAt(0);
  }

  /** Puts a whole shard in, over what was there of it. */
  setShard(shard: ShardId, pack: Pack): void {
    const segment = new Segment(shard, this.#kept(pack));
    if (segment.size > slotsPerSegment)
      throw new RangeError(`shard ${shard} has more than ${slotsPerSegment} slots`);
    segment.refreshVisible(this.#hiddenBatches);
    let number = this.#numberByShard.get(shard);
    if (number === undefined) {
      number = this.segments.length;
      this.#setNumber(shard, number);
      this.#creation = undefined;
    }
    const slots = Math.max(segment.size, this.segments[number]?.size ?? 0);
    const first = number << slotBits;
    this.segments[number] = segment;
    this.population++;
    this.#noteRecent(Array.from({ length: slots }, (_, slot) => first | slot));
    this.#followMerges();
  }

  /** Puts changed records of a shard in. `pack` holds them and only them. */
  apply(shard: ShardId, pack: Pack): void {
    const number = this.#numberByShard.get(shard);
    const segment = number === undefined ? undefined : this.segments[number];
    if (number === undefined || segment === undefined) return this.setShard(shard, pack);
    if (pack.flags.length > slotsPerSegment)
      throw new RangeError(`shard ${shard} has more than ${slotsPerSegment} slots`);
    const slots = [...pack.flags.keys()].filter((slot) => ((pack.flags[slot] ?? 0) & present) !== 0);
    if (slots.some((slot) => ((segment.flags[slot] ?? 0) & present) === 0)) this.population++;
    segment.apply(this.#kept(pack));
    segment.refreshVisible(this.#hiddenBatches);
    this.#noteRecent(slots.map((slot) => (number << slotBits) | slot));
    this.#followMerges();
  }

  /** Takes out records whose rows are gone. */
  remove(ids: readonly RecordId[]): void {
    for (const id of ids) {
      const ordinal = this.#ownOrdinalOf(id);
      if (ordinal < 0) continue;
      const segment = this.segments[segmentOfOrdinal(ordinal)];
      this.population++;
      segment?.remove(ordinal & slotMask);
      segment?.refreshVisible(this.#hiddenBatches);
      this.#noteRecent([ordinal]);
    }
    this.#followMerges();
  }

  /** Becomes what another index of the same kind holds, which must not be used any more. */
  replaceBy(fresh: KindIndex): void {
    this.columns = fresh.columns;
    this.segments.length = 0;
    this.segments.push(...fresh.segments);
    this.#numberByShard.clear();
    this.#numberByParts.clear();
    for (const [shard, number] of fresh.#numberByShard) this.#setNumber(shard, number);
    this.generation++;
    this.population++;
    this.#creation = undefined;
    this.#followMerges();
    for (const segment of this.segments) segment.refreshVisible(this.#hiddenBatches);
    this.#forgetRecent();
  }

  #kept(pack: Pack): Pack {
    return this.columns === undefined ? pack : withColumns(pack, this.columns);
  }

  hide(batches: ReadonlySet<RecordId>): void {
    if (isSame(batches, this.#hiddenBatches)) return;
    this.#hiddenBatches = batches;
    for (const segment of this.segments) segment.refreshVisible(batches);
    this.version++;
  }

  get total(): number {
    return this.segments.reduce((sum, segment) => sum + segment.visibleCount, 0);
  }

  /** One more than the greatest ordinal. */
  get capacity(): number {
    return this.segments.length << slotBits;
  }

  /** True where some record stands for others. */
  get hasMerged(): boolean {
    return this.#merged.size > 0;
  }

  /** −1 for a record that is not here; of one that was merged, that of the record which stands for it. */
  ordinalOf(id: RecordId): Ordinal {
    return this.#merged.standingFor(this.#ownOrdinalOf(id));
  }

  /** The record that stands for this one: itself, unless it was merged. */
  standingFor(id: RecordId): RecordId {
    if (!this.hasMerged) return id;
    const own = this.#ownOrdinalOf(id);
    const standing = this.#merged.standingFor(own);
    return own === standing ? id : this.idOf(standing);
  }

  /** Looks anew at which records were merged; every reference to them means another record then. */
  #followMerges(): void {
    if (!this.#merged.follow(this.segments, (id) => this.#ownOrdinalOf(id))) return;
    for (const segment of this.segments) segment.refreshVisible(this.#hiddenBatches);
    this.population++;
    this.generation++;
    this.mergesVersion++;
    this.#forgetRecent();
  }

  #ownOrdinalOf(id: RecordId): Ordinal {
    const firstDot = id.indexOf('.', 1);
    const secondDot = id.indexOf('.', firstDot + 1);
    const device = readBase36(id, 1, firstDot);
    const shard = readBase36(id, firstDot + 1, secondDot);
    const slot = readBase36(id, secondDot + 1, id.length);
    if (id.charAt(0) !== this.#letter || device < 0 || shard < 0 || shard >= shardsPerDevice) return -1;
    const number = this.#numberByParts.get(device * shardsPerDevice + shard);
    if (number === undefined || slot < 0) return -1;
    const flags = this.segments[number]?.flags[slot] ?? 0;
    return (flags & present) === 0 ? -1 : (number << slotBits) | slot;
  }

  idOf(ordinal: Ordinal): RecordId {
    return recordIdOf(this.segments[segmentOfOrdinal(ordinal)]?.shard ?? '', ordinal & slotMask);
  }

  labelOf(ordinal: Ordinal): string {
    return this.textOf(ordinal, labelColumn(this.kind));
  }

  textOf(ordinal: Ordinal, column: string): string {
    return this.segments[segmentOfOrdinal(ordinal)]?.texts.get(column)?.textAt(ordinal & slotMask) ?? '';
  }

  numberOf(ordinal: Ordinal, column: string): number {
    return this.segments[segmentOfOrdinal(ordinal)]?.numbers.get(column)?.[ordinal & slotMask] ?? NaN;
  }

  isVisible(ordinal: Ordinal): boolean {
    return this.segments[segmentOfOrdinal(ordinal)]?.visible[ordinal & slotMask] === 1;
  }

  /** Numbers of the segments in the order in which their records were created: by device, then shard. */
  creationOrder(): Int32Array {
    this.#creation ??= Int32Array.from(
      [...this.segments.keys()].sort((a, b) =>
        compareShards(this.segments[a]?.shard ?? '', this.segments[b]?.shard ?? ''),
      ),
    );
    return this.#creation;
  }

  /** Position of each segment in the creation order. */
  creationRanks(): Int32Array {
    const ranks = new Int32Array(this.segments.length);
    this.creationOrder().forEach((number, rank) => (ranks[number] = rank));
    return ranks;
  }

  /** All records that are present, hidden and deleted ones too, in the order in which they were created. */
  presentOrdinals(): Int32Array {
    const ordinals = new Int32Array(this.capacity);
    let count = 0;
    for (const number of this.creationOrder()) {
      const segment = this.segments[number];
      if (segment === undefined) continue;
      for (let slot = 0; slot < segment.size; slot++) {
        if (((segment.flags[slot] ?? 0) & present) !== 0) ordinals[count++] = (number << slotBits) | slot;
      }
    }
    return ordinals.subarray(0, count);
  }

  /** Records changed since a version, some of them perhaps twice; undefined where too many did. */
  changedSince(version: number): readonly Ordinal[] | undefined {
    if (version < this.#recentSince) return undefined;
    const mark = this.#marks.findLast(
      (each, i) => each.version > version && (this.#marks[i - 1]?.version ?? 0) <= version,
    );
    return mark === undefined ? [] : this.#recent.slice(mark.start);
  }

  #setNumber(shard: ShardId, number: number): void {
    this.#numberByShard.set(shard, number);
    const [device, own] = partsOf(shard);
    this.#numberByParts.set(device * shardsPerDevice + own, number);
  }

  #noteRecent(ordinals: readonly Ordinal[]): void {
    this.version++;
    if (this.#recent.length + ordinals.length > maxRecent) return this.#forgetRecent();
    this.#marks.push({ version: this.version, start: this.#recent.length });
    for (const ordinal of ordinals) this.#recent.push(ordinal);
  }

  #forgetRecent(): void {
    this.version++;
    this.#recent.length = 0;
    this.#marks.length = 0;
    this.#recentSince = this.version;
  }
}

const maxRecent = 20_000;

function isSame(a: ReadonlySet<RecordId>, b: ReadonlySet<RecordId>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

function compareShards(a: ShardId, b: ShardId): number {
  const [x, y] = [partsOf(a), partsOf(b)];
  return x[0] - y[0] || x[1] - y[1];
}

function partsOf(shard: ShardId): [device: number, shard: number] {
  const [device = '', number = ''] = shard.slice(1).split('.');
  return [Number.parseInt(device, 36), Number.parseInt(number, 36)];
}
