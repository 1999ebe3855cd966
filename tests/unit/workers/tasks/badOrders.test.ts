import { describe, expect, it } from 'vitest';
import { firstRule } from '../../../../src/domain/gradingRule.ts';
import { analysisWork } from '../../../../src/workers/analysisWork.ts';
import type { AnalysisTask } from '../../../../src/workers/analysisTasks.ts';
import { columnsOf, type OrderSketch } from '../../../support/orderColumns.ts';
import { holesIn } from '../../../support/holes.ts';

const line = [[1, 100]] as const;
const dayOf = (i: number): string => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
const many = (order: (i: number) => Partial<OrderSketch>, count = 200): OrderSketch[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ account: `a1.0.${(i % 40).toString(36)}`, date: dayOf(i), lines: line },
    ...order(i),
  }));

const cases: Readonly<Record<string, readonly OrderSketch[]>> = {
  'no orders': [],
  'one order': many(() => ({}), 1),
  'two orders of one day': many(() => ({ account: 'a1.0.0', date: '2026-01-01' }), 2),
  'all orders of one day': many(() => ({ date: '2026-01-01' })),
  'orders of nobody known': many(() => ({ account: null })),
  'orders that were all cancelled': many(() => ({ status: 'cancelled' })),
  'returns alone': many(() => ({ kind: 'return', lines: [[-1, 100]] })),
  'orders without lines': many(() => ({ lines: [] })),
  'orders that cost nothing': many(() => ({ lines: [[1, 0]] })),
  'one customer who buys every day': many(() => ({ account: 'a1.0.0' })),
  'nobody who comes again': many((i) => ({ account: `a1.0.${i.toString(36)}` })),
  'every order alike': many((i) => ({ date: dayOf(7 * Math.floor(i / 40)) })),
  'a currency for every order': many((i) => ({ currency: ['CNY', 'EUR', 'USD'][i % 3] ?? 'CNY' })),
};

const today = 20_600;
const requestsOf: { readonly [T in AnalysisTask]?: object } = {
  customers: { rule: 'net', months: null, snapshotDay: null, today, currency: null },
  returnRates: {},
  value: { currency: null, today, seed: 1 },
  paretoCheck: { currency: null, today, seed: 1 },
  orderStaying: { today, silentDays: 60 },
  demand: { today, product: null, unit: 'week', measure: 'amount', periods: 6 },
  nextPurchase: { today, horizonDays: 30 },
  grading: { currency: null, rule: firstRule, potentials: [], today },
};

/** What pages leave out: shares of nothing, and how long customers are silent of whom there are none. */
const meant =
  /^\.(concentration\.gini|topTenthShare|profiles\.\d+\.revenueShare|callLists\.\d+\.silen\w+)=NaN$/;

/** What the pages explain with what to do. */
const explained = [
  'no-orders',
  'no-orders-in-period',
  'too-few-repeats',
  'too-few-rows',
  'too-few-purchases',
  'no-rows',
  'nobody',
];

describe('whatever orders people bring, an analysis gives numbers or says why not', () => {
  for (const [name, orders] of Object.entries(cases)) {
    for (const [task, request] of Object.entries(requestsOf)) {
      it(`${task}: ${name}`, async () => {
        const source = { type: 'columns', columns: columnsOf(orders) };
        const result = await analysisWork[task as AnalysisTask](
          { ...request, source } as never,
          () => undefined,
        );
        if (result.ok) expect(holesIn(result.value).filter((hole) => !meant.test(hole))).toEqual([]);
        else expect(explained).toContain(result.error.type);
      }, 120_000);
    }
  }
});
