import { describe, expect, it } from 'vitest';
import {
  customerFigures,
  ordersByCurrency,
  type Population,
} from '../../../src/analytics/customerFigures.ts';
import { featureColumn } from '../../../src/analytics/features.ts';
import { dateToDay } from '../../../src/domain/dates.ts';
import { columnsOf, type OrderSketch } from '../../support/orderColumns.ts';

const net: Population = { rule: 'net', snapshotDay: dateToDay('2026-11-20'), fromDay: null, currency: 0 };
const figuresOf = (orders: readonly OrderSketch[], population: Partial<Population> = {}) =>
  customerFigures(columnsOf(orders), { ...net, ...population });

describe('figures of customers', () => {
  it('count recency from the last order and tenure from the first', () => {
    const figures = figuresOf([
      { account: 'lan', date: '2026-11-10', lines: [[1, 10]] },
      { account: 'lan', date: '2026-08-12', lines: [[1, 10]] },
    ]);
    expect([figures.recencyDays[0], figures.tenureDays[0], figures.orders[0]]).toEqual([10, 100, 2]);
  });

  it('count days with an order once each', () => {
    const figures = figuresOf([
      { account: 'lan', date: '2026-11-10', lines: [[1, 10]] },
      { account: 'lan', date: '2026-11-10', lines: [[1, 10]] },
      { account: 'wei', date: '2026-11-10', lines: [[1, 10]] },
      { account: 'lan', date: '2026-11-01', lines: [[1, 10]] },
      { account: 'lan', date: '1969-12-31', lines: [[1, 10]] },
    ]);
    expect([...figures.purchaseDays]).toEqual([3, 1]);
  });

  it('give the purchase rate, orders per month and the sum of all three as features', () => {
    const figures = figuresOf([
      { account: 'lan', date: '2026-11-11', lines: [[1, 10]] },
      { account: 'lan', date: '2026-11-20', lines: [[1, 10]] },
      { account: 'wei', date: '2026-11-11', lines: [[1, 50]] },
    ]);
    expect([...featureColumn(figures, 'purchaseRate')]).toEqual([0.2, 0.1]);
    expect([...featureColumn(figures, 'ordersPerMonth')]).toEqual([2, 1]);
    expect([...featureColumn(figures, 'rfmSum')]).toEqual([2, 1]);
  });

  it('take returns off whatever the sign of their quantities, and leave recency and frequency alone', () => {
    for (const quantity of [-2, 2]) {
      const figures = figuresOf([
        { account: 'lan', date: '2026-11-01', lines: [[5, 100]] },
        { account: 'lan', date: '2026-11-15', kind: 'return', lines: [[quantity, 100]] },
      ]);
      expect(figures.netUnits[0]).toBe(3_000_000);
      expect(figures.returnedUnits[0]).toBe(2_000_000);
      expect([figures.recencyDays[0], figures.orders[0]]).toEqual([19, 1]);
    }
  });

  it('add adjustments as they are signed', () => {
    const figures = figuresOf([
      { account: 'lan', date: '2026-11-01', lines: [[1, 100]] },
      { account: 'lan', date: '2026-11-02', kind: 'adjustment', lines: [[1, -30]] },
    ]);
    expect(figures.netUnits[0]).toBe(700_000);
  });

  it('round a discounted line to 10⁻⁴, half away from zero', () => {
    const figures = figuresOf([{ account: 'lan', date: '2026-11-01', lines: [[3, 0.3333, 0.15]] }]);
    expect(figures.netUnits[0]).toBe(8499);
  });

  it('leave out drafts, cancelled, anonymous, later and foreign-currency orders and say how many', () => {
    const figures = figuresOf([
      { account: 'lan', date: '2026-11-01', lines: [[1, 1]] },
      { account: 'lan', date: '2026-11-01', status: 'draft', lines: [[1, 1]] },
      { account: 'lan', date: '2026-11-01', status: 'cancelled', lines: [[1, 1]] },
      { account: null, date: '2026-11-01', lines: [[1, 1]] },
      { account: 'lan', date: '2026-11-21', lines: [[1, 1]] },
      { account: 'lan', date: '2026-11-01', currency: 'EUR', lines: [[1, 1]] },
    ]);
    expect(figures.totals).toEqual({ orders: 1, lines: 1, netUnits: 10_000 });
    expect(figures.leftOut).toMatchObject({ notPlaced: 2, anonymous: 1, outsidePeriod: 1, otherCurrency: 1 });
  });

  it('count an account with returns alone as no customer', () => {
    const figures = figuresOf([{ account: 'lan', date: '2026-11-01', kind: 'return', lines: [[1, 1]] }]);
    expect(figures.account).toHaveLength(0);
    expect(figures.leftOut.accountsWithoutOrder).toBe(1);
  });

  it('count only lines above zero by the reference rule', () => {
    const figures = figuresOf(
      [
        {
          account: 'lan',
          date: '2026-11-01',
          lines: [
            [2, 5],
            [-1, 5],
            [1, 0],
          ],
        },
        { account: 'lan', date: '2026-11-02', lines: [[1, 0]] },
      ],
      { rule: 'reference' },
    );
    expect(figures.totals).toEqual({ orders: 1, lines: 1, netUnits: 100_000 });
    expect(figures.leftOut.linesNotPositive).toBe(3);
  });

  it('are empty for an empty book', () => {
    expect(figuresOf([]).account).toHaveLength(0);
  });

  it('count orders in each currency', () => {
    const columns = columnsOf([
      { account: 'lan', date: '2026-11-01', currency: 'CNY', lines: [] },
      { account: 'lan', date: '2026-11-01', currency: 'EUR', lines: [] },
      { account: 'wei', date: '2026-11-01', currency: 'EUR', lines: [] },
    ]);
    expect(Array.from(ordersByCurrency(columns))).toEqual([1, 2]);
  });
});
