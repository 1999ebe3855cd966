import 'fake-indexeddb/auto';
import { createJoinedBook, enterBook, type Book } from '../../../src/database/book.ts';
import { readRow } from '../../../src/database/rows.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { fromHex, toHex } from '../../../src/protocol/bytes.ts';
import { emptyLogHash, noHash } from '../../../src/protocol/entry.ts';
import { inviteKeys } from '../../../src/protocol/invitation.ts';
import { boxKeyOf, signerOf, verifySignature, type DeviceKeys } from '../../../src/protocol/keys.ts';
import type { Role } from '../../../src/protocol/operations.ts';
import { randomBytes } from '../../../src/protocol/seal.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { foldIntents } from '../../../src/store/fold.ts';
import { shareBook } from '../../../src/store/outbox.ts';
import { bookLog } from '../../../src/sync/bookLog.ts';
import { wallClock, type Clock } from '../../../src/sync/clock.ts';
import { KeyRing } from '../../../src/sync/keyRing.ts';
import type { LogStore } from '../../../src/sync/logStore.ts';
import { addDevice, beginTeam, inviteDevice } from '../../../src/sync/operationFlows.ts';
import { sealOperation } from '../../../src/sync/sealing.ts';
import { SyncSession } from '../../../src/sync/session.ts';
import type { OpenSocket } from '../../../src/sync/socket.ts';
import { valueOfResult } from '../replica.ts';

let books = 0;

/** A device with a book of its own under fake-indexeddb, its engine and its session. */
export class SyncDevice {
  readonly book: Book;
  readonly number: number;
  readonly openSocket: OpenSocket;
  engine: EngineState;
  failures: unknown[] = [];
  isCrashed = false;
  clockAheadMs = 0;
  clock: Clock = {
    now: () => wallClock.now() + this.clockAheadMs,
    after: (ms, work) => wallClock.after(ms, work),
  };
  /** Between the session and the database: a test may break it. */
  wrapStore: (store: LogStore) => LogStore = (store) => store;
  #session: SyncSession | undefined;

  private constructor(book: Book, number: number, engine: EngineState, openSocket: OpenSocket) {
    this.book = book;
    this.number = number;
    this.engine = engine;
    this.openSocket = openSocket;
  }

  /** Device 1, with a book that it shares as soon as `start` is called. */
  static async founder(openSocket: OpenSocket): Promise<SyncDevice> {
    const book = valueOfResult(await enterBook(`sync-${++books}`, 'Member 1'));
    const engine = await EngineState.take(book);
    const device = new SyncDevice(book, 1, engine, openSocket);
    const keys = await device.#newKeys();
    const names = { book: 'Tea', member: 'Mei', device: 'Laptop' };
    const team = await beginTeam({ keys, device: 1, member: 'm1.0.0', names });
    const { workspace } = team;
    await (await device.ring()).keep(1, team.epochKey);
    const as = { workspace, device: 1, signer: keys.signer, epoch: 1, seen: { position: 0, hash: noHash } };
    const { sequence, ...genesis } = await sealOperation(as, { sequence: 0, hash: noHash }, team.operation);
    await book.strict.sealed.add({ seq: sequence, ...genesis, at: Date.now(), changes: 0 });
    await foldIntents(engine);
    await shareBook(engine, {
      ...{ key: 'sync', state: 'sharing', workspace: toHex(workspace), cursor: 0 },
      logHash: emptyLogHash(workspace),
    });
    return device;
  }

  /** The next device: this one, an owner, invites it and adds it. */
  async adds(role: Role, number: number): Promise<SyncDevice> {
    const session = this.session;
    const seed = crypto.getRandomValues(new Uint8Array(32));
    const until = Date.now() + 60_000;
    valueOfResult(await session.submit(inviteDevice(seed, role, until)));
    const name = `sync-${++books}`;
    const { workspace } = session.membership ?? {};
    if (workspace === undefined) throw new Error('not shared yet');
    const sync = {
      ...{ key: 'sync' as const, state: 'joining' as const, workspace, cursor: 0 },
      logHash: emptyLogHash(this.workspace),
    };
    valueOfResult(await createJoinedBook(name, { device: number, member: 'm1.0.0', sync }));
    const book = valueOfResult(await enterBook(name, 'nobody'));
    const device = new SyncDevice(book, number, await EngineState.take(book), this.openSocket);
    const keys = await device.#newKeys();
    const added = addDevice(await this.ring(), {
      ...{ role, member: 'm1.0.0', invite: inviteKeys(seed).invite, names: {} },
      ...{ sign: toHex(keys.signer.publicKey), box: toHex(keys.box.publicKey) },
    });
    valueOfResult(await session.submit(added));
    // A newcomer reads the operations first.
    if (session.membership !== undefined) await (await device.ring()).learn(session.membership, number);
    return device;
  }

  get workspace(): Uint8Array {
    return fromHex(this.session.membership?.workspace, 16) ?? new Uint8Array(16);
  }

  get session(): SyncSession {
    if (this.#session === undefined) throw new Error('no session runs');
    return this.#session;
  }

  get isRunning(): boolean {
    return this.#session !== undefined;
  }

  async ring(): Promise<KeyRing> {
    const ring = await KeyRing.load(this.book.strict.keys);
    if (ring === undefined) throw new Error('no keys');
    return ring;
  }

  async start(): Promise<void> {
    const session = await SyncSession.open({
      store: this.wrapStore(bookLog(this.engine)),
      keys: await this.ring(),
      openSocket: this.openSocket,
      clock: this.clock,
      random: Math.random,
      verify: verifySignature,
      // What a session that was stopped had begun may fail: another engine has taken over.
      onFailure: (thrown) => {
        if (this.#session === session) this.failures.push(thrown);
      },
    });
    if (session === undefined) throw new Error('not shared');
    this.#session = session;
    session.start();
  }

  async stop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.stop();
  }

  /** The session is gone in the middle of something; `restart` comes after it. */
  crash(): void {
    this.isCrashed = true;
    void this.stop();
  }

  /** As if the engine's worker had been killed and another had started: nothing in memory is left. */
  async restart(): Promise<void> {
    void this.stop();
    this.isCrashed = false;
    this.engine = await EngineState.take(this.book);
    await this.start();
  }

  /** Folds what the person did and tells the session. */
  async work(): Promise<void> {
    await foldIntents(this.engine);
    this.#session?.wake();
  }

  async row(id: RecordId) {
    return readRow(this.book.strict, id);
  }

  /** Things of this device that the relay has not confirmed. */
  async unsent(): Promise<number> {
    return (await this.book.strict.outbox.count()) + (await this.book.strict.sealed.count());
  }

  close(): void {
    void this.stop();
    this.book.close();
  }

  async #newKeys(): Promise<DeviceKeys> {
    const [sign, box] = [randomBytes(32), randomBytes(32)];
    const keys = { signer: signerOf(sign), box: boxKeyOf(box) };
    await this.book.strict.keys.bulkPut([
      { id: 'device:sign', key: sign },
      { id: 'device:sign-public', key: keys.signer.publicKey },
      { id: 'device:box', key: box },
      { id: 'device:box-public', key: keys.box.publicKey },
    ]);
    return keys;
  }
}

/** Waits until something is so. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never: ${what}`);
}
