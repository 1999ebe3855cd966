import { expect, test } from 'vitest';
import { GridSelection } from '../../../src/ui/gridSelection.svelte.ts';

test('a row is chosen once and let go again', () => {
  const selection = new GridSelection();
  selection.toggle('a', 0);
  expect(selection.isChosen('a')).toBe(true);
  selection.toggle('a', 0);
  expect(selection.size(10)).toBe(0);
});

test('everything in the view can be chosen without knowing its keys, with exceptions', () => {
  const selection = new GridSelection();
  selection.chooseAll();
  selection.toggle('b', 1);
  expect(selection.size(100_000)).toBe(99_999);
  expect(selection.isChosen('b')).toBe(false);
  expect(selection.isChosen('never seen')).toBe(true);
});

test('a range runs from the row chosen last, in either direction', () => {
  const selection = new GridSelection();
  selection.toggle('e', 4);
  expect(selection.rangeTo(7)).toEqual([4, 7]);
  expect(selection.rangeTo(1)).toEqual([1, 4]);
});

test('a range within "all" takes back its exceptions', () => {
  const selection = new GridSelection();
  selection.chooseAll();
  selection.toggle('b', 1);
  selection.addRange(['a', 'b', 'c']);
  expect(selection.size(3)).toBe(3);
});

test('clearing forgets all, exceptions and the start of the range', () => {
  const selection = new GridSelection();
  selection.chooseAll();
  selection.toggle('b', 1);
  selection.clear();
  expect(selection.size(3)).toBe(0);
  expect(selection.rangeTo(5)).toEqual([5, 5]);
});
