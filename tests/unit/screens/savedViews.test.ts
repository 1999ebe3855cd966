import { expect, test } from 'vitest';
import type { RecordRow } from '../../../src/domain/record.ts';
import { moved, movedTo, pinnedInOrder, viewsFor } from '../../../src/screens/list/savedViews.ts';

function aView(id: string, values: Record<string, unknown>): RecordRow {
  return { id, base: [{ object: 'account', ...values }, 0, 'm1.0.0'], registers: {} } as unknown as RecordRow;
}

test('a private view is shown to its owner only, a shared one to everybody', () => {
  const mine = aView('w1.0.0', { owner: 'm1.0.0' });
  const theirs = aView('w2.0.0', { owner: 'm2.0.0' });
  const shared = aView('w2.0.1', { owner: 'm2.0.0', shared: true });
  const ofTasks = aView('w1.0.1', { owner: 'm1.0.0', object: 'task' });
  expect(viewsFor('account', [mine, theirs, shared, ofTasks], 'm1.0.0')).toEqual([mine, shared]);
});

test('pinned views stand in the order of the book, new ones after them', () => {
  const [a, b, c] = ['w1.0.0', 'w1.0.1', 'w1.0.2'].map((id) => aView(id, { pinned: true }));
  const free = aView('w1.0.3', { pinned: false });
  const ids = pinnedInOrder(
    [a, b, c, free].flatMap((view) => view ?? []),
    ['w1.0.2', 'gone', 'w1.0.0'],
  ).map(({ id }) => id);
  expect(ids).toEqual(['w1.0.2', 'w1.0.0', 'w1.0.1']);
});

test('an item moves one place and no further than the ends', () => {
  expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
});

test('a column that is dropped elsewhere stands there, and the others keep their order', () => {
  expect(movedTo(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(movedTo(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
});
