import * as Y from 'yjs';
import { candidateKey, erasedKey, parseKey, type RecordId, type ShardId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { Base, RecordChange, RecordState } from '../domain/record.ts';
import type { StoredCandidate } from '../domain/register.ts';

/** The one root of a shard's document: bases under record ids, candidates under `record/register@version`. */
export const rootName = 'r';

/** Yjs gave the document another client id, because somebody else uses ours: the profile was copied. */
export class ClonedProfileError extends Error {
  override readonly name = 'ClonedProfileError';
}

/** One shard in memory: its document, and the keys of each of its records. Nothing here is stored. */
export class Shard {
  readonly id: ShardId;
  readonly #doc = new Y.Doc({ gc: true });
  readonly #map: Y.Map<Json> = this.#doc.getMap(rootName);
  readonly #keys = new Map<RecordId, Set<string>>();
  #clientId: number | undefined;
  #changed = new Set<RecordId>();
  #written: Uint8Array[] = [];

  constructor(id: ShardId, updates: readonly Uint8Array[]) {
    this.id = id;
    this.#doc.transact(() => updates.forEach((update) => Y.applyUpdate(this.#doc, update)));
    for (const key of this.#map.keys()) this.#index(key);
    this.#dropErased(this.erasedIds());
    this.#map.observe((event) => {
      for (const key of event.changes.keys.keys()) this.#reindex(key);
    });
    this.#doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) this.#written.push(update);
    });
  }

  /** Until a client id of this session is set, the document is for reading. */
  get isWritable(): boolean {
    return this.#clientId !== undefined;
  }

  beginWriting(clientId: number): void {
    this.#clientId = clientId;
    this.#doc.clientID = clientId;
  }

  /** True while nothing has ever been written to it. */
  get isEmpty(): boolean {
    return this.#doc.store.clients.size === 0;
  }

  /** The clock that a client's next struct has here; 0 for a client that has written nothing. */
  nextClock(client: number): number {
    return Y.getState(this.#doc.store, client);
  }

  /** True for a key that stands or has stood. */
  hasHeld(key: string): boolean {
    return this.#map._map.has(key);
  }

  isErased(id: RecordId): boolean {
    return this.#map.has(erasedKey(id));
  }

  /** The key that a struct wrote; undefined where it is deleted. The struct must be here. */
  standingKeyAt(client: number, clock: number): string | undefined {
    const item = Y.getItem(this.#doc.store, Y.createID(client, clock));
    return item.deleted ? undefined : (item.parentSub ?? undefined);
  }

  /** Adds and deletes exactly these keys, in order. A key is never written twice, and nothing of an erased record. Gives the update, or undefined where nothing changed. */
  write(changes: readonly RecordChange[]): Uint8Array | undefined {
    if (this.#clientId === undefined) throw new Error(`shard ${this.id} has no client id yet`);
    this.#written = [];
    this.#doc.transact(() => changes.forEach((change) => this.#writeChange(change)), this);
    this.#changed.clear();
    if (this.#written.length < 2) return this.#written[0];
    return Y.mergeUpdates(this.#written);
  }

  /** Deletes all of some records, for good. Gives the update, or undefined where they were erased already. */
  erase(ids: readonly RecordId[], mark: readonly [true, at: number, author: string]): Uint8Array | undefined {
    if (this.#clientId === undefined) throw new Error(`shard ${this.id} has no client id yet`);
    this.#written = [];
    this.#doc.transact(() => {
      for (const id of ids) {
        if (this.isErased(id)) continue;
        this.#deleteKeys(id);
        this.#map.set(erasedKey(id), mark);
      }
    }, this);
    this.#changed.clear();
    return this.#written[0];
  }

  /** Records of this shard that were erased. */
  erasedIds(): readonly RecordId[] {
    return [...this.#keys.keys()].filter((id) => this.isErased(id));
  }

  /**
   * Applies an update of another device and gives the records it changed. What it says of erased records is dropped. Throws
   * `ClonedProfileError`.
   */
  merge(update: Uint8Array): readonly RecordId[] {
    this.#changed.clear();
    Y.applyUpdate(this.#doc, update, 'remote');
    if (this.#clientId !== undefined && this.#doc.clientID !== this.#clientId) {
      throw new ClonedProfileError(`shard ${this.id} got another client id`);
    }
    this.#dropErased([...this.#changed].filter((id) => this.isErased(id)));
    return [...this.#changed];
  }

  /** The state of one record; undefined while its base has not arrived. */
  stateOf(id: RecordId): RecordState | undefined {
    const base = this.#map.get(id) as Base | undefined;
    if (base === undefined) return undefined;
    const registers: Record<string, Record<string, StoredCandidate>> = {};
    for (const key of this.#keys.get(id) ?? []) {
      const { register, version } = parseKey(key);
      if (register === undefined || version === undefined) continue;
      (registers[register] ??= {})[version] = this.#map.get(key) as unknown as StoredCandidate;
    }
    return { id, base, registers };
  }

  /** All records whose base has arrived, in the order of their ids' indexes in the document. */
  states(): RecordState[] {
    return [...this.#keys.keys()].flatMap((id) => this.stateOf(id) ?? []);
  }

  /** The whole state as one update. */
  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc);
  }

  destroy(): void {
    this.#doc.destroy();
  }

  #writeChange({ id, base, added, deleted }: RecordChange): void {
    if (this.isErased(id)) return;
    if (base !== undefined && !this.hasHeld(id)) this.#map.set(id, base as Json);
    for (const [register, version, candidate] of added) {
      const key = candidateKey(id, register, version);
      if (!this.hasHeld(key)) this.#map.set(key, candidate as Json);
    }
    for (const [register, version] of deleted) this.#map.delete(candidateKey(id, register, version));
  }

  /** Every device does this for itself, so nobody is told. */
  #dropErased(ids: readonly RecordId[]): void {
    if (ids.length > 0) this.#doc.transact(() => ids.forEach((id) => this.#deleteKeys(id)));
  }

  #deleteKeys(id: RecordId): void {
    const mark = erasedKey(id);
    for (const key of [...(this.#keys.get(id) ?? [])]) if (key !== mark) this.#map.delete(key);
  }

  #reindex(key: string): void {
    const { id } = parseKey(key);
    this.#changed.add(id);
    if (this.#map.has(key)) this.#index(key);
    else this.#keys.get(id)?.delete(key);
  }

  #index(key: string): void {
    const { id } = parseKey(key);
    const keys = this.#keys.get(id);
    if (keys === undefined) this.#keys.set(id, new Set([key]));
    else keys.add(key);
  }
}

/** Merges adjacent updates of a shard without loading it. */
export function mergeShardUpdates(updates: readonly Uint8Array[]): Uint8Array {
  return Y.mergeUpdates([...updates]);
}
