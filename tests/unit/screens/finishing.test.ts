import { expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { finishing, puttingOff } from '../../../src/screens/tasks/finishing.ts';
import { aRow } from '../../support/rows.ts';

const now = new Date(2026, 10, 20, 10).getTime();
const task = (values: Record<string, Json>) =>
  aRow('k1.0.0', { title: 'Call', status: 'open', due: '2026-11-20', ...values });

test('a finished task says when, and nothing comes after it', () => {
  const row = task({});
  expect(finishing(row, now)).toEqual({
    acts: [{ update: row, values: { status: 'done', doneAt: now } }],
  });
});

test('a next step keeps whom it is about, its time and its reminder, and leaves the notes and the code with what was done', () => {
  const row = task({
    account: 'a1.0.0',
    time: '14:00',
    reminder: 30,
    notes: 'they were not in',
    externalId: 'T-1',
    'f1.0.0:text': 'own field',
  });
  const { acts, next } = finishing(row, now, { date: '2026-11-27' });
  expect(next).toBe('2026-11-27');
  expect(acts[1]).toEqual({
    create: 'task',
    values: {
      title: 'Call',
      status: 'open',
      due: '2026-11-27',
      account: 'a1.0.0',
      time: '14:00',
      reminder: 30,
      'f1.0.0:text': 'own field',
    },
  });
});

test('a repeating task comes back on its next day, and its series moves over', () => {
  const row = task({ repeat: 'FREQ=WEEKLY;BYDAY=FR;COUNT=3' });
  const { acts, next } = finishing(row, now);
  expect(next).toBe('2026-11-27');
  expect(acts).toMatchObject([
    { values: { status: 'done', repeat: null } },
    { create: 'task', values: { due: '2026-11-27', repeat: 'FREQ=WEEKLY;BYDAY=FR;COUNT=2' } },
  ]);
});

test('the last of a series is only finished', () => {
  expect(finishing(task({ repeat: 'FREQ=DAILY;COUNT=1' }), now).acts).toHaveLength(1);
});

test('a day of one’s own choice takes the place of the next one of a series, which goes on from there', () => {
  const { acts } = finishing(task({ repeat: 'FREQ=MONTHLY' }), now, { date: '2026-12-24', time: '' });
  expect(acts[1]).toMatchObject({
    values: { due: '2026-12-24', repeat: 'FREQ=MONTHLY;BYMONTHDAY=20', time: null },
  });
});

test('putting a repeating task off does not move its series', () => {
  expect(puttingOff(task({ repeat: 'FREQ=WEEKLY' }), { date: '2026-11-23' })).toEqual({
    due: '2026-11-23',
    repeat: 'FREQ=WEEKLY;BYDAY=FR',
  });
  expect(puttingOff(task({}), { date: '2026-11-23', time: '10:00' })).toEqual({
    due: '2026-11-23',
    time: '10:00',
  });
});
