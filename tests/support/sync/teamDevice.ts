import 'fake-indexeddb/auto';
import { createRecord } from '../../../src/commands/records.ts';
import { enterBook, type Book } from '../../../src/database/book.ts';
import { readDevice } from '../../../src/database/counters.ts';
import { readRow } from '../../../src/database/rows.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { verifySignature } from '../../../src/protocol/keys.ts';
import type { Role } from '../../../src/protocol/operations.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { foldIntents } from '../../../src/store/fold.ts';
import { bookLog } from '../../../src/sync/bookLog.ts';
import { wallClock } from '../../../src/sync/clock.ts';
import { KeyRing } from '../../../src/sync/keyRing.ts';
import { SyncSession } from '../../../src/sync/session.ts';
import { shareTeam, type RelayPorts } from '../../../src/sync/shareTeam.ts';
import { webSocketTo, type OpenSocket } from '../../../src/sync/socket.ts';
import type { JoinMessage, JoinWay } from '../../../src/workers/joinMessages.ts';
import { runJoin, type RunningJoin } from '../../../src/workers/joinWork.ts';
import { TeamPart, type TeamView } from '../../../src/workers/teamPart.ts';
import { valueOfResult } from '../results.ts';

let books = 0;

export const newTestBook = (): string => `rapport-book-team-${++books}`;

/** Waits until something is so; half a minute at most. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (let i = 0; i < 3_000; i++) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never: ${what}`);
}

/** One person's device with its engine, its session and its part of the team, against a relay. */
export class TeamDevice {
  readonly book: Book;
  readonly engine: EngineState;
  readonly ports: RelayPorts;
  readonly failures: unknown[] = [];
  /** What this device sends from now on does not arrive. */
  holdsBack = false;
  #session: SyncSession | undefined;
  #part: TeamPart | undefined;

  private constructor(book: Book, engine: EngineState, ports: RelayPorts) {
    this.book = book;
    this.engine = engine;
    this.ports = ports;
  }

  static async open(address: string, name: string = newTestBook()): Promise<TeamDevice> {
    const book = valueOfResult(await enterBook(name, 'Mei'));
    const open = webSocketTo(address);
    const openSocket: OpenSocket = (events) => {
      const socket = open(events);
      return {
        close: () => socket.close(),
        send: (data) => {
          if (!device.holdsBack) socket.send(data);
        },
      };
    };
    const ports = { openSocket, clock: wallClock };
    const device: TeamDevice = new TeamDevice(book, await EngineState.take(book), ports);
    return device;
  }

  get session(): SyncSession {
    if (this.#session === undefined) throw new Error('no session runs');
    return this.#session;
  }

  get part(): TeamPart {
    if (this.#part === undefined) throw new Error('no session runs');
    return this.#part;
  }

  async share(): Promise<void> {
    const names = { book: 'Tea house', member: 'Mei', device: 'Laptop' };
    valueOfResult(await shareTeam(this.engine, this.ports, names));
    await this.start();
  }

  async start(): Promise<void> {
    const ring = await KeyRing.load(this.book.strict.keys);
    if (ring === undefined) throw new Error('no keys');
    const session = await SyncSession.open({
      ...{ store: bookLog(this.engine), keys: ring, ...this.ports, random: Math.random },
      ...{ verify: verifySignature, onFailure: (thrown: unknown) => this.failures.push(thrown) },
    });
    if (session === undefined) throw new Error('not shared');
    this.#session = session;
    const { device } = await readDevice(this.book.strict);
    this.#part = new TeamPart({
      ...{ state: this.engine, ring, session, device, clock: this.ports.clock },
      changed: () => undefined,
      onFailure: (thrown) => this.failures.push(thrown),
    });
    session.start();
    await eventually('online', () => session.state === 'online' || undefined);
  }

  async view(): Promise<TeamView> {
    return this.part.view({ headPosition: this.session.status.position, cursors: new Map() });
  }

  /** A new account, folded and on its way. */
  async write(name: string): Promise<RecordId> {
    const [id = ''] = valueOfResult(await createRecord(this.book, 'account', { name })).ids;
    await this.work();
    return id;
  }

  async work(): Promise<void> {
    await foldIntents(this.engine);
    this.#session?.wake();
  }

  async nameOf(id: RecordId): Promise<unknown> {
    return (await readRow(this.book.strict, id))?.base[0]['name'];
  }

  async sees(id: RecordId): Promise<void> {
    await eventually(`${id} on ${this.book.name}`, () => this.nameOf(id));
  }

  async link(role: Role): Promise<string> {
    return valueOfResult(await this.part.perform('invite', { role })).link;
  }

  /** What this owner is shown of the one who asks, once both codes are there. */
  async comparing() {
    return eventually('a code', async () =>
      (await this.view()).joins.find((each) => each.state === 'comparing'),
    );
  }

  stop(): void {
    this.#part?.close();
    void this.#session?.stop();
    this.#session = undefined;
    this.#part = undefined;
  }

  close(): void {
    this.stop();
    this.book.close();
  }
}

/** A device that comes by a link or by a phrase, with every state it was in. */
export class Newcomer {
  readonly book = newTestBook();
  readonly states: Extract<JoinMessage, { type: 'state' }>['state'][] = [];
  readonly running: RunningJoin;
  readonly #address: string;

  constructor(
    address: string,
    way: JoinWay,
    { ports, waitsUnder }: { ports?: RelayPorts; waitsUnder?: string } = {},
  ) {
    this.#address = address;
    const work = {
      way,
      names: { member: 'Lin', device: 'Phone' },
      book: this.book,
      waitsUnder: waitsUnder ?? `join-${this.book}`,
    };
    this.running = runJoin(work, ports ?? { openSocket: webSocketTo(address), clock: wallClock }, (state) =>
      this.states.push(state),
    );
  }

  async code(): Promise<string> {
    return eventually('a code', () => {
      const last = this.states.at(-1);
      return last?.type === 'compare' ? last.code : undefined;
    });
  }

  /** Its own device, once it is in. */
  async enter(): Promise<TeamDevice> {
    valueOfResult(await this.running.outcome);
    const device = await TeamDevice.open(this.#address, this.book);
    await device.start();
    return device;
  }
}

/** Invites, asks, compares and approves. */
export async function takeIn(owner: TeamDevice, address: string, role: Role): Promise<TeamDevice> {
  const newcomer = new Newcomer(address, { type: 'invitation', link: await owner.link(role) });
  const { invite, code } = await owner.comparing();
  if (code !== (await newcomer.code())) throw new Error('codes differ');
  const accept = { role, member: null, memberName: 'Lin' };
  valueOfResult(await owner.part.perform('answerJoin', { invite, accept }));
  await owner.work();
  return newcomer.enter();
}
