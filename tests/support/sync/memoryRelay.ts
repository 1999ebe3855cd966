import { admit, signingKey, type Ledger } from '../../../src/protocol/admission.ts';
import { equalBytes, fromHex, toHex } from '../../../src/protocol/bytes.ts';
import { decodeToRelay } from '../../../src/protocol/controls.ts';
import { decodeEntry, entryHash, entryKind, signedPart } from '../../../src/protocol/entry.ts';
import {
  encodeControl,
  entriesFrame,
  frameType,
  subjectText,
  type PlacedEntry,
  type Subject,
  type ToDevice,
} from '../../../src/protocol/frames.ts';
import { verifySignature } from '../../../src/protocol/keys.ts';
import { authSigned } from '../../../src/protocol/statements.ts';
import type { OpenSocket, SocketEvents } from '../../../src/sync/socket.ts';
import { valueOfResult } from '../results.ts';

/** What a relay does that a test wants it to do. */
export interface Mischief {
  /** Sees and may change what goes to devices. Undefined: it does not arrive. */
  outgoing?: ((frame: string | Uint8Array) => string | Uint8Array | undefined) | undefined;
  /** The same for what comes from devices. */
  incoming?: ((frame: string | Uint8Array) => string | Uint8Array | undefined) | undefined;
  /** Answers an entry in the place of storing it. */
  append?: (sequence: number) => ToDevice | undefined;
}

/** A relay of one workspace in memory, that does what an honest one does unless told otherwise. */
export class MemoryRelay {
  readonly log: PlacedEntry[] = [];
  readonly mischief: Mischief = {};
  now: () => number = () => Date.now();
  isUp = true;
  quotaBytes = 0;
  #ledger: Ledger = { membership: undefined, heads: new Map() };
  readonly #hashes = new Map<string, { hash: Uint8Array; position: number }>();
  readonly #peers = new Set<Peer>();

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** As a browser opens a socket: nothing happens before the caller is done. */
  readonly openSocket: OpenSocket = (events) => {
    const peer = new Peer(this, events);
    queueMicrotask(() => {
      if (!this.isUp) return peer.close();
      this.#peers.add(peer);
      events.onOpen();
    });
    return {
      send: (data) => peer.enqueue(data),
      close: () => {
        peer.isClosed = true;
        this.#peers.delete(peer);
      },
    };
  };

  /** As a relay that was restored from a backup: the last entry is gone. */
  forgetLast(): void {
    this.log.pop();
  }

