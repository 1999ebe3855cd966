import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Toasts } from '../../../src/ui/toasts.svelte.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const texts = (toasts: Toasts): string[] => toasts.shown.map((toast) => toast.text);

test('a toast stays eight seconds', () => {
  const toasts = new Toasts();
  toasts.show('Deleted');
  vi.advanceTimersByTime(7_900);
  expect(texts(toasts)).toEqual(['Deleted']);
  vi.advanceTimersByTime(200);
  expect(texts(toasts)).toEqual([]);
});

test('pointing at a toast stops its clock, and leaving it starts eight new seconds', () => {
  const toasts = new Toasts();
  toasts.show('Deleted');
  vi.advanceTimersByTime(7_000);
  toasts.hold();
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['Deleted']);
  toasts.release();
  vi.advanceTimersByTime(7_900);
  expect(texts(toasts)).toEqual(['Deleted']);
  vi.advanceTimersByTime(200);
  expect(texts(toasts)).toEqual([]);
});

test('a toast that comes while another is pointed at waits with it', () => {
  const toasts = new Toasts();
  toasts.show('First');
  toasts.hold();
  toasts.show('Second');
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['First', 'Second']);
});

test('at most three toasts are on screen', () => {
  const toasts = new Toasts();
  for (const text of ['1', '2', '3', '4']) toasts.show(text);
  expect(texts(toasts)).toEqual(['2', '3', '4']);
});
