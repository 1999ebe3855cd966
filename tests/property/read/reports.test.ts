import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordIdOf, shardOfRecord } from '../../../src/domain/ids.ts';
import { project, valuesOf, type RecordRow } from '../../../src/domain/record.ts';
import { groupBy } from '../../../src/database/rows.ts';
import type { Filter } from '../../../src/read/listQuery.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { answerReport, type ReportAnswer } from '../../../src/read/reports/answerReport.ts';
import type { Grouping, Measure, ReportDefinition } from '../../../src/read/reports/definition.ts';

const dealValues = fc.record(
  {
    name: fc.constant('Deal'),
    stage: fc.constantFrom('inquiry', 'proposal', 'won', 'lost'),
    source: fc.constantFrom('网站', 'Fair', 'Phone'),
    amount: fc.record({
      minor: fc.integer({ min: -5_000, max: 90_000_000 }),
      currency: fc.constantFrom('CNY', 'CNY', 'JPY'),
    }),
    closeDate: fc.constantFrom('2025-12-31', '2026-01-01', '2026-03-08', '2027-02-11'),
    tags: fc.uniqueArray(fc.constantFrom('t1.0.0', 't1.0.1', 't1.0.2'), { minLength: 1 }),
    account: fc.constantFrom('a1.0.0', 'a1.0.1', 'a1.0.9'),
    probability: fc.integer({ min: 0, max: 100 }),
  },
  { requiredKeys: ['name'] },
);

const deals: fc.Arbitrary<readonly RecordRow[]> = fc
  .array(dealValues, { maxLength: 50 })
  .map((all) =>
    all.map((values, i) =>
      project({ id: recordIdOf(`d1.${i % 3}`, i), base: [values, 5, 'm1.0.0'], registers: {} }),
    ),
  );

const accounts = ['Retail', 'Health'].map((industry, i) =>
  project({ id: recordIdOf('a1.0', i), base: [{ name: industry, industry }, 5, 'm1.0.0'], registers: {} }),
);

function indexOf(rows: readonly RecordRow[]): MemoryIndex {
  const index = new MemoryIndex(() => Date.UTC(2026, 10, 20));
  for (const [shard, group] of groupBy([...rows], ({ id }) => shardOfRecord(id)))
    index.kinds.deal.setShard(shard, packShard('deal', group));
  index.kinds.account.setShard('a1.0', packShard('account', accounts));
  return index;
}

const won: Filter = { match: 'all', conditions: [{ field: 'stage', op: 'anyOf', values: ['won'] }] };
const closed: Filter = {
  match: 'all',
  conditions: [{ field: 'stage', op: 'anyOf', values: ['won', 'lost'] }],
};
const measures: readonly Measure[] = [
  { op: 'count' },
  ...(['sum', 'mean', 'median', 'min', 'max'] as const).flatMap((op) => [
    { op, field: 'amount' },
    { op, field: 'probability' },
  ]),
  { op: 'distinct', field: 'account' },
  { op: 'rate', part: won, whole: closed },
  { op: 'rate', part: won, field: 'probability' },
];
const groupings: readonly Grouping[] = [
  ...['stage', 'source', 'account', 'account>industry', 'tags', 'amount', 'probability'].map((field) => ({
    field,
  })),
  { field: 'closeDate', by: 'month' },
  { field: 'closeDate', by: 'week' },
  { field: 'closeDate', by: 'year' },
];

const definition: fc.Arbitrary<ReportDefinition> = fc
  .record({
    measure: fc.constantFrom(...measures),
    group: fc.constantFrom(...groupings),
    split: fc.option(fc.constantFrom(...groupings.slice(0, 4)), { nil: undefined }),
    filter: fc.option(fc.constantFrom(won, closed), { nil: undefined }),
    sort: fc.constantFrom('value' as const, 'key' as const),
    top: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    currency: fc.option(fc.constantFrom('CNY', 'JPY'), { nil: undefined }),
  })
  .map(({ split, filter, top, currency, ...rest }) => ({
    object: 'deal',
    chart: 'bar',
    ...rest,
    ...(split === undefined ? {} : { split }),
    ...(filter === undefined ? {} : { filter }),
    ...(top === undefined ? {} : { top }),
    ...(currency === undefined ? {} : { currency }),
  }));

const ask = (index: MemoryIndex, asked: ReportDefinition): ReportAnswer =>
  answerReport(index, { definition: asked, likelihoods: {} });

const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

