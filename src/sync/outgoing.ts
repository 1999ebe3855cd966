import type { SealedRow } from '../database/schema.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Refusal } from '../protocol/admission.ts';
import { appendFrame, type RelayRefusal } from '../protocol/frames.ts';
import type { Signer } from '../protocol/keys.ts';
import type { Membership } from '../protocol/membership.ts';
import type { Operation } from '../protocol/operations.ts';
import { isOperationEntry } from './bookLog.ts';
import type { Clock } from './clock.ts';
import type { LogStore, Waiting } from './logStore.ts';
import type { ReceiverState } from './receiver.ts';
import {
  openWith,
  packPayload,
  sealAgain,
  sealOperation,
  sealRecords,
  type EpochKeys,
  type SealAs,
  type SealedEntry,
} from './sealing.ts';
import { answerTo, confirmed, lastOf, nextToSend, type OwnChain, type RefusalAnswer } from './sender.ts';
import type { SyncTrouble } from './trouble.ts';

/** Builds an operation on the members as they are now; it is asked again where others were faster. */
export type OperationBuilder<E> = (membership: Membership) => Promise<Result<Operation, E>>;

export type SubmitError =
  Refusal | RelayRefusal | { readonly type: 'offline' } | { readonly type: 'timeout' };

/** What sending and receiving share: where this device stands. */
export interface Standing {
  readonly device: number;
  receiver: ReceiverState;
  chain: OwnChain;
  /**
   * The relay has entries of ours up to this sequence; those that this device has lost come back before anything is sealed.
   * One beyond it that is not ours was made by a copy of this profile.
   */
  fetchUntil: number;
}

/** An entry of ours in its place in the log, and the steps of a person in it. */
export interface StoredChanges {
  readonly position: number;
  readonly changes: number;
}

export interface OutgoingPorts {
  readonly standing: Standing;
  readonly store: LogStore;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly epochKey: EpochKeys;
  /** When the relay last confirmed an entry, before this session. */
  readonly storedAt?: number;
  readonly onTrouble: (trouble: SyncTrouble | undefined) => void;
  readonly onChange: () => void;
  readonly reconnect: () => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** Plain bytes of updates and history that are sealed together; small ones travel in one entry. */
const maxPayloadBytes = 1 << 20;
/** Edits that follow one another faster than this travel together. */
const coalesceMs = 1_000;
/** What is sealed ahead of what the relay has confirmed. */
const maxEntriesAhead = 48;
const maxBytesAhead = 4 << 20;
/** Entries whose being seen by others is followed. */
const maxStoredChanges = 100;
/** An entry that is not confirmed for so long did not arrive. */
const confirmMs = 120_000;
const submitMs = 30_000;
const maxRebuilds = 5;
/** After a refusal for something newer, that is waited for this long. */
const newerMs = 5_000;

interface Submitted {
  readonly build: OperationBuilder<unknown>;
  readonly settle: (result: Result<{ position: number }, unknown>) => void;
  sequence?: number;
  builtOn?: string;
  attempts: number;
}

/** Sends what this device writes: seals it, keeps it until the relay has confirmed it, and answers refusals. */
export class Outgoing {
  readonly #ports: OutgoingPorts;
  readonly #submitted: Submitted[] = [];
  #send: ((frame: Uint8Array) => void) | undefined;
  #isCaughtUp = false;
  #sent = 0;
  /** Refusals of entries that were on their way behind a refused one. */
  #ignored = 0;
  #sealAgainFrom: number | undefined;
  #isStopped = false;
  #isHeld = false;
  #cancelHold: () => void = () => undefined;
  #cancelQuiet: () => void = () => undefined;
  #cancelConfirm: () => void = () => undefined;
  #sealedAt = -Infinity;
  #isRunning = false;
  #finished: Promise<void> = Promise.resolve();
  #isAwake = false;
  #storedAt: number | undefined;
  #storedChanges: readonly StoredChanges[] = [];
  /** Steps of a person in entries that were not read back yet, by sequence. */
  readonly #changes = new Map<number, number>();

  constructor(ports: OutgoingPorts) {
    this.#ports = ports;
    this.#storedAt = ports.storedAt;
  }

  get storedAt(): number | undefined {
    return this.#storedAt;
  }

  get storedChanges(): readonly StoredChanges[] {
    return this.#storedChanges;
  }

  /** The relay has our entries up to `sequence`. */
  begin(send: (frame: Uint8Array) => void, sequence: number): void {
    this.#send = send;
    this.#sent = sequence;
    this.#ignored = 0;
    this.#release();
    this.wake();
  }

