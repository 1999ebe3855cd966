import type { CursorRow } from '../database/schema.ts';
import { concatBytes, fromHex } from '../protocol/bytes.ts';
import { frameType } from '../protocol/frames.ts';
import type { Signer, Verify } from '../protocol/keys.ts';
import { clockToleranceMs } from '../protocol/limits.ts';
import { cursorSigned, encodeCursor, type CursorStatement } from '../protocol/statements.ts';
import type { Clock } from './clock.ts';
import type { LogHashes } from './logHashes.ts';
import type { LogStore } from './logStore.ts';
import type { Standing } from './outgoing.ts';
import { forkAlarm, type ForkAlarm } from './receiver.ts';

export interface CursorPorts {
  readonly standing: Standing;
  readonly store: LogStore;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly verify: Verify;
  readonly hashes: LogHashes;
  readonly rows: readonly CursorRow[];
  readonly onAlarm: (alarm: ForkAlarm) => void;
  readonly onChange: () => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** Others hear how far this device has come at most so often; seldom while it catches up. */
const restMs = 300;
const catchingUpMs = 5_000;

/** Tells the other devices how far this one has stored the log, and keeps what they tell. */
export class Cursors {
  readonly #ports: CursorPorts;
  readonly #rows: Map<number, CursorRow>;
  /** What others have seen of a log that this device has not read as far yet. */
  readonly #ahead = new Map<number, CursorStatement>();
  #send: ((frame: Uint8Array) => void) | undefined;
  #told = -1;
  #isWaiting = false;
  #cancel: () => void = () => undefined;

  constructor(ports: CursorPorts) {
    this.#ports = ports;
    this.#rows = new Map(ports.rows.map((row) => [row.device, row]));
  }

  get rows(): ReadonlyMap<number, CursorRow> {
    return this.#rows;
  }

  begin(send: (frame: Uint8Array) => void): void {
    this.#send = send;
    this.#told = -1;
  }

  end(): void {
    this.#send = undefined;
    this.#isWaiting = false;
    this.#cancel();
  }

  /** This device has stored more of the log. */
  advanced(isCaughtUp: boolean): void {
    this.#compareAhead();
    if (this.#isWaiting && !isCaughtUp) return;
    this.#cancel();
    this.#isWaiting = true;
    this.#cancel = this.#ports.clock.after(isCaughtUp ? restMs : catchingUpMs, () => {
      this.#isWaiting = false;
      this.#tell().catch((thrown: unknown) => this.#ports.onFailure(thrown));
    });
  }

  /** Only what its device has signed counts, and only what goes further than before. */
  async receive(statements: readonly CursorStatement[]): Promise<void> {
    const rows: CursorRow[] = [];
    for (const statement of statements) {
      const { device, head, at } = statement;
      const known = this.#rows.get(device);
      if (device === this.#ports.standing.device || !(await this.#isSigned(statement))) continue;
      this.#compare(statement);
      if (known !== undefined && head.position <= known.position && at <= known.at) continue;
      const isAhead = at > this.#ports.clock.now() + clockToleranceMs;
      const position = Math.max(head.position, known?.position ?? 0);
      const row: CursorRow = { device, position, at, ...(isAhead ? { isAhead } : {}) };
      this.#rows.set(device, row);
      rows.push(row);
    }
    if (rows.length === 0) return;
    this.#ports.onChange();
    await this.#ports.store.putCursors(rows);
  }

  async #isSigned(statement: CursorStatement): Promise<boolean> {
    const { receiver } = this.#ports.standing;
    const state = receiver.ledger.membership?.devices.get(statement.device);
    const key = state?.state === 'active' ? fromHex(state.sign, 32) : undefined;
    const signed = cursorSigned(receiver.workspace, statement);
    return key !== undefined && this.#ports.verify(key, signed, statement.signature);
  }

  #compare(statement: CursorStatement): void {
    const { standing, hashes, onAlarm } = this.#ports;
    if (statement.head.position > standing.receiver.head.position) {
      this.#ahead.set(statement.device, statement);
      return;
    }
    const alarm = forkAlarm(statement.device, statement.head, Infinity, hashes);
    if (alarm !== undefined) onAlarm(alarm);
  }

  #compareAhead(): void {
    const { position } = this.#ports.standing.receiver.head;
    for (const [device, statement] of this.#ahead) {
      if (statement.head.position > position) continue;
      this.#ahead.delete(device);
      this.#compare(statement);
    }
  }

  async #tell(): Promise<void> {
    const { standing, clock, signer } = this.#ports;
    const { workspace, head } = standing.receiver;
    const send = this.#send;
    if (send === undefined || head.position <= this.#told) return;
    this.#told = head.position;
    const said = { device: standing.device, head, at: clock.now() };
    const signature = await signer.sign(cursorSigned(workspace, said));
    send(concatBytes(Uint8Array.of(frameType.cursors), encodeCursor({ ...said, signature })));
  }
}
