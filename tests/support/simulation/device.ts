import {
  recordIdOf,
  shardIdOf,
  shardOfRecord,
  versionOf,
  type RecordId,
  type ShardId,
} from '../../../src/domain/ids.ts';
import { applyChange, project, type RecordChange, type RecordRow } from '../../../src/domain/record.ts';
import { versionsSeen } from '../../../src/domain/register.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import { openPrevious } from '../../../src/protocol/epochKeys.ts';
import type { PlacedEntry } from '../../../src/protocol/frames.ts';
import type { DeviceKeys } from '../../../src/protocol/keys.ts';
import type { Membership } from '../../../src/protocol/membership.ts';
import type { Operation } from '../../../src/protocol/operations.ts';
import type { RecordsPayload } from '../../../src/protocol/recordsPayload.ts';
import { LogHashes } from '../../../src/sync/logHashes.ts';
import { emptyReceiver, receive, type ReceiverState } from '../../../src/sync/receiver.ts';
import { openWith, sealAgain, sealOperation, sealRecords, type SealAs } from '../../../src/sync/sealing.ts';
import {
  agree,
  answerTo,
  confirmed,
  emptyChain,
  lastOf,
  nextToSend,
  returned,
  type OwnChain,
} from '../../../src/sync/sender.ts';
import { mergeShardUpdates, Shard } from '../../../src/store/shard.ts';
import { checkUpdate } from '../../../src/store/updateForm.ts';
import type { Signer } from '../../../src/store/updateReading.ts';
import type { Relay } from '../memoryRelay.ts';
import type { SimCrypto } from './crypto.ts';

interface Draft {
  readonly shard: ShardId;
  readonly bytes: Uint8Array;
  readonly changes: readonly RecordChange[];
}

/** An entry that cannot be applied yet. */
interface Waiting extends Signer {
  readonly payload: RecordsPayload;
}

/** What every device of a simulation shares. */
export interface SimWorld {
  readonly crypto: SimCrypto;
  readonly workspace: Uint8Array;
  now: number;
  /** What each sealed text means, by its bytes: of honest devices only. */
  readonly meaning: Map<string, readonly RecordChange[]>;
  readonly nextNonce: () => Uint8Array;
}

/**
 * A device that keeps to the rules: the real receiver, sender, seals, form checks, shards and rows, without a database. What
 * a transaction would store stands in fields; `restart` drops the rest.
 */
export class SimDevice {
  readonly number: number;
  readonly keys: DeviceKeys;
  readonly member: RecordId;
  readonly clockErrorMs: number;
  readonly rows = new Map<RecordId, RecordRow>();
  readonly epochKeys = new Map<number, Uint8Array>();
  readonly quarantined: string[] = [];
  readonly alarms: string[] = [];
  readonly hashes = new LogHashes();
  receiver: ReceiverState;
  chain: OwnChain = emptyChain;
  shards = new Map<ShardId, Shard>();
  waiting: Waiting[] = [];
  /** Why it sends nothing more. */
  stopped: string | undefined;
  isConnected = false;
  /** How often it had to seal again what the relay would not take. */
  resealed = 0;
  readonly #world: SimWorld;
  #intents: RecordChange[] = [];
  #outbox: Draft[] = [];
  #open;
  #n = 0;
  #created = 0;
  #session = 0;
  #sent = 0;
  #sealsAgain = false;

  constructor(world: SimWorld, number: number, clockErrorMs = 0) {
    this.#world = world;
    this.number = number;
    this.keys = world.crypto.keysOf(number);
    this.member = `m1.0.${number.toString(36)}`;
    this.clockErrorMs = clockErrorMs;
    this.receiver = emptyReceiver(world.workspace);
    this.#open = openWith((epoch) => this.epochKeys.get(epoch));
  }

  get membership(): Membership | undefined {
    return this.receiver.ledger.membership;
  }

  get isMember(): boolean {
    return this.membership?.devices.get(this.number)?.state === 'active';
  }

  get mayWrite(): boolean {
    const role = this.membership?.devices.get(this.number)?.role;
    return this.isMember && (role === 'owner' || role === 'editor');
  }

  get isOwner(): boolean {
    return this.isMember && this.membership?.devices.get(this.number)?.role === 'owner';
  }

  /** Nothing of this device is on its way. */
  get isDone(): boolean {
    return this.#intents.length + this.#outbox.length + this.chain.sealed.length === 0 && !this.#sealsAgain;
  }

