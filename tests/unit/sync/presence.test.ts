import { expect, test } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import type { Clock } from '../../../src/sync/clock.ts';
import { PresenceBoard } from '../../../src/sync/presence.ts';

/** Time that goes on only when told to, and calls what is due. */
class HandClock implements Clock {
  #now = 1_000_000;
  #due: { at: number; work: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly after = (ms: number, work: () => void): (() => void) => {
    const entry = { at: this.#now + ms, work };
    this.#due.push(entry);
    return () => (this.#due = this.#due.filter((each) => each !== entry));
  };

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { work } of due) work();
  }
}

function aBoard() {
  const clock = new HandClock();
  const sent: unknown[] = [];
  let changes = 0;
  const board = new PresenceBoard({
    clock,
    send: (text) => sent.push(JSON.parse(new TextDecoder().decode(text))),
    changed: () => changes++,
  });
  return { board, clock, sent, changes: () => changes };
}

const place = (record: unknown, screen: unknown): Uint8Array => utf8(JSON.stringify({ record, screen }));

test('a place is told at once and again while the device is there', () => {
  const { board, clock, sent } = aBoard();
  board.move({ record: 'a1.0.0', screen: 'record' });
  clock.pass(20_000);
  expect(sent).toEqual([
    { record: 'a1.0.0', screen: 'record' },
    { record: 'a1.0.0', screen: 'record' },
  ]);
});

test('who has not spoken for a while is no longer there', () => {
  const { board, clock, changes } = aBoard();
  board.hear(2, place('a1.0.0', 'record'));
  expect(board.others).toMatchObject([{ device: 2, record: 'a1.0.0' }]);
  clock.pass(40_000);
  board.hear(3, place(null, 'list'));
  const before = changes();
  for (let i = 0; i < 2; i++) clock.pass(20_000);
  expect(board.others.map((each) => each.device)).toEqual([3]);
  expect(changes()).toBeGreaterThan(before);
});

test('somebody new is answered once, so that both see each other', () => {
  const { board, sent } = aBoard();
  board.hear(2, place(null, 'list'));
  board.hear(2, place(null, 'record'));
  expect(sent).toHaveLength(1);
});

test('without a connection nobody is there, and nothing more is told', () => {
  const { board, clock, sent } = aBoard();
  board.hear(2, place(null, 'list'));
  board.lose();
  clock.pass(60_000);
  expect(board.others).toEqual([]);
  expect(sent).toHaveLength(1);
});

test.each([
  ['no JSON', utf8('{')],
  ['a list', utf8('[]')],
  ['no screen', place('a1.0.0', undefined)],
  ['a screen without end', place(null, 'x'.repeat(65))],
  ['what is no record', place('<script>', 'list')],
  ['a number for a record', place(7, 'list')],
])('a frame with %s is nobody', (_what, text) => {
  const { board } = aBoard();
  board.hear(2, text);
  expect(board.others).toEqual([]);
});
