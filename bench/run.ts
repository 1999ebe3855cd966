import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { sharedFolder } from '../tests/support/sharedData.ts';
import { measureApp, openList, type AppFigures } from './app.ts';
import { duration, markdownTable, median, megabytes, spread, tasks } from './figures.ts';
import { memoryOf, type Memory } from './memory.ts';
import { installProbe } from './probe.ts';
import type { WorkbookTimes } from './page/main.ts';
import { serveBench } from './server.ts';

/**
 * Measures the built app in Chromium over books of 1,000, 10,000 and 100,000 accounts with ten order lines each, and
 * prints one Markdown table. `--quick` leaves the largest out, `--sizes 500,2000` takes others. Files stay in a temporary folder that is removed.
 */
const sizes = sizesOf(process.argv);
const phoneRate = 4;
const workbookRows = 100_000;

interface StoreFigures {
  readonly fill: number;
  readonly edits: number[];
  readonly bulk: number;
  readonly bulkRecords: number;
  readonly rebuild: number;
  readonly queries: number[];
  readonly caughtUp: number;
  readonly customers: { readonly load: number; readonly compute: number; readonly whole: number };
  readonly duplicates: { readonly ms: number; readonly groups: number; readonly longestWait: number };
  readonly longTasks: number[];
}

interface SizeFigures {
  readonly accounts: number;
  readonly store: StoreFigures;
  readonly related: { readonly loaded: number; readonly filters: number[] };
  readonly desktop: AppFigures;
  readonly phone: AppFigures;
  readonly memory: Memory;
}

const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
const importedFile = sharedFile('data/online_retail/online_retail.csv.gz');
const server = await serveBench(folder, importedFile);
const loadBefore = loadavg()[0] ?? 0;
let version = '';
try {
  const measured: SizeFigures[] = [];
  for (const accounts of sizes) {
    const figures = await measureSize(accounts);
    measured.push(figures);
    note(markdownTable(['', String(accounts)], rowsOf([figures])));
  }
  const once = await measureOnce();
  print(measured, once);
} finally {
  await server.stop(0);
  rmSync(folder, { recursive: true, force: true });
}

async function measureSize(accounts: number): Promise<SizeFigures> {
  const profile = join(folder, `profile-${accounts}`);
  note(`filling a book of ${accounts} accounts`);
  const filling = await launch(profile);
  const first = await openBench(filling);
  const store = await measureStore(first, accounts);
  await first.close();
  // A page of its own, in which nothing has asked for activities yet.
  const related = await (await openBench(filling)).evaluate(() => window.bench.related(6));
  await filling.close();

  note('opening the app on it');
  const context = await launch(profile);
  const page = await openList(context, server.address, 1);
  const browser = await context.browser()?.newBrowserCDPSession();
  const memory = await memoryOf(browser, page);
  await page.close();
  const desktop = await measureApp(context, server.address, 1);
  note('and again at a quarter of the speed');
  const phone = await measureApp(context, server.address, phoneRate);
  await context.close();
  rmSync(profile, { recursive: true, force: true });
  return { accounts, store, related, desktop, phone, memory };
}

async function measureStore(page: Page, accounts: number): Promise<StoreFigures> {
  const fill = await page.evaluate((count) => window.bench.fill(count), accounts);
  const longTasks = await page.evaluate(() => window.bench.longTasks());
  await waitForPacks(page);
  const edits = await page.evaluate(() => window.bench.edits(30));
  const bulkRecords = Math.min(accounts, 10_000);
  const bulk = await page.evaluate((count) => window.bench.bulkEdit(count), bulkRecords);
  const customers = await page.evaluate(() => window.bench.customers());
  const duplicates = await page.evaluate(() => window.bench.duplicates());
  const queries = await page.evaluate(() =>
    window.bench.queries([
      { kind: 'account', search: 'yunqi' },
      { kind: 'account', search: '1429' },
      { kind: 'account', sort: { by: 'name' } },
      { kind: 'account', sort: { by: 'revenue', descending: true } },
      {
        kind: 'account',
        filter: { match: 'all', conditions: [{ field: 'level', op: 'anyOf', values: ['A'] }] },
        sort: { by: 'name' },
      },
    ]),
  );
  const { heard, query } = await page.evaluate(() => window.bench.catchUp());
  const rebuild = await page.evaluate(() => window.bench.rebuild());
  await waitForPacks(page);
  const figures = { fill, edits, bulk, bulkRecords, rebuild, queries, customers, duplicates, longTasks };
  return { ...figures, caughtUp: heard + query };
}

interface OnceFigures {
  readonly download: number;
  readonly kmeans: readonly number[];
  readonly sklearn: number | null;
  readonly node: number | null;
  readonly workbook: WorkbookTimes & { readonly longTasks: readonly number[] };
  readonly import: { read: number; check: number; write: number; rows: number; longTasks: number[] } | null;
}