  /** Everything that stood in the log at the connection is read. */
  caughtUp(): void {
    this.#isCaughtUp = true;
    this.wake();
  }

  /** The connection is gone. */
  end(): void {
    this.#send = undefined;
    this.#isCaughtUp = false;
    this.#release();
  }

  /** The session ends: whoever waits for an operation is told. Resolves when nothing is at work. */
  async close(): Promise<void> {
    this.end();
    this.#isStopped = true;
    for (const submitted of this.#submitted.splice(0)) submitted.settle(err({ type: 'offline' }));
    await this.#finished;
  }

  /** Something was written, read or confirmed. */
  wake(): void {
    this.#isAwake = true;
    if (!this.#isRunning) this.#finished = this.#run();
  }

  submit<E>(build: OperationBuilder<E>): Promise<Result<{ position: number }, E | SubmitError>> {
    return new Promise((resolve) => {
      const submitted: Submitted = {
        build,
        attempts: 0,
        settle: (result) => {
          cancel();
          resolve(result as Result<{ position: number }, E | SubmitError>);
        },
      };
      const cancel = this.#ports.clock.after(submitMs, () =>
        this.#settle(submitted, err({ type: 'timeout' })),
      );
      this.#submitted.push(submitted);
      this.wake();
    });
  }

  /** The relay keeps everything of ours up to `sequence`, whose place it may tell. */
  confirm(sequence: number, position?: number): void {
    const { standing, store, clock } = this.#ports;
    const chain = confirmed(standing.chain, sequence);
    if (chain !== standing.chain) {
      standing.chain = chain;
      this.#expectConfirmation();
      this.#storedAt = clock.now();
      const { sequence: last, hash } = chain.stored;
      const place = last === sequence && position !== undefined ? { position } : {};
      this.#guard(store.confirm({ sequence: last, hash, at: clock.now(), ...place }));
    }
    this.#ports.onTrouble(undefined);
    this.wake();
  }

  /** An entry of ours was read back in its place. */
  readBack(sequence: number, position: number): void {
    const changes = this.#changes.get(sequence);
    if (changes !== undefined) {
      this.#changes.delete(sequence);
      this.#storedChanges = [...this.#storedChanges.slice(-maxStoredChanges), { position, changes }];
    }
    const submitted = this.#submitted.find((each) => each.sequence === sequence);
    if (submitted !== undefined) this.#settle(submitted, ok({ position }));
  }

  refused(sequence: number, refusal: Refusal | RelayRefusal): void {
    const { standing } = this.#ports;
    if (this.#ignored > 0 && refusal.type === 'gap') {
      this.#ignored--;
      return;
    }
    const entry = standing.chain.sealed.find((each) => each.sequence === sequence);
    if (entry === undefined) return;
    this.#ignored = Math.max(0, this.#sent - sequence);
    this.#sent = sequence - 1;
    this.#answer(entry, answerTo(refusal, isOperation(entry)), refusal);
  }

  /** Roles and keys changed: what was held back for them may go. */
  membershipChanged(): void {
    if (this.#isStopped) this.#isStopped = false;
    this.wake();
  }

  #answer(entry: SealedEntry, answer: RefusalAnswer, refusal: Refusal | RelayRefusal): void {
    switch (answer.type) {
      case 'seal-again':
        this.#sealAgainFrom = entry.sequence;
        return this.wake();
      case 'rebuild':
      case 'drop': {
        const submitted = this.#submitted.find((each) => each.sequence === entry.sequence);
        if (submitted !== undefined) {
          delete submitted.sequence;
          const isGivenUp = answer.type === 'drop' || ++submitted.attempts > maxRebuilds;
          if (isGivenUp) this.#settle(submitted, err(refusal));
        }
        this.#sealAgainFrom = entry.sequence;
        return this.wake();
      }
      case 'wait':
        this.#hold(answer.ms);
        if (answer.trouble !== undefined) this.#ports.onTrouble(answer.trouble);
        return;
      case 'reconnect':
        return this.#ports.reconnect();
      case 'stop':
        // A role that we have read of already: what was on its way is taken back, and that is all.
        if (answer.trouble.type === 'read-only' && !this.#mayWrite()) return this.wake();
        this.#isStopped = true;
        return this.#ports.onTrouble(answer.trouble);
    }
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isAwake) {
        this.#isAwake = false;
        while (this.#canSend() && (await this.#step()));
      }
    } catch (thrown) {
      this.#ports.onFailure(thrown);
    }
    this.#isRunning = false;
    this.#ports.onChange();
  }

  #canSend(): boolean {
    const { receiver, device, fetchUntil } = this.#ports.standing;
    const read = receiver.ledger.heads.get(device)?.sequence ?? 0;
    return this.#send !== undefined && !this.#isStopped && !this.#isHeld && read >= fetchUntil;
  }

