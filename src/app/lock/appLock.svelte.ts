import { t } from '../../i18n/language.svelte.ts';
import { lockTexts } from '../../i18n/lock.ts';
import { err, type Result } from '../../domain/result.ts';
import type { AppLockControl, PinAnswer } from '../../screens/settings/device.ts';
import { coverPage, watchPerson } from './cover.ts';
import { lockKey } from './lockFlag.ts';
import {
  dropLock,
  lockedAtKey,
  readActive,
  readLock,
  readWrong,
  tellLocked,
  writeActive,
  writeLock,
  writeWrong,
  type LockSettings,
} from './lockStore.ts';
import { askPasskey, makePasskey, passkeyIsPossible, type PasskeyError } from './passkey.ts';
import { hashPin, isSamePin, waitAfter } from './pin.ts';

/** Activity is noted for other tabs no more often than this. */
const noteEveryMs = 10_000;

/**
 * Covers the application until its PIN or a passkey is given: at every start, by hand, and after a while without anybody. It
 * hides the screen and encrypts nothing.
 */
export class AppLock implements AppLockControl {
  #settings = $state.raw<LockSettings | undefined>(readLock());
  #isLocked = $state(false);
  #uncover: (() => void) | undefined;
  #stopWatching: (() => void) | undefined;
  #notedAt = 0;

  constructor() {
    if (this.isOn) this.#cover();
    this.#watch();
    addEventListener('storage', ({ key }) => {
      if (key === lockKey) this.#follow();
      if (key === lockedAtKey && this.isOn) this.#cover();
    });
  }

  get isOn(): boolean {
    return this.#settings !== undefined;
  }

  get isLocked(): boolean {
    return this.#isLocked;
  }

  get afterMinutes(): number | null {
    return this.#settings?.afterMinutes ?? null;
  }

  get hasPasskey(): boolean {
    return (this.#settings?.passkeys.length ?? 0) > 0;
  }

  readonly canPasskey = passkeyIsPossible;

  readonly turnOn = async (pin: string): Promise<boolean> => {
    const before = this.#settings;
    const hash = await hashPin(pin);
    writeWrong(undefined);
    return this.#set({
      pin: hash,
      passkeys: before?.passkeys ?? [],
      afterMinutes: before?.afterMinutes ?? 5,
    });
  };

  readonly turnOff = (): void => {
    dropLock();
    this.#follow();
  };

  readonly setAfter = (minutes: number | null): void => {
    if (this.#settings !== undefined) this.#set({ ...this.#settings, afterMinutes: minutes });
  };

  readonly addPasskey = async (): Promise<'added' | PasskeyError['type']> => {
    const made = await makePasskey(t(lockTexts).product);
    if (!made.ok) return made.error.type;
    if (this.#settings !== undefined) this.#set({ ...this.#settings, passkeys: [made.value] });
    return 'added';
  };

  readonly removePasskey = (): void => {
    if (this.#settings !== undefined) this.#set({ ...this.#settings, passkeys: [] });
  };

  readonly lockNow = (): void => {
    if (!this.isOn) return;
    tellLocked(Date.now());
    this.#cover();
  };

  /** Wrong PINs are counted across tabs and starts, and slow down whoever tries them all. */
  readonly checkPin = async (pin: string): Promise<PinAnswer> => {
    const settings = this.#settings;
    const waitMs = this.waitMs();
    if (waitMs > 0 || settings === undefined) return { type: 'wait', waitMs };
    if (await isSamePin(pin, settings.pin)) {
      writeWrong(undefined);
      return { type: 'right' };
    }
    const count = readWrong().count + 1;
    writeWrong({ count, until: Date.now() + waitAfter(count) });
    return { type: 'wrong', waitMs: waitAfter(count) };
  };

  /** Until the next PIN is looked at, ms. A clock that was set back makes nobody wait longer than the longest wait. */
  waitMs(): number {
    const { count, until } = readWrong();
    return Math.min(Math.max(0, until - Date.now()), waitAfter(count));
  }

  readonly unlockByPin = async (pin: string): Promise<PinAnswer> => {
    const answer = await this.checkPin(pin);
    if (answer.type === 'right') this.open();
    return answer;
  };

  readonly unlockByPasskey = async (): Promise<Result<string, PasskeyError>> => {
    const passkeys = this.#settings?.passkeys ?? [];
    if (passkeys.length === 0) return err({ type: 'cancelled' });
    const answer = await askPasskey(passkeys);
    if (answer.ok) {
      writeWrong(undefined);
      this.open();
    }
    return answer;
  };

  open(): void {
    this.#note();
    this.#isLocked = false;
    this.#uncover?.();
    this.#uncover = undefined;
  }

  #set(settings: LockSettings): boolean {
    if (!writeLock(settings)) return false;
    this.#settings = settings;
    this.#watch();
    return true;
  }

  /** Another tab has changed the lock, or taken it away. */
  #follow(): void {
    this.#settings = readLock();
    this.#watch();
    if (!this.isOn) this.open();
  }

  #cover(): void {
    this.#isLocked = true;
    this.#uncover ??= coverPage(t(lockTexts).product);
  }

  #watch(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    if (!this.isOn) return;
    this.#note();
    this.#stopWatching = watchPerson({
      touched: () => this.#note(),
      left: () => {
        if (this.afterMinutes === 0) this.#cover();
      },
      looked: () => this.#lookAtClock(),
    });
  }

  #note(): void {
    const now = Date.now();
    if (!this.isOn || this.#isLocked || now - this.#notedAt < noteEveryMs) return;
    this.#notedAt = now;
    writeActive(now);
  }

  #lookAtClock(): void {
    const { afterMinutes } = this;
    if (this.#isLocked || afterMinutes === null || afterMinutes === 0) return;
    const quietMs = Date.now() - Math.max(this.#notedAt, readActive());
    if (quietMs >= afterMinutes * 60_000) this.lockNow();
  }
}
