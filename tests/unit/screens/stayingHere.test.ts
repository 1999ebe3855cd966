import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Acts } from '../../../src/screens/acts.svelte.ts';
import type { ScreenBook } from '../../../src/screens/book.ts';
import type { FewRecords } from '../../../src/screens/fields/names.svelte.ts';
import { ViewActs } from '../../../src/screens/list/viewActs.ts';
import type { ListState } from '../../../src/screens/list/listState.svelte.ts';
import { ReportActs } from '../../../src/screens/reports/reportActs.ts';
import { readyReports } from '../../../src/screens/reports/readyReports.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });

let address: { hash: string; replace: (href: string) => void };
beforeEach(() => {
  address = { hash: '#/deals', replace: (href) => (address.hash = href) };
  vi.stubGlobal('location', address);
});
afterEach(() => vi.unstubAllGlobals());

/** A book whose answer comes after the person has gone to `next`, if anywhere. */
function slowly(id: string, next: string | undefined) {
  const book = { member: 'm1.0.0', create: () => Promise.resolve() } as unknown as ScreenBook;
  const acts = {
    run: async (answer: Promise<unknown>) => {
      await answer;
      if (next !== undefined) address.hash = next;
      return { command: '1.1', ids: [id], kept: [] };
    },
  } as unknown as Acts;
  return [book, acts] as const;
}

const noFew = { views: [] } as unknown as FewRecords;
const list = { definition: {}, forgetChanges: () => undefined } as unknown as ListState;

test('who waits for what they save is led to it', async () => {
  await new ReportActs(...slowly('e1.0.1', undefined)).create('Funnel', readyReports.funnel);
  expect(address.hash).toBe('#/reports/e1.0.1');
  const [book, acts] = slowly('v1.0.1', undefined);
  await new ViewActs(book, acts, noFew, () => 'deal').create(list, {
    name: 'Mine',
    shared: false,
    pinned: false,
  });
  expect(address.hash).toContain('v1.0.1');
});

test('who goes to another page in the moment of the answer stays there', async () => {
  await new ReportActs(...slowly('e1.0.1', '#/today')).create('Funnel', readyReports.funnel);
  expect(address.hash).toBe('#/today');
  address.hash = '#/deals';
  const [book, acts] = slowly('v1.0.1', '#/today');
  await new ViewActs(book, acts, noFew, () => 'deal').create(list, {
    name: 'Mine',
    shared: false,
    pinned: false,
  });
  expect(address.hash).toBe('#/today');
});
