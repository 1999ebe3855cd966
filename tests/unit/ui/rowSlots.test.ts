import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowSlots, type DrawnRow } from '../../../src/ui/rowSlots.ts';
import { runs } from '../../support/runs.ts';

const steps = fc.array(fc.uniqueArray(fc.nat(200), { maxLength: 40 }), { minLength: 1, maxLength: 12 });

function slotByIndex(drawn: readonly DrawnRow[]): Map<number, number> {
  return new Map(drawn.map(({ index, slot }) => [index, slot]));
}

test('a row that stays drawn keeps its element', () => {
  fc.assert(
    fc.property(steps, (windows) => {
      const slots = new RowSlots();
      let before = new Map<number, number>();
      for (const window of windows) {
        const now = slotByIndex(slots.assign(window));
        for (const [index, slot] of before) if (now.has(index)) expect(now.get(index)).toBe(slot);
        before = now;
      }
    }),
    { numRuns: runs(200, 2_000) },
  );
});

test('every row has an element of its own, and elements never change places', () => {
  fc.assert(
    fc.property(steps, (windows) => {
      const slots = new RowSlots();
      for (const window of windows) {
        const drawn = slots.assign(window);
        const order = drawn.map(({ slot }) => slot);
        expect(drawn.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
          window.toSorted((a, b) => a - b),
        );
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      }
    }),
    { numRuns: runs(200, 2_000) },
  );
});

test('scrolling a window of one size needs no new element', () => {
  const slots = new RowSlots();
  const window = (first: number): number[] => Array.from({ length: 30 }, (_, i) => first + i);
  slots.assign(window(0));
  for (const first of [1, 7, 60, 59, 1_000, 990]) {
    expect(slots.assign(window(first)).map(({ slot }) => slot)).toEqual(window(0));
  }
});
