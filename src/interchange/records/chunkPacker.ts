import { hasOwnIds } from '../../domain/record.ts';
import type { Write } from '../../domain/bulkEdit.ts';
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
import { fieldOf } from '../../domain/objects.ts';
import type { Values } from '../../domain/record.ts';
import { versionsSeen } from '../../domain/register.ts';
import type { OrderOutput } from './orderPass.ts';
import { createdKinds, type CreatedKind, type NewIds, type ReadyUpdate } from './settings.ts';

/** Records changed by one chunk at most. */
const updatesInChunk = 100;

/** How much an import will write: shards to ask for, and chunks to expect. */
export interface PackPlan {
  records: Record<CreatedKind, number>;
  shards: Record<CreatedKind, number>;
  updates: number;
  chunks: number;
}

export type GrantedShards = Readonly<Partial<Record<CreatedKind, readonly ShardId[]>>>;

/** Packs what a pass puts out into chunks, each one whole shard of new records; updates come last, a hundred at a time. Without
 *  granted shards it only counts. The same output gives the same chunks. Orders are laid into shards of at most
 *  `maxLinesInShard` lines, so that the place of the n-th depends on the lines of those before it. */
export class ChunkPacker implements OrderOutput {
  readonly #granted: GrantedShards | undefined;
  readonly #open: Record<CreatedKind, { records: Values[]; count: number; lines: number }>;
  readonly #plan: PackPlan = { records: perKind(), shards: perKind(), updates: 0, chunks: 0 };
  #ready: Uint8Array<ArrayBuffer>[] = [];
  #updates: { id: RecordId; writes: Write[] }[] = [];
  readonly #lastChunks: Uint8Array<ArrayBuffer>[] = [];

  constructor(granted?: GrantedShards) {
    this.#granted = granted;
    this.#open = Object.fromEntries(createdKinds.map((kind) => [kind, emptyShard()])) as Record<
      CreatedKind,
      ReturnType<typeof emptyShard>
    >;
  }

  /** Ids of new records of every kind but orders. */
  readonly newIds: NewIds = (kind, n) => {
    if (this.#granted === undefined) return `+${kind}${n}`;
    const shard = this.#granted[kind]?.[Math.floor(n / maxRecordsInShard)];
    if (shard === undefined) throw new RangeError(`no shard for ${kind} ${n}`);
    return recordIdOf(shard, n % maxRecordsInShard);
  };

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

  create(kind: CreatedKind, values: Values): void {
    const lines = kind === 'order' && Array.isArray(values['lines']) ? values['lines'].length : 0;
    if (isFull(this.#open[kind], lines)) this.#close(kind);
    const open = this.#open[kind];
    if (this.#granted !== undefined) open.records.push(values);
    open.count += 1;
    open.lines += lines;
    this.#plan.records[kind] += 1;
  }

  update(update: ReadyUpdate): void {
    this.#plan.updates += 1;
    if (this.#granted === undefined) return;
    this.#updates.push({ id: update.state.id, writes: writesOf(update) });
    if (this.#updates.length === updatesInChunk) this.#closeUpdates();
  }

  /** Closes every open chunk; nothing may be put in afterwards. */
  end(): PackPlan {
    for (const kind of createdKinds) if (this.#open[kind].count > 0) this.#close(kind);
    if (this.#updates.length > 0) this.#closeUpdates();
    this.#ready.push(...this.#lastChunks);
    this.#plan.chunks += Math.ceil(this.#plan.updates / updatesInChunk);
    return this.#plan;
  }

  /** Chunks that are whole and were not taken yet, in their order. */
  takeReady(): Uint8Array<ArrayBuffer>[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
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
    this.#lastChunks.push(encodeChunk({ type: 'update', records: this.#updates }));
    this.#updates = [];
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

function writesOf({ state, set, add }: ReadyUpdate): Write[] {
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
  return writes;
}
