import { expect, test } from 'vitest';
import { dateToDay } from '../../../../src/domain/dates.ts';
import { firstPipelines } from '../../../../src/domain/pipelines.ts';
import type { Deal } from '../../../../src/screens/deals/board.ts';
import { dealsAtRisk } from '../../../../src/screens/deals/risk.ts';

const today = '2026-03-10';
const day = dateToDay(today);
const [{ stages }] = firstPipelines;

function aDeal(id: string, more: Partial<Deal> = {}): Deal {
  return {
    ...{ id: `d1.0.${id}`, name: id, account: undefined, owner: undefined, source: '' },
    ...{ stage: stages[0]!, likelihood: 0.1, amount: 1, currency: 'CNY' },
    ...{
      sinceDay: undefined,
      openedDay: undefined,
      closeDay: day + 60,
      nextDay: day,
      next: 'today',
      stuckDays: 0,
    },
    ...more,
  };
}

const risksOf = (...deals: Deal[]) =>
  dealsAtRisk(deals, today).map(({ deal, risk }) => [deal.name, risk.type, risk.days]);

test('deals whose day has passed come first, then stuck ones, the longest first, then those that close soon without a step', () => {
  expect(
    risksOf(
      aDeal('soon', { closeDay: day + 3, next: 'none', nextDay: undefined }),
      aDeal('stuck', { stuckDays: 40 }),
      aDeal('late', { closeDay: day - 2 }),
      aDeal('later', { closeDay: day - 9, stuckDays: 3 }),
      aDeal('sooner', { closeDay: day, next: 'none', nextDay: undefined }),
    ),
  ).toEqual([
    ['later', 'late', 9],
    ['late', 'late', 2],
    ['stuck', 'stuck', 40],
    ['sooner', 'unplanned', 0],
    ['soon', 'unplanned', 3],
  ]);
});

test('a deal that moves and has a next step, one without a date, and one that has ended are at no risk', () => {
  expect(
    risksOf(
      aDeal('moves'),
      aDeal('undated', { closeDay: undefined, next: 'none', nextDay: undefined }),
      aDeal('won', { stage: stages.find(({ outcome }) => outcome === 'won')!, closeDay: day - 5 }),
    ),
  ).toEqual([]);
});
