import { readRole } from '../database/readOnly.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import { countOutbox } from '../store/outbox.ts';
import type { HostedCalls } from './engineMessages.ts';
import type { SharedBook } from './sharedBook.ts';
import type { SyncView } from './syncView.ts';

export interface SyncHostPorts {
  readonly state: EngineState;
  readonly post: (view: SyncView) => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** Tabs hear of changes at most so often. */
const restMs = 200;

const localView: SyncView = {
  ...{ isShared: false, connection: 'local', waiting: 0, unsent: 0 },
  ...{ notSeen: 0, seenBy: 0, others: 0 },
  ...{
    devices: [],
    invites: [],
    joins: [],
    quarantined: 0,
    waitingForOthers: 0,
    keptApart: [],
    presence: [],
  },
  hasPhrase: false,
};

/** The keys are erased: all that is left to say of a team that this device is no longer in. */
async function viewWithoutKeys({ book: { strict } }: EngineState): Promise<SyncView> {
  const type = (await readRole(strict)) === 'left' ? 'left' : 'removed';
  const { changes } = await countOutbox(strict);
  return { ...localView, isShared: true, connection: 'stopped', trouble: { type }, waiting: changes };
}

/** The engine's side of synchronisation. What it takes to seal and to sign is loaded only where the book is shared. */
export class SyncHost {
  readonly #ports: SyncHostPorts;
  #book: SharedBook | undefined;
  #beginning: Promise<SharedBook | undefined> | undefined;
  /** Settled once it is known whether the book is shared. */
  #begun: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTelling = false;

  constructor(ports: SyncHostPorts) {
    this.#ports = ports;
  }

  /** Begins the session of a shared book; tells a local one's view. Once, however often it is asked for. */
  begin(): Promise<void> {
    this.#begun ??= this.#look();
    return this.#begun;
  }

  /** The engine has written something. */
  wake(): void {
    this.#book?.wake();
  }

  nudge(): void {
    this.#book?.nudge();
  }

  /** A tab asks for the view. */
  ask(): void {
    if (this.#book === undefined) {
      if (this.#beginning === undefined) this.#ports.post(localView);
      else void this.#beginning.then((book) => (book === undefined ? this.#tellWithoutKeys() : undefined));
      return;
    }
    void this.#tell();
  }

  async perform<C extends keyof HostedCalls>(
    call: C,
    args: HostedCalls[C]['args'],
  ): Promise<HostedCalls[C]['result']> {
    // A call may come before the engine has looked; a shared book must not be taken for a local one.
    await this.begin();
    if (call === 'share') {
      const { shareThisBook } = await import('./sharedBook.ts');
      const shared = await shareThisBook(this.#ports.state, args as HostedCalls['share']['args']);
      if (shared.ok) await this.#open();
      return shared;
    }
    if (call === 'erase' && this.#beginning === undefined) {
      const { eraseRecords } = await import('../store/erasure.ts');
      const { ids } = args as HostedCalls['erase']['args'];
      const erased = await eraseRecords(this.#ports.state, ids);
      return { ok: true, value: { erased: erased.length } } as HostedCalls[C]['result'];
    }
    const book = await this.#beginning;
    return book === undefined
      ? ({ ok: false, error: { type: 'not-shared' } } as HostedCalls[C]['result'])
      : book.perform(call, args);
  }

  async #look(): Promise<void> {
    const row = await this.#ports.state.book.strict.meta.get('sync');
    if (row === undefined) this.#ports.post(localView);
    else await this.#open();
  }

  #open(): Promise<SharedBook | undefined> {
    this.#beginning ??= this.#begin();
    return this.#beginning;
  }

  async #begin(): Promise<SharedBook | undefined> {
    const { state, onFailure } = this.#ports;
    const { SharedBook: Shared } = await import('./sharedBook.ts');
    const book = await Shared.begin({ state, onFailure, changed: () => this.#schedule() });
    this.#book = book;
    if (book === undefined) await this.#tellWithoutKeys();
    else this.#schedule();
    return book;
  }

  async #tellWithoutKeys(): Promise<void> {
    this.#ports.post(await viewWithoutKeys(this.#ports.state));
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#tell();
    }, restMs);
  }

  async #tell(): Promise<void> {
    if (this.#isTelling) return this.#schedule();
    this.#isTelling = true;
    try {
      const view = await this.#book?.view();
      if (view !== undefined) this.#ports.post(view);
    } catch (thrown) {
      this.#ports.onFailure(thrown);
    } finally {
      this.#isTelling = false;
    }
  }
}
