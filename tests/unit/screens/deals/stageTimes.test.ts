import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { RecordState, Values } from '../../../../src/domain/record.ts';
import { firstPipelines } from '../../../../src/domain/pipelines.ts';
import { movedTo, stageTimes } from '../../../../src/screens/deals/stageTimes.ts';

const id = 'd1.0.0';
const noon = (date: string): number => new Date(`${date}T12:00`).getTime();
const deal = (values: Values): RecordState => ({
  id,
  base: [values, noon('2026-01-01'), 'm1.0.0'],
  registers: {},
});

/** A move on a day, away from a stage; without one it is the first that was written. */
function move(date: string, from: string | undefined, to: string): HistoryEntry {
  const at = noon(date);
  return {
    ...{ id: `${at}.1`, at, author: 'm1.0.0', command: 'edit', created: [] },
    changes: [
      {
        ...{ id, register: 'stage' },
        before: from === undefined ? [] : [['1.1', [from, at, 'm1.0.0']]],
        after: [['1.2', [to, at, 'm1.0.0']]],
      },
    ],
  };
}

describe('days of a deal in its stages', () => {
  test('are counted from move to move, and on until today', () => {
    const row = deal({ stage: 'quoted', openedOn: '2026-01-01', stageSince: '2026-01-20' });
    const history = [move('2026-01-20', 'proposal', 'quoted'), move('2026-01-06', 'inquiry', 'proposal')];
    expect([...stageTimes(row, history, '2026-01-25')]).toEqual([
      ['inquiry', 5],
      ['proposal', 14],
      ['quoted', 5],
    ]);
  });

  test('a deal that came back to a stage has both times there together', () => {
    const row = deal({ stage: 'inquiry', openedOn: '2026-01-01', stageSince: '2026-01-08' });
    const history = [move('2026-01-08', 'proposal', 'inquiry'), move('2026-01-03', 'inquiry', 'proposal')];
    expect(stageTimes(row, history, '2026-01-10').get('inquiry')).toBe(4);
  });

  test('the stage with which a record was made counts from its base, where its first change has nothing before it', () => {
    const at = noon('2026-01-04');
    const row = {
      ...deal({ stage: 'inquiry' }),
      registers: { stage: { '1.2': ['won', at, 'm1.0.0'] } },
    } as const;
    expect(stageTimes(row, [move('2026-01-04', undefined, 'won')], '2026-02-01').get('inquiry')).toBe(3);
  });

  test('a deal that has ended spends no more time, and days never fall below 0', () => {
    const won = deal({ stage: 'won', openedOn: '2026-01-10' });
    const times = stageTimes(won, [move('2026-01-06', 'quoted', 'won')], '2026-03-01');
    expect([...times]).toEqual([['quoted', 0]]);
  });
});

describe('a deal that moves', () => {
  const [pipeline] = firstPipelines;
  const stage = (name: string) => pipeline.stages.find(({ id: each }) => each === name)!;

  test('gets the day of its end, and loses the reason why it was lost once it is not', () => {
    expect(movedTo(deal({ stage: 'quoted' }), pipeline, stage('won'))).toMatchObject({ stage: 'won' });
    expect(movedTo(deal({}), pipeline, stage('won'))['closeDate']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(movedTo(deal({ stage: 'lost' }), pipeline, stage('quoted'))).toEqual({
      ...{ pipeline: 'sales', stage: 'quoted', lostReason: null, competitor: null },
    });
  });
});
