import { expect, test } from 'vitest';
import { dateToDay } from '../../../../src/domain/dates.ts';
import { firstPipelines, pipelinesJson, pipelinesOf } from '../../../../src/domain/pipelines.ts';
import type { Table, TableColumn } from '../../../../src/domain/table.ts';
import { boardOf, dealsOf, type Deal } from '../../../../src/screens/deals/board.ts';
import { currenciesOf, forecastOf } from '../../../../src/screens/deals/forecast.ts';

const today = '2026-11-22';
const [sales] = firstPipelines;

interface Row {
  readonly stage?: string;
  readonly pipeline?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly probability?: number;
  readonly closeDate?: string;
  readonly nextTask?: string;
  readonly stageSince?: string;
}

function tableOf(rows: readonly Row[]): Table {
  const texts = (key: 'stage' | 'pipeline' | 'currency'): TableColumn => {
    const labels = [...new Set(rows.flatMap((row) => row[key] ?? []))];
    return {
      key,
      type: 'category',
      labels,
      codes: Int32Array.from(rows, (row) => labels.indexOf(row[key] ?? '')),
    };
  };
  const numbers = (key: 'amount' | 'probability'): TableColumn => ({
    ...{ key, type: 'number', values: Float64Array.from(rows, (row) => row[key] ?? NaN) },
  });
  const days = (key: 'closeDate' | 'nextTask' | 'stageSince'): TableColumn => {
    const dayOf = (date: string | undefined): number => (date === undefined ? NaN : dateToDay(date));
    return { key, type: 'number', values: Float64Array.from(rows, (row) => dayOf(row[key])) };
  };
  return {
    rows: rows.length,
    ids: rows.map((_, i) => `d1.0.${i.toString(36)}`),
    columns: [
      ...[texts('stage'), texts('pipeline'), texts('currency'), numbers('amount'), numbers('probability')],
      ...[days('closeDate'), days('nextTask'), days('stageSince')],
    ],
  };
}

function deals(...rows: readonly Row[]): readonly Deal[] {
  return dealsOf(tableOf(rows), firstPipelines, sales, today);
}

const cny = { currency: 'CNY' } as const;

test('what is expected is amount × likelihood of open deals, in each currency by itself', () => {
  const board = boardOf(
    deals(
      { stage: 'inquiry', amount: 1_000, ...cny },
      { stage: 'negotiation', amount: 100, ...cny },
      { stage: 'quoted', amount: 200, currency: 'EUR' },
      { stage: 'won', amount: 9_999, ...cny, closeDate: today },
      { stage: 'lost', amount: 9_999, ...cny, closeDate: today },
      { stage: 'inquiry' },
    ),
    sales,
    today,
  );
  expect(board.open).toBe(4);
  expect(board.expected).toEqual([
    ['CNY', 1_000 * 0.1 + 100 * 0.75],
    ['EUR', 200 * 0.55],
  ]);
});

test('a likelihood that somebody says counts while the deal is open, and not after', () => {
  const [open, won] = deals({ stage: 'inquiry', probability: 90 }, { stage: 'won', probability: 90 });
  expect([open?.likelihood, won?.likelihood]).toEqual([0.9, 1]);
});

test('the most urgent deals stand first: overdue, due today, without a next step, then by date', () => {
  const board = boardOf(
    deals(
      { stage: 'inquiry', nextTask: '2026-12-01' },
      { stage: 'inquiry' },
      { stage: 'inquiry', nextTask: today },
      { stage: 'inquiry', nextTask: '2026-11-20' },
      { stage: 'inquiry', nextTask: '2026-11-23' },
    ),
    sales,
    today,
  );
  expect(board.stages[0]?.deals.map(({ id }) => id)).toEqual([
    'd1.0.3',
    'd1.0.2',
    'd1.0.1',
    'd1.0.4',
    'd1.0.0',
  ]);
  expect([board.overdue, board.withoutNext]).toEqual([1, 1]);
});

test('of won deals the board shows this month only, and lost ones have no column', () => {
  const board = boardOf(
    deals(
      { stage: 'won', closeDate: '2026-11-01' },
      { stage: 'won', closeDate: '2026-10-31' },
      { stage: 'won' },
      { stage: 'lost', closeDate: today },
    ),
    sales,
    today,
  );
  expect(board.stages.map(({ stage }) => stage.id)).toEqual([
    'inquiry',
    'proposal',
    'quoted',
    'negotiation',
    'won',
  ]);
  expect(board.stages.at(-1)?.deals.map(({ id }) => id)).toEqual(['d1.0.0']);
});

test('a deal is stuck once it is longer in its stage than is usual there', () => {
  const [still, stuck, closed] = deals(
    { stage: 'inquiry', stageSince: '2026-11-08' },
    { stage: 'inquiry', stageSince: '2026-11-05' },
    { stage: 'won', stageSince: '2020-01-01' },
  );
  expect([still?.stuckDays, stuck?.stuckDays, closed?.stuckDays]).toEqual([0, 3, 0]);
});

test('a deal of a stage or pipeline that is gone stands in the first', () => {
  const [lost, gone] = deals({ stage: '+gone' }, { stage: 'quoted', pipeline: '+gone' });
  expect([lost?.stage.id, gone?.stage.id]).toEqual(['inquiry', 'quoted']);
});

test('pipelines come back from their setting as they were, and a damaged setting gives the first ones', () => {
  const own = [
    { id: '+wide', stages: [{ id: 'quoted', probability: 40, stuckAfter: 0, outcome: 'open' as const }] },
  ];
  expect(pipelinesOf(pipelinesJson(own))[0]).toMatchObject({
    id: '+wide',
    stages: [own[0]?.stages[0], {}, {}],
  });
  expect(pipelinesOf({ sales: [{ probability: 3 }], other: 'x' })).toBe(firstPipelines);
  expect(pipelinesOf(undefined)).toBe(firstPipelines);
});

test('a forecast sums each month by its close date; what is late or undated stands apart', () => {
  const all = deals(
    { stage: 'won', amount: 50, ...cny, closeDate: '2026-11-03' },
    { stage: 'negotiation', amount: 100, ...cny, closeDate: '2026-11-30' },
    { stage: 'quoted', amount: 100, ...cny, closeDate: '2027-01-15' },
    { stage: 'quoted', amount: 100, ...cny, closeDate: '2026-11-21' },
    { stage: 'quoted', amount: 100, ...cny },
    { stage: 'quoted', amount: 100, currency: 'EUR', closeDate: '2026-12-01' },
    { stage: 'lost', amount: 100, ...cny, closeDate: '2026-12-01' },
  );
  const { months, late, undated } = forecastOf(all, 'CNY', today);
  expect(months.map(({ month }) => month)).toEqual(['2026-11', '2026-12', '2027-01']);
  expect(months[0]).toMatchObject({ deals: 2, won: 50, open: 100, weighted: 75 });
  expect(months[1]).toMatchObject({ deals: 0, won: 0, open: 0, weighted: 0 });
  expect(months[2]?.weighted).toBeCloseTo(55, 10);
  expect([late.deals, undated.deals]).toEqual([1, 1]);
  expect(currenciesOf(all)).toEqual(['CNY', 'EUR']);
});
