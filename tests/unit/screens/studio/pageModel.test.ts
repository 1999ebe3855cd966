import { afterEach, expect, test, vi } from 'vitest';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { Json } from '../../../../src/domain/json.ts';
import type { ScreenBook } from '../../../../src/screens/book.ts';
import { PageModel, type SearchOptions } from '../../../../src/screens/studio/pageModel.svelte.ts';
import type { Run } from '../../../../src/screens/studio/runs.ts';
import type { SourceTable } from '../../../../src/screens/studio/source.svelte.ts';
import type { Analysis } from '../../../../src/workers/analysis.ts';

interface Found {
  readonly seed: number;
  readonly rows: number;
}
type Failure = { readonly type: 'too-few' };
type Answer = Result<Found, Failure>;

/** A page whose searches end when the test says so. */
class Page extends PageModel<Found, Failure> {
  readonly asked: Json[] = [];
  readonly searches: { readonly options: SearchOptions; readonly end: (answer: Answer) => void }[] = [];
  readonly made: Found[] = [];
  /** What was chosen, and the sources that were looked at. */
  chosen: string | undefined;
  readonly looks: { readonly data: SourceTable; readonly end: () => void }[] = [];

  protected forget(): void {
    this.chosen = undefined;
  }

  protected lookAt(data: SourceTable): Promise<void> {
    return new Promise((end) => {
      this.looks.push({ data, end });
    });
  }

  protected async askAgain(settings: Json): Promise<void> {
    this.asked.push(settings);
    await this.run();
  }

  run(): Promise<Found | undefined> {
    return this.searchSource(
      (_data: SourceTable, options) =>
        new Promise<Answer>((end) => {
          this.searches.push({ options, end });
        }),
      (found) => this.made.push(found),
    );
  }
}

const table = { rows: 2, ids: ['1', '2'], columns: [] };
const source = { type: 'table', id: 't:1' } as const;
const analysis = {} as Analysis;

/** A book with one table; `read` stands in for reading it. */
function bookOf(read = () => Promise.resolve<unknown>(ok({ name: 'Visits', columns: [], table }))) {
  const bookTable = () => read().then((value) => ok(value));
  return { index: { bookTable } } as unknown as ScreenBook;
}

/** Ends every look at a source as soon as it begins. */
class QuickPage extends Page {
  protected override lookAt(): Promise<void> {
    return Promise.resolve();
  }
}

async function searching(page: Page, count = 1) {
  await vi.waitFor(() => expect(page.searches).toHaveLength(count));
  return page.searches[count - 1]!;
}

afterEach(() => {
  vi.useRealTimers();
});

test('a search that another has overtaken changes nothing, neither by its progress nor by its answer', async () => {
  const page = new Page(bookOf(), analysis, source);
  const first = page.run();
  const slow = await searching(page);
  const second = page.run();
  const quick = await searching(page, 2);
  expect(slow.options.signal.aborted).toBe(true);
  slow.options.onProgress(0.9);
  expect(page.done).toBe(0);
  slow.end(err({ type: 'too-few' }));
  expect(await first).toBeUndefined();
  expect(page.error).toBeUndefined();
  expect(page.done).toBe(0);
  const found = { seed: 1, rows: 2 };
  quick.end(ok(found));
  expect(await second).toBe(found);
  expect([page.found, page.done, page.made]).toEqual([found, undefined, [found]]);
});

test('a search that is cancelled ends at once, says so, and its answer no longer counts', async () => {
  const page = new Page(bookOf(), analysis, source);
  const run = page.run();
  const search = await searching(page);
  page.cancel();
  expect([page.done, page.error]).toEqual([undefined, { type: 'cancelled' }]);
  expect(search.options.signal.aborted).toBe(true);
  search.end(ok({ seed: 1, rows: 2 }));
  await run;
  expect(page.found).toBeUndefined();
});

