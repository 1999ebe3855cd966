import { randomFillSync } from 'node:crypto';
import { WebSocket } from 'ws';
import { fromHex, toHex } from '../../src/protocol/bytes.ts';
import { noHash } from '../../src/protocol/entry.ts';
import {
  appendFrame,
  encodeControl,
  frameType,
  type ToDevice,
  type ToRelay,
} from '../../src/protocol/frames.ts';
import { authSigned, cursorSigned, encodeCursor } from '../../src/protocol/statements.ts';
import { loadEntry, signWith, type ChainEnd, type LoadKeys, type LoadTeam } from './loadTeam.ts';

/** What devices report of how it went; times in ms. */
export interface LoadFigures {
  readonly acknowledged: (ms: number) => void;
  readonly delivered: (ms: number) => void;
  readonly refused: (reason: string) => void;
}

const headerBytes = 130;
const signatureBytes = 64;

/** One device under load: writes entries of random bytes, counts what is acknowledged and what arrives. */
export class LoadDevice {
  readonly team: LoadTeam;
  readonly number: number;
  /** Up to here the relay has acknowledged. */
  acknowledged = 0;
  /** The last position that has arrived. */
  position = 0;
  readonly hashes = new Map<number, Uint8Array>();
  readonly #keys: LoadKeys;
  readonly #figures: LoadFigures;
  readonly #unsettled = new Map<number, { readonly bytes: Uint8Array; readonly sentAt: number }>();
  #end: ChainEnd = { sequence: 0, hash: noHash };
  #socket: WebSocket | undefined;
  #caughtUp: (() => void) | undefined;

  constructor(team: LoadTeam, number: number, figures: LoadFigures) {
    const keys = team.keys[number - 1];
    if (keys === undefined) throw new Error(`no device ${number}`);
    this.#keys = keys;
    this.team = team;
    this.number = number;
    this.#figures = figures;
    if (number === 1) {
      this.#end = team.founded;
      for (const [i, bytes] of team.founding.entries()) this.#unsettled.set(i + 1, { bytes, sentAt: 0 });
    }
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Entries that have been written and not been acknowledged. */
  get waiting(): number {
    return this.#unsettled.size;
  }

  /** Resolves when the relay has let it in; it then sends again what was not stored. Rejects if the connection fails. */
  async connect(address: string): Promise<void> {
    const socket = new WebSocket(address, 'rapport.1', { perMessageDeflate: false });
    this.#socket = socket;
    const genesis = this.number === 1 ? { genesis: toHex(this.team.founding[0] ?? new Uint8Array()) } : {};
    const as = { workspace: this.team.name, device: this.number, ...genesis };
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
      socket.once('open', () => this.#say({ t: 'hello', v: 1, as }));
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) return this.#takeFrame(data);
        const message = JSON.parse(data.toString()) as ToDevice;
        if (message.t === 'welcome') resolve();
        this.#take(message);
      });
    });
    socket.removeAllListeners('error').on('error', () => undefined);
  }

  /** Asks for everything that it has not got; resolves when it has. */
  read(): Promise<void> {
    this.#say({ t: 'read', after: this.position });
    return new Promise((resolve) => (this.#caughtUp = resolve));
  }

  /** An entry of so many bytes, header and signature included, with the time in it. */
  write(bytes: number): void {
    const body = Buffer.allocUnsafe(bytes - headerBytes - signatureBytes);
    randomFillSync(body, 8);
    const sentAt = performance.now();
    body.writeDoubleBE(sentAt);
    const made = loadEntry(this.team.workspace, this.number, this.#keys, this.#end, body);
    this.#end = made.end;
    this.hashes.set(made.end.sequence, made.end.hash);
    this.#unsettled.set(made.end.sequence, { bytes: made.bytes, sentAt });
    if (this.isConnected) this.#socket?.send(appendFrame(made.bytes));
  }

  /** Says how far it has come. */
  sendCursor(): void {
    const statement = {
      device: this.number,
      head: { position: this.position, hash: noHash },
      at: Date.now(),
    };
    const signature = signWith(this.#keys, cursorSigned(this.team.workspace, statement));
    const frame = Buffer.concat([
      Uint8Array.of(frameType.cursors),
      encodeCursor({ ...statement, signature }),
    ]);
    if (this.isConnected) this.#socket?.send(frame);
  }

  leave(): void {
    this.#socket?.terminate();
  }

  #say(message: ToRelay): void {
    this.#socket?.send(encodeControl(message));
  }

  #take(message: ToDevice): void {
    switch (message.t) {
      case 'challenge': {
        const subject = `device ${message.workspace} ${this.number}`;
        const challenge = fromHex(message.challenge) ?? new Uint8Array();
        return this.#say({
          t: 'auth',
          signature: toHex(signWith(this.#keys, authSigned(challenge, subject))),
        });
      }
      case 'welcome':
        this.#settle(message.last?.sequence ?? 0, false);
        for (const { bytes } of this.#unsettled.values()) this.#socket?.send(appendFrame(bytes));
        return;
      case 'stored':
        return this.#settle(message.sequence, true);
      case 'refused':
        return this.#figures.refused(message.refusal.type);
      case 'error':
        return this.#figures.refused(message.error.type);
      case 'caught-up':
        this.#caughtUp?.();
        this.#caughtUp = undefined;
        return;
      default:
        return;
    }
  }

  #settle(sequence: number, isTimed: boolean): void {
    const now = performance.now();
    for (const [each, { sentAt }] of this.#unsettled) {
      if (each > sequence) break;
      this.#unsettled.delete(each);
      if (isTimed && sentAt > 0) this.#figures.acknowledged(now - sentAt);
    }
    this.acknowledged = Math.max(this.acknowledged, sequence);
  }

  /** Positions in order without a hole; each entry that is not its own counts as delivered. */
  #takeFrame(data: Buffer): void {
    if (data[0] !== frameType.entries) return;
    const now = performance.now();
    for (let at = 1; at < data.length;) {
      const position = Number(data.readBigUInt64BE(at));
      if (position !== this.position + 1) this.#figures.refused('hole');
      this.position = position;
      const length = data.readUInt32BE(at + 16);
      const entry = at + 20;
      at = entry + length;
      const isRecords = data[entry + 1] === 2;
      const device = data.readUInt32BE(entry + 22);
      if (isRecords && device !== this.number)
        this.#figures.delivered(now - data.readDoubleBE(entry + headerBytes));
    }
  }
}
