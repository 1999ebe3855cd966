import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordIdOf, shardIdOf } from '../../../src/domain/ids.ts';
import { OutsideActs, type OutsideAct } from '../../../src/screens/activity/outside.svelte.ts';

const record = recordIdOf(shardIdOf('account', 1, 0), 0);
const call: OutsideAct = { type: 'call', record, name: 'Kaffe', about: { account: record } };
const minute = 60_000;

class Page extends EventTarget {
  visibilityState = 'visible';
  isFocused = true;
  hasFocus = () => this.isFocused;
}

let page: Page;
let kept: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 4, 9) });
  page = new Page();
  kept = new Map();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function leave(): void {
  page.isFocused = false;
  window.dispatchEvent(new Event('blur'));
}

function comeBack(): void {
  page.isFocused = true;
  window.dispatchEvent(new Event('focus'));
}

function watched(): OutsideActs {
  const acts = new OutsideActs();
  acts.follow();
  return acts;
}

test('who comes back from a call is offered to log it, with the time away', () => {
  const acts = watched();
  acts.begin(call);
  leave();
  vi.advanceTimersByTime(3 * minute);
  expect(acts.returned).toBeUndefined();
  comeBack();
  expect(acts.returned).toMatchObject({ ...call, awayMs: 3 * minute });
  acts.end();
  expect(acts.returned).toBeUndefined();
});

test('a call is offered also when its record was read only after its person had left, or was back', () => {
  const acts = watched();
  let startedAt = Date.now();
  vi.advanceTimersByTime(10);
  leave();
  acts.begin(call, startedAt);
  vi.advanceTimersByTime(minute);
  comeBack();
  expect(acts.returned).toMatchObject({ startedAt, awayMs: minute });
  acts.end();

  startedAt = Date.now();
  leave();
  comeBack();
  vi.advanceTimersByTime(200);
  acts.begin(call, startedAt);
  expect(acts.returned).toMatchObject({ startedAt });
});

test('who had left before, for something else, has not left for this call', () => {
  const acts = watched();
  leave();
  vi.advanceTimersByTime(minute);
  comeBack();
  vi.advanceTimersByTime(1);
  acts.begin(call);
  expect(acts.returned).toBeUndefined();
  vi.advanceTimersByTime(minute);
  leave();
  comeBack();
  expect(acts.returned).toBeUndefined();
});

test('a page that was ended meanwhile offers it when it is there again, but not on the next day', () => {
  const before = watched();
  before.begin(call);
  leave();
  page.isFocused = true;
  vi.advanceTimersByTime(minute);
  expect(watched().returned).toMatchObject({ record, awayMs: null });

  before.begin(call);
  vi.advanceTimersByTime(24 * 60 * minute);
  expect(watched().returned).toBeUndefined();
});
