import type { CursorRow, SyncRow } from '../database/schema.ts';
import type { Result } from '../domain/result.ts';
import { toHex } from '../protocol/bytes.ts';
import type { PlacedEntry, ToDevice, ToRelay } from '../protocol/frames.ts';
import type { DeviceKeys, Verify } from '../protocol/keys.ts';
import { clockToleranceMs } from '../protocol/limits.ts';
import type { Membership } from '../protocol/membership.ts';
import type { Purpose } from '../protocol/seal.ts';
import type { Clock } from './clock.ts';
import { openConnection, type Connection, type ConnectionEnd, type Welcome } from './connection.ts';
import { Cursors } from './cursors.ts';
import { Incoming } from './incoming.ts';
import type { KeptApart } from './keptApart.ts';
import { LiveChannel, type LiveMessage } from './liveChannel.ts';
import type { LogStore, StoredLog } from './logStore.ts';
import { followOperations } from './operationChain.ts';
import {
  Outgoing,
  type OperationBuilder,
  type Standing,
  type StoredChanges,
  type SubmitError,
} from './outgoing.ts';
import { openWith } from './sealing.ts';
import { agree } from './sender.ts';
import type { OpenSocket } from './socket.ts';
import type { SyncTrouble } from './trouble.ts';

/** The keys of a device and of the epochs that it may read: a `KeyRing`. */
export interface SessionKeys {
  readonly device: DeviceKeys;
  readonly epochKey: (epoch: number) => Uint8Array | undefined;
  readonly subkey: (epoch: number, workspace: Uint8Array, purpose: Purpose) => Uint8Array | undefined;
  readonly learn: (membership: Membership, device: number) => Promise<void>;
}

export interface SessionPorts {
  readonly store: LogStore;
  readonly keys: SessionKeys;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly verify: Verify;
  /** What the database or the code threw: the engine stops by it. */
  readonly onFailure: (thrown: unknown) => void;
}

export type SessionState = 'connecting' | 'catching-up' | 'online' | 'offline' | 'stopped';

/** What can be told of a session at one moment. */
export interface SessionStatus {
  readonly state: SessionState;
  readonly trouble?: SyncTrouble;
  /** Entries of the log that are read, of those that there are, while catching up. */
  readonly progress?: { readonly done: number; readonly total: number };
  readonly device: number;
  readonly membership?: Membership;
  /** The place of our last entry that was read back; 0 before the first. */
  readonly storedPosition: number;
  /** When the relay last confirmed one, in ms. */
  readonly storedAt?: number;
  /** What this session had confirmed, the last few: where each entry stands, and steps of a person in it. */
  readonly storedChanges: readonly StoredChanges[];
  /** Entries in the log, as far as this device has read it. */
  readonly position: number;
  readonly cursors: ReadonlyMap<number, CursorRow>;
  readonly keptApart: KeptApart;
  readonly relay?: { readonly usedBytes: number; readonly quotaBytes: number };
  /** How far this device's clock is ahead of the relay's, in ms. */
  readonly clockAheadMs?: number;
}

const firstDelayMs = 500;
/** A relay that comes back is found within this time. */
const maxDelayMs = 8_000;
/** What a person or an owner has to change first is asked for seldom. */
const seldomMs = 60_000;
/** What is received faster than it can be stored stays on the relay: above the first it is asked to pause, below the second to go on. */
const pauseAboveBytes = 4 << 20;
const resumeBelowBytes = 1 << 20;
/** A relay that does not pause: the connection is cut, and read on later. */
const maxQueuedBytes = 64 << 20;

/** Keeps one book and its log on the relay alike, while it runs. */
export class SyncSession {
  readonly #ports: SessionPorts;
  readonly #standing: Standing;
  readonly #incoming: Incoming;
  readonly #outgoing: Outgoing;
  readonly #cursors: Cursors;
  readonly #live: LiveChannel;
  readonly #listeners = new Set<() => void>();
  readonly #membershipListeners = new Set<(membership: Membership) => void>();
  readonly #controlListeners = new Set<(message: ToDevice) => void>();
  #rowState: SyncRow['state'];
  #fork: SyncRow['fork'];
  #genesis: string | undefined;
  #connection: Connection | undefined;
  #state: SessionState = 'offline';
  #trouble: SyncTrouble | undefined;
  #attempts = 0;
  #cancelRetry: () => void = () => undefined;
  #caughtUpAt: number | undefined;
  /** Operations that are to prove what the relay says: that this device is out. */
  #removal: PlacedEntry[] | undefined;
  #relay: { usedBytes: number; quotaBytes: number; position: number } | undefined;
  #clockAheadMs = 0;
  #isPaused = false;
  #storedPosition: number;
  #keptApart: KeptApart = { waiting: 0, quarantined: 0, groups: [] };

