import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { build } from 'vite';
import { readBuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer } from '../sync-server/server.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { readSharedJson, sharedFolder } from '../tests/support/sharedData.ts';
import { madeHistories, madeOrders, madePlane } from './analytics/made.ts';
import { baskets, customers, texts } from './analytics/real.ts';
import type { TaskName } from './analytics/tasks.ts';
import { referenceClouds } from './clouds.ts';
import { duration, markdownTable, megabytes } from './figures.ts';
import { processorSeconds } from './memory.ts';
import { PeakMemory } from './peakMemory.ts';

/**
 * `npm run bench:analytics`: each method in a worker in Chromium, cold and warm, beside its reference on the same data in
 * the same session. Processor times of the browser, or the wall clock in the worker where that is less. Where a reference is not installed, the times of another
 * machine stand there, if they are at hand, and are marked.
 */
interface Limit {
  /** What is measured. */
  readonly of: string;
  /** Of our time to the reference's, or in seconds where there is none. */
  readonly most: number;
  readonly isSeconds?: boolean;
  /** Its name among the times of another machine. */
  readonly elsewhere?: string;
}

const limits: Readonly<Record<TaskName, Limit>> = {
  'K-means': {
    of: 'K-means 100,000 × 8, k = 8, ten starts',
    most: 1,
    elsewhere: 'kmeans_100k_x8_k8_ninit10_float64',
  },
  DBSCAN: { of: 'DBSCAN 20,000 × 2', most: 1, elsewhere: 'dbscan_20k_x2_eps0.5_min10' },
  Forest: { of: 'forest of 100 on 7,043 × 45', most: 1, elsewhere: 'rf_100trees_telco_7043x45_njobs1' },
  SVM: { of: 'SVM with RBF kernel on 7,043 × 45', most: 1.5, elsewhere: 'svm_rbf_telco_fit_7043' },
  Logistic: { of: 'logistic regression on 7,043 × 45', most: 2, elsewhere: 'logistic_telco_tol1e-8' },
  Itemsets: {
    ...{ of: 'itemsets of 9,835 baskets, support 0.001', most: 0.1 },
    elsewhere: 'frequent_itemsets_groceries_0.001_python_bitset_eclat',
  },
  RFM: {
    ...{ of: 'RFM of 541,909 lines', most: 0.1 },
    elsewhere: 'rfm_541k_lines_pandas_clean+groupby(in-memory)',
  },
  'BG/NBD': {
    ...{ of: 'BG/NBD of 23,570 customers', most: 1.5 },
    elsewhere: 'bgnbd_fit_cdnow_full_23570_scipy_LBFGSB_numgrad',
  },
  LDA: { of: 'LDA, 20 topics of 5,000 texts', most: 0.3, elsewhere: 'lda_20topics_5000_docs_batchVB_20iter' },
  TreeSHAP: { of: 'TreeSHAP of 7,043 rows, 100 boosted trees', most: 2, isSeconds: true },
};
const warmRuns = 4;

interface Reference {
  readonly name: string;
  readonly by: string;
  readonly seconds: number;
}

interface Figures {
  /** Seconds of processor of the first run, and the least of those after it. */
  readonly cold: number;
  readonly warm: number;
  readonly peak: number;
}