  /** One thing after another; false where nothing is left to do for now. */
  async #step(): Promise<boolean> {
    if (this.#hasToTakeBack()) return this.#takeBack(this.#sent + 1);
    if (this.#sealAgainFrom !== undefined) return this.#sealAgain(this.#sealAgainFrom);
    this.#transmit();
    if (!this.#isCaughtUp || this.#ports.standing.chain.sealed.some(isOperation)) return false;
    const submitted = this.#submitted[0];
    if (submitted === undefined) return this.#isRoomAhead() && this.#sealNext();
    // One that is on its way ends by being read back or refused.
    return submitted.sequence === undefined && this.#sealOperation(submitted);
  }

  #isRoomAhead(): boolean {
    const { sealed } = this.#ports.standing.chain;
    const bytes = sealed.reduce((sum, each) => sum + each.bytes.length, 0);
    return sealed.length < maxEntriesAhead && bytes < maxBytesAhead;
  }

  #transmit(): void {
    for (const entry of nextToSend(this.#ports.standing.chain, this.#sent)) {
      this.#send?.(appendFrame(entry.bytes));
      this.#sent = entry.sequence;
      this.#expectConfirmation();
    }
  }

  /** Anew with each entry that is sent or confirmed. */
  #expectConfirmation(): void {
    this.#cancelConfirm();
    const { clock, reconnect, standing } = this.#ports;
    const isMissing = (): boolean => this.#sent > standing.chain.stored.sequence;
    if (isMissing()) this.#cancelConfirm = clock.after(confirmMs, () => isMissing() && reconnect());
  }

  async #sealNext(): Promise<boolean> {
    const { standing, store, clock } = this.#ports;
    const as = this.#sealAs();
    if (as === undefined || !this.#mayWrite()) return false;
    const early = this.#sealedAt + coalesceMs - clock.now();
    if (early > 0) {
      this.#cancelQuiet();
      this.#cancelQuiet = clock.after(early, () => this.wake());
      return false;
    }
    let hasSealed = false;
    for (;;) {
      const waiting = await store.nextPayload(maxPayloadBytes);
      if (waiting === undefined) {
        if (hasSealed) this.#sealedAt = clock.now();
        return false;
      }
      const last = lastOf(standing.chain);
      const texts = await packPayload(waiting.payload);
      const entries = await sealRecords(as, last, texts);
      await this.#keep(entries, waiting);
      hasSealed = true;
      this.#transmit();
      if (this.#submitted.length > 0 || !this.#isRoomAhead() || !this.#canSend()) return true;
    }
  }

  async #sealOperation(submitted: Submitted): Promise<boolean> {
    const { standing, clock } = this.#ports;
    const { membership } = standing.receiver.ledger;
    if (membership === undefined) return false;
    if (submitted.builtOn === membership.head) {
      // The relay knows a newer head: it comes by the log.
      this.#hold(newerMs);
      delete submitted.builtOn;
      return false;
    }
    const built = await submitted.build(membership);
    if (!built.ok) {
      this.#settle(submitted, built);
      return true;
    }
    if (this.#submitted[0] !== submitted || !this.#canSend()) return false;
    const { workspace, head } = standing.receiver;
    const as = { workspace, device: standing.device, signer: this.#ports.signer, seen: head };
    const last = lastOf(standing.chain);
    const entry = await sealOperation({ ...as, epoch: membership.epoch }, last, built.value);
    submitted.sequence = entry.sequence;
    submitted.builtOn = membership.head;
    await this.#ports.store.commitSealed([rowOf(entry, clock.now(), 0)]);
    standing.chain = { ...standing.chain, sealed: [...standing.chain.sealed, entry] };
    this.#transmit();
    return false;
  }

  /** Entries from `from` on under the current key, or an operation left out. Waits for the key to come by the log. */
  async #sealAgain(from: number): Promise<boolean> {
    const { standing, store, epochKey } = this.#ports;
    const rows = (await store.sealedRows()).filter((row) => row.seq >= from && !isOperationEntry(row.bytes));
    const as = this.#sealAs();
    const isNewer = rows.every((row) => as !== undefined && row.epoch < as.epoch);
    const hasDropped = standing.chain.sealed.some((each) => each.sequence >= from && isOperation(each));
    if (rows.length > 0 && (as === undefined || (!isNewer && !hasDropped))) return false;
    const kept = standing.chain.sealed.filter((each) => each.sequence < from);
    const last = kept.at(-1) ?? standing.chain.stored;
    const old = rows.map(({ seq, ...row }) => ({ sequence: seq, ...row }));
    const again = as === undefined ? [] : await sealAgain(as, last, old, epochKey);
    if (again === undefined) {
      this.#isStopped = true;
      this.#ports.onTrouble({ type: 'refused', reason: 'sealed' });
      return false;
    }
    await store.replaceSealed(
      from,
      again.map((entry, i) => rowOf(entry, rows[i]?.at ?? 0, rows[i]?.changes ?? 0, rows[i]?.isPart)),
    );
    standing.chain = { stored: standing.chain.stored, sealed: [...kept, ...again] };
    for (const submitted of this.#submitted) {
      if ((submitted.sequence ?? 0) >= from) delete submitted.sequence;
    }
    this.#sealAgainFrom = undefined;
    return true;
  }

  /** Something sealed that was not sent, and a role that may not send it. */
  #hasToTakeBack(): boolean {
    const { chain, receiver, device } = this.#ports.standing;
    const isKnown = receiver.ledger.membership?.devices.has(device) === true;
    return (
      isKnown && !this.#mayWrite() && chain.sealed.some((e) => e.sequence > this.#sent && !isOperation(e))
    );
  }