  private constructor(ports: SessionPorts, log: StoredLog) {
    const { store, keys, clock, verify, onFailure } = ports;
    const { device, receiver, chain, hashes } = log;
    this.#ports = ports;
    this.#rowState = log.row.state;
    this.#fork = log.row.fork;
    this.#storedPosition = log.row.stored?.position ?? 0;
    this.#genesis = genesisOf(log);
    const standing: Standing = { device, receiver, chain, fetchUntil: 0 };
    this.#standing = standing;
    const { signer } = keys.device;
    this.#outgoing = new Outgoing({
      ...{ standing, store, clock, signer, onFailure },
      ...(log.row.stored === undefined ? {} : { storedAt: log.row.stored.at }),
      epochKey: (epoch) => keys.epochKey(epoch),
      onTrouble: (trouble) => this.#sendingTrouble(trouble),
      onChange: () => this.#tell(),
      reconnect: () => this.#reconnect(),
    });
    this.#incoming = new Incoming({
      ...{ standing, store, clock, hashes, verify, onFailure },
      open: openWith((epoch) => keys.epochKey(epoch)),
      learn: (membership) => keys.learn(membership, device),
      stateAfter: (membership) => this.#stateAfter(membership),
      onStored: (received, isApplied) => {
        for (const { header, placed } of received) {
          if (header?.device !== device) continue;
          this.#storedPosition = placed.position;
          this.#outgoing.readBack(header.sequence, placed.position);
        }
        const isOperated = received.some(({ verdict }) => verdict.type === 'operation');
        if (isOperated) this.#membershipChanged();
        this.#advanced(isApplied || isOperated);
        this.#pauseOrGoOn();
      },
      onAlarm: (alarm) => this.#alarm(alarm),
      onTrouble: (trouble) => this.#fail(trouble),
    });
    this.#cursors = new Cursors({
      ...{ standing, store, clock, signer, verify, hashes, onFailure },
      rows: log.cursors,
      onAlarm: (alarm) => this.#alarm(alarm),
      onChange: () => this.#tell(),
    });
    this.#live = new LiveChannel({ standing, keys, verify });
  }

  /** Undefined while the book is not shared. Does nothing before `start`. */
  static async open(ports: SessionPorts): Promise<SyncSession | undefined> {
    const log = await ports.store.load(openWith((epoch) => ports.keys.epochKey(epoch)));
    return log && new SyncSession(ports, log);
  }

  get state(): SessionState {
    return this.#state;
  }

  get membership(): Membership | undefined {
    return this.#standing.receiver.ledger.membership;
  }

  get status(): SessionStatus {
    const { receiver, device } = this.#standing;
    const { membership } = receiver.ledger;
    const total = this.#relay?.position ?? 0;
    const { position } = receiver.head;
    const trouble = this.#trouble ?? (this.#fork && { type: 'fork', ...this.#fork });
    return {
      state: this.#state,
      ...(trouble === undefined ? {} : { trouble }),
      ...(this.#state === 'catching-up' ? { progress: { done: Math.min(position, total), total } } : {}),
      device,
      ...(membership === undefined ? {} : { membership }),
      storedPosition: this.#storedPosition,
      ...(this.#outgoing.storedAt === undefined ? {} : { storedAt: this.#outgoing.storedAt }),
      storedChanges: this.#outgoing.storedChanges,
      position,
      cursors: this.#cursors.rows,
      keptApart: this.#keptApart,
      ...(this.#relay === undefined ? {} : { relay: this.#relay }),
      ...(this.#relay === undefined ? {} : { clockAheadMs: this.#clockAheadMs }),
    };
  }

  start(): void {
    if (this.#rowState === 'removed') return this.#fail({ type: 'removed' });
    this.#countKeptApart();
    this.#connect();
  }

  /** Resolves when nothing is at work any more. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelRetry();
    this.#disconnect();
    await Promise.all([this.#outgoing.close(), this.#incoming.clear()]);
  }

  /** Something was written to the outbox. */
  wake(): void {
    this.#outgoing.wake();
  }

  /** The person looks, or the network is back: connects at once, or asks whether the relay is still there. */
  nudge(): void {
    if (this.#state === 'stopped') return;
    if (this.#connection === undefined) this.#connect();
    else this.#connection.check();
  }

  /** A person asks for it: troubles that they have seen do not keep this device from trying again. */
  syncNow(): void {
    if (this.#rowState === 'removed') return;
    this.#trouble = undefined;
    if (this.#fork !== undefined) {
      this.#fork = undefined;
      this.#guard(this.#ports.store.setFork(undefined));
    }
    if (this.#state === 'stopped') this.#state = 'offline';
    this.nudge();
  }

  /** Judges again what was kept apart. */
  async retryQuarantine(): Promise<void> {
    await this.#ports.store.retry(
      openWith((epoch) => this.#ports.keys.epochKey(epoch)),
      true,
    );
    this.#countKeptApart();
  }

  /** Signs an operation on the members as this device's next entry. */
  submit<E>(build: OperationBuilder<E>): Promise<Result<{ position: number }, E | SubmitError>> {
    if (this.#state === 'stopped' || this.#state === 'offline') {
      return Promise.resolve({ ok: false, error: { type: 'offline' } });
    }
    return this.#outgoing.submit(build);
  }

  sendControl(message: ToRelay): void {
    this.#connection?.sendControl(message);
  }

  /** Tells the other devices something that the relay does not store. Lost where nobody is connected. */
  live(kind: number, text: Uint8Array): void {
    const connection = this.#connection;
    if (connection === undefined || this.#state === 'connecting') return;
    this.#guard(
      this.#live.seal(kind, text).then((frame) => {
        if (frame !== undefined) connection.sendFrame(frame);
      }),
    );
  }

  onLive(listener: (message: LiveMessage) => void): () => void {
    return this.#live.listen(listener);
  }

  onControl(listener: (message: ToDevice) => void): () => void {
    this.#controlListeners.add(listener);
    return () => this.#controlListeners.delete(listener);
  }

  onMembership(listener: (membership: Membership) => void): () => void {
    this.#membershipListeners.add(listener);
    return () => this.#membershipListeners.delete(listener);
  }

  /** Calls back after every change of `status`. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #connect(): void {
    this.#cancelRetry();
    if (this.#connection !== undefined || this.#state === 'stopped') return;
    this.#become('connecting');
    const { workspace } = this.#standing.receiver;
    const { device } = this.#standing;
    const genesis = this.#rowState === 'sharing' ? this.#genesis : undefined;
    const subject = { workspace: toHex(workspace), device, ...(genesis === undefined ? {} : { genesis }) };
    const { signer } = this.#ports.keys.device;
    const connection = openConnection(
      this.#ports,
      { subject, sign: (message) => signer.sign(message) },
      {
        onWelcome: (welcome) => this.#guard(this.#welcomed(connection, welcome)),
        onControl: (message) => this.#hear(message),
        onEntries: (entries) => {
          if (this.#removal !== undefined) {
            this.#removal.push(...entries);
            return;
          }
          this.#incoming.add(entries);
          const last = entries.at(-1)?.position ?? 0;
          if (this.#relay !== undefined) this.#relay.position = Math.max(this.#relay.position, last);
          this.#pauseOrGoOn();
          if (this.#incoming.queuedBytes > maxQueuedBytes) this.#reconnect();
        },
        onCursors: (cursors) => this.#guard(this.#cursors.receive(cursors)),
        onLive: (frame) => this.#guard(this.#live.receive(frame)),
        onEnd: (end) => {
          if (this.#connection === connection) this.#ended(end);
        },
      },
    );
    this.#connection = connection;
  }

  async #welcomed(connection: Connection, welcome: Welcome): Promise<void> {
    const { clock } = this.#ports;
    const { position, usedBytes, quotaBytes, now, isRemoved, last } = welcome;
    this.#clockAheadMs = clock.now() - now;
    this.#relay = { usedBytes, quotaBytes, position };
    // What a connection before this one has brought is stored first, so that nothing is read twice.
    await this.#incoming.clear();
    if (this.#connection !== connection) return;
    const { head } = this.#standing.receiver;
    if (isRemoved) {
      this.#removal = [];
      connection.sendControl({ t: 'operations', after: 0 });
      return;
    }
    if (position < head.position) {
      return this.#fail({ type: 'rollback', position, known: head.position });
    }
    const agreement = agree(this.#standing.chain, last);
    if (agreement.type === 'fork') return this.#fail({ type: 'cloned' });
    if (agreement.type === 'rollback') {
      const known = this.#standing.chain.stored.sequence;
      return this.#fail({ type: 'rollback', position: agreement.last, known });
    }
    this.#attempts = 0;
    this.#caughtUpAt = undefined;
    this.#become('catching-up');
    connection.setPatient(true);
    const send = (frame: Uint8Array): void => connection.sendFrame(frame);
    const relayLast = agreement.type === 'send' ? agreement.sequence : agreement.until;
    this.#standing.fetchUntil = agreement.type === 'send' ? 0 : agreement.until;
    this.#outgoing.begin(send, relayLast);
    if (agreement.type === 'send') this.#outgoing.confirm(relayLast);
    this.#cursors.begin(send);
    this.#isPaused = false;
    connection.sendControl({ t: 'read', after: head.position });
  }

  #pauseOrGoOn(): void {
    const { queuedBytes, lastPosition } = this.#incoming;
    if (!this.#isPaused && queuedBytes > pauseAboveBytes) {
      this.#isPaused = true;
      this.#connection?.sendControl({ t: 'pause' });
    } else if (this.#isPaused && queuedBytes < resumeBelowBytes) {
      this.#isPaused = false;
      this.#connection?.sendControl({ t: 'read', after: lastPosition });
    }
  }

  #hear(message: ToDevice): void {
    switch (message.t) {
      case 'stored':
        this.#outgoing.confirm(message.sequence, message.position);
        break;
      case 'refused':
        this.#outgoing.refused(message.sequence, message.refusal);
        break;
      case 'caught-up':
        if (this.#removal !== undefined) {
          this.#guard(this.#proveRemoval(this.#removal));
          break;
        }
        this.#caughtUpAt = message.position;
        this.#advanced(false);
        break;
      default:
        break;
    }
    for (const listener of this.#controlListeners) listener(message);
    this.#tell();
  }

  /** That an owner has taken this device out is believed for the owner's signature, and not for the relay's word. */
  async #proveRemoval(operations: readonly PlacedEntry[]): Promise<void> {
    const workspace = toHex(this.#standing.receiver.workspace);
    const chain = await followOperations(undefined, operations, workspace, this.#ports.verify);
    const me = chain.ok ? chain.value?.membership.devices.get(this.#standing.device) : undefined;
    const isOut = me !== undefined && me.state !== 'active';
    this.#fail(isOut ? { type: 'removed' } : { type: 'refused', reason: 'removed without an operation' });
  }

  /** The log was read further, or is known to end here. `mayGoOn`: what waited may have what it waited for. */
  #advanced(mayGoOn: boolean): void {
    const { position } = this.#standing.receiver.head;
    if (this.#state === 'catching-up' && this.#caughtUpAt !== undefined && position >= this.#caughtUpAt) {
      this.#become('online');
      this.#connection?.setPatient(false);
      if (this.#rowState === 'joining') {
        this.#rowState = 'joined';
        this.#guard(this.#ports.store.setState('joined'));
      }
      this.#outgoing.caughtUp();
    }
    this.#outgoing.wake();
    this.#cursors.advanced(this.#state === 'online');
    if (mayGoOn && this.#keptApart.waiting > 0) this.#guard(this.#retryWaiting());
    else this.#countKeptApart();
    this.#tell();
  }

  async #retryWaiting(): Promise<void> {
    await this.#ports.store.retry(
      openWith((epoch) => this.#ports.keys.epochKey(epoch)),
      false,
    );
    this.#countKeptApart();
  }

  #membershipChanged(): void {
    const { membership } = this;
    if (membership === undefined) return;
    this.#rowState = this.#stateAfter(membership);
    if (this.#trouble?.type === 'read-only') this.#trouble = undefined;
    this.#outgoing.membershipChanged();
    for (const listener of this.#membershipListeners) listener(membership);
    if (this.#rowState === 'removed') this.#fail({ type: 'removed' });
  }

  #stateAfter(membership: Membership | undefined): SyncRow['state'] {
    const me = membership?.devices.get(this.#standing.device);
    if (me !== undefined && me.state !== 'active') return 'removed';
    return this.#rowState === 'sharing' && me !== undefined ? 'joined' : this.#rowState;
  }

  #ended(end: ConnectionEnd): void {
    this.#disconnect();
    if (this.#state === 'stopped') return;
    const delay = this.#delayAfter(end);
    if (delay === undefined) return;
    this.#become('offline');
    this.#cancelRetry = this.#ports.clock.after(delay, () => this.#connect());
  }

  /** How long to wait before the next try; undefined where it makes no sense. */
  #delayAfter(end: ConnectionEnd): number | undefined {
    const backoff = Math.min(maxDelayMs, firstDelayMs * 2 ** this.#attempts++);
    const delay = backoff * (0.5 + this.#ports.random() / 2);
    if (end.type !== 'error') return delay;
    switch (end.error.type) {
      case 'version':
        this.#fail({ type: 'too-old', oldest: end.error.oldest });
        return undefined;
      case 'unknown-workspace':
      case 'authentication':
        this.#trouble = { type: end.error.type };
        return seldomMs;
      case 'closed-to-new':
        this.#trouble = { type: 'refused', reason: end.error.type };
        return seldomMs;
      case 'malformed':
        this.#trouble = { type: 'refused', reason: `malformed ${end.error.detail}` };
        return maxDelayMs;
      case 'rate':
        return Math.max(delay, end.error.retryAfterMs);
      case 'too-slow':
      case 'full':
      case 'shutting-down':
        return delay;
    }
  }

  #reconnect(): void {
    this.#connection?.close();
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#removal = undefined;
    connection?.close();
    void this.#incoming.clear();
    this.#outgoing.end();
    this.#cursors.end();
  }

  /** Stops for good, until a person asks for another try. */
  #fail(trouble: SyncTrouble): void {
    this.#trouble = trouble;
    this.#cancelRetry();
    this.#disconnect();
    if (trouble.type === 'removed' && this.#rowState !== 'removed') {
      this.#rowState = 'removed';
      this.#guard(this.#ports.store.setState('removed'));
    }
    this.#become('stopped');
  }

  #sendingTrouble(trouble: SyncTrouble | undefined): void {
    if (trouble?.type === 'cloned' || trouble?.type === 'removed') return this.#fail(trouble);
    if (trouble === undefined && this.#trouble?.type !== 'quota') return;
    this.#trouble = trouble;
    this.#tell();
  }

  #alarm({ device, position }: { readonly device: number; readonly position: number }): void {
    if (this.#fork !== undefined) return;
    this.#fork = { device, position };
    this.#guard(this.#ports.store.setFork(this.#fork));
    this.#tell();
  }

  #countKeptApart(): void {
    this.#guard(
      this.#ports.store.keptApart().then((keptApart) => {
        this.#keptApart = keptApart;
        this.#tell();
      }),
    );
  }

  #become(state: SessionState): void {
    this.#state = state;
    if (state === 'catching-up' && this.#trouble?.type !== 'quota') this.#trouble = undefined;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #guard(work: Promise<unknown>): void {
    work.catch((thrown: unknown) => this.#ports.onFailure(thrown));
  }
}

/** True where the clocks of a device and the relay differ by more than they may. */
export function isClockWrong(aheadMs: number): boolean {
  return Math.abs(aheadMs) > clockToleranceMs;
}

/** The entry that made the workspace, while the relay may not have it yet. */
function genesisOf({ row, chain }: StoredLog): string | undefined {
  const first = chain.sealed[0];
  return row.state === 'sharing' && first?.sequence === 1 ? toHex(first.bytes) : undefined;
}