test('cancelling where nothing is under way says nothing', () => {
  const page = new Page(bookOf(), analysis, source);
  page.cancel();
  expect(page.error).toBeUndefined();
});

test('a source that cannot be read is the error of the search, and the result before it stays', async () => {
  let isGone = false;
  const page = new Page(
    bookOf(() =>
      Promise.resolve(isGone ? err({ type: 'table-missing' }) : ok({ name: 'Visits', columns: [], table })),
    ),
    analysis,
    source,
  );
  const run = page.run();
  const found = { seed: 1, rows: 2 };
  (await searching(page)).end(ok(found));
  await run;
  isGone = true;
  expect(await page.run()).toBeUndefined();
  expect([page.error, page.done, page.found]).toEqual([{ type: 'no-source' }, undefined, found]);
  expect(page.searches).toHaveLength(1);
});

test('choices stay while the same source is read again, and not for another, whose columns may have the same keys', async () => {
  const page = new QuickPage(bookOf(), analysis, source);
  await page.load();
  page.chosen = 'c1';
  await page.load();
  expect(page.chosen).toBe('c1');
  page.reading.use({ type: 'table', id: 't:2' }, []);
  await page.load();
  expect(page.chosen).toBeUndefined();
});

test('nothing can be asked until it is known what a source can be asked', async () => {
  const page = new Page(bookOf(), analysis, source);
  expect(page.isBusy).toBe(false);
  const [first, second] = [page.load(), page.load()];
  await vi.waitFor(() => expect(page.looks).toHaveLength(1));
  await first;
  expect(page.isBusy).toBe(true);
  page.looks[0]!.end();
  await second;
  expect(page.isBusy).toBe(false);
});

test('an analysis is made again of its own source, with its own settings and seed', async () => {
  const page = new QuickPage(bookOf(), analysis);
  const again = page.repeat(runOf({ seed: 77, settings: { k: 3 } }));
  const search = await searching(page);
  expect([page.seed, page.asked, page.reading.source]).toEqual([77, [{ k: 3 }], source]);
  search.end(ok({ seed: page.seed, rows: 2 }));
  await again;
  expect(page.found).toEqual({ seed: 77, rows: 2 });
});

test('of two analyses made again at once the later is asked', async () => {
  const page = new QuickPage(bookOf(), analysis);
  const first = page.repeat(runOf({ seed: 1, settings: { k: 1 } }));
  const second = page.repeat(runOf({ seed: 2, settings: { k: 2 } }));
  const search = await searching(page);
  await first;
  search.end(ok({ seed: page.seed, rows: 2 }));
  await second;
  expect(page.searches).toHaveLength(1);
  expect([page.seed, page.asked]).toEqual([2, [{ k: 2 }]]);
});

test('an analysis whose source is gone is not asked again of another', async () => {
  const page = new QuickPage(
    bookOf(() => Promise.resolve(err({ type: 'table-missing' }))),
    analysis,
  );
  await page.repeat(runOf({ seed: 5, settings: {} }));
  expect(page.asked).toEqual([]);
  expect(page.error).toEqual({ type: 'no-source' });
});

test('a result keeps the moment at which it was made, also when it is shown again', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const page = new QuickPage(bookOf(), analysis, source);
  expect(page.foundAt).toBe(0);
  const [early, late] = [
    { seed: 1, rows: 2 },
    { seed: 1, rows: 3 },
  ];
  const run = page.run();
  const search = await searching(page);
  vi.setSystemTime(1_000_000);
  search.end(ok(early));
  await run;
  vi.setSystemTime(5_000_000);
  expect(page.foundAt).toBe(1_000_000);
  page.found = late;
  expect(page.foundAt).toBe(5_000_000);
  vi.setSystemTime(9_000_000);
  page.found = early;
  expect(page.foundAt).toBe(1_000_000);
});

function runOf(asked: Pick<Run, 'seed' | 'settings'>): Run {
  return { ...asked, source, steps: [] } as unknown as Run;
}
