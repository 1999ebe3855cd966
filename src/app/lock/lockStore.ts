import { lockChoices } from '../../screens/settings/device.ts';
import { lockKey } from './lockFlag.ts';
import type { PinHash } from './pin.ts';

/** How the application of this device is locked. It is kept in localStorage, so that it is known before anything is drawn. */
export interface LockSettings {
  readonly pin: PinHash;
  /** Ids of passkeys of this device, base64url. */
  readonly passkeys: readonly string[];
  /** Minutes without a touch or a key; 0 as soon as the page is left, null only at the start and by hand. */
  readonly afterMinutes: number | null;
}

export interface WrongTries {
  readonly count: number;
  /** No PIN is looked at before this moment, ms. */
  readonly until: number;
}

const wrongKey = 'rapport.lock.wrong';
const activeKey = 'rapport.lock.active';
/** Written when a person locks: other tabs follow. */
export const lockedAtKey = 'rapport.lock.at';

/** Undefined where there is no lock. What cannot be read locks nobody out for good: it is a lock without a PIN that fits. */
export function readLock(): LockSettings | undefined {
  const text = read(lockKey);
  if (text === null) return undefined;
  try {
    const { pin, passkeys, afterMinutes } = JSON.parse(text) as Partial<LockSettings>;
    if (pin === undefined) return noKey;
    return {
      pin,
      passkeys: Array.isArray(passkeys) ? passkeys : [],
      afterMinutes: lockChoices.find((each) => each === afterMinutes) ?? null,
    };
  } catch {
    return noKey;
  }
}

/** False where the browser keeps nothing. */
export function writeLock(settings: LockSettings): boolean {
  try {
    localStorage.setItem(lockKey, JSON.stringify(settings));
    return true;
  } catch {
    return false;
  }
}

export function dropLock(): void {
  for (const key of [lockKey, wrongKey, activeKey, lockedAtKey]) localStorage.removeItem(key);
}

export function readWrong(): WrongTries {
  try {
    const { count, until } = JSON.parse(read(wrongKey) ?? '{}') as Partial<WrongTries>;
    return { count: typeof count === 'number' ? count : 0, until: typeof until === 'number' ? until : 0 };
  } catch {
    return { count: 0, until: 0 };
  }
}

export function writeWrong(tries: WrongTries | undefined): void {
  if (tries === undefined) localStorage.removeItem(wrongKey);
  else localStorage.setItem(wrongKey, JSON.stringify(tries));
}

/** When a person last touched any tab, ms. */
export function readActive(): number {
  return Number(read(activeKey) ?? 0);
}

export function writeActive(at: number): void {
  localStorage.setItem(activeKey, String(at));
}

export function tellLocked(at: number): void {
  localStorage.setItem(lockedAtKey, String(at));
}

const noKey: LockSettings = { pin: { salt: '', rounds: 1, hash: '' }, passkeys: [], afterMinutes: null };

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
