import { expect, test } from 'vitest';
import { RowFill, rowsPerFrame } from '../../../src/ui/rowFill.ts';
import { RowSlots, type DrawnRow } from '../../../src/ui/rowSlots.ts';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const always = (): boolean => true;
const fromTop = (index: number): number => index;

function filled(fill: RowFill, drawn: readonly DrawnRow[]): number[] {
  return drawn
    .filter((row) => fill.holds(row))
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}

test('a window of new rows is filled over several frames, no frame with more than its share', () => {
  const fill = new RowFill();
  const drawn = new RowSlots().assign(range(0, 3 * rowsPerFrame));
  const sizes = [1, 2, 3].map(() => {
    fill.fill(drawn, always, fromTop);
    return filled(fill, drawn).length;
  });
  expect(sizes).toEqual([rowsPerFrame, 2 * rowsPerFrame, 3 * rowsPerFrame]);
});

test('rows come in the order that is asked for', () => {
  const fill = new RowFill();
  const drawn = new RowSlots().assign(range(0, 3 * rowsPerFrame));
  fill.fill(drawn, always, (index) => -index);
  expect(filled(fill, drawn)).toEqual(range(2 * rowsPerFrame, rowsPerFrame));
});

test('a row that stays in its element keeps its content while others wait', () => {
  const [slots, fill] = [new RowSlots(), new RowFill()];
  fill.fill(slots.assign(range(0, rowsPerFrame)), always, fromTop);
  expect(filled(fill, slots.assign(range(5, 3 * rowsPerFrame)))).toEqual(range(5, rowsPerFrame - 5));
});

test('a row that is not loaded waits for nothing and takes no other row’s turn', () => {
  const fill = new RowFill();
  const drawn = new RowSlots().assign(range(0, 2 * rowsPerFrame));
  const isOdd = (index: number): boolean => index % 2 === 1;
  fill.fill(drawn, isOdd, fromTop);
  expect(filled(fill, drawn)).toEqual(range(0, 2 * rowsPerFrame).filter(isOdd));
});

test('an element that got another row does not hold it before it is filled', () => {
  const [slots, fill] = [new RowSlots(), new RowFill()];
  fill.fill(slots.assign(range(0, rowsPerFrame)), always, fromTop);
  const drawn = slots.assign(range(100, rowsPerFrame));
  expect(filled(fill, drawn)).toEqual([]);
  fill.fill(drawn, always, fromTop);
  expect(filled(fill, drawn)).toEqual(range(100, rowsPerFrame));
});
