import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { firstScoreRules, scoreRulesOf, scoresOf } from '../../../src/read/leadScore.ts';
import { closeBook, openBook, serve, write } from '../../support/indexServer.ts';
import { aRow } from '../../support/rows.ts';

afterEach(closeBook);

const lead = (index: number, values: Record<string, Json>) =>
  aRow(`l1.0.${String(index)}`, { name: 'Mia', ...values });
const firstTen = { offset: 0, limit: 10 };
const all = (...conditions: Json[]): Json => ({ match: 'all', conditions });

async function aBook(...rules: Json[]) {
  const db = await openBook();
  await write(db, 'lead', [
    lead(0, { phones: ['1'], source: 'Fair', region: 'North' }),
    lead(1, { source: 'Web' }),
    lead(2, { phones: ['2'], status: 'dead' }),
  ]);
  if (rules.length > 0) await write(db, 'setting', [aRow('g1.0.0', { name: 'leadScore', value: { rules } })]);
  return serve(db);
}

test('a lead has the points of the rules of its book that it meets, and says which they are', async () => {
  const { ask } = await aBook(
    { filter: all({ field: 'phones', op: 'notEmpty' }), points: 30 },
    {
      filter: all({ field: 'source', op: 'is', text: 'fair' }, { field: 'region', op: 'notEmpty' }),
      points: 25,
    },
    { filter: all({ field: 'status', op: 'anyOf', values: ['dead'] }), points: -100 },
  );
  const ids = ['l1.0.0', 'l1.0.1', 'l1.0.2'];
  expect(await ask('derivedValues', 'lead', 'score', ids)).toEqual([55, 0, 0]);
  expect(await ask('scoreReasons', 'l1.0.0')).toEqual([0, 1]);
  expect(await ask('scoreReasons', 'l1.0.2')).toEqual([0, 2]);
});

test('lists sort, filter and group by the score', async () => {
  const { ask } = await aBook({ filter: all({ field: 'phones', op: 'notEmpty' }), points: 30 });
  const sort = { by: 'score', descending: true } as const;
  expect((await ask('query', { kind: 'lead', sort }, firstTen)).ids).toEqual(['l1.0.2', 'l1.0.0', 'l1.0.1']);
  const filter = { match: 'all', conditions: [{ field: 'score', op: 'between', from: 20 }] } as const;
  expect((await ask('query', { kind: 'lead', filter }, firstTen)).matched).toBe(2);
  const grouped = await ask('query', { kind: 'lead', group: 'score' }, firstTen);
  expect(grouped.groups?.map(({ value, count }) => [value, count])).toEqual([
    ['0', 1],
    ['30', 2],
  ]);
});

test('a score follows the leads, the conversations and the rules', async () => {
  const talked = { filter: all({ field: 'lastActivity', op: 'lastDays', days: 7 }), points: 40 };
  const { db, ask, wake } = await aBook(talked);
  const score = () => ask('derivedValues', 'lead', 'score', ['l1.0.1']);
  expect(await score()).toEqual([0]);
  await write(db, 'activity', [aRow('y1.0.0', { type: 'call', at: Date.now(), lead: 'l1.0.1' })]);
  await wake();
  expect(await score()).toEqual([40]);
  await write(db, 'setting', [
    aRow('g1.0.0', { name: 'leadScore', value: { rules: [{ ...talked, points: 15 }] } }),
  ]);
  await wake();
  expect(await score()).toEqual([15]);
});

test('a score is never below 0 or above 100', () => {
  const mask = Uint8Array.of(1, 1);
  const rules = [80, 70].map((points) => ({ filter: { match: 'all', conditions: [] }, points }) as const);
  expect([...scoresOf(rules, [mask, mask], 2)]).toEqual([100, 100]);
  expect([...scoresOf([{ ...rules[0]!, points: -5 }], [mask], 2)]).toEqual([0, 0]);
});

test('rules that ask for the score itself, for other records or for nothing are left out', () => {
  const good = { filter: all({ field: 'phones', op: 'notEmpty' }), points: 10 };
  const rules = [
    good,
    { filter: all({ field: 'score', op: 'between', from: 5 }), points: 10 },
    { filter: all({ match: 'any', conditions: [{ field: 'score', op: 'notEmpty' }] }), points: 10 },
    {
      filter: all({ op: 'related', kind: 'task', by: 'lead', quantifier: 'some', filter: all() }),
      points: 10,
    },
    { filter: all(), points: 10 },
    { filter: all({ field: 'nothing', op: 'notEmpty' }), points: 10 },
    { ...good, points: 101 },
    { ...good, points: 1.5 },
    7,
  ];
  expect(scoreRulesOf({ rules })).toEqual([good]);
  expect(scoreRulesOf(undefined)).toBe(firstScoreRules);
  expect(scoreRulesOf({ rules: 'none' })).toBe(firstScoreRules);
});

test('the first rules are sound rules', () => {
  const stored = JSON.parse(JSON.stringify({ rules: firstScoreRules })) as Json;
  expect(scoreRulesOf(stored)).toEqual(firstScoreRules);
});
