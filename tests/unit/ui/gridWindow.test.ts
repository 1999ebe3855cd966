import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrolledHeight, scrollTopFor, windowAt } from '../../../src/ui/gridWindow.ts';
import { runs } from '../../support/runs.ts';

const geometry = fc.record({
  count: fc.integer({ min: 1, max: 2_000_000 }),
  rowHeightPx: fc.constantFrom(32, 36, 52, 60),
  viewportPx: fc.integer({ min: 100, max: 1_400 }),
});

test('a list without rows draws none and has no height', () => {
  const empty = { count: 0, rowHeightPx: 36, viewportPx: 800 };
  expect(windowAt(empty, 0, 8)).toEqual({ first: 0, firstInView: 0, last: 0, offsetPx: 0 });
  expect(scrolledHeight(empty)).toBe(0);
});

test('a list of 100,000 rows is scrolled at its true height', () => {
  expect(scrolledHeight({ count: 100_000, rowHeightPx: 60, viewportPx: 800 })).toBe(6_000_000);
});

test('a list taller than a browser can draw still reaches its first and its last row', () => {
  const tall = { count: 1_000_000, rowHeightPx: 60, viewportPx: 800 };
  const height = scrolledHeight(tall);
  expect(height).toBeLessThan(17_000_000);
  expect(windowAt(tall, 0, 0).first).toBe(0);
  expect(windowAt(tall, height - tall.viewportPx, 0).last).toBe(tall.count);
});

test('the rows drawn cover the viewport wherever it is scrolled to', () => {
  fc.assert(
    fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
      const scrollTop = share * Math.max(0, scrolledHeight(of) - of.viewportPx);
      const { first, last, offsetPx } = windowAt(of, scrollTop, 4);
      const bottom = offsetPx + (last - first) * of.rowHeightPx;
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(of.count);
      expect(first === 0 || offsetPx <= scrollTop).toBe(true);
      expect(last === of.count || bottom >= scrollTop + of.viewportPx - 1).toBe(true);
    }),
    { numRuns: runs(300, 5_000) },
  );
});

test('away from both ends as many rows are drawn wherever it is scrolled to', () => {
  const of = { count: 1_000, rowHeightPx: 36, viewportPx: 805 };
  const sizes = [720, 721, 739, 755, 8_001].map((scrollTop) => {
    const { first, last } = windowAt(of, scrollTop, 6);
    return last - first;
  });
  expect(new Set(sizes).size).toBe(1);
});

test('scrolling to a row brings the whole of it into view', () => {
  fc.assert(
    fc.property(geometry, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (of, seed, share) => {
      const index = seed % of.count;
      const before = share * Math.max(0, scrolledHeight(of) - of.viewportPx);
      const after = scrollTopFor(of, index, before);
      const { first, offsetPx } = windowAt(of, after, 0);
      const rowTop = offsetPx + (index - first) * of.rowHeightPx;
      expect(rowTop).toBeGreaterThanOrEqual(after - 1);
      expect(rowTop + of.rowHeightPx).toBeLessThanOrEqual(after + of.viewportPx + 1);
    }),
    { numRuns: runs(300, 5_000) },
  );
});

test('scrolling to a row that is in view moves nothing', () => {
  expect(scrollTopFor({ count: 100, rowHeightPx: 36, viewportPx: 400 }, 12, 300)).toBe(300);
});
