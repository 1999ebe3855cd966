import { expect, test } from 'vitest';
import { ListState } from '../../../src/screens/list/listState.svelte.ts';

test('a first click sorts figures and dates with the greatest first, and words from their beginning', () => {
  const list = new ListState('account');
  for (const [key, descending] of [
    ['revenue', true],
    ['lastOrder', true],
    ['createdAt', true],
    ['industry', false],
    ['name', false],
  ] as const) {
    list.sortBy(key);
    expect(list.sort, key).toEqual({ by: key, descending });
  }
});

test('a second click on a column turns its direction round', () => {
  const list = new ListState('order');
  list.sortBy('total');
  list.sortBy('total');
  expect(list.sort).toEqual({ by: 'total', descending: false });
});