  /** What is sealed from `from` on waits in the outbox again, for as long as this device may not write. */
  async #takeBack(from: number): Promise<boolean> {
    const { standing, store, epochKey } = this.#ports;
    await store.takeBack(from, openWith(epochKey));
    standing.chain = {
      stored: standing.chain.stored,
      sealed: standing.chain.sealed.filter((each) => each.sequence < from),
    };
    for (const submitted of this.#submitted) {
      if ((submitted.sequence ?? 0) >= from) delete submitted.sequence;
    }
    for (const sequence of this.#changes.keys()) if (sequence >= from) this.#changes.delete(sequence);
    this.#sealAgainFrom = undefined;
    return true;
  }

  async #keep(entries: readonly SealedEntry[], waiting: Waiting): Promise<void> {
    const { standing, store } = this.#ports;
    const rows = entries.map((entry, i) => {
      const isLast = i === entries.length - 1;
      return rowOf(entry, waiting.at, isLast ? waiting.changes : 0, isLast ? undefined : true);
    });
    await store.commitSealed(rows, waiting);
    for (const { seq, changes } of rows) if (changes > 0) this.#changes.set(seq, changes);
    standing.chain = { ...standing.chain, sealed: [...standing.chain.sealed, ...entries] };
  }

  #sealAs(): SealAs | undefined {
    const { standing, signer, epochKey } = this.#ports;
    const { ledger, workspace, head } = standing.receiver;
    const epoch = ledger.membership?.epoch;
    const key = epoch === undefined ? undefined : epochKey(epoch);
    if (epoch === undefined || key === undefined) return undefined;
    return { workspace, device: standing.device, signer, epoch, epochKey: key, seen: head };
  }

  #mayWrite(): boolean {
    const { standing } = this.#ports;
    const me = standing.receiver.ledger.membership?.devices.get(standing.device);
    return me?.state === 'active' && me.role !== 'viewer';
  }

  #settle(submitted: Submitted, result: Result<{ position: number }, unknown>): void {
    const at = this.#submitted.indexOf(submitted);
    if (at < 0) return;
    this.#submitted.splice(at, 1);
    submitted.settle(result);
    this.wake();
  }

  /** Nothing is sealed or sent for a while. */
  #hold(ms: number): void {
    this.#isHeld = true;
    this.#cancelHold();
    this.#cancelHold = this.#ports.clock.after(ms, () => {
      this.#isHeld = false;
      this.wake();
    });
  }

  #release(): void {
    this.#cancelHold();
    this.#cancelQuiet();
    this.#cancelConfirm();
    this.#isHeld = false;
  }

  #guard(work: Promise<unknown>): void {
    work.catch((thrown: unknown) => this.#ports.onFailure(thrown));
  }
}

function isOperation({ bytes }: SealedEntry): boolean {
  return isOperationEntry(bytes);
}

function rowOf(
  { sequence, bytes, hash, epoch }: SealedEntry,
  at: number,
  changes: number,
  isPart?: true,
): SealedRow {
  return { seq: sequence, bytes, hash, epoch, at, changes, ...(isPart && { isPart }) };
}
