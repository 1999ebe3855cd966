import { hasOwnIds } from '../../domain/record.ts';
import { withOwnDates, type Write } from '../../domain/bulkEdit.ts';
import {
  kindOfId,
  maxLinesInShard,
  maxRecordsInShard,
  newElementId,
  recordIdOf,
  type RecordId,
  type ShardId,
} from '../../domain/ids.ts';
import { encodeChunk } from '../../domain/importChunk.ts';
import { lineWrites } from '../../domain/lineWrites.ts';
import { fieldOf } from '../../domain/objects.ts';
import { hasLines } from '../../domain/order.ts';
import type { Values } from '../../domain/record.ts';
import { versionsSeen } from '../../domain/register.ts';
import type { OrderOutput } from './orderPass.ts';
import { createdKinds, type CreatedKind, type ReadyUpdate } from './settings.ts';

/** Records changed by one chunk at most, and values from which on it is closed: long lists of lines make many. */
const updatesInChunk = 100;
const writesInChunk = 5_000;

/** How much an import will write: shards to ask for, and chunks to expect. */
export interface PackPlan {
  records: Record<CreatedKind, number>;
  shards: Record<CreatedKind, number>;
  updates: number;
  chunks: number;
}

export type GrantedShards = Readonly<Partial<Record<CreatedKind, readonly ShardId[]>>>;

/** Packs what a pass puts out into chunks, each one whole shard of new records; updates come last, a hundred at a time. Without
 *  granted shards it only counts. The same output gives the same chunks. What has lines is laid into shards of at most
 *  `maxLinesInShard` lines, so that the place of the n-th depends on the lines of those before it. */
export class ChunkPacker implements OrderOutput {
  readonly #granted: GrantedShards | undefined;
  readonly #open: Record<CreatedKind, { records: Values[]; count: number; lines: number }>;
  readonly #plan: PackPlan = { records: perKind(), shards: perKind(), updates: 0, chunks: 0 };
  #ready: Uint8Array<ArrayBuffer>[] = [];
  #updates: { id: RecordId; writes: Write[] }[] = [];
  #updateCount = 0;
  #writeCount = 0;
  readonly #lastChunks: Uint8Array<ArrayBuffer>[] = [];

  constructor(granted?: GrantedShards) {
    this.#granted = granted;
    this.#open = Object.fromEntries(createdKinds.map((kind) => [kind, emptyShard()])) as Record<
      CreatedKind,
      ReturnType<typeof emptyShard>
    >;
  }

  /** Foretells where `create` will put the next orders. */
  orderIds(lineCounts: readonly number[]): readonly RecordId[] {
    const { order: firstShard } = this.#plan.shards;
    const open = { ...this.#open.order, shard: firstShard };
    return lineCounts.map((lines, n) => {
      if (isFull(open, lines)) Object.assign(open, { count: 0, lines: 0, shard: open.shard + 1 });
      const shard = this.#granted?.order?.[open.shard];
      const id = shard === undefined ? `+order${n}` : recordIdOf(shard, open.count);
      open.count += 1;
      open.lines += lines;
      return id;
    });
  }

  create(kind: CreatedKind, values: Values): RecordId {
    const lines = hasLines(kind) && Array.isArray(values['lines']) ? values['lines'].length : 0;
    if (isFull(this.#open[kind], lines)) this.#close(kind);
    const open = this.#open[kind];
    if (this.#granted !== undefined) open.records.push(values);
    const id = this.#idOf(kind, open.count);
    open.count += 1;
    open.lines += lines;
    this.#plan.records[kind] += 1;
    return id;
  }

  update(update: ReadyUpdate): void {
    const writes = writesOf(update);
    this.#plan.updates += 1;
    this.#updateCount += 1;
    this.#writeCount += writes.length;
    if (this.#granted !== undefined) this.#updates.push({ id: update.state.id, writes });
    if (this.#updateCount === updatesInChunk || this.#writeCount >= writesInChunk) this.#closeUpdates();
  }

  /** Closes every open chunk; nothing may be put in afterwards. */
  end(): PackPlan {
    for (const kind of createdKinds) if (this.#open[kind].count > 0) this.#close(kind);
    if (this.#updateCount > 0) this.#closeUpdates();
    this.#ready.push(...this.#lastChunks);
    return this.#plan;
  }

  /** Chunks that are whole and were not taken yet, in their order. */
  takeReady(): Uint8Array<ArrayBuffer>[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Of the record that is created next; distinct texts while nothing is written yet. */
  #idOf(kind: CreatedKind, index: number): RecordId {
    if (this.#granted === undefined) return `+${kind}${this.#plan.records[kind]}`;
    const shard = this.#granted[kind]?.[this.#plan.shards[kind]];
    if (shard === undefined) throw new RangeError(`no shard for ${kind} ${this.#plan.records[kind]}`);
    return recordIdOf(shard, index);
  }

  #close(kind: CreatedKind): void {
    const { records } = this.#open[kind];
    const n = this.#plan.shards[kind];
    this.#plan.shards[kind] += 1;
    this.#plan.chunks += 1;
    if (this.#granted !== undefined) {
      const shard = this.#granted[kind]?.[n];
      if (shard === undefined) throw new RangeError(`no shard ${n} for ${kind}`);
      this.#ready.push(encodeChunk({ type: 'create', shard, records }));
    }
    this.#open[kind] = emptyShard();
  }

  #closeUpdates(): void {
    this.#plan.chunks += 1;
    if (this.#granted !== undefined)
      this.#lastChunks.push(encodeChunk({ type: 'update', records: this.#updates }));
    this.#updates = [];
    this.#updateCount = 0;
    this.#writeCount = 0;
  }
}

/** True where so many more lines need another shard. */
function isFull(open: { readonly count: number; readonly lines: number }, lines: number): boolean {
  return open.count === maxRecordsInShard || (open.count > 0 && open.lines + lines > maxLinesInShard);
}

function perKind(): Record<CreatedKind, number> {
  return Object.fromEntries(createdKinds.map((kind) => [kind, 0])) as Record<CreatedKind, number>;
}

function emptyShard() {
  return { records: [] as Values[], count: 0, lines: 0 };
}

function writesOf({ state, set, add, lines }: ReadyUpdate): Write[] {
  const kind = kindOfId(state.id);
  const writes = Object.entries(set).map(([register, value]): Write => ({
    register,
    value,
    seen: versionsSeen(state.registers[register]),
  }));
  for (const [key, elements] of Object.entries(add)) {
    const field = fieldOf(kind, key);
    for (const element of elements) {
      const isOwn = field !== undefined && hasOwnIds(field);
      const register = `${key}/${isOwn ? element : newElementId()}`;
      writes.push({ register, value: isOwn ? true : element, seen: versionsSeen(state.registers[register]) });
    }
  }
  if (lines !== undefined) writes.push(...lineWrites(state, lines));
  return withOwnDates(state, writes);
}
