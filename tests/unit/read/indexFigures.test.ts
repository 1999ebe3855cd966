import { describe, expect, test } from 'vitest';
import { qualityOf, usualWeights } from '../../../src/domain/indices.ts';
import {
  efficiencyByAccount,
  indicesOf,
  qualityFiguresOf,
  qualityPartsOf,
  qualitySummary,
  sharesByAccount,
  transactionClasses,
} from '../../../src/read/indexFigures.ts';
import type { Values } from '../../../src/domain/record.ts';
import type { ListedKind } from '../../../src/read/listQuery.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { shardIdOf } from '../../../src/domain/ids.ts';
import { aRow, idAt } from '../../support/rows.ts';

const now = Date.UTC(2026, 10, 22, 8);

function anIndex(records: Readonly<Partial<Record<ListedKind, readonly Values[]>>>): MemoryIndex {
  const index = new MemoryIndex();
  for (const [kind, list] of Object.entries(records) as [ListedKind, readonly Values[]][]) {
    const rows = list.map((values, i) => aRow(idAt(kind, i), values));
    index.kinds[kind].setShard(shardIdOf(kind, 1, 0), packShard(kind, rows));
  }
  return index;
}

const whole = {
  ...{ name: 'Anna', kind: 'person', level: 'A', owner: 'm1.0.0', region: 'Berlin', birthday: '1990-02-28' },
  ...{ address: 'Kai 1', source: 'Fair', phones: ['+49 30 23125 100'], emails: ['anna@lan.example'] },
};

describe('S in the index', () => {
  const { account } = anIndex({
    account: [
      whole,
      { name: 'Bruno' },
      {
        ...whole,
        name: 'Clara',
        phones: ['030/23125-100', '+49 171 39200 11'],
        emails: ['clara@lan.example'],
      },
      { ...whole, name: 'Dora', phones: ['+493023125100'], emails: ['nobody'] },
    ],
  }).kinds;
  const figures = qualityFiguresOf(account, usualWeights, now);
  const partsOf = (slot: number) => qualityPartsOf(account, slot, usualWeights, now, figures.duplicates);

  test('is 1 but for a phone that another customer has too', () => {
    expect(figures.score[0]).toBeCloseTo(0.9, 12);
    expect(partsOf(0).flatMap(({ field, faults }) => faults.map((fault) => [field, fault]))).toEqual([
      ['phones', 'duplicate'],
    ]);
  });

  test('agrees with the parts of each customer, and its mean and tenths with them', () => {
    for (let slot = 0; slot < 4; slot++)
      expect(figures.score[slot]).toBeCloseTo(qualityOf(partsOf(slot)), 12);
    expect(figures.score[1]).toBeCloseTo(0.15 / 1, 1);
    const { mean, tenths } = qualitySummary(figures);
    expect(mean).toBeCloseTo(figures.score.subarray(0, 4).reduce((sum, each) => sum + each, 0) / 4, 12);
    expect(tenths.reduce((sum, each) => sum + each, 0)).toBe(4);
  });

  test('lowers phones, addresses and e-mail that nobody has touched for two years', () => {
    const later = qualityFiguresOf(account, usualWeights, now + 731 * 86_400_000);
    expect(later.score[0]).toBeLessThan(figures.score[0] ?? 0);
    expect(later.score[1]).toBeCloseTo(figures.score[1] ?? NaN, 12);
  });
});

describe('R, T and C in the index', () => {
  const [anna, bruno] = [idAt('account', 0), idAt('account', 1)];
  const at = (date: string): number => new Date(`${date}T12:00`).getTime();
  const { kinds } = anIndex({
    account: [{ name: 'Anna' }, { name: 'Bruno' }],
    need: [
      { title: 'a', account: anna, importance: 5, satisfaction: 5, date: '2026-11-01' },
      { title: 'b', account: anna, importance: 3, satisfaction: 1, date: '2025-10-01' },
      { title: 'c', account: bruno, importance: 3 },
    ],
    activity: [
      { type: 'call', at: at('2026-11-02'), account: anna, quality: 4, satisfaction: 5 },
      { type: 'call', at: at('2026-01-02'), account: anna, quality: 1, satisfaction: 3 },
    ],
    order: [
      {
        number: '1',
        date: '2026-11-03',
        account: anna,
        kind: 'order',
        status: 'done',
        currency: 'CNY',
        duration: 2,
      },
      { number: '2', date: '2026-11-03', account: anna, kind: 'order', status: 'cancelled', currency: 'CNY' },
      {
        number: '3',
        date: '2026-11-03',
        account: anna,
        kind: 'return',
        status: 'done',
        currency: 'CNY',
        duration: 6,
      },
      { number: '4', date: '2026-11-03', account: bruno, kind: 'order', status: 'open', currency: 'CNY' },
    ],
  });

  test('are those of the records of each customer', () => {
    expect(sharesByAccount(kinds.account, kinds.need)[0]).toBeCloseTo(5 / 8, 12);
    expect(sharesByAccount(kinds.account, kinds.need)[1]).toBeNaN();
    expect(sharesByAccount(kinds.account, kinds.activity)[0]).toBeCloseTo(0.9, 12);
    expect(efficiencyByAccount(kinds.account, kinds.order)[0]).toBeCloseTo(0.25 * 0.5 + 0.75 * 1, 12);
    expect(efficiencyByAccount(kinds.account, kinds.order)[1]).toBeNaN();
    expect(transactionClasses(kinds.account, kinds.order)[0]).toEqual({
      decided: 2,
      succeeded: 1,
      meanHours: 2,
    });
  });

  test('look back twelve months from the end of each month', () => {
    const quality = qualityFiguresOf(kinds.account, usualWeights, now);
    const request = { weights: usualWeights, today: '2026-11-22', months: 14 };
    const trendOf = (account: string) => indicesOf(kinds, { ...request, account }, quality, now).trend;
    const trend = trendOf(anna);
    expect([trend.months[0], trend.months.at(-1)]).toEqual(['2025-10-31', '2026-11-30']);
    expect(trend.R[0]).toBe(0);
    expect(trend.R.at(-2)).toBeNull();
    expect(trend.R.at(-1)).toBe(1);
    expect(trend.C.at(-1)).toBeCloseTo(0.9, 12);
    expect(trend.C.at(-2)).toBeCloseTo(0.5, 12);
    expect(trend.T.at(-1)).toBeCloseTo(0.875, 12);
    expect(trend.T.at(-2)).toBeNull();
    expect(trendOf(bruno).C.every((value) => value === null)).toBe(true);
  });
});
