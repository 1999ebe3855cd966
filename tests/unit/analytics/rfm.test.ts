import { describe, expect, it } from 'vitest';
import { customerFigures } from '../../../src/analytics/customerFigures.ts';
import { scoreRfm } from '../../../src/analytics/rfm.ts';
import { segmentOfScores, segments, segmentTable } from '../../../src/analytics/rfmSegments.ts';
import { dateToDay, dayToDate } from '../../../src/domain/dates.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { columnsOf, type OrderSketch } from '../../support/orderColumns.ts';

const today = dateToDay('2026-11-20');
const scoresOf = (orders: readonly OrderSketch[]) =>
  scoreRfm(
    customerFigures(columnsOf(orders), { rule: 'net', snapshotDay: today, fromDay: null, currency: 0 }),
  );

describe('RFM scores', () => {
  it('do not change when every price is multiplied', () => {
    const book = randomBook(80, 1);
    const dearer = book.map((order) => ({
      ...order,
      lines: order.lines.map(([q, p]) => [q, p * 7] as const),
    }));
    expect(scoresOf(dearer).monetary).toEqual(scoresOf(book).monetary);
  });

  it('do not depend on the order of the orders', () => {
    const book = randomBook(80, 2);
    const byCustomer = (orders: readonly OrderSketch[]) => {
      const columns = columnsOf(orders);
      const rfm = scoresOf(orders);
      return Object.fromEntries(
        columns.accounts.map((id, i) => [id, [rfm.recency[i], rfm.frequency[i], rfm.monetary[i]]]),
      );
    };
    expect(byCustomer(book.toReversed())).toEqual(byCustomer(book));
  });

  it('stay between 1 and 5 and share a score among equal customers', () => {
    const rfm = scoresOf(
      ['a', 'b', 'c'].map((account) => ({ account, date: '2026-11-01', lines: [[1, 5]] })),
    );
    expect([...rfm.recency, ...rfm.frequency, ...rfm.monetary]).toEqual([5, 5, 5, 1, 1, 1, 1, 1, 1]);
  });

  it('put every customer into one cell, with the mean of what they spent', () => {
    const book = randomBook(60, 3);
    const figures = customerFigures(columnsOf(book), {
      rule: 'net',
      snapshotDay: today,
      fromDay: null,
      currency: 0,
    });
    const { cells } = scoreRfm(figures);
    expect(cells).toHaveLength(25);
    const total = cells.reduce((sum, cell) => sum + cell.customers * cell.meanUnits, 0);
    expect(total).toBeCloseTo(figures.totals.netUnits, 3);
  });
});

describe('RFM segments', () => {
  it('cover all 125 combinations of scores and every segment is reachable', () => {
    const reached = new Set<string>();
    for (const r of [1, 2, 3, 4, 5]) {
      for (const f of [1, 2, 3, 4, 5]) for (const m of [1, 2, 3, 4, 5]) reached.add(segmentOfScores(r, f, m));
    }
    expect([...reached].sort()).toEqual([...segments].sort());
    expect(segmentTable.map((row) => row.length)).toEqual([5, 5, 5, 5, 5]);
  });

  it('call the best at everything champions, the worst asleep, and large silent ones quiet', () => {
    expect(segmentOfScores(5, 5, 5)).toBe('champions');
    expect(segmentOfScores(1, 1, 1)).toBe('asleep');
    expect(segmentOfScores(1, 5, 5)).toBe('quiet');
    expect(segmentOfScores(5, 1, 1)).toBe('promising');
  });
});

function randomBook(count: number, seed: number): OrderSketch[] {
  const random = seededRandom(seed);
  return Array.from({ length: count * 3 }, () => ({
    account: `a${Math.floor(random() * count)}`,
    date: dayToDate(today - Math.floor(random() * 400)),
    lines: [[1 + Math.floor(random() * 5), Math.floor(random() * 1000) / 10]],
  }));
}
