import { expect, test } from 'vitest';
import { Drift, type ShownAndKept } from '../../../src/texts/drift.ts';

const fine: ShownAndKept = {
  ...{ isConnected: true, isLeaning: false, isUnkept: false, others: [], kept: new Map() },
  isSame: () => true,
};

/** What it says at each second while one thing is shown. */
function after(seconds: number, drift: Drift, from: number, wish: Partial<ShownAndKept>): boolean {
  let isStale = false;
  for (let i = 0; i <= seconds; i++) isStale = drift.isStale((from + i) * 1_000, { ...fine, ...wish });
  return isStale;
}

test('letters of others that do not come into the book for long are not shown for ever', () => {
  const late = { others: [[9, 4]] as const, kept: new Map([[9, 2]]) };
  const drift = new Drift();
  expect(after(8, drift, 0, late)).toBe(false);
  expect(after(5, drift, 9, late)).toBe(true);
});

test('somebody who goes on writing is waited for', () => {
  const drift = new Drift();
  for (let clock = 4; clock < 10; clock++) {
    expect(after(5, drift, clock * 6, { others: [[9, clock]], kept: new Map([[9, 2]]) })).toBe(false);
  }
});

test('what has come into the book is no longer waited for', () => {
  const drift = new Drift();
  after(8, drift, 0, { others: [[9, 4]], kept: new Map() });
  expect(after(20, drift, 9, { others: [[9, 4]], kept: new Map([[9, 4]]) })).toBe(false);
});

test('what somebody writes beside such letters waits as long, also without a connection', () => {
  expect(after(12, new Drift(), 0, { isLeaning: true, isConnected: false, isUnkept: true })).toBe(true);
});

test('without a connection what was read stays to be read', () => {
  expect(after(60, new Drift(), 0, { isConnected: false, others: [[9, 4]], isSame: () => false })).toBe(
    false,
  );
});

test('a text that shows other letters than the book has, while nothing is on its way, is not shown for ever', () => {
  expect(after(12, new Drift(), 0, { isSame: () => false })).toBe(true);
  expect(after(60, new Drift(), 0, { isSame: () => false, isUnkept: true })).toBe(false);
});