async function measureOnce(): Promise<OnceFigures> {
  note('grouping 100,000 rows, and scikit-learn beside it');
  const context = await launch(join(folder, 'profile-once'));
  const download = await firstDownload(context);
  const page = await openBench(context);
  const { runs } = await page.evaluate(() => window.bench.kmeans());
  const file = join(folder, 'clouds.f64');
  const bench = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const node = fastest(spawnSync(process.execPath, [bench('analysis.ts'), '--write', file]).stdout);
  const interpreter = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const python = spawnSync(interpreter, [bench('sklearnKmeans.py'), file]);
  const sklearn = python.status === 0 ? fastest(python.stdout) : null;

  let imported: OnceFigures['import'] = null;
  if (importedFile !== null) {
    note('importing 541,909 lines');
    await page.evaluate(() => window.bench.longTasks());
    const times = await page.evaluate(() => window.bench.importFile('/online_retail.csv.gz'));
    imported = { ...times, longTasks: await page.evaluate(() => window.bench.longTasks()) };
  }
  await context.close();
  return { download, kmeans: runs, sklearn, node, import: imported, workbook: await measureWorkbook() };
}

async function measureWorkbook(): Promise<OnceFigures['workbook']> {
  note('a workbook of 100,000 customers in and out');
  const context = await launch(join(folder, 'profile-workbook'));
  const page = await openBench(context);
  await page.evaluate(() => window.bench.longTasks());
  const times = await page.evaluate((rows) => window.bench.workbook(rows), workbookRows);
  const longTasks = await page.evaluate(() => window.bench.longTasks());
  await context.close();
  return { ...times, longTasks };
}

/** The least processor time of K-means in ms among the runs that a script printed. */
function fastest(output: Buffer | null): number | null {
  const lines = (output?.toString() ?? '').split('\n').filter((line) => /^(K-means|run) /.test(line));
  const times = lines.map((line) => Number(/processor ([\d.]+) s/.exec(line)?.[1] ?? NaN) * 1_000);
  return times.length === 0 ? null : Math.min(...times);
}

async function launch(profile: string): Promise<BrowserContext> {
  mkdirSync(profile, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumLaunch(),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  });
  version = context.browser()?.version() ?? version;
  await context.addInitScript(installProbe);
  return context;
}

async function openBench(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.address}/bench.html`);
  await page.waitForFunction(() => 'bench' in window);
  await page.evaluate(() => window.bench.open());
  return page;
}

/** The engine packs the index of the lists when it is idle; a start before that is slower. */
async function waitForPacks(page: Page): Promise<void> {
  for (let i = 0; i < 240; i++) {
    if ((await page.evaluate(() => window.bench.unpacked())) === 0) return;
    await page.waitForTimeout(500);
  }
}

function print(measured: readonly SizeFigures[], once: OnceFigures): void {
  const cpu = cpus();
  const ratio = once.node === null || once.sklearn === null ? '–' : (once.node / once.sklearn).toFixed(2);
  console.log(`
Measured on ${cpu[0]?.model ?? 'an unknown processor'}, ${cpu.length} cores, ${megabytes(totalmem())}; load ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after; Chromium ${version}.
Two values are the median and the 95th percentile. "4× slower" throttles the page's main thread, not its workers.
Memory is the private memory of the renderer's process with its workers; heaps are objects and array buffers after a collection.
`);
  const head = measured.map(
    ({ accounts }) =>
      `${accounts.toLocaleString('en')} accounts, ${(accounts * 10).toLocaleString('en')} lines`,
  );
  console.log(markdownTable(['', ...head], rowsOf(measured)));
  console.log(`
