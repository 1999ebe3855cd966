import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../../src/i18n/language.svelte.ts';
import type { Values } from '../../src/domain/record.ts';
import { checkedImport, visibleValues, writtenImport, type TestImport } from '../support/imports.ts';
import { held } from '../support/reference.ts';
import { Replica } from '../support/replica.ts';
import { readSharedJson, readSharedText, sharedFolder } from '../support/sharedData.ts';

interface Truth {
  readonly rows: number;
  readonly stage_counts: Readonly<Record<'Won' | 'Lost' | 'Engaging' | 'Prospecting', number>>;
  readonly win_rate_closed: number;
  readonly won_revenue: number;
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
    checked = await checkedImport(replica, readSharedText('data/maven_crm/sales_pipeline.csv'), {
      currency: 'USD',
    });
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
});
