import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dropLock, readLock, readWrong, writeLock, writeWrong } from '../../../src/app/lock/lockStore.ts';
import { hashPin, isSamePin, waitAfter } from '../../../src/app/lock/pin.ts';

const store = new Map<string, string>();

beforeEach(() => {
  store.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
    removeItem: (key: string) => store.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a PIN is recognised and no other, and two devices keep the same one differently', async () => {
  const [kept, again] = await Promise.all([hashPin('2468'), hashPin('2468')]);
  expect(await isSamePin('2468', kept)).toBe(true);
  expect(await isSamePin('2469', kept)).toBe(false);
  expect(await isSamePin('', kept)).toBe(false);
  expect(again.hash).not.toBe(kept.hash);
  expect(JSON.stringify(kept)).not.toContain('2468');
});

test('wrong PINs slow down more and more, up to five minutes', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 100].map(waitAfter);
  expect(waits.slice(0, 2)).toEqual([0, 0]);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(300_000);
});

test('a lock that was damaged stays a lock which no PIN opens', async () => {
  for (const damaged of ['{"pin"', '{"passkeys":[]}', 'null']) {
    store.set('rapport.lock', damaged);
    const kept = readLock();
    expect(kept).toBeDefined();
    expect(kept && (await isSamePin('', kept.pin))).toBe(false);
  }
});

test('taking the lock away leaves nothing of it', async () => {
  expect(writeLock({ pin: await hashPin('2468'), passkeys: [], afterMinutes: 5 })).toBe(true);
  writeWrong({ count: 3, until: 9 });
  expect(readLock()?.afterMinutes).toBe(5);
  expect(readWrong()).toEqual({ count: 3, until: 9 });
  dropLock();
  expect(readLock()).toBeUndefined();
  expect([...store.keys()]).toEqual([]);
});