${markdownTable(
  ['once', ''],
  [
    ['first download, gzip', `${(once.download / 1_024).toFixed(1)} KB`],
    ['K-means 100,000 × 8, k = 8, ten starts, in a worker', duration(median(once.kmeans))],
    ['the same, processor time in Node', duration(once.node)],
    [
      'scikit-learn, processor time',
      once.sklearn === null ? 'skipped: not installed' : duration(once.sklearn),
    ],
    ['ratio of processor times', ratio],
    ...importRows(once.import),
    ...workbookRowsOf(once.workbook),
  ],
)}`);
}

function rowsOf(measured: readonly SizeFigures[]): string[][] {
  const row = (name: string, value: (figures: SizeFigures) => string): string[] => [
    name,
    ...measured.map(value),
  ];
  const both = (name: string, value: (figures: AppFigures) => string): string[][] => [
    row(name, ({ desktop }) => value(desktop)),
    row(`${name}, 4× slower`, ({ phone }) => value(phone)),
  ];
  return [
    row('fill with sample data', ({ store }) => duration(store.fill)),
    ...both('cold start to the first rows', ({ coldStarts }) => spread(coldStarts)),
    ...both('search, keystroke to paint', ({ search }) => spread(search)),
    ...both('filter, click to paint', ({ filter }) => spread(filter)),
    ...both('sort, click to paint', ({ sort }) => spread(sort)),
    ...both('edit, Enter to paint', ({ editOnScreen }) => spread(editOnScreen)),
    ...both('Today, click to its last part, first', ({ today }) => spread(today.first)),
    ...both('the same later', ({ today }) => spread(today.later)),
    ...both('board of deals, click to its first cards', ({ board }) =>
      spread([...board.first, ...board.later]),
    ),
    ...both('leads with their scores, click to rows, first', ({ leads }) => spread(leads.first)),
    ...both('leads, later', ({ leads }) => spread(leads.later)),
    ...both('payments, click to rows', ({ payments }) => spread([...payments.first, ...payments.later])),
    row('edit, call to durable', ({ store }) => spread(store.edits)),
    ...both('edit, call to paint in another tab', ({ secondTab }) => spread(secondTab)),
    ...both('long tasks while typing', ({ longTasks }) => tasks(longTasks.typing)),
    ...both('long tasks while scrolling', ({ longTasks }) => tasks(longTasks.scrolling)),
    row('long tasks while filling', ({ store }) => tasks(store.longTasks)),
    row('index: caught up after an edit', ({ store }) => duration(store.caughtUp)),
    row('index: slowest of five queries', ({ store }) => duration(Math.max(...store.queries))),
    row('activities loaded when first asked for', ({ related }) => duration(related.loaded)),
    row('three conditions on related records', ({ related }) => spread(related.filters)),
    row('renderer memory at rest', ({ memory }) =>
      memory.renderer === null ? '–' : megabytes(memory.renderer),
    ),
    row('heaps of it', ({ memory }) =>
      [...memory.heaps].map(([name, bytes]) => `${name} ${megabytes(bytes)}`).join(', '),
    ),
    row('RFM: columns loaded', ({ store }) => duration(store.customers.load)),
    row('RFM: computed', ({ store }) => duration(store.customers.compute)),
    row('search for duplicates', ({ store }) => duration(store.duplicates.ms)),
    row('longest wait of the page meanwhile', ({ store }) => duration(store.duplicates.longestWait)),
    row('bulk edit, records a second', ({ store }) =>
      String(Math.round(store.bulkRecords / (store.bulk / 1_000))),
    ),
    row('rebuild of all rows', ({ store }) => duration(store.rebuild)),
  ];
}

function workbookRowsOf({ read, written, bytes, quality, longTasks }: OnceFigures['workbook']): string[][] {
  const rows = `${workbookRows.toLocaleString('en')} customers`;
  return [
    [`an Excel workbook of ${rows} in, the whole import`, duration(read)],
    [`an Excel workbook of ${rows} out, ${megabytes(bytes)}`, duration(written)],
    ['flawed values found among them', duration(quality)],
    ['long tasks meanwhile', tasks(longTasks)],
  ];
}

function importRows(times: OnceFigures['import']): string[][] {
  if (times === null) return [['import of Online Retail', 'skipped: the file is not on this machine']];
  const { read, check, write, rows, longTasks } = times;
  return [
    [`import of ${rows.toLocaleString('en')} lines`, duration(read + check + write)],
    ['of these reading, checking, writing', [read, check, write].map(duration).join(', ')],
    ['long tasks meanwhile', tasks(longTasks)],
  ];
}

/** Scripts and styles that a first visit to the list asks for, compressed, in bytes. */
async function firstDownload(context: BrowserContext): Promise<number> {
  const dist = fileURLToPath(new URL('../dist/', import.meta.url));
  const page = await context.newPage();
  const paths = new Set<string>();
  page.on('request', (request) => paths.add(new URL(request.url()).pathname));
  await page.goto(`${server.address}/#/customers`);
  await page.waitForLoadState('networkidle');
  await page.close();
  const files = [...paths].filter((path) => /\.(js|css)$/.test(path) && existsSync(join(dist, path)));
  return files.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length, 0);
}

function sizesOf(options: readonly string[]): readonly number[] {
  const at = options.indexOf('--sizes');
  if (at > 0) return (options[at + 1] ?? '').split(',').map(Number);
  return options.includes('--quick') ? [1_000, 10_000] : [1_000, 10_000, 100_000];
}

function sharedFile(path: string): string | null {
  if (sharedFolder === null) return null;
  const file = fileURLToPath(new URL(path, sharedFolder));
  return existsSync(file) ? file : null;
}

function note(text: string): void {
  console.error(`… ${text}`);
}
