import { WebSocket } from 'ws';
import { toHex } from '../../src/protocol/bytes.ts';
import { decodeToDevice } from '../../src/protocol/controls.ts';
import { encodeEntry, type Entry } from '../../src/protocol/entry.ts';
import {
  appendFrame,
  decodeEntries,
  encodeControl,
  frameType,
  subjectText,
  type PlacedEntry,
  type Subject,
  type ToDevice,
  type ToRelay,
} from '../../src/protocol/frames.ts';
import type { Signer } from '../../src/protocol/keys.ts';
import { authSigned } from '../../src/protocol/statements.ts';
import { fromHex } from '../../src/protocol/bytes.ts';
import { valueOfResult } from './results.ts';
import { aDevice, type TestWorkspace } from './workspace.ts';

type Message<T extends ToDevice['t']> = Extract<ToDevice, { t: T }>;

/** The device's side of the protocol, without any of its patience: tests say what to send. */
export class RelayClient {
  readonly socket: WebSocket;
  readonly entries: PlacedEntry[] = [];
  /** Frames that are not entries. */
  readonly frames: Uint8Array[] = [];
  readonly messages: ToDevice[] = [];
  readonly #waiting = new Set<() => void>();
  closed: { readonly code: number } | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary) => this.#take(data, isBinary));
    socket.on('close', (code) => {
      this.closed = { code };
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  static async open(address: string, headers: Record<string, string> = {}): Promise<RelayClient> {
    const socket = new WebSocket(address, 'rapport.1', { headers });
    const client = new RelayClient(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Knocks, signs, and is in; the answer is the welcome. */
  async enter(as: Subject, signer: Signer): Promise<Message<'welcome'>> {
    await this.knock(as, signer);
    return this.next('welcome');
  }

  /** Knocks and signs, whatever comes of it. */
  async knock(as: Subject, signer: Signer): Promise<void> {
    this.say({ t: 'hello', v: 1, as });
    const { challenge, workspace } = await this.next('challenge');
    const bytes = fromHex(challenge) ?? new Uint8Array();
    const signature = await signer.sign(authSigned(bytes, subjectText(as, workspace)));
    this.say({ t: 'auth', signature: toHex(signature) });
  }

  say(message: ToRelay): void {
    this.socket.send(encodeControl(message));
  }

  append(entry: Entry | Uint8Array): void {
    this.socket.send(appendFrame(entry instanceof Uint8Array ? entry : encodeEntry(entry)));
  }

  /** The first message of this kind that nobody has taken yet. Rejects when the relay ends the connection instead. */
  async next<T extends ToDevice['t']>(t: T): Promise<Message<T>> {
    let at = -1;
    await this.until(() => (at = this.messages.findIndex((message) => message.t === t)) >= 0);
    return this.messages.splice(at, 1)[0] as Message<T>;
  }

  /** Resolves when it has become true. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.closed !== undefined) throw new Error(`closed with ${this.closed.code}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Resolves when the relay has acknowledged this sequence of the device's. */
  async acknowledged(sequence: number): Promise<void> {
    await this.until(() => this.messages.some((said) => said.t === 'stored' && said.sequence >= sequence));
  }

  /** The code with which the relay ends the connection. */
  async ending(): Promise<number> {
    while (this.closed === undefined) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    return this.closed.code;
  }

  /** Everything up to this position, in the order in which it came. */
  async read(after: number, upTo: number): Promise<readonly PlacedEntry[]> {
    this.say({ t: 'read', after });
    await this.until(() => (this.entries.at(-1)?.position ?? after) >= upTo);
    return this.entries;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.ending();
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (!isBinary) this.messages.push(valueOfResult(decodeToDevice(data.toString())));
    else if (data[0] === frameType.entries) {
      this.entries.push(...valueOfResult(decodeEntries(Uint8Array.from(data.subarray(1)))));
    } else this.frames.push(Uint8Array.from(data));
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** Makes a workspace at a relay by its first device, which stays connected, and brings the rest of its log. */
export async function shareWorkspace(address: string, workspace: TestWorkspace): Promise<RelayClient> {
  const [genesis, ...rest] = workspace.log.map(({ bytes }) => bytes);
  const client = await RelayClient.open(address);
  const as = { workspace: toHex(workspace.id), device: 1, genesis: toHex(genesis ?? new Uint8Array()) };
  await client.enter(as, aDevice(1).signer);
  for (const bytes of rest) client.append(bytes);
  if (rest.length > 0) await client.acknowledged(rest.length + 1);
  client.messages.length = 0;
  return client;
}

/** A member's device connects. */
export async function enterAs(
  address: string,
  workspace: TestWorkspace,
  device: number,
): Promise<RelayClient> {
  const client = await RelayClient.open(address);
  await client.enter({ workspace: toHex(workspace.id), device }, aDevice(device).signer);
  return client;
}
