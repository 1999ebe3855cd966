import { beforeAll, expect, test, vi } from 'vitest';
import { setLanguage } from '../../../../src/i18n/language.svelte.ts';
import type { ReportAnswer } from '../../../../src/read/reports/answerReport.ts';
import type { ReportDefinition } from '../../../../src/read/reports/definition.ts';
import { sentenceOf } from '../../../../src/screens/reports/sentence.ts';
import { shownTable } from '../../../../src/screens/reports/shownRows.ts';

beforeAll(() => {
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  setLanguage('en');
});

const noNames = new Map<string, string>();
const bySource: ReportDefinition = {
  ...{ object: 'deal', measure: { op: 'sum', field: 'amount' }, group: { field: 'source' } },
  ...{ sort: 'value', chart: 'bar' },
};
const byMonth: ReportDefinition = { ...bySource, group: { field: 'closeDate', by: 'month' }, sort: 'key' };

const answered = (groups: readonly (readonly [string | null, number | null])[], more = {}): ReportAnswer => ({
  rows: 9,
  value: groups.reduce((sum, [, value]) => sum + (value ?? 0), 0),
  groups: groups.map(([key, value]) => ({ key, value, rows: 1, parts: [] })),
  ...{ splits: [], currencies: [], currency: 'USD', groupType: 'text' },
  ...more,
});
const said = (definition: ReportDefinition, answer: ReportAnswer): string =>
  sentenceOf(definition, answer, noNames, '2026-11-22');

test('of groups the greatest is named with its share of the whole', () => {
  expect(
    said(
      bySource,
      answered([
        ['Fair', 300],
        ['Web', 100],
      ]),
    ),
  ).toBe('Fair leads with $300, 75% of $400 in all.');
  expect(
    said(
      bySource,
      answered([
        ['Fair', 300],
        ['Web', -100],
      ]),
    ),
  ).toBe('Fair leads with $300.');
});

test('of periods the last one that is over stands beside the one before it, and the present one is none of them', () => {
  const time = { groupType: 'date' };
  const months = answered(
    [
      ['2026-09', 100],
      ['2026-10', 150],
      ['2026-11', 20],
    ],
    time,
  );
  expect(said(byMonth, months)).toBe('October 2026: $150, up 50% on September 2026.');
  expect(
    said(
      byMonth,
      answered(
        [
          ['2026-11', 20],
          ['2026-12', 70],
        ],
        time,
      ),
    ),
  ).toBe('November 2026 so far: $20.');
  expect(
    said(
      byMonth,
      answered(
        [
          ['2026-09', 100],
          ['2026-10', 100],
        ],
        time,
      ),
    ),
  ).toBe('October 2026: $100, the same as September 2026.');
});

test('of shares the highest and the lowest are named, the lowest only where nothing is left out', () => {
  const rate: ReportDefinition = {
    ...bySource,
    measure: { op: 'rate', part: { match: 'all', conditions: [] } },
  };
  const answer = answered(
    [
      ['Ann', 0.75],
      ['Bo', 0.5],
      ['Nobody', null],
    ],
    { value: 0.6 },
  );
  expect(said(rate, answer)).toBe('60% overall; highest in Ann with 75%, lowest in Bo with 50%.');
  const others = { key: null, others: ['C'], value: 0.1, rows: 1, parts: [] };
  expect(said(rate, { ...answer, groups: [...answer.groups, others] })).toBe(
    '60% overall; highest in Ann with 75%.',
  );
});

test('nothing is said of nothing', () => {
  expect(said(bySource, answered([], { rows: 0 }))).toBe('No records match.');
});

test('a file holds amounts as numbers in their currency, and names as they are', () => {
  const { file } = shownTable(
    bySource,
    answered([
      ['=Fair', 300.5],
      [null, null],
    ]),
    noNames,
    'Deals',
  );
  expect(file.rows).toEqual([
    ['=Fair', { amount: 300.5, currency: 'USD' }, 1],
    ['(empty)', null, 1],
    ['Overall', { amount: 300.5, currency: 'USD' }, 9],
  ]);
});
