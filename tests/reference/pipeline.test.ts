import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bulkEdit, undoBatch } from '../../src/commands/batches.ts';
import { setLanguage } from '../../src/i18n/language.svelte.ts';
import type { Values } from '../../src/domain/record.ts';
import type { Filter } from '../../src/read/listQuery.ts';
import { runJob } from '../../src/store/jobs.ts';
import type { Measure, ReportDefinition } from '../../src/read/reports/definition.ts';
import { checkedImport, visibleValues, writtenImport, type TestImport } from '../support/imports.ts';
import { serve } from '../support/indexServer.ts';
import { held } from '../support/reference.ts';
import { Replica, valueOfResult } from '../support/replica.ts';
import { readSharedJson, readSharedText, sharedFolder } from '../support/sharedData.ts';

interface Truth {
  readonly rows: number;
  readonly stage_counts: Readonly<Record<'Won' | 'Lost' | 'Engaging' | 'Prospecting', number>>;
  readonly win_rate_closed: number;
  readonly won_revenue: number;
  readonly mean_days_won: number;
  readonly mean_days_lost: number;
  readonly won_by_agent_top5: Readonly<Record<string, number>>;
  readonly win_rate_by_product: Readonly<Record<string, number>>;
  readonly missing_account: number;
  readonly missing_close_value: number;
}

