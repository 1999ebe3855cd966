import { concatBytes, equalBytes, fromHex } from '../../src/protocol/bytes.ts';
import { entryKind, type Entry } from '../../src/protocol/entry.ts';
import { entriesFrame, frameType, type ToDevice } from '../../src/protocol/frames.ts';
import type { JoinRequest } from '../../src/protocol/invitation.ts';
import type { DeviceState, Membership } from '../../src/protocol/membership.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import {
  cursorSigned,
  encodeCursor,
  encodeLive,
  liveKind,
  liveSigned,
  type CursorStatement,
  type LiveFrame,
} from '../../src/protocol/statements.ts';
import type { Metrics } from '../metrics.ts';
import type { NewEntry, RelayStore, StoredWorkspace } from '../store/relayStore.ts';
import type { CommitListener, Committer } from './committer.ts';
import { Joins } from './joins.ts';
import { stateOf, type LogState } from './logState.ts';
import { deviceOf, type Peer } from './peer.ts';
import { readFrameBytes } from './reading.ts';
import type { RelayOptions } from './relayOptions.ts';
import { isSigned } from './signatures.ts';
import { TokenBucket } from './tokenBucket.ts';

/** A workspace stays in memory for so long after the last has left. */
const idleMs = 30_000;

/** What a device hears about an entry of its own. */
export type Answer = Extract<ToDevice, { t: 'stored' | 'refused' }>;

export interface Allowance {
  readonly entries: TokenBucket;
  readonly bytes: TokenBucket;
  readonly live: TokenBucket;
}

/** Cursors of all devices go out together, so often at most. */
const cursorDelayMs = 250;

/** One log with those who are connected to it. */
export class Workspace implements CommitListener {
  readonly name: Hex;
  readonly log: LogState;
  readonly joins: Joins;
  readonly peers = new Set<Peer>();
  readonly #bytes: Uint8Array;
  readonly #store: RelayStore;
  readonly #committer: Committer;
  readonly #metrics: Metrics;
  /** Where the last stored entry of each device stands. */
  readonly #headPositions: Map<number, number>;
  readonly #cursors: Map<number, Uint8Array>;
  readonly #freshCursors = new Set<number>();
  readonly #arrivals = new Map<NewEntry, number>();
  readonly #allowances = new Map<number, Allowance>();
  #cursorTimer: NodeJS.Timeout | undefined;
  #usedAt = performance.now();

