import { describe, expect, it } from 'vitest';
import { callFirst } from '../../../src/analytics/callFirst.ts';
import { customerFigures } from '../../../src/analytics/customerFigures.ts';
import { featureColumn, featureMatrix } from '../../../src/analytics/features.ts';
import { profilesOf, suggestNames } from '../../../src/analytics/groups.ts';
import { scoreRfm } from '../../../src/analytics/rfm.ts';
import { dateToDay } from '../../../src/domain/dates.ts';
import { columnsOf, type OrderSketch } from '../../support/orderColumns.ts';

const orders: OrderSketch[] = [
  {
    account: 'big',
    date: '2026-01-10',
    lines: [
      [1, 900],
      [1, 100],
    ],
  },
  { account: 'big', date: '2026-03-11', lines: [[1, 1000]] },
  { account: 'mid', date: '2026-10-20', lines: [[1, 400]] },
  { account: 'mid', date: '2026-11-10', kind: 'return', lines: [[1, 100]] },
  { account: 'low', date: '2026-11-18', lines: [[1, 50]] },
  { account: 'back', date: '2026-11-18', lines: [[1, 50]] },
  { account: 'back', date: '2026-11-19', kind: 'return', lines: [[1, 70]] },
];
const figures = customerFigures(columnsOf(orders), {
  rule: 'net',
  snapshotDay: dateToDay('2026-11-20'),
  fromDay: null,
  currency: 0,
});

describe('features', () => {
  it('are in days, numbers and major units', () => {
    expect(Array.from(featureColumn(figures, 'recencyDays'))).toEqual([254, 31, 2, 2]);
    expect(Array.from(featureColumn(figures, 'netSpend'))).toEqual([2000, 300, 50, -20]);
    expect(Array.from(featureColumn(figures, 'meanOrder'))).toEqual([1000, 400, 50, 50]);
    expect(Array.from(featureColumn(figures, 'linesPerOrder'))).toEqual([1.5, 1, 1, 1]);
  });
  it('hold the share of returns between 0 and 1', () => {
    expect(Array.from(featureColumn(figures, 'returnsShare'))).toEqual([0, 0.25, 0, 1]);
  });
  it('take the logarithm of skewed ones only, and of none when it is not wanted', () => {
    expect(featureMatrix(figures, ['netSpend', 'returnsShare'], true).logged).toEqual(['netSpend']);
    expect(featureMatrix(figures, ['netSpend'], false).logged).toEqual([]);
  });
  it('name those that are equal for all', () => {
    const one = customerFigures(columnsOf(orders.slice(2, 3)), {
      rule: 'net',
      snapshotDay: dateToDay('2026-11-20'),
      fromDay: null,
      currency: 0,
    });
    expect(featureMatrix(one, ['orders', 'netSpend'], true).constant).toEqual(['orders', 'netSpend']);
  });
});

describe('profiles of groups', () => {
  const profiles = profilesOf(figures, scoreRfm(figures), [0, 1, 1, 1], 3);
  it('add up to everybody', () => {
    expect(profiles.map(({ customers }) => customers)).toEqual([1, 3, 0]);
    expect(profiles.reduce((sum, { netUnits }) => sum + netUnits, 0)).toBe(figures.totals.netUnits);
    expect(profiles.reduce((sum, { revenueShare }) => sum + revenueShare, 0)).toBeCloseTo(1, 12);
  });
  it('give groups of one name a trait that tells them apart', () => {
    const base = profiles[0]!;
    const alike = [
      base,
      { ...base, group: 1, means: { ...base.means, meanOrder: base.means.meanOrder * 3 } },
    ];
    expect(suggestNames(alike, ['orders', 'meanOrder']).map(({ trait }) => trait)).toEqual([
      { feature: 'meanOrder', isHigh: false },
      { feature: 'meanOrder', isHigh: true },
    ]);
    expect(suggestNames([base], ['orders'])[0]!.trait).toBeNull();
  });
  it('number groups that nothing else tells apart', () => {
    const base = profiles[0]!;
    const names = suggestNames([base, base, base], ['orders']);
    expect(names.map(({ ordinal }) => ordinal)).toEqual([null, 2, 3]);
  });
});

describe('the call list', () => {
  it('takes the largest until they hold half of what the group spent', () => {
    const list = callFirst(figures, () => true);
    expect(Array.from(list.customers)).toEqual([0]);
    expect([list.netUnits, list.silentDays, list.groupSize]).toEqual([20_000_000, 254, 4]);
  });
  it('says how long the silence is in usual gaps between orders', () => {
    expect(callFirst(figures, (i) => i === 0).silenceInGaps).toBeCloseTo(254 / 60, 12);
  });
  it('is empty for an empty group, and never holds who spent nothing net', () => {
    expect(callFirst(figures, () => false).customers).toHaveLength(0);
    expect(callFirst(figures, (i) => i === 3).customers).toHaveLength(0);
  });
});