/** Another program's pipeline of 8,800 deals, with blanks and misspelt names, goes in as it is: nothing is left out. */
describe.skipIf(sharedFolder === null)('a pipeline of another program', () => {
  const truth =
    sharedFolder === null ? undefined : (readSharedJson('truth/crm_pipeline_maven.json') as Truth);
  let replica: Replica;
  let checked: TestImport;
  let deals: readonly Values[] = [];

  beforeAll(async () => {
    vi.stubGlobal('document', { documentElement: { lang: '' } });
    setLanguage('en');
    replica = await Replica.open();
    const accounts = await checkedImport(replica, readSharedText('data/maven_crm/accounts.csv'), {
      kind: 'account',
    });
    await writtenImport(replica, accounts);
    const file = readSharedText('data/maven_crm/sales_pipeline.csv');
    const guessed = await checkedImport(replica, file, { currency: 'USD' });
    // Who sold and what was sold have no field of deals: two texts take them, for reports to group by.
    const mapping = guessed.settings.mapping.map((column, i) => {
      const target = i === 1 ? 'deal.source' : i === 2 ? 'deal.competitor' : undefined;
      return target === undefined ? column : { ...column, target };
    });
    checked = await checkedImport(replica, file, { currency: 'USD', mapping });
    await writtenImport(replica, checked);
    deals = await visibleValues(replica, 'deal');
  }, 120_000);
  afterAll(() => replica.close());

  const count = (test: (deal: Values) => boolean): number => deals.filter(test).length;
  const hold = (what: string, reference: number | undefined, ours: number): void =>
    held({ method: 'Pipeline', what, reference: reference ?? NaN, ours, tolerance: 1e-9 });

  it('is recognised, and every row goes in', () => {
    expect(checked.settings.kind).toBe('deal');
    expect(checked.report.outcomes.out).toBe(0);
    hold('deals', truth?.rows, deals.length);
  });

  it('has the stages, blanks and sums of the file', () => {
    hold(
      'won',
      truth?.stage_counts.Won,
      count(({ stage }) => stage === 'won'),
    );
    hold(
      'lost',
      truth?.stage_counts.Lost,
      count(({ stage }) => stage === 'lost'),
    );
    hold(
      'engaging',
      truth?.stage_counts.Engaging,
      count(({ stage }) => stage === 'proposal'),
    );
    hold(
      'prospecting',
      truth?.stage_counts.Prospecting,
      count(({ stage }) => stage === 'inquiry'),
    );
    hold(
      'without a customer',
      truth?.missing_account,
      count(({ account }) => account === undefined),
    );
    hold(
      'without an amount',
      truth?.missing_close_value,
      count(({ amount }) => amount === undefined),
    );
    const won = deals.filter(({ stage }) => stage === 'won');
    const minor = won.reduce((sum, { amount }) => sum + (amount as { minor: number }).minor, 0);
    hold('won revenue', truth?.won_revenue, minor / 100);
    const closed = count(({ stage }) => stage === 'won' || stage === 'lost');
    hold('win rate', truth?.win_rate_closed, won.length / closed);
  });

  it('is reported with the sums, rates and days of the reference', async () => {
    const { ask, server } = serve(replica.book.relaxed);
    const stage = (...values: readonly string[]): Filter => ({
      match: 'all',
      conditions: [{ field: 'stage', op: 'anyOf', values }],
    });
    const report = (definition: Omit<ReportDefinition, 'object' | 'chart' | 'sort'>) =>
      ask('report', {
        definition: { object: 'deal', chart: 'bar', sort: 'value', ...definition },
        likelihoods: {},
      });
    const rate: Measure = { op: 'rate', part: stage('won'), whole: stage('won', 'lost') };
    const revenue: Measure = { op: 'sum', field: 'amount' };
    const days: Measure = { op: 'mean', field: 'daysToClose' };

    const { value: won } = await report({ measure: revenue, filter: stage('won') });
    hold('report: won revenue', truth?.won_revenue, won ?? NaN);
    const { value: closed } = await report({ measure: rate });
    hold('report: win rate', truth?.win_rate_closed, closed ?? NaN);
    for (const [outcome, mean] of [
      ['won', truth?.mean_days_won],
      ['lost', truth?.mean_days_lost],
    ] as const) {
      const { value } = await report({ measure: days, filter: stage(outcome) });
      hold(`report: days until ${outcome}`, mean, value ?? NaN);
    }
    const byProduct = await report({ measure: rate, group: { field: 'competitor' } });
    expect(byProduct.groups).toHaveLength(7);
    for (const { key, value } of byProduct.groups)
      hold(`report: win rate of ${key ?? ''}`, truth?.win_rate_by_product[key ?? ''], value ?? NaN);
    const byAgent = await report({
      measure: revenue,
      group: { field: 'source' },
      filter: stage('won'),
      top: 5,
    });
    expect(byAgent.groups.slice(0, 5).map(({ key, value }) => [key, value])).toEqual(
      Object.entries(truth?.won_by_agent_top5 ?? {}),
    );
    const byStage = await report({ measure: { op: 'count' }, group: { field: 'stage' } });
    expect(byStage.rows).toBe(truth?.rows);
    server.close();
  });

  it('has its misspelt names repaired as one step each, reports name things once, and the undo brings every name back', async () => {
    const repair = async (kind: 'deal' | 'account', field: string, from: string, value: string) => {
      const { ask, server } = serve(replica.book.relaxed);
      const filter: Filter = { match: 'all', conditions: [{ field, op: 'is', text: from }] };
      const { ids } = await ask('query', { kind, filter }, { offset: 0, limit: 10_000 });
      server.close();
      const change = { op: 'set', field, value } as const;
      const { command } = valueOfResult(await bulkEdit(replica.book, ids, change, value));
      await replica.fold();
      await runJob(replica.engine, command, () => false);
      return { command, count: ids.length };
    };
    const products = await repair('deal', 'competitor', 'GTXPro', 'GTX Pro');
    hold('misspelt products', 1_480, products.count);
    expect((await repair('account', 'industry', 'technolgy', 'technology')).count).toBeGreaterThan(0);

    const { ask, server } = serve(replica.book.relaxed);
    const rate: Measure = {
      op: 'rate',
      part: { match: 'all', conditions: [{ field: 'stage', op: 'anyOf', values: ['won'] }] },
      whole: { match: 'all', conditions: [{ field: 'stage', op: 'anyOf', values: ['won', 'lost'] }] },
    };
    const byProduct = await ask('report', {
      definition: {
        object: 'deal',
        chart: 'bar',
        sort: 'value',
        measure: rate,
        group: { field: 'competitor' },
      },
      likelihoods: {},
    });
    const repaired = byProduct.groups.find(({ key }) => key === 'GTX Pro');
    hold(
      'report: win rate of the repaired product',
      truth?.win_rate_by_product['GTXPro'],
      repaired?.value ?? NaN,
    );
    expect(byProduct.groups.map(({ key }) => key)).not.toContain('GTXPro');
    server.close();

    valueOfResult(await undoBatch(replica.book, products.command));
    await replica.fold();
    await runJob(replica.engine, products.command, () => false);
    const names = (await visibleValues(replica, 'deal')).map(({ competitor }) => competitor);
    expect(names.filter((name) => name === 'GTXPro')).toHaveLength(products.count);
    expect(names).not.toContain('GTX Pro');
  });
});
