import { openSession, type Session } from '../../src/app/session.ts';
import { bulkEdit } from '../../src/commands/batches.ts';
import { updateRecord } from '../../src/commands/records.ts';
import { readRow } from '../../src/database/rows.ts';
import { dateToDay } from '../../src/domain/dates.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';
import type { Result } from '../../src/domain/result.ts';
import { benchSize } from '../../src/interchange/sample/book.ts';
import { defaultMatch } from '../../src/interchange/records/settings.ts';
import type { SheetValue } from '../../src/interchange/writing/xlsx/sheetCells.ts';
import { writeWorkbook } from '../../src/interchange/writing/xlsx/writeWorkbook.ts';
import { listedKinds, type Condition, type Filter, type ListQuery } from '../../src/read/listQuery.ts';
import { startAnalysis } from '../../src/workers/analysis.ts';
import { Importer } from '../../src/workers/import.ts';
import { loadSample } from '../../src/workers/sample.ts';
import type { KmeansTimes } from './kmeans.worker.ts';

/** What the bench does beside using the app itself: fills the book, and measures parts without the interface. Times in ms. */
export interface BenchPage {
  readonly open: () => Promise<void>;
  readonly fill: (accounts: number) => Promise<number>;
  /** Shards whose packed index is not up to date; 0 when the engine has tidied up. */
  readonly unpacked: () => Promise<number>;
  readonly queries: (list: readonly ListQuery[]) => Promise<number[]>;
  /** Loading activities when a list first asks for them; then lists of customers by three conditions on related records, never the same ones. */
  readonly related: (count: number) => Promise<{ loaded: number; filters: number[] }>;
  /** Awaits of single edits: from the call until the change is durable. */
  readonly edits: (count: number) => Promise<number[]>;
  /** After an edit: until the index says so, and its first answers then. */
  readonly catchUp: () => Promise<{ heard: number; query: number; figures: number }>;
  /** The account that a list by name begins with. */
  readonly firstByName: () => Promise<RecordId>;
  /** Changes one field, and gives the wall clock at the call, at which other tabs can see how long it took. */
  readonly rename: (id: RecordId, name: string) => Promise<number>;
  readonly bulkEdit: (count: number) => Promise<number>;
  readonly rebuild: () => Promise<number>;
  readonly customers: () => Promise<{ load: number; compute: number; whole: number }>;
  /** A search of all accounts for duplicates: how long, how many groups, and the longest wait of the page meanwhile. */
  readonly duplicates: () => Promise<{ ms: number; groups: number; longestWait: number }>;
  readonly kmeans: () => Promise<KmeansTimes>;
  readonly importFile: (url: string) => Promise<{ read: number; check: number; write: number; rows: number }>;
  /** Customers from a workbook of so many rows, all of them as a workbook, and a look for flawed values. */
  readonly workbook: (rows: number) => Promise<WorkbookTimes>;
  readonly longTasks: () => number[];
}

