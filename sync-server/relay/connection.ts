import type { RawData, WebSocket } from 'ws';
import { toHex } from '../../src/protocol/bytes.ts';
import { decodeToRelay } from '../../src/protocol/controls.ts';
import { decodeEntry } from '../../src/protocol/entry.ts';
import {
  closeCode,
  encodeControl,
  frameType,
  type RelayError,
  type ToDevice,
  type ToRelay,
} from '../../src/protocol/frames.ts';
import { maxLiveBytes, oldestProtocolVersion, protocolVersion } from '../../src/protocol/limits.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import { decodeCursors, decodeLive, type CursorStatement } from '../../src/protocol/statements.ts';
import { workspaceTag, type Log, type LogLevel } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Committer } from './committer.ts';
import { knock, membershipOfGenesis, seatOf, type Door, type Ending, type Knock } from './handshake.ts';
import { Outgoing } from './outgoing.ts';
import { deviceOf, type Peer, type Seat } from './peer.ts';
import { Reading, sendOperations, type ReadingPorts } from './reading.ts';
import { TokenBucket } from './tokenBucket.ts';
import type { Workspace } from './workspace.ts';

/** The relay as one connection sees it. */
export interface Host extends Door {
  readonly committer: Committer;
  readonly metrics: Metrics;
  readonly log: Log;
  /** The workspace with its first entry on disk; undefined where the disk fails. */
  readonly make: (workspace: Hex, genesis: Uint8Array) => Promise<Workspace | undefined>;
}

/** How long a device has for its side of an ending. */
const closeTimeoutMs = 2_000;

/** Entries that wait for the disk, of all devices: beyond that nobody is listened to. */
const mostQueuedBytes = 64 << 20;

/** Cursors of one device are looked at so often at most; the last one counts. */
const cursorIntervalMs = 200;

/** A live frame or a cursor is not worth more waiting than this. */
const mostWaitingForLive = 64 << 10;

const mostRateRefusals = 1_000;

