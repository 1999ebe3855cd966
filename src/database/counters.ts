import {
  recordIdOf,
  shardIdOf,
  versionOf,
  type RecordId,
  type ShardId,
  type Version,
} from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { singlesInShard } from '../domain/order.ts';
import type { AllocationRow, BookDatabase, DeviceRow } from './schema.ts';

/** Client ids of one device: 2³². */
const sessionsOfDevice = 2 ** 32;

/** The device and the session of a Yjs client id. */
export function partsOfClient(client: number): { readonly device: number; readonly session: number } {
  const device = Math.floor(client / sessionsOfDevice);
  return { device, session: client - device * sessionsOfDevice };
}

/** True for the device itself and, where it shared the book, for the numbers that the book had before. */
export function isSpokenFor(
  device: number,
  speaker: { readonly device: number; readonly founder?: boolean },
): boolean {
  return device === speaker.device || (speaker.founder === true && device > 0 && device < speaker.device);
}

/** Draws versions and record ids inside one transaction; `save` writes back what was drawn and must be in that transaction. */
export class Counters {
  readonly #db: BookDatabase;
  readonly #read: DeviceRow;
  #device: DeviceRow;
  readonly #allocations = new Map<ObjectKind, AllocationRow>();
  #n: number;
  #session: number;

  private constructor(db: BookDatabase, device: DeviceRow) {
    this.#db = db;
    this.#read = device;
    this.#device = device;
    this.#n = device.n;
    this.#session = device.session;
  }

  static async read(db: BookDatabase): Promise<Counters> {
    return new Counters(db, await readDevice(db));
  }

  get device(): number {
    return this.#device.device;
  }

  get member(): RecordId {
    return this.#device.member;
  }

  /** True for the numbers that this device speaks for. */
  isOwn(device: number): boolean {
    return isSpokenFor(device, this.#device);
  }

  becomeFounder(): void {
    this.#device = { ...this.#device, founder: true };
  }

  /** Goes on above counters that this device has used: its own entries came back after it had lost them. */
  raiseTo(n: number, session: number): void {
    this.#n = Math.max(this.#n, n);
    this.#session = Math.max(this.#session, session);
  }

  /** Goes on after a shard in which this device has made records that it does not remember. */
  async leaveShard(kind: ObjectKind, shard: number): Promise<void> {
    const current = this.#allocations.get(kind) ?? (await this.#readAllocation(kind));
    if (shard < current.shard) return;
    this.#allocations.set(kind, { ...current, shard: shard + 1, records: 0 });
  }

  nextVersion(): Version {
    this.#n++;
    return versionOf(this.#device.device, this.#n);
  }

  /** A Yjs client id: 53 bits, device number × 2³² + session number; never used before. */
  nextClientId(): number {
    this.#session++;
    return this.#device.device * sessionsOfDevice + this.#session;
  }

  async nextRecordId(kind: ObjectKind): Promise<RecordId> {
    const capacity = singlesInShard(kind);
    const current = this.#allocations.get(kind) ?? (await this.#readAllocation(kind));
    const next =
      current.records < capacity
        ? { ...current, records: current.records + 1 }
        : { ...current, shard: current.shard + 1, records: 1 };
    this.#allocations.set(kind, next);
    return recordIdOf(shardIdOf(kind, this.device, next.shard), next.records - 1);
  }

  /**
   * Shards that nothing else will use, for a batch; single records go on in a shard after them. Drawn at once, because a
   * transaction of Dexie's ends by itself after about a hundred awaits without a request.
   */
  async nextShards(kind: ObjectKind, count: number): Promise<ShardId[]> {
    if (count === 0) return [];
    const current = this.#allocations.get(kind) ?? (await this.#readAllocation(kind));
    const first = current.records === 0 ? current.shard : current.shard + 1;
    this.#allocations.set(kind, { ...current, shard: first + count, records: 0 });
    return Array.from({ length: count }, (_, i) => shardIdOf(kind, this.device, first + i));
  }

  /** Writes nothing where nothing was drawn. */
  async save(): Promise<void> {
    const device = { ...this.#device, n: this.#n, session: this.#session };
    const { n, session, founder } = this.#read;
    const isDrawn = device.n !== n || device.session !== session || device.founder !== founder;
    const rows = [...(isDrawn ? [device] : []), ...this.#allocations.values()];
    if (rows.length > 0) await this.#db.meta.bulkPut(rows);
  }

  async #readAllocation(kind: ObjectKind): Promise<AllocationRow> {
    const key = `allocation:${kind}` as const;
    const row = await this.#db.meta.get(key);
    return row?.key === key ? row : { key, shard: 0, records: 0 };
  }
}

/** Throws on a book without a genesis: opening one writes it. */
export async function readDevice(db: BookDatabase): Promise<DeviceRow> {
  const row = await db.meta.get('device');
  if (row?.key !== 'device') throw new Error('the book has no device row');
  return row;
}