const folder = mkdtempSync(join(tmpdir(), 'rapport-analytics-'));
const loadBefore = loadavg()[0] ?? 0;
try {
  const references = referencesOf(folder);
  const { measured, cancels, version } = await measureAll();
  print(references, measured, cancels, version);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureAll() {
  const page = join(folder, 'page');
  await build({
    ...{ configFile: false, logLevel: 'error', root: join(import.meta.dirname, 'analytics') },
    worker: { format: 'es' },
    build: { outDir: page, chunkSizeWarningLimit: 2_000 },
  });
  const files = new Map([...(await readBuiltFiles(page)), ...(await readBuiltFiles(join(folder, 'data')))]);
  const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
  const profile = join(folder, 'profile');
  const context = await chromium.launchPersistentContext(profile, chromiumLaunch());
  try {
    const browser = context.browser();
    const devtools = await browser?.newBrowserCDPSession();
    const measured = new Map<TaskName, Figures>();
    const tab = await context.newPage();
    for (const name of Object.keys(limits) as TaskName[]) {
      measured.set(name, await measure(tab, server.address, devtools, profile, name));
    }
    const cancels: number[] = [];
    for (const name of ['SVM', 'LDA', 'Forest', 'BG/NBD'] as const) {
      await tab.evaluate((task) => window.analyticsBench.prepare(task), name);
      cancels.push(await tab.evaluate(() => window.analyticsBench.cancel()));
    }
    return { measured, cancels, version: browser?.version() ?? '' };
  } finally {
    await context.close();
    await server.stop(0);
  }
}

/** In a page of its own, so that one task's memory is not another's. */
async function measure(
  tab: Page,
  address: string,
  devtools: CDPSession | undefined,
  profile: string,
  name: TaskName,
): Promise<Figures> {
  await tab.goto(`${address}/`);
  await tab.waitForFunction(() => typeof window.analyticsBench === 'object');
  await tab.evaluate((task) => window.analyticsBench.prepare(task), name);
  const memory = new PeakMemory(profile);
  const seconds: number[] = [];
  for (let run = 0; run <= warmRuns; run++) {
    const before = await processorSeconds(devtools);
    const { ms } = await tab.evaluate(() => window.analyticsBench.run());
    // Of a short task the browser's other work would be a part: the worker cannot have spent more than its own wall clock.
    seconds.push(Math.min(ms / 1_000, (await processorSeconds(devtools)) - before));
  }
  const [cold = NaN, ...warm] = seconds;
  return { cold, warm: Math.min(...warm), peak: memory.stop().tab };
}

function referencesOf(into: string): ReadonlyMap<string, Reference> {
  const data = join(into, 'data');
  mkdirSync(data);
  const write = (name: string, values: Float64Array | Int32Array): void =>
    writeFileSync(join(data, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  write('clouds.f64', referenceClouds().values);
  write('plane.f64', madePlane().values);
  const { features, target } = customers();
  write('features.f64', features.values);
  write('target.f64', target);
  const { start, items } = baskets();
  write('basketStart.i32', start);
  write('basketItems.i32', items);
  const { repeats, lastAt, age } = madeHistories();
  write('repeats.f64', repeats);
  write('lastAt.f64', lastAt);
  write('age.f64', age);
  const words = texts();
  write('textStart.i32', words.start);
  write('terms.i32', words.terms);
  write('counts.i32', words.counts);
  writeOrders(write);
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const ran = spawnSync(python, [join(import.meta.dirname, 'analyticsReference.py'), data]);
  const lines = ran.stdout
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return new Map(lines.map((line) => JSON.parse(line) as Reference).map((each) => [each.name, each]));
}

/** One entry for each line, as a table of another program has them. */
function writeOrders(write: (name: string, values: Float64Array) => void): void {
  const { lineStart, orderAccount, orderDay, orderKind, orderStatus, ...lines } = madeOrders();
  const order = new Float64Array(lines.lineQuantity.length);
  for (let i = 0; i < orderAccount.length; i++) order.fill(i, lineStart[i], lineStart[i + 1]);
  const ofOrder = (values: ArrayLike<number>): Float64Array => order.map((i) => values[i]!);
  write('order.f64', order);
  write('account.f64', ofOrder(orderAccount));
  write('day.f64', ofOrder(orderDay));
  write('kind.f64', ofOrder(orderKind));
  write('status.f64', ofOrder(orderStatus));
  write('quantity.f64', lines.lineQuantity);
  write('price.f64', lines.linePrice);
  write('discount.f64', lines.lineDiscount);
}

function print(
  references: ReadonlyMap<string, Reference>,
  measured: ReadonlyMap<TaskName, Figures>,
  cancels: readonly number[],
  version: string,
): void {
  const elsewhere =
    sharedFolder === null
      ? {}
      : (readSharedJson('truth/timings.json') as Record<string, { min_cpu_s: number }>);
  const rows = [...measured].map(([name, { cold, warm, peak }]) => {
    const { of, most, isSeconds, elsewhere: key = '' } = limits[name];
    const own = references.get(name);
    const other = elsewhere[key]?.min_cpu_s;
    const seconds = own?.seconds ?? other;
    const by = own?.by ?? (other === undefined ? '–' : 'another machine');
    const ratio = isSeconds === true ? warm : seconds === undefined ? null : warm / seconds;
    const verdict = ratio === null ? '–' : ratio <= most ? 'held' : 'not held';
    const times = [cold, warm, seconds].map((each) => duration(each === undefined ? null : each * 1_000));
    const limit = isSeconds === true ? `${String(most)} s` : String(most);
    return [
      of,
      ...times,
      by,
      ratio === null || isSeconds === true ? '–' : ratio.toFixed(2),
      limit,
      verdict,
      megabytes(peak),
    ];
  });
  const head = ['', 'first', 'later', 'reference', 'by', 'ratio', 'limit', '', 'memory at most'];
  console.log(`
Processor times on ${cpus()[0]?.model ?? 'an unknown processor'}, ${String(cpus().length)} cores; load ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after; Chromium ${version}.
The ratio is that of later runs, as the reference's code is compiled before its first. Memory is that of the process with the worker.

${markdownTable(head, rows)}

Cancelling in the middle of ${String(cancels.length)} methods, until a new worker has answered: ${cancels.map((ms) => duration(ms)).join(', ')}; limit 200 ms.`);
}