/** One device's socket, from the first word to the last. */
export class Connection implements Peer {
  readonly startedAt = performance.now();
  readonly #socket: WebSocket;
  readonly #host: Host;
  readonly #outgoing: Outgoing;
  readonly #controls: TokenBucket;
  #heardAt = performance.now();
  #knock: Knock | undefined;
  #place: { readonly seat: Seat; readonly workspace: Workspace } | undefined;
  #reading: Reading | undefined;
  /** What is being done now, and what came meanwhile: messages are taken one after another. */
  #work: Promise<void> | undefined;
  #queue: { data: Uint8Array; isBinary: boolean }[] = [];
  #isHeld = false;
  #isEnding = false;
  #rateRefusals = 0;
  #cursor: CursorStatement | undefined;
  #cursorTimer: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, host: Host) {
    this.#socket = socket;
    this.#host = host;
    const { bufferBytes, controlsPerSecond } = host.options;
    this.#outgoing = new Outgoing(socket, bufferBytes, () => this.close({ type: 'too-slow' }));
    this.#controls = new TokenBucket(controlsPerSecond, 10 * controlsPerSecond, performance.now());
    socket.on('message', (data, isBinary) => this.#take(bytesOf(data), isBinary));
    socket.on('pong', () => (this.#heardAt = performance.now()));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#leave());
  }

  get seat(): Seat {
    if (this.#place === undefined) throw new Error('A peer without a seat');
    return this.#place.seat;
  }

  say(message: ToDevice): void {
    this.#outgoing.send(encodeControl(message));
  }

  deliver(frame: Uint8Array, first: number, last: number): void {
    this.#reading?.deliver(frame, first, last);
  }

  forward(frame: Uint8Array): void {
    if (this.#outgoing.waitingBytes <= mostWaitingForLive) this.#outgoing.send(frame);
  }

  endReading(position: number): void {
    this.#reading?.endAt(position);
  }

  /** Says why, then ends; a device that does not answer is cut off. */
  close(error: RelayError, code = codeOf(error)): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#reading?.stop();
    this.#queue = [];
    this.#host.metrics.count('connections_closed_total', error.type);
    this.#note(error.type === 'shutting-down' ? 'debug' : 'warn', 'connection-ended', { reason: error.type });
    if (this.#socket.readyState === this.#socket.OPEN && error.type !== 'too-slow') {
      this.#socket.send(encodeControl({ t: 'error', error }));
    }
    this.#socket.close(code, error.type);
    setTimeout(() => this.#socket.terminate(), closeTimeoutMs).unref();
  }

  /** Looks after the connection once in a while: who says nothing, or takes nothing, is let go. */
  check(now: number): void {
    const { helloTimeoutMs, stallTimeoutMs, pingIntervalMs } = this.#host.options;
    if (this.#isEnding) return;
    const stalled = this.#outgoing.stalledSince(now);
    const silentMs = now - this.#heardAt;
    if (this.#place === undefined && now - this.startedAt > helloTimeoutMs) {
      this.close({ type: 'authentication' });
    } else if (stalled !== undefined && now - stalled > stallTimeoutMs) {
      this.close({ type: 'too-slow' });
    } else if (silentMs > 2 * pingIntervalMs) {
      this.#socket.terminate();
    } else if (silentMs > pingIntervalMs) {
      this.#socket.ping();
    }
  }

  #take(data: Uint8Array, isBinary: boolean): void {
    this.#heardAt = performance.now();
    if (this.#isEnding) return;
    if (this.#work !== undefined) {
      this.#queue.push({ data, isBinary });
      this.#socket.pause();
      return;
    }
    try {
      const work = isBinary ? this.#takeFrame(data) : this.#takeControl(data);
      if (work !== undefined) this.#work = this.#finish(work);
    } catch (error) {
      // A bug that one client brings to light is not to end the others' connections.
      this.#fail(error);
    }
  }

  /** Goes on with what came meanwhile. */
  async #finish(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fail(error);
    }
    this.#work = undefined;
    while (this.#work === undefined) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#take(next.data, next.isBinary);
    }
    if (this.#queue.length === 0 && !this.#isHeld && this.#socket.isPaused) this.#socket.resume();
  }

  #takeFrame(data: Uint8Array): Promise<void> | undefined {
    const place = this.#place;
    const body = data.subarray(1);
    if (place === undefined) return this.#malformed('frame before welcome');
    switch (data[0]) {
      case frameType.append:
        return this.#append(body, place.workspace);
      case frameType.cursors: {
        const cursors = decodeCursors(body);
        const last = cursors.ok ? cursors.value.at(-1) : undefined;
        if (last === undefined) return this.#malformed('cursor');
        this.#takeCursor(last, place.workspace);
        return undefined;
      }
      case frameType.live:
        return this.#takeLive(body, place.workspace);
      default:
        return this.#malformed('unknown frame');
    }
  }

  #append(body: Uint8Array, workspace: Workspace): Promise<void> | undefined {
    const entry = decodeEntry(body);
    if (!entry.ok) return this.#malformed(`entry: ${entry.error.detail}`);
    const { device, sequence } = entry.value.header;
    if (device !== deviceOf(this)) {
      return this.#answer({ t: 'refused', sequence, refusal: { type: 'unknown-device' } });
    }
    const waitMs = this.#waitFor(body.length, workspace, device);
    if (waitMs > 0) {
      if (++this.#rateRefusals > mostRateRefusals) this.close({ type: 'rate', retryAfterMs: waitMs });
      return this.#answer({ t: 'refused', sequence, refusal: { type: 'rate', retryAfterMs: waitMs } });
    }
    this.#rateRefusals = 0;
    // A copy of its own: the entry outlives the socket's buffer, which is much larger.
    const bytes = Uint8Array.from(body);
    const answer = workspace.append(entry.value, bytes, this.#host.options.quotaBytes);
    if (this.#host.committer.queuedBytes > mostQueuedBytes) this.#hold();
    if (answer instanceof Promise) return answer.then((said) => void this.#answer(said));
    return answer && this.#answer(answer);
  }

  #waitFor(bytes: number, workspace: Workspace, device: number): number {
    const allowance = workspace.allowanceOf(device, this.#host.options);
    const now = performance.now();
    const waitMs = allowance.bytes.take(bytes, now);
    return waitMs > 0 ? waitMs : allowance.entries.take(1, now);
  }

  #answer(message: Extract<ToDevice, { t: 'stored' | 'refused' }>): undefined {
    if (message.t === 'refused') {
      const { refusal } = message;
      const reason = refusal.type === 'operation' ? refusal.rule : refusal.type;
      this.#host.metrics.count('entries_refused_total', reason);
      this.#note(usualReasons.has(reason) ? 'debug' : 'warn', 'entry-refused', { reason });
    }
    this.say(message);
    return undefined;
  }

  #takeCursor(cursor: CursorStatement, workspace: Workspace): void {
    if (this.#cursorTimer !== undefined) {
      this.#cursor = cursor;
      return;
    }
    this.#cursor = undefined;
    if (!workspace.takeCursor(this, cursor)) this.#note('warn', 'cursor-refused');
    this.#cursorTimer = setTimeout(() => {
      this.#cursorTimer = undefined;
      if (this.#cursor !== undefined) this.#takeCursor(this.#cursor, workspace);
    }, cursorIntervalMs);
  }

  #takeLive(body: Uint8Array, workspace: Workspace): undefined {
    const live = decodeLive(body);
    if (!live.ok) return this.#malformed('live frame');
    const device = deviceOf(this);
    const isAllowed =
      device !== undefined &&
      body.length <= maxLiveBytes &&
      workspace.allowanceOf(device, this.#host.options).live.take(1, performance.now()) === 0;
    const isForwarded = isAllowed && workspace.forwardLive(this, live.value);
    this.#host.metrics.count('live_frames_total', isForwarded ? 'forwarded' : 'dropped');
    return undefined;
  }

  #takeControl(data: Uint8Array): Promise<void> | undefined {
    const waitMs = this.#controls.take(1, performance.now());
    if (waitMs > 0) return void this.close({ type: 'rate', retryAfterMs: waitMs });
    const decoded = decodeToRelay(new TextDecoder().decode(data));
    if (!decoded.ok) return this.#malformed(decoded.error.detail);
    const message = decoded.value;
    const place = this.#place;
    if (message.t === 'hello') return this.#hello(message);
    if (message.t === 'auth') return this.#authenticate(message.signature);
    if (place === undefined) return this.#malformed('message before welcome');
    return this.#takeMessage(message, place.seat, place.workspace);
  }

  async #hello({ v, as }: Extract<ToRelay, { t: 'hello' }>): Promise<void> {
    const oldest = Math.max(this.#host.options.oldestVersion, oldestProtocolVersion);
    if (this.#knock !== undefined) return this.#malformed('second hello');
    if (v < oldest) return this.close({ type: 'version', oldest }, closeCode.version);
    const knocked = await knock(as, this.#host);
    if (!knocked.ok) return this.#end(knocked.error);
    this.#knock = knocked.value;
    const { challenge, workspace } = knocked.value;
    this.say({ t: 'challenge', challenge: toHex(challenge), v: protocolVersion, oldest, workspace });
  }

  async #authenticate(signature: Hex): Promise<void> {
    const knocked = this.#knock;
    if (knocked === undefined || this.#place !== undefined) return this.#malformed('auth out of turn');
    const { workspace: name, genesis } = knocked;
    const membership = (await this.#host.find(name))?.membership ?? (genesis && membershipOfGenesis(genesis));
    const seat = membership && seatOf(knocked, membership, signature);
    if (seat === undefined) return this.close({ type: 'authentication' });
    const found = (await this.#host.find(name)) ?? (genesis && (await this.#host.make(name, genesis)));
    if (found === undefined) return this.close({ type: 'full' });
    if (this.#isEnding || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#sit(seat, found);
  }

  #sit(seat: Seat, workspace: Workspace): void {
    this.#place = { seat, workspace };
    workspace.sit(this, this.#host.options.connectionsPerDevice);
    const { log } = workspace;
    const device = deviceOf(this);
    const head = device === undefined ? undefined : log.head(device);
    const isRemoved = device !== undefined && workspace.activeDevice(device) === undefined;
    this.say({
      t: 'welcome',
      position: log.position,
      last: head === undefined ? null : { sequence: head.sequence, hash: toHex(head.hash) },
      now: Date.now(),
      usedBytes: log.usedBytes,
      quotaBytes: this.#host.options.quotaBytes,
      isRemoved,
    });
    this.#note('debug', 'seated', { seat: seat.type });
    if (isRemoved) this.#note('warn', 'removed-device');
    workspace.greet(this);
  }

  #takeMessage(
    message: Exclude<ToRelay, { t: 'hello' | 'auth' }>,
    seat: Seat,
    workspace: Workspace,
  ): Promise<void> | undefined {
    switch (message.t) {
      case 'ping':
        return void this.say({ t: 'pong', id: message.id, now: Date.now() });
      case 'read':
        if (seat.type !== 'device' || workspace.activeDevice(seat.device) === undefined) {
          return void this.close({ type: 'authentication' });
        }
        this.#reading?.stop();
        this.#reading = new Reading(this.#readingPorts(workspace), message.after);
        return undefined;
      case 'pause':
        this.#reading?.stop();
        return undefined;
      case 'operations':
        if (!workspace.mayReadOperations(this)) return void this.close({ type: 'authentication' });
        return sendOperations(this.#readingPorts(workspace), message.after);
      case 'join':
        return workspace.ask(this, message.request);
      case 'reveal':
        return void workspace.reveal(this, message.secret);
      case 'challenge-join':
        return void workspace.challengeJoin(this, message);
      case 'refuse-join':
        return void workspace.refuseJoin(this, message.invite);
    }
  }

  #readingPorts(workspace: Workspace): ReadingPorts {
    return {
      workspace: workspace.name,
      store: this.#host.store,
      outgoing: this.#outgoing,
      metrics: this.#host.metrics,
      position: () => workspace.log.position,
      caughtUp: (position) => this.say({ t: 'caught-up', position }),
      failed: (error) => this.#fail(error),
    };
  }

  /** The disk has too much to do: this device waits until it has caught up. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#socket.pause();
    this.#host.committer.onceDrained(() => {
      this.#isHeld = false;
      if (this.#work === undefined) this.#socket.resume();
    });
  }

  #malformed(detail: string): undefined {
    this.close({ type: 'malformed', detail: detail.slice(0, 200) });
  }

  #end({ error, code }: Ending): void {
    this.close(error, code);
  }

  #fail(error: unknown): void {
    this.#note('error', 'connection-failed', {
      detail: error instanceof Error ? error.message : String(error),
    });
    this.#socket.terminate();
  }

  #leave(): void {
    this.#isEnding = true;
    clearTimeout(this.#cursorTimer);
    this.#reading?.stop();
    this.#place?.workspace.peers.delete(this);
  }

  #note(level: LogLevel, event: string, fields: Readonly<Record<string, string | number>> = {}): void {
    const workspace = this.#place?.workspace.name ?? this.#knock?.workspace;
    const device = this.#place && deviceOf(this);
    this.#host.log(level, event, {
      ...(workspace === undefined ? {} : { workspace: workspaceTag(workspace) }),
      ...(device === undefined ? {} : { device }),
      ...fields,
    });
  }
}

/** What happens between honest devices. */
const usualReasons: ReadonlySet<string> = new Set(['epoch', 'parent', 'gap', 'rate']);

function codeOf({ type }: RelayError): number {
  switch (type) {
    case 'malformed':
      return closeCode.malformed;
    case 'authentication':
      return closeCode.authentication;
    case 'unknown-workspace':
    case 'closed-to-new':
      return closeCode.unknown;
    case 'version':
      return closeCode.version;
    case 'shutting-down':
      return 1001;
    case 'rate':
    case 'too-slow':
    case 'full':
      return 1013;
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