test('sums and counts of the groups add up to the total, however few are shown and however they are split', () => {
  fc.assert(
    fc.property(deals, definition, (rows, asked) => {
      fc.pre(asked.group?.field !== 'tags' && ['sum', 'count'].includes(asked.measure.op));
      const { groups, value, rows: all } = ask(indexOf(rows), asked);
      expect(groups.reduce((sum, group) => sum + group.rows, 0)).toBe(all);
      expect(
        close(
          groups.reduce((sum, group) => sum + (group.value ?? 0), 0),
          value ?? 0,
        ),
      ).toBe(true);
      if (asked.split === undefined) return;
      for (const { parts, value: whole } of groups)
        expect(
          close(
            parts.reduce((sum, part) => sum + (part.value ?? 0), 0),
            whole ?? 0,
          ),
        ).toBe(true);
    }),
  );
});

test('the order of the records changes nothing', () => {
  fc.assert(
    fc.property(deals, definition, (rows, asked) => {
      const turned = rows.map(({ id, base }, i) => {
        const { id: other } = rows[rows.length - 1 - i] ?? { id };
        return project({ id: other, base, registers: {} });
      });
      expect(rounded(ask(indexOf(turned), asked))).toEqual(rounded(ask(indexOf(rows), asked)));
    }),
  );
});

test('a filter is the same as leaving the other records out', () => {
  fc.assert(
    fc.property(deals, definition, (rows, { filter: _, ...asked }) => {
      const chosen = rows.filter((row) => valuesOf(row)['stage'] === 'won');
      expect(ask(indexOf(rows), { ...asked, filter: won })).toEqual(ask(indexOf(chosen), asked));
    }),
  );
});

test('each group says what adding up its records one by one says', () => {
  fc.assert(
    fc.property(deals, definition, (rows, { split: _, top: __, ...asked }) => {
      const answer = ask(indexOf(rows), asked);
      const seen = rows.filter((row) => {
        const { stage, amount } = valuesOf(row) as { stage?: string; amount?: { currency: string } };
        const isIn =
          asked.filter === undefined || stage === 'won' || (asked.filter === closed && stage === 'lost');
        const isMoney = asked.measure.field === 'amount';
        return isIn && (!isMoney || amount === undefined || amount.currency === (answer.currency ?? ''));
      });
      expect(answer.rows).toBe(seen.length);
      expect(
        close(answer.value ?? NaN, plainly(asked.measure, seen) ?? NaN) ||
          answer.value === plainly(asked.measure, seen),
      ).toBe(true);
      if (asked.group?.field !== 'stage') return;
      for (const { key, value, rows: count } of answer.groups) {
        const own = seen.filter((row) => (valuesOf(row)['stage'] ?? null) === key);
        expect(count).toBe(own.length);
        const expected = plainly(asked.measure, own);
        expect(value === expected || close(value ?? NaN, expected ?? NaN)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

function rounded({ groups, value, ...rest }: ReportAnswer) {
  const round = (each: number | null) => (each === null ? null : Number(each.toPrecision(10)));
  return {
    ...rest,
    value: round(value),
    groups: groups.map((group) => ({
      ...group,
      value: round(group.value),
      parts: group.parts.map((part) => ({ ...part, value: round(part.value) })),
    })),
  };
}

function numberIn(row: RecordRow, field: string): number | undefined {
  const value = valuesOf(row)[field];
  if (typeof value === 'number') return value;
  const money = value as { minor: number; currency: string } | undefined;
  return money === undefined ? undefined : money.minor / (money.currency === 'JPY' ? 1 : 100);
}

/** The same, record by record. */
function plainly({ op, field = '', part }: Measure, rows: readonly RecordRow[]): number | null {
  const values = rows.flatMap((row) => numberIn(row, field) ?? []).sort((a, b) => a - b);
  const sum = values.reduce((all, value) => all + value, 0);
  const stageOf = (row: RecordRow) => valuesOf(row)['stage'];
  switch (op) {
    case 'count':
      return rows.length;
    case 'sum':
      return sum;
    case 'mean':
      return values.length === 0 ? null : sum / values.length;
    case 'min':
      return values[0] ?? null;
    case 'max':
      return values.at(-1) ?? null;
    case 'median': {
      const [low, high] = [values[(values.length - 1) >> 1], values[values.length >> 1]];
      return low === undefined || high === undefined ? null : (low + high) / 2;
    }
    case 'distinct':
      return new Set(rows.flatMap((row) => valuesOf(row)[field] ?? [])).size;
    case 'rate': {
      const weight = (row: RecordRow) => (field === '' ? 1 : Math.abs(numberIn(row, field) ?? 0));
      const wholes =
        field === '' ? rows.filter((row) => ['won', 'lost'].some((stage) => stage === stageOf(row))) : rows;
      const all = wholes.reduce((total, row) => total + weight(row), 0);
      const met = rows.filter((row) => stageOf(row) === 'won').reduce((total, row) => total + weight(row), 0);
      expect(part).toBe(won);
      return all === 0 ? null : met / all;
    }
  }
}
