import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordIdOf, shardOfRecord } from '../../../../src/domain/ids.ts';
import { project } from '../../../../src/domain/record.ts';
import { groupBy } from '../../../../src/database/rows.ts';
import { filterOf } from '../../../../src/read/filterForm.ts';
import { MemoryIndex } from '../../../../src/read/memoryIndex.ts';
import { packShard } from '../../../../src/read/pack.ts';
import { answerReport } from '../../../../src/read/reports/answerReport.ts';
import { funnelOf, lostAtNoStep } from '../../../../src/read/reports/funnel.ts';
import type { Grouping, ReportDefinition } from '../../../../src/read/reports/definition.ts';
import { readyReports } from '../../../../src/screens/reports/readyReports.ts';
import { groupFilter, stepFilter } from '../../../../src/screens/reports/drill.ts';

const values = fc.record(
  {
    name: fc.constant('Deal'),
    stage: fc.constantFrom('inquiry', 'won', 'lost'),
    source: fc.constantFrom('Fair', '网站', 'Phone', 'Mail'),
    amount: fc.record({
      minor: fc.integer({ min: -500, max: 5_000_000 }),
      currency: fc.constantFrom('CNY', 'USD'),
    }),
    closeDate: fc.constantFrom('2025-12-31', '2026-01-01', '2026-03-08', '2027-02-11'),
    probability: fc.integer({ min: 0, max: 100 }),
    tags: fc.uniqueArray(fc.constantFrom('t1.0.0', 't1.0.1', 't1.0.2'), { minLength: 1 }),
    account: fc.constantFrom('a1.0.0', 'a1.0.1', 'a1.0.9'),
  },
  { requiredKeys: ['name'] },
);

const groupings: readonly Grouping[] = [
  ...['stage', 'source', 'tags', 'amount', 'probability', 'account', 'account>industry', 'account>level'].map(
    (field) => ({ field }),
  ),
  ...(['day', 'week', 'month', 'quarter', 'year'] as const).map((by) => ({ field: 'closeDate', by })),
];

const definition = fc
  .record({
    group: fc.constantFrom(...groupings),
    split: fc.option(fc.constantFrom(...groupings), { nil: undefined }),
    isAmount: fc.boolean(),
    match: fc.constantFrom('all' as const, 'any' as const),
    top: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    sort: fc.constantFrom('value' as const, 'key' as const),
  })
  .map(({ group, split, isAmount, match, top, sort }): ReportDefinition => ({
    object: 'deal',
    measure: isAmount ? { op: 'sum', field: 'amount' } : { op: 'count' },
    group,
    ...(split === undefined ? {} : { split }),
    ...(top === undefined ? {} : { top }),
    filter: {
      match,
      conditions: [
        { field: 'stage', op: 'noneOf', values: ['lost'] },
        { field: 'probability', op: 'notEmpty' },
      ],
    },
    sort,
    chart: 'bar',
  }));

function indexOf(all: readonly ReturnType<typeof project>[]): MemoryIndex {
  const index = new MemoryIndex(() => Date.UTC(2026, 10, 20));
  for (const [shard, rows] of groupBy([...all], ({ id }) => shardOfRecord(id)))
    index.kinds.deal.setShard(shard, packShard('deal', rows));
  const accounts = ['Retail', 'Health'].map((industry, i) =>
    project({ id: recordIdOf('a1.0', i), base: [{ name: industry, industry }, 5, 'm1.0.0'], registers: {} }),
  );
  index.kinds.account.setShard('a1.0', packShard('account', accounts));
  return index;
}

test('the list behind every group, part, rest and empty group holds exactly the records that were counted', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 40 }), definition, (all, asked) => {
      const rows = all.map((each, i) =>
        project({ id: recordIdOf('d1.0', i), base: [each, 5, 'm1.0.0'], registers: {} }),
      );
      const index = indexOf(rows);
      const answer = answerReport(index, { definition: asked, likelihoods: {} });
      const listed = (filter: ReturnType<typeof groupFilter>): number => {
        const read = filterOf('deal', JSON.parse(JSON.stringify(filter)));
        expect(read).toBeDefined();
        return index.mask('deal', read).reduce((sum, met) => sum + met, 0);
      };
      for (const group of answer.groups) {
        expect(listed(groupFilter(asked, answer, group))).toBe(group.rows);
        group.parts.forEach((part, i) => {
          expect(listed(groupFilter(asked, answer, group, answer.splits[i]))).toBe(part.rows);
        });
      }
    }),
    { numRuns: 200 },
  );
});

test('the list behind every step of a funnel holds the deals that came so far, lost ones too where it is known', () => {
  const steps = ['inquiry', 'proposal', 'quoted', 'won'];
  const deals = fc.array(
    fc.record(
      {
        name: fc.constant('Deal'),
        stage: fc.constantFrom(...steps, 'lost', '+gone'),
        closedFrom: fc.constantFrom('inquiry', 'proposal', 'quoted', '+gone'),
      },
      { requiredKeys: ['name'] },
    ),
    { minLength: 1, maxLength: 30 },
  );
  const asked = readyReports.funnel;
  fc.assert(
    fc.property(deals, (all) => {
      const rows = all.map((each, i) =>
        project({ id: recordIdOf('d1.0', i), base: [each, 5, 'm1.0.0'], registers: {} }),
      );
      const index = indexOf(rows);
      const answer = answerReport(index, { definition: asked, likelihoods: {} });
      for (const { value, keys } of funnelOf(answer, steps)) {
        const filter = filterOf('deal', JSON.parse(JSON.stringify(stepFilter(asked, answer, keys))));
        expect(filter).toBeDefined();
        expect(index.mask('deal', filter).reduce((sum, met) => sum + met, 0)).toBe(value);
      }
      const unknown = all.filter(
        ({ stage, closedFrom = '' }) => stage === 'lost' && !steps.includes(closedFrom),
      );
      expect(lostAtNoStep(answer, steps)).toBe(unknown.length);
    }),
  );
});

test('lines by their product have no list of their own', () => {
  const asked: ReportDefinition = {
    object: 'orderLine',
    measure: { op: 'count' },
    group: { field: 'product' },
    sort: 'value',
    chart: 'bar',
  };
  expect(
    groupFilter(asked, { rows: 1, value: 1, groups: [], splits: [], currencies: [] }, { key: 'p1.0.0' }),
  ).toBe(undefined);
});
