import { expect, test } from 'vitest';
import { dateToDay } from '../../../../src/domain/dates.ts';
import { firstPipelines } from '../../../../src/domain/pipelines.ts';
import type { Deal } from '../../../../src/screens/deals/board.ts';
import { changesOf } from '../../../../src/screens/deals/changes.ts';

const today = '2026-03-10';
const day = dateToDay(today);
const [{ stages }] = firstPipelines;
const stageOf = (name: string) => stages.find(({ id }) => id === name)!;

function aDeal(more: Partial<Deal>): Deal {
  return {
    ...{ id: 'd1.0.0', name: '', account: undefined, owner: undefined, source: '', next: 'none' },
    ...{ stage: stages[0]!, likelihood: 0.1, amount: 10, currency: 'CNY', stuckDays: 0 },
    ...{ closeDay: undefined, nextDay: undefined, sinceDay: undefined, openedDay: day - 90 },
    ...more,
  };
}

test('each deal counts once, under what happened to it last in seven days', () => {
  const found = changesOf(
    [
      aDeal({ openedDay: day - 6, sinceDay: day }),
      aDeal({ openedDay: day - 7, sinceDay: day - 6, amount: 5 }),
      aDeal({ sinceDay: day - 7 }),
      aDeal({ openedDay: day, stage: stageOf('won'), sinceDay: day, amount: 7, currency: 'EUR' }),
      aDeal({ stage: stageOf('won'), closeDay: day - 1, amount: undefined }),
      aDeal({ stage: stageOf('lost'), sinceDay: day - 30, closeDay: day }),
    ],
    today,
  );
  expect(found).toEqual([
    { change: 'new', deals: 1, sums: [['CNY', 10]] },
    { change: 'moved', deals: 1, sums: [['CNY', 5]] },
    { change: 'won', deals: 2, sums: [['EUR', 7]] },
    { change: 'lost', deals: 0, sums: [] },
  ]);
});