  /** Cuts every connection, as a relay that is killed does. */
  cut(): void {
    for (const peer of [...this.#peers]) peer.close();
  }

  drop(peer: Peer): void {
    this.#peers.delete(peer);
  }

  broadcast(frame: string | Uint8Array, except?: Peer): void {
    for (const peer of this.#peers) if (peer !== except && peer.isReading) peer.send(frame);
  }

  async append(bytes: Uint8Array): Promise<ToDevice | undefined> {
    const decoded = decodeEntry(bytes);
    if (!decoded.ok) return undefined;
    const entry = decoded.value;
    const { device, sequence } = entry.header;
    const hash = entryHash(bytes);
    const mischief = this.mischief.append?.(sequence);
    if (mischief !== undefined) return mischief;
    const known = this.#hashes.get(`${device}.${sequence}`);
    const refused = (refusal: Extract<ToDevice, { t: 'refused' }>['refusal']): ToDevice => ({
      t: 'refused',
      sequence,
      refusal,
    });
    if (known !== undefined) {
      if (!equalBytes(known.hash, hash)) return refused({ type: 'fork' });
      return { t: 'stored', sequence, position: known.position };
    }
    const key = signingKey(this.#ledger, entry);
    const isSigned =
      key !== undefined &&
      (await verifySignature(key, signedPart(entry.header, entry.body), entry.signature));
    if (!isSigned) return refused({ type: 'signature' });
    const used = this.log.reduce((sum, each) => sum + each.bytes.length, 0);
    if (this.quotaBytes > 0 && used + bytes.length > this.quotaBytes) {
      return refused({ type: 'quota', usedBytes: used, quotaBytes: this.quotaBytes });
    }
    const receivedAt = this.now();
    const admitted = admit(this.#ledger, entry, hash, receivedAt);
    if (!admitted.ok) return refused(admitted.error);
    this.#ledger = admitted.value;
    const placed = { position: this.log.length + 1, receivedAt, bytes };
    this.log.push(placed);
    this.#hashes.set(`${device}.${sequence}`, { hash, position: placed.position });
    this.broadcast(entriesFrame([placed]));
    return { t: 'stored', sequence, position: placed.position };
  }

  welcome(device: number): ToDevice {
    const last = this.#ledger.heads.get(device);
    const state = this.#ledger.membership?.devices.get(device)?.state;
    return {
      ...{ t: 'welcome', position: this.log.length, now: this.now(), usedBytes: 0 },
      last: last === undefined ? null : { sequence: last.sequence, hash: toHex(last.hash) },
      ...{ quotaBytes: this.quotaBytes, isRemoved: state !== 'active' },
    };
  }

  isMember(device: number): boolean {
    return this.#ledger.membership?.devices.has(device) === true;
  }

  signKey(device: number): Uint8Array | undefined {
    return fromHex(this.#ledger.membership?.devices.get(device)?.sign, 32);
  }
}

const pauseMessage = encodeControl({ t: 'pause' });

class Peer {
  readonly #relay: MemoryRelay;
  readonly #events: SocketEvents;
  #subject: Extract<Subject, { device: number }> | undefined;
  #challenge = crypto.getRandomValues(new Uint8Array(32));
  #last: Promise<unknown> = Promise.resolve();
  #isPaused = false;
  isReading = false;
  isClosed = false;

  constructor(relay: MemoryRelay, events: SocketEvents) {
    this.#relay = relay;
    this.#events = events;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#relay.drop(this);
    this.#events.onClose(1006);
  }

  send(data: string | Uint8Array): void {
    const { outgoing } = this.#relay.mischief;
    const sent = outgoing === undefined ? data : outgoing(data);
    queueMicrotask(() => {
      if (!this.isClosed && sent !== undefined) this.#events.onMessage(sent);
    });
  }

  enqueue(data: string | Uint8Array): void {
    const { incoming } = this.#relay.mischief;
    const heard = incoming === undefined ? data : incoming(data);
    if (heard === undefined) return;
    if (heard === pauseMessage) {
      this.isReading = false;
      this.#isPaused = true;
      return;
    }
    this.#last = this.#last.then(() => (this.isClosed ? undefined : this.#hear(heard)));
  }

  async #hear(data: string | Uint8Array): Promise<void> {
    if (typeof data === 'string') return this.#hearControl(data);
    const body = data.subarray(1);
    if (data[0] === frameType.append) {
      const answer = await this.#relay.append(body.slice());
      if (answer !== undefined) this.#say(answer);
    } else {
      this.#relay.broadcast(data, this);
    }
  }

  async #hearControl(text: string): Promise<void> {
    const decoded = decodeToRelay(text);
    if (!decoded.ok) return this.close();
    const message = decoded.value;
    switch (message.t) {
      case 'hello': {
        if (!('device' in message.as)) return this.close();
        this.#subject = message.as;
        const { workspace } = message.as;
        return this.#say({ t: 'challenge', challenge: toHex(this.#challenge), v: 1, oldest: 1, workspace });
      }
      case 'auth':
        return this.#authenticate(message.signature);
      case 'read': {
        this.#isPaused = false;
        for (let at = message.after; at < this.#relay.log.length; at++) {
          this.send(entriesFrame(this.#relay.log.slice(at, at + 1)));
          // The device takes it, and may ask for a pause.
          await Promise.resolve();
          if (this.#isPaused) return;
        }
        this.isReading = true;
        return this.#say({ t: 'caught-up', position: this.#relay.log.length });
      }
      case 'operations': {
        for (const entry of this.#relay.log.slice(message.after)) {
          if (valueOfResult(decodeEntry(entry.bytes)).header.kind === entryKind.membership) {
            this.send(entriesFrame([entry]));
          }
        }
        return this.#say({ t: 'caught-up', position: this.#relay.log.length });
      }
      case 'ping':
        return this.#say({ t: 'pong', id: message.id, now: this.#relay.now() });
      default:
        return undefined;
    }
  }

  async #authenticate(signature: string): Promise<void> {
    const subject = this.#subject;
    if (subject === undefined) return this.close();
    if ('genesis' in subject && this.#relay.log.length === 0) {
      await this.#relay.append(fromHex(subject.genesis) ?? new Uint8Array());
    }
    if (!this.#relay.isMember(subject.device)) {
      this.#say({ t: 'error', error: { type: 'unknown-workspace' } });
      return this.close();
    }
    const signed = authSigned(this.#challenge, subjectText(subject, subject.workspace));
    const key = this.#relay.signKey(subject.device) ?? new Uint8Array(32);
    if (!(await verifySignature(key, signed, fromHex(signature) ?? new Uint8Array()))) {
      this.#say({ t: 'error', error: { type: 'authentication' } });
      return this.close();
    }
    this.#say(this.#relay.welcome(subject.device));
  }

  #say(message: ToDevice): void {
    this.send(encodeControl(message));
  }
}