  create(name: string): RecordId {
    const id = recordIdOf(shardIdOf('account', this.number, 0), this.#created++);
    this.#do({ id, base: [{ name }, this.#clock(), this.member], added: [], deleted: [] });
    return id;
  }

  /** Writes a field as somebody does who had this form before them. */
  edit(form: RecordRow, field: string, value: string): void {
    const seen = versionsSeen(form.registers[field]);
    this.#do({
      id: form.id,
      added: [[field, versionOf(this.number, ++this.#n), [value, this.#clock(), this.member]]],
      deleted: seen.map((version) => [field, version]),
    });
  }

  /** Folds what was done into the shards. */
  fold(): void {
    const byShard = Map.groupBy(this.#intents, (change) => shardOfRecord(change.id));
    this.#intents = [];
    for (const [id, changes] of byShard) {
      const bytes = this.#writable(id).write(changes);
      if (bytes !== undefined) this.#outbox.push({ shard: id, bytes, changes });
    }
  }

  /** Seals what was folded as the next entry. */
  async seal(): Promise<void> {
    if (this.#sealAs() === undefined || this.#outbox.length === 0) return;
    if (!this.mayWrite || this.#sealsAgain) return;
    const byShard = Map.groupBy(this.#outbox, (draft) => draft.shard);
    const updates = Array.from(byShard, ([shard, drafts]) => {
      return { shard, bytes: mergeShardUpdates(drafts.map(({ bytes }) => bytes)) };
    });
    const changes = this.#outbox.flatMap((draft) => draft.changes);
    this.#outbox = [];
    await this.sealUpdates(updates, changes);
  }

  /** Seals any updates; only an honest device's mean something. */
  async sealUpdates(updates: RecordsPayload['updates'], meaning?: readonly RecordChange[]): Promise<void> {
    const as = this.#sealAs();
    if (as === undefined) return;
    const last = lastOf(this.chain);
    const texts = await this.#world.crypto.pack({ updates, history: [] });
    const text = texts.at(-1);
    if (text !== undefined && meaning !== undefined) this.#world.meaning.set(toHex(text), meaning);
    await this.#add(sealRecords(as, last, texts, this.#world.nextNonce));
  }

  /** Signs an operation as the next entry. */
  async operate(operation: Operation): Promise<void> {
    const as = this.#sealAs();
    if (as === undefined || this.#sealsAgain) return;
    const entry = sealOperation(as, lastOf(this.chain), operation, this.#world.nextNonce);
    await this.#add(entry.then((each) => [each]));
  }

  /** Says hello to the relay and hears where it stands. */
  connect(relay: Relay): void {
    const agreement = agree(this.chain, relay.last(this.number));
    if (agreement.type === 'rollback' || agreement.type === 'fork') {
      this.stopped ??= agreement.type;
      return;
    }
    this.isConnected = true;
    if (agreement.type === 'fetch') return;
    this.chain = confirmed(this.chain, agreement.sequence);
    this.#sent = agreement.sequence;
  }

  disconnect(): void {
    this.isConnected = false;
  }

  /** Sends what fits the window. With `losesAnswer` the connection breaks before the last answer. */
  async send(relay: Relay, losesAnswer = false): Promise<void> {
    if (!this.isConnected || this.stopped !== undefined || this.#sealsAgain) return;
    const entries = nextToSend(this.chain, this.#sent);
    for (const [i, entry] of entries.entries()) {
      const answer = await relay.append(entry.bytes, this.#world.now);
      if (losesAnswer && i === entries.length - 1) return this.disconnect();
      this.#sent = entry.sequence;
      if (answer.type === 'stored') this.chain = confirmed(this.chain, answer.sequence);
      else return this.#refused(entry.bytes, answer.refusal);
    }
  }

  /** Reads on from where it is. Entries come as the relay shows them, however many at once. */
  async read(entries: readonly PlacedEntry[]): Promise<void> {
    for (const placed of entries) {
      if (!this.isConnected || placed.position <= this.receiver.head.position) continue;
      const own = { device: this.number, sequence: lastOf(this.chain).sequence };
      const result = await receive(this.receiver, placed, { ...this.#ports(), own });
      if (!result.ok) {
        this.alarms.push(result.error.type);
        return this.disconnect();
      }
      const { header, hash, verdict, alarm } = result.value;
      this.receiver = result.value.state;
      if (alarm !== undefined) this.alarms.push(`fork of ${alarm.device} at ${alarm.position}`);
      if (verdict.type === 'operation') await this.learn(verdict.membership);
      if (verdict.type === 'quarantined') this.quarantined.push(verdict.reason.type);
      const isInChain = verdict.type !== 'quarantined' || verdict.isAuthentic;
      if (header?.device === this.number && isInChain) this.#readBack(header.sequence, hash);
      if (verdict.type === 'payload' && header !== undefined) {
        const { payload, role, isFounder } = verdict;
        this.#arrive({ payload, device: header.device, role, founder: isFounder });
      }
    }
    if (this.#sealsAgain) await this.#sealAgain();
  }

  /** As if the program had been ended and started: a new session, documents from what was stored. */
  restart(): void {
    this.disconnect();
    this.#session++;
    this.shards = new Map([...this.shards].map(([id, shard]) => [id, new Shard(id, [shard.encode()])]));
  }

  shard(id: ShardId): Shard {
    const known = this.shards.get(id) ?? new Shard(id, []);
    this.shards.set(id, known);
    return known;
  }

  /** Every record as its shards have it, made anew. */
  rebuiltRows(): Map<RecordId, RecordRow> {
    const rows = new Map<RecordId, RecordRow>();
    for (const [id, shard] of this.shards) {
      for (const state of new Shard(id, [shard.encode()]).states()) rows.set(state.id, project(state));
    }
    return rows;
  }

  #clock(): number {
    return this.#world.now + this.clockErrorMs;
  }

  #ports() {
    return { verify: this.#world.crypto.verify, open: this.#open, hashes: this.hashes };
  }

  #do(change: RecordChange): void {
    this.#intents.push(change);
    const state = applyChange(this.rows.get(change.id), change);
    if (state !== undefined) this.rows.set(change.id, project(state));
  }

  #writable(id: ShardId): Shard {
    const shard = this.shard(id);
    if (!shard.isWritable) shard.beginWriting(this.number * 2 ** 32 + this.#session);
    return shard;
  }

  #sealAs(): SealAs | undefined {
    const epoch = this.membership?.epoch ?? 0;
    const epochKey = this.epochKeys.get(epoch);
    if (epochKey === undefined || !this.isMember) return undefined;
    const { signer } = this.keys;
    const { workspace } = this.#world;
    return { workspace, device: this.number, signer, epoch, epochKey, seen: this.receiver.head };
  }

  async #add(entries: Promise<OwnChain['sealed']>): Promise<void> {
    this.chain = { ...this.chain, sealed: [...this.chain.sealed, ...(await entries)] };
  }

  #refused(bytes: Uint8Array, refusal: Parameters<typeof answerTo>[0]): void {
    const answer = answerTo(refusal, bytes[1] === 1);
    if (answer.type === 'stop') this.stopped ??= answer.trouble.type;
    else if (answer.type === 'reconnect' || answer.type === 'wait') this.disconnect();
    else this.#sealsAgain = true;
  }

  /** Seals what the relay will not take under the key that is current, as soon as that is known. Operations fall away. */
  async #sealAgain(): Promise<void> {
    const as = this.#sealAs();
    if (as === undefined || !this.isConnected || this.stopped !== undefined) return;
    const sealed = await sealAgain(
      as,
      this.chain.stored,
      this.chain.sealed,
      (epoch) => this.epochKeys.get(epoch),
      this.#world.nextNonce,
    );
    if (sealed === undefined) throw new Error('an own entry does not open');
    this.chain = { ...this.chain, sealed };
    this.#sent = this.chain.stored.sequence;
    this.#sealsAgain = false;
    this.resealed++;
  }

  #readBack(sequence: number, hash: Uint8Array): void {
    const back = returned(this.chain, { sequence, hash });
    if (back.type === 'fork') this.stopped ??= 'cloned';
    else this.chain = back.chain;
  }

  /** Opens the keys that are meant for this device. A newcomer does so before it reads what was written before it came. */
  async learn(membership: Membership): Promise<void> {
    for (let { epoch } = membership; epoch >= 1; epoch--) {
      if (this.epochKeys.has(epoch)) continue;
      const wrapped = membership.epochs.get(epoch)?.wrapped[String(this.number)];
      const next = this.epochKeys.get(epoch + 1);
      const sealed = membership.epochs.get(epoch + 1)?.sealedPrevious;
      const key =
        (wrapped && (await this.#world.crypto.unwrap(wrapped, this.keys, this.#world.workspace))) ??
        (next && sealed && openPrevious(next, epoch + 1, sealed, this.#world.workspace));
      if (key instanceof Uint8Array) this.epochKeys.set(epoch, key);
    }
  }

  #arrive(entry: Waiting): void {
    this.waiting.push(entry);
    // Each entry that is applied may be what another one waited for.
    for (let isChanged = true; isChanged;) {
      const before = this.waiting;
      this.waiting = before.filter((each) => !this.#apply(each));
      isChanged = this.waiting.length > 0 && this.waiting.length < before.length;
    }
  }

  /** False where the entry has to wait. */
  #apply({ payload, ...signer }: Waiting): boolean {
    for (const { shard, bytes } of payload.updates) {
      const verdict = checkUpdate(this.shard(shard), bytes, signer);
      if (verdict.type === 'waits') return false;
      if (verdict.type === 'refused') {
        this.quarantined.push(verdict.rule);
        return true;
      }
    }
    for (const { shard: id, bytes } of payload.updates) {
      const shard = this.shard(id);
      for (const record of shard.merge(bytes)) this.#projectRow(record, shard);
    }
    return true;
  }

  /** A row is its folded state with what waits to be folded on top. */
  #projectRow(id: RecordId, shard: Shard): void {
    const pending = this.#intents.filter((change) => change.id === id);
    const state = pending.reduce(applyChange, shard.stateOf(id));
    if (state !== undefined) this.rows.set(id, project(state));
  }
}