/** ms; `bytes` of the workbook that the book writes. */
export interface WorkbookTimes {
  readonly read: number;
  readonly written: number;
  readonly bytes: number;
  readonly quality: number;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

let session: Session | undefined;
/** Accounts that this page has written. */
let filled = 0;
let longTasks: number[] = [];
new PerformanceObserver((list) => {
  longTasks.push(...list.getEntries().map((entry) => entry.duration));
}).observe({ type: 'longtask' });

const today = '2026-11-20';

window.bench = {
  open: async () => {
    session = must(
      await openSession({
        memberName: 'Bench',
        onEngineStopped: (error) => reportError(new Error(error.type)),
      }),
    );
  },
  fill: (accounts) => {
    filled = accounts;
    return timed(async () => {
      must(await loadSample(open(), { size: benchSize(accounts), language: 'zh', today }));
      must(await open().engine.call('settle', null));
    });
  },
  unpacked: async () => {
    const db = open().book.strict;
    const packed = new Set(await db.packs.toCollection().primaryKeys());
    const entries = await db.rowLog.toArray();
    const shards = entries.flatMap(({ kind, shards = [] }) => (isPacked(kind) ? shards : []));
    return new Set(shards.filter((shard) => !packed.has(shard))).size;
  },
  queries: async (list) => {
    const times: number[] = [];
    for (const query of list) {
      times.push(
        await timed(async () => void must(await open().index.query(query, { offset: 0, limit: 60 }))),
      );
    }
    return times;
  },
  related: async (count) => {
    const ask = (query: ListQuery): Promise<number> =>
      timed(async () => void must(await open().index.query(query, { offset: 0, limit: 60 })));
    const loaded = await ask({ kind: 'activity', sort: { by: 'at', descending: true } });
    const filters: number[] = [];
    for (let month = 1; month <= count; month++) {
      filters.push(await ask(relatedQuery(`2026-${String(month).padStart(2, '0')}-01`)));
    }
    return { loaded, filters };
  },
  edits: async (count) => {
    const ids = await accountIds(count);
    const times: number[] = [];
    for (const [i, id] of ids.entries()) {
      const row = await readRow(open().book.strict, id);
      if (row === undefined) throw new Error(`no row ${id}`);
      times.push(
        await timed(async () => void must(await updateRecord(open().book, row, { source: `Edit ${i}` }))),
      );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return times;
  },
  catchUp: async () => {
    const { book, index } = open();
    const ids = await accountIds(60);
    const row = await readRow(book.strict, ids[0] ?? '');
    if (row === undefined) throw new Error('there is no account');
    must(await index.accountFigures(ids));
    let end = (): void => undefined;
    const changed = new Promise<void>((resolve) => (end = index.onChange(() => resolve())));
    must(await updateRecord(book, row, { name: `Bench ${Date.now()}` }));
    const heard = await timed(() => changed);
    end();
    const query = await timed(
      async () =>
        void must(await index.query({ kind: 'account', sort: { by: 'name' } }, { offset: 0, limit: 60 })),
    );
    const figures = await timed(async () => void must(await index.accountFigures(ids)));
    return { heard, query, figures };
  },
  firstByName: async () => {
    const answer = must(
      await open().index.query({ kind: 'account', sort: { by: 'name' } }, { offset: 0, limit: 1 }),
    );
    const first = answer.ids[0];
    if (first === undefined) throw new Error('there is no account');
    return first;
  },
  rename: async (id, name) => {
    const row = await readRow(open().book.strict, id);
    if (row === undefined) throw new Error(`no row ${id}`);
    const at = performance.timeOrigin + performance.now();
    must(await updateRecord(open().book, row, { name }));
    return at;
  },
  bulkEdit: async (count) => {
    const ids = await accountIds(count);
    return timed(async () => {
      must(await bulkEdit(open().book, ids, { op: 'set', field: 'source', value: 'Bulk' }, 'Bulk'));
      must(await open().engine.call('settle', null));
    });
  },
  rebuild: () => timed(async () => void must(await open().engine.call('rebuild', null))),
  customers: async () => {
    const analysis = startAnalysis();
    const source = { type: 'book', name: open().book.name } as const;
    const request = {
      source,
      rule: 'net',
      months: null,
      snapshotDay: null,
      today: dateToDay(today),
      currency: null,
    } as const;
    let answer: { loadMs: number; computeMs: number } | undefined;
    const whole = await timed(async () => {
      answer = must(await analysis.run('customers', request));
    });
    analysis.close();
    return { load: answer?.loadMs ?? NaN, compute: answer?.computeMs ?? NaN, whole };
  },
  duplicates: async () => {
    const analysis = startAnalysis();
    let groups = 0;
    let [last, longestWait] = [performance.now(), 0];
    const timer = setInterval(() => {
      const now = performance.now();
      longestWait = Math.max(longestWait, now - last - 20);
      last = now;
    }, 20);
    const ms = await timed(async () => {
      const answer = must(await analysis.run('duplicates', { name: open().book.name, kind: 'account' }));
      groups = answer.suggestions.length;
    });
    clearInterval(timer);
    analysis.close();
    return { ms, groups, longestWait };
  },
  kmeans: () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./kmeans.worker.ts', import.meta.url), { type: 'module' });
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = (event: MessageEvent<KmeansTimes>) => {
        worker.terminate();
        resolve(event.data);
      };
      worker.postMessage(null);
    }),
  importFile: async (url) =>
    importAll(new File([await (await fetch(url)).blob()], url.split('/').at(-1) ?? ''), 'GBP'),
  workbook: async (rows) => {
    const header = ['Customer number', 'Name', 'Phone', 'Email', 'Address', 'Industry', 'Birthday', 'Notes'];
    const { file } = await writeWorkbook([{ name: 'Customers', header, rows: customers(rows) }]);
    const times = await importAll(new File([file], 'customers.xlsx'), 'EUR');
    let ids = must(await open().index.matchingIds({ kind: 'account' }));
    while (ids.length < rows) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      ids = must(await open().index.matchingIds({ kind: 'account' }));
    }
    let bytes = 0;
    const written = await timed(async () => {
      bytes = (await open().screens.exportFile('xlsx', [{ kind: 'account', ids }])).file.size;
    });
    const quality = await timed(
      async () => void must(await open().index.quality({ region: 'CN', today, dismissed: [] })),
    );
    return { read: times.read + times.check + times.write, written, bytes, quality };
  },
  longTasks: () => {
    const seen = longTasks;
    longTasks = [];
    return seen;
  },
};