  constructor(
    name: Hex,
    stored: StoredWorkspace,
    ports: { store: RelayStore; committer: Committer; metrics: Metrics },
  ) {
    this.name = name;
    this.#bytes = fromHex(name, 16) ?? new Uint8Array(16);
    this.log = stateOf(name, stored);
    this.joins = new Joins(this.#bytes, () => this.membership, stored.joins);
    this.#store = ports.store;
    this.#committer = ports.committer;
    this.#metrics = ports.metrics;
    this.#headPositions = new Map(stored.heads.map(({ device, position }) => [device, position]));
    this.#cursors = new Map(stored.cursors.map(({ device, bytes }) => [device, bytes]));
  }

  get membership(): Membership {
    const { membership } = this.log;
    if (membership === undefined) throw new Error('A workspace without a genesis');
    return membership;
  }

  /** What the store says of a device; undefined where nobody has that number, or it is no member any more. */
  activeDevice(device: number | undefined): DeviceState | undefined {
    const found = device === undefined ? undefined : this.membership.devices.get(device);
    return found?.state === 'active' ? found : undefined;
  }

  /** A device keeps its newest connections: an older one may be dead without knowing it. */
  sit(peer: Peer, connectionsPerDevice: number): void {
    this.peers.add(peer);
    const device = deviceOf(peer);
    const same = [...this.peers].filter((other) => device !== undefined && deviceOf(other) === device);
    for (const old of same.slice(0, -connectionsPerDevice)) {
      this.peers.delete(old);
      old.close({ type: 'full' });
    }
  }

  /** Nobody is here, nothing is on its way, and it has been so for a while. `now` in ms, of a clock that never goes back. */
  isIdle(now: number): boolean {
    if (this.peers.size > 0 || !this.log.isSettled || this.#cursorTimer !== undefined) this.touch(now);
    return now - this.#usedAt > idleMs;
  }

  touch(now: number): void {
    this.#usedAt = now;
  }

  /** What a newcomer, an owner or a member hears before anything else. */
  greet(peer: Peer): void {
    if (peer.seat.type === 'invite') {
      const state = this.joins.stateOf(peer.seat.invite, Date.now());
      if (state !== undefined) peer.say(state);
      return;
    }
    if (peer.seat.type !== 'device' || this.activeDevice(peer.seat.device) === undefined) return;
    const cursors = this.cursorsFrame();
    if (cursors !== undefined) peer.forward(cursors);
    if (this.isOwner(peer)) peer.say({ t: 'joins', joins: this.joins.open(Date.now()) });
  }

  /** Everybody with a seat, but for the holder of an invitation that is over. */
  mayReadOperations({ seat }: Peer): boolean {
    return seat.type !== 'invite' || this.joins.stateOf(seat.invite, Date.now())?.state !== 'invalid';
  }

  /** What a device may send now, over all of its connections. */
  allowanceOf(device: number, options: RelayOptions): Allowance {
    const found = this.#allowances.get(device);
    if (found !== undefined) return found;
    const now = performance.now();
    const allowance = {
      entries: new TokenBucket(options.entriesPerSecond, options.entriesBurst, now),
      bytes: new TokenBucket(options.bytesPerSecond, options.bytesBurst, now),
      live: new TokenBucket(options.livePerSecond, 2 * options.livePerSecond, now),
    };
    this.#allowances.set(device, allowance);
    return allowance;
  }

  isOwner(peer: Peer): boolean {
    return peer.seat.type === 'device' && this.activeDevice(peer.seat.device)?.role === 'owner';
  }

  /** A device brings its next entry. Undefined while it is on its way to the disk: the peers of the device hear of it. */
  append(entry: Entry, bytes: Uint8Array, quotaBytes: number): Answer | Promise<Answer> | undefined {
    const judged = this.log.judge(entry, bytes, Date.now(), quotaBytes);
    switch (judged.type) {
      case 'accepted':
        this.#arrivals.set(judged.entry, performance.now());
        this.#committer.append(judged.entry, this);
        return undefined;
      case 'pending':
        return undefined;
      case 'refused':
        return { t: 'refused', sequence: entry.header.sequence, refusal: judged.refusal };
      case 'old':
        return this.#compareWithStored(entry, judged.hash);
    }
  }

  /** Up to where everything of a device is on disk. */
  storedOf(device: number): Answer {
    const sequence = this.log.head(device)?.sequence ?? 0;
    return { t: 'stored', sequence, position: this.#headPositions.get(device) ?? 0 };
  }

  /** Acknowledges first, then hands the entries to everybody who has caught up. */
  stored(entries: readonly NewEntry[]): void {
    const memberships = this.log.settle(entries);
    const now = performance.now();
    for (const entry of entries) {
      this.#headPositions.set(entry.device, entry.position);
      this.#metrics.count('entries_stored_total');
      this.#metrics.count('bytes_stored_total', '', entry.bytes.length);
      this.#metrics.observe('acknowledge_seconds', (now - (this.#arrivals.get(entry) ?? now)) / 1_000);
      this.#arrivals.delete(entry);
    }
    const devices = new Set(entries.map(({ device }) => device));
    for (const peer of this.peers) {
      const device = deviceOf(peer);
      if (device !== undefined && devices.has(device)) peer.say(this.storedOf(device));
    }
    for (const { run, members } of runsOf(entries, memberships)) this.#deliver(run, members);
  }

  failed(entries: readonly NewEntry[]): void {
    this.log.rollBack();
    for (const entry of entries) {
      this.#arrivals.delete(entry);
      for (const peer of this.peers) {
        if (deviceOf(peer) !== entry.device) continue;
        peer.say({ t: 'refused', sequence: entry.sequence, refusal: { type: 'storage' } });
      }
    }
  }

  /** Nothing of anybody else's, or of nobody's hand, is kept. */
  takeCursor(peer: Peer, cursor: CursorStatement): boolean {
    const device = this.activeDevice(deviceOf(peer));
    if (device === undefined || cursor.device !== device.device) return false;
    const key = fromHex(device.sign, 32);
    if (key === undefined || !isSigned(key, cursorSigned(this.#bytes, cursor), cursor.signature))
      return false;
    const bytes = encodeCursor(cursor);
    this.#cursors.set(cursor.device, bytes);
    this.#committer.note({ type: 'cursor', workspace: this.name, device: cursor.device, bytes });
    this.#metrics.count('cursors_total');
    this.#freshCursors.add(cursor.device);
    this.#cursorTimer ??= setTimeout(() => this.#sendCursors(), cursorDelayMs);
    return true;
  }

  /** The last cursors of all members; undefined where there are none. */
  cursorsFrame(devices: Iterable<number> = this.#cursors.keys()): Uint8Array | undefined {
    const cursors = [...devices].flatMap((device) => {
      const cursor = this.activeDevice(device) && this.#cursors.get(device);
      return cursor === undefined ? [] : [cursor];
    });
    return cursors.length === 0 ? undefined : concatBytes(Uint8Array.of(frameType.cursors), ...cursors);
  }

  /** True if it went to the others: it is signed, and a viewer sends no text. */
  forwardLive(peer: Peer, live: LiveFrame): boolean {
    const device = peer.seat.type === 'device' ? this.activeDevice(peer.seat.device) : undefined;
    if (device === undefined || live.device !== device.device) return false;
    if (live.kind !== liveKind.presence && live.kind !== liveKind.text) return false;
    if (live.kind === liveKind.text && device.role === 'viewer') return false;
    const key = fromHex(device.sign, 32);
    if (key === undefined || !isSigned(key, liveSigned(this.#bytes, live), live.signature)) return false;
    const frame = concatBytes(Uint8Array.of(frameType.live), encodeLive(live));
    for (const other of this.peers) {
      if (other !== peer && other.seat.type === 'device' && this.activeDevice(other.seat.device)) {
        other.forward(frame);
      }
    }
    return true;
  }

  async ask(peer: Peer, request: JoinRequest): Promise<void> {
    if (peer.seat.type !== 'invite' || peer.seat.invite !== request.invite) return;
    const isAsked = await this.joins.ask(request, Date.now());
    const join = this.joins.pending(request.invite);
    if (isAsked && join !== undefined) {
      this.#committer.note({ type: 'join', workspace: this.name, join });
      this.#tellOwners();
    }
    const state = this.joins.stateOf(request.invite, Date.now());
    // A used link is over for everybody but the one who used it.
    const isTheirs = join?.request.sign === request.sign;
    peer.say(state !== undefined && isTheirs ? state : { t: 'join-state', state: 'invalid' });
  }

  reveal(peer: Peer, secret: Hex): void {
    if (peer.seat.type !== 'invite') return;
    const join = this.joins.reveal(peer.seat.invite, secret);
    if (join === undefined) return;
    this.#committer.note({ type: 'join', workspace: this.name, join });
    this.#tellOwners();
  }

  challengeJoin(peer: Peer, answer: { invite: Hex; challenge: Hex; signature: Hex }): void {
    if (peer.seat.type !== 'device' || !this.isOwner(peer)) return;
    const join = this.joins.challenge(peer.seat.device, answer);
    if (join === undefined) return peer.say({ t: 'joins', joins: this.joins.open(Date.now()) });
    this.#committer.note({ type: 'join', workspace: this.name, join });
    this.#tellOwners();
    this.#tellNewcomers(answer.invite);
  }

  refuseJoin(peer: Peer, invite: Hex): void {
    if (!this.isOwner(peer) || !this.joins.refuse(invite)) return;
    this.#committer.note({ type: 'drop-join', workspace: this.name, invite });
    for (const other of this.peers) {
      if (other.seat.type === 'invite' && other.seat.invite === invite) {
        other.say({ t: 'join-state', state: 'refused' });
      }
    }
    this.#tellOwners();
  }

  /** Forgets what an invitation that has expired has left behind. */
  dropExpiredJoins(now: number): void {
    const expired = this.joins.expired(now);
    for (const invite of expired) this.#committer.note({ type: 'drop-join', workspace: this.name, invite });
    if (expired.length > 0) this.#tellOwners();
  }

  async #compareWithStored({ header: { device, sequence } }: Entry, hash: Uint8Array): Promise<Answer> {
    const known = await this.#store.hashOf(this.name, device, sequence);
    if (known !== undefined && equalBytes(known, hash)) return this.storedOf(device);
    return { t: 'refused', sequence, refusal: { type: 'fork' } };
  }

  #deliver(run: readonly NewEntry[], members: Membership | undefined): void {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return;
    const frame = entriesFrame(run);
    for (const peer of this.peers) peer.deliver(frame, first.position, last.position);
    if (last.kind !== entryKind.membership) return;
    const invites = new Set<Hex>();
    for (const peer of this.peers) {
      if (peer.seat.type === 'invite') invites.add(peer.seat.invite);
      else if (members?.devices.get(peer.seat.device)?.state !== 'active') peer.endReading(last.position);
    }
    for (const invite of invites) this.#tellNewcomers(invite);
    this.#tellOwners();
  }

  #sendCursors(): void {
    this.#cursorTimer = undefined;
    const frame = this.cursorsFrame(this.#freshCursors);
    this.#freshCursors.clear();
    if (frame === undefined) return;
    for (const peer of this.peers) {
      if (this.activeDevice(deviceOf(peer)) !== undefined && peer.seat.type === 'device') peer.forward(frame);
    }
  }

  #tellOwners(): void {
    const message: ToDevice = { t: 'joins', joins: this.joins.open(Date.now()) };
    for (const peer of this.peers) if (this.isOwner(peer)) peer.say(message);
  }

  #tellNewcomers(invite: Hex): void {
    const state = this.joins.stateOf(invite, Date.now());
    if (state === undefined) return;
    for (const peer of this.peers) {
      if (peer.seat.type === 'invite' && peer.seat.invite === invite) peer.say(state);
    }
  }
}

/** Entries as they go into frames. A run ends after each operation: what follows it may be for other eyes. */
function runsOf(
  entries: readonly NewEntry[],
  memberships: readonly (Membership | undefined)[],
): { run: NewEntry[]; members: Membership | undefined }[] {
  const runs: { run: NewEntry[]; members: Membership | undefined }[] = [];
  let bytes = Infinity;
  for (const [i, entry] of entries.entries()) {
    const members = memberships[i];
    const last = runs.at(-1);
    bytes += entry.bytes.length;
    if (last === undefined || bytes > readFrameBytes) {
      runs.push({ run: [entry], members });
      bytes = entry.bytes.length;
    } else {
      last.run.push(entry);
      last.members = members;
    }
    if (entry.kind === entryKind.membership) bytes = Infinity;
  }
  return runs;
}
