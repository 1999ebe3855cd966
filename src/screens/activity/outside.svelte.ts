import { createContext } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import type { ActivityType } from '../../domain/objects.ts';
import type { About } from './activityForm.ts';

/** A conversation that goes on in another application: a call, a message, a mail, a way to the customer. */
export interface OutsideAct {
  readonly type: Extract<ActivityType, 'call' | 'chat' | 'mail' | 'visit'>;
  /** Whom it concerns, and the name that its record had: another book may give the same id to somebody else. */
  readonly record: RecordId;
  readonly name: string;
  readonly about: About;
}

export interface ReturnedAct extends OutsideAct {
  readonly startedAt: number;
  /** From leaving to coming back, ms; null where nobody was there to measure, as when the page was ended meanwhile. */
  readonly awayMs: number | null;
}

interface Pending extends OutsideAct {
  readonly startedAt: number;
  readonly leftAt?: number;
}

/** Who has not left by then did not go: no application answered, or the question was turned down. */
const leavesWithinMs = 30_000;
/** After this long nobody remembers what was said. */
const offeredForMs = 4 * 3_600_000;
const storageKey = 'rapport.outside';

/** Follows a person out of the application and back, so that what happened there can be logged. */
export class OutsideActs {
  #pending: Pending | undefined = readPending();
  #returned = $state.raw<ReturnedAct>();
  /** When the page was last left, for whatever reason. */
  #leftAt = -Infinity;

  /** What the person has come back from and not yet logged or dismissed. */
  get returned(): ReturnedAct | undefined {
    return this.#returned;
  }

  /**
   * To be called for a link to the other application, followed now or at `startedAt`: by the time that its record is read, the
   * person may have left, and even be back.
   */
  begin(act: OutsideAct, startedAt = Date.now()): void {
    this.#returned = undefined;
    const isAway = document.visibilityState === 'hidden' || !document.hasFocus();
    const hasLeft = this.#leftAt >= startedAt;
    this.#keep({
      ...act,
      startedAt,
      ...(isAway || hasLeft ? { leftAt: Math.max(startedAt, this.#leftAt) } : {}),
    });
    if (hasLeft && !isAway) this.#comeBack();
  }

  /** Logged or dismissed. */
  end(): void {
    this.#returned = undefined;
    this.#keep(undefined);
  }

  /** Watches leaving and coming back while the page lives. Returns what ends it. */
  follow(): () => void {
    const onVisibility = () => (document.visibilityState === 'hidden' ? this.#leave() : this.#comeBack());
    const onBlur = () => this.#leave();
    const onFocus = () => this.#comeBack();
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('blur', onBlur);
    window.addEventListener('focus', onFocus);
    // The page was ended while its person was away.
    if (this.#pending !== undefined) this.#offer(this.#pending, null);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('focus', onFocus);
    };
  }

  #leave(): void {
    const now = Date.now();
    this.#leftAt = now;
    const pending = this.#pending;
    if (pending === undefined || pending.leftAt !== undefined) return;
    this.#keep(now - pending.startedAt > leavesWithinMs ? undefined : { ...pending, leftAt: now });
  }

  #comeBack(): void {
    const pending = this.#pending;
    if (pending?.leftAt === undefined || document.visibilityState === 'hidden') return;
    this.#offer(pending, Date.now() - pending.leftAt);
  }

  #offer({ leftAt: _leftAt, ...act }: Pending, awayMs: number | null): void {
    this.#keep(undefined);
    if (Date.now() - act.startedAt < offeredForMs) this.#returned = { ...act, awayMs };
  }

  #keep(pending: Pending | undefined): void {
    this.#pending = pending;
    try {
      if (pending === undefined) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, JSON.stringify(pending));
    } catch {
      // Without storage the offer is made only while the page lives.
      return;
    }
  }
}

export const [useOutsideActs, provideOutsideActs] = createContext<OutsideActs>();

function readPending(): Pending | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    const isPending =
      typeof kept === 'object' && kept !== null && 'record' in kept && 'startedAt' in kept && 'about' in kept;
    return isPending ? (kept as Pending) : undefined;
  } catch {
    return undefined;
  }
}