/** Imports a file as the wizard would, with all that it guesses. */
async function importAll(file: File, currency: string) {
  const importer = new Importer(open().book, open().engine);
  let [check, write, rows] = [0, 0, 0];
  const read = await timed(async () => {
    const opened = must(await importer.open(file, undefined, 'dmy', {}));
    rows = opened.rows;
    const settings = {
      kind: opened.kind,
      mapping: opened.mapping,
      currency,
      matchBy: defaultMatch(opened.kind, opened.mapping),
      policy: 'update',
      corrections: {},
    } as const;
    check = await timed(async () => {
      const checked = must(await importer.check(settings, {}));
      write = await timed(async () => void must(await importer.write(opened, settings, checked, {})));
    });
  });
  importer.close();
  return { read: read - check, check: check - write, write, rows };
}

/** Given out in steps, as a book is read. */
async function* customers(rows: number): AsyncGenerator<SheetValue[]> {
  for (let i = 0; i < rows; i++) {
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
    const number = String(i).padStart(6, '0');
    yield [
      ...[
        `K${number}`,
        `Customer ${number} Trading`,
        `+86138${String(i).padStart(8, '0')}`,
        `mail${number}@shop.example`,
      ],
      ...[
        `Road ${number}, Hamburg`,
        ['Coffee', 'Tea', 'Bread'][i % 3],
        { date: `19${String(50 + (i % 50))}-02-0${String(1 + (i % 9))}` },
      ],
      `Noted in visit ${number}`,
    ];
  }
}

/** Kinds whose lists are packed by the engine; orders stand in blocks. */
function isPacked(kind: ObjectKind): boolean {
  return listedKinds.some((each) => each === kind) && kind !== 'order';
}

/** Customers with a done order since a day, spoken with since then, whose needs are all answered. */
function relatedQuery(since: string): ListQuery {
  const all = (...conditions: Filter['conditions']): Filter => ({ match: 'all', conditions });
  const related = { op: 'related', by: 'account', quantifier: 'some' } as const;
  const isSince = (field: string): Condition => ({ field, op: 'between', from: since });
  const isDone: Condition = { field: 'status', op: 'anyOf', values: ['done'] };
  const isOpen: Condition = { field: 'status', op: 'anyOf', values: ['open', 'inProgress'] };
  const isTalk: Condition = { field: 'type', op: 'anyOf', values: ['call', 'visit', 'meeting'] };
  const filter = all(
    { ...related, kind: 'order', filter: all(isDone, isSince('date')) },
    { ...related, kind: 'activity', filter: all(isTalk, isSince('at')) },
    { ...related, kind: 'need', quantifier: 'none', filter: all(isOpen) },
  );
  return { kind: 'account', filter, sort: { by: 'name' } };
}

/** Spread over the book, once the index has taken in what was filled. */
async function accountIds(count: number): Promise<RecordId[]> {
  let ids = must(await open().index.matchingIds({ kind: 'account' }));
  while (ids.length < filled) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    ids = must(await open().index.matchingIds({ kind: 'account' }));
  }
  const step = Math.max(1, Math.floor(ids.length / count));
  return ids.filter((_, i) => i % step === 0).slice(0, count);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function open(): Session {
  if (session === undefined) throw new Error('the book is not open');
  return session;
}

function must<T>(result: Result<T, { readonly type: string }>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
