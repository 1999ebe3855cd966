import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { exportJson } from '../../../src/app/exportJson.ts';
import { exportRecords, exportWorkbook } from '../../../src/app/exportRecords.ts';
import { undoBatch } from '../../../src/commands/batches.ts';
import { applyTogether, createRecord } from '../../../src/commands/records.ts';
import { readRows } from '../../../src/database/rows.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { linesOf, toStoredLine, type OrderLine } from '../../../src/domain/order.ts';
import { valuesOf, type Values } from '../../../src/domain/record.ts';
import { ok } from '../../../src/domain/result.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { provideDefinitions } from '../../../src/screens/fields/definitions.svelte.ts';
import { problemText } from '../../../src/workers/importProblems.ts';
import { runJob } from '../../../src/store/jobs.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { checkedImport, visibleValues, writtenImport } from '../../support/imports.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });

type Said = Omit<OrderLine, 'id'>;
const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function aReplica(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  provideDefinitions({ fields: [], settings: [] });
  return replica;
}

async function made(replica: Replica, kind: 'deal' | 'quote' | 'product', values: Values): Promise<RecordId> {
  const [id = ''] = valueOfResult(await createRecord(replica.book, kind, values)).ids;
  return id;
}

function indexOf({ book }: Replica): ListIndex {
  const labels = async (ids: readonly RecordId[]) =>
    ok(
      (await readRows(book.strict, ids)).map((row) => {
        const name = row === undefined ? undefined : valuesOf(row)['name'];
        return typeof name === 'string' ? name : undefined;
      }),
    );
  return { labels } as unknown as ListIndex;
}

const forms = ['csv', 'xlsx', 'json', 'jsonl'] as const;

async function exported(replica: Replica, form: (typeof forms)[number], kind: 'deal' | 'quote') {
  const db = replica.book.strict;
  const ids = (await db.rowsOf(kind).toArray()).map(({ id }) => id);
  const index = indexOf(replica);
  if (form === 'csv') return exportRecords(db, index, { kind, ids });
  if (form === 'xlsx') return (await exportWorkbook(db, index, [{ kind, ids, name: 'Sheet' }])).file;
  return exportJson(db, index, kind, ids, form);
}

/** What the records of a kind say, products by name, in the order in which they were made. */
async function said(replica: Replica, kind: 'deal' | 'quote') {
  const rows = await replica.book.strict.rowsOf(kind).orderBy('id').toArray();
  return Promise.all(
    rows.map(async (row) => {
      const { lines: _lines, ...values } = valuesOf(row);
      const own = linesOf(row).map(async ({ id: _id, product, ...line }) => {
        const [found] = product === null ? [] : await readRows(replica.book.strict, [product]);
        return { ...line, product: found === undefined ? null : valuesOf(found)['name'] };
      });
      return { ...values, lines: await Promise.all(own) };
    }),
  );
}

const products = ['Grinder 磨豆机', 'Cup, "large"', '=Machine'];
const aLine = fc.record({
  product: fc.option(fc.nat(products.length - 1), { nil: null }),
  quantity: fc.oneof(fc.integer({ min: -99, max: 9_999 }), fc.constant(0.25)),
  price: fc.integer({ min: 0, max: 99_999_999 }),
  discount: fc.constantFrom(0, 0.05, 0.125, 1),
  text: fc.option(fc.constantFrom('Fitting', '-1 day', '安装 两天', '@home'), { nil: null }),
  tax: fc.constantFrom(0, 0.06, 0.13),
});
const theirLines = fc.array(fc.array(aLine, { maxLength: 4 }), { minLength: 1, maxLength: 4 });

test.each(['deal', 'quote'] as const)(
  'any %s with lines or without, out in any form and language and in again, is the same',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        ...([theirLines, fc.constantFrom(...forms), fc.constantFrom('zh', 'en'), fc.boolean()] as const),
        async (all, form, language, haveOneName) => {
          setLanguage(language);
          const giver = await aReplica();
          const ids: RecordId[] = [];
          for (const name of products) ids.push(await made(giver, 'product', { name }));
          for (const [n, lines] of all.entries()) {
            const stored = lines.map((line) =>
              toStoredLine({ ...line, product: line.product === null ? null : (ids[line.product] ?? null) }),
            );
            const own =
              kind === 'deal'
                ? { name: haveOneName ? 'Yearly care' : `Deal ${n}`, stage: 'inquiry' }
                : { number: `QT-${n}`, date: '2026-01-02', currency: 'EUR' };
            await made(giver, kind, { ...own, lines: stored });
          }
          const file = await exported(giver, form, kind);
          const taker = await aReplica();
          const checked = await checkedImport(taker, file, { kind, policy: 'create' });
          expect(checked.report.problems).toEqual([]);
          await writtenImport(taker, checked);
          expect(await said(taker, kind)).toEqual(await said(giver, kind));
          if (haveOneName && kind === 'deal') return;
          const matchBy = kind === 'deal' ? (['name'] as const) : (['number'] as const);
          const again = await checkedImport(taker, file, { kind, matchBy });
          expect(again.report.outcomes).toMatchObject({ new: 0, updated: 0, out: 0 });
        },
      ),
      { numRuns: 15 },
    );
  },
  60_000,
);

const table = [
  'Deal name,Deal stage,Deal value,Product,Quantity,Unit price,Discount',
  'Shops,Inquiry,500 EUR,Grinder,2,100,10%',
  'Office,Inquiry,80 EUR,,,,',
  'Shops,,,Cup,10,5.5,',
].join('\n');

test('rows of one deal become its lines wherever they stand; one without lines keeps its row', async () => {
  const replica = await aReplica();
  const known = await made(replica, 'product', { name: 'Cup' });
  const checked = await checkedImport(replica, table);
  expect(checked.settings.kind).toBe('deal');
  expect(checked.report).toMatchObject({
    outcomes: { new: 3, out: 0 },
    plan: { records: { deal: 2, product: 1 } },
  });
  await writtenImport(replica, checked);
  const [shops, office] = await visibleValues(replica, 'deal');
  const [, grinder] = await replica.book.strict.products.toArray();
  expect(shops?.['lines']).toEqual([
    [grinder?.id, 2, 1_000_000, 0.1],
    [known, 10, 55_000],
  ]);
  expect(office?.['name']).toBe('Office');
  expect(office?.['lines']).toBeUndefined();
});

test('a file that comes again changes only the lines that differ, says so before, and is undone as one batch', async () => {
  const replica = await aReplica();
  await writtenImport(replica, await checkedImport(replica, table));
  const before = await said(replica, 'deal');
  const [shops] = await replica.book.strict.deals.toArray();
  const later = table.replace('Grinder,2,100,10%', 'Grinder,3,100,10%').replace('Cup,10', 'Saucer,10');
  const checked = await checkedImport(replica, later);
  expect(checked.report.outcomes).toMatchObject({ new: 0, updated: 2, same: 1, out: 0 });
  const [change] = checked.report.changes;
  expect(change).toMatchObject({ id: shops?.id, name: 'Shops' });
  const [grinder, cup] = await replica.book.strict.products.toArray();
  expect(change?.fields).toEqual([
    {
      field: 'lines',
      before: [
        [grinder?.id, 2, 1_000_000, 0.1],
        [cup?.id, 10, 55_000],
      ],
      after: [
        [grinder?.id, 3, 1_000_000, 0.1],
        ['Saucer', 10, 55_000],
      ],
    },
  ]);
  const { batch } = await writtenImport(replica, checked);
  const row = await replica.mustRow(shops?.id ?? '');
  expect(Object.keys(row.registers)).toContain('lines/0/quantity');
  expect((await said(replica, 'deal'))[0]?.lines).toMatchObject([
    { product: 'Grinder', quantity: 3 },
    { product: 'Saucer', quantity: 10 },
  ]);
  valueOfResult(await undoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
  expect(await said(replica, 'deal')).toEqual(before);
});

test('a file of deals without columns for lines leaves the lines of deals as they are', async () => {
  const replica = await aReplica();
  await writtenImport(replica, await checkedImport(replica, table));
  const checked = await checkedImport(replica, 'Deal name,Deal stage,Deal value\nShops,Proposal,600 EUR\n');
  await writtenImport(replica, checked);
  const [shops] = await said(replica, 'deal');
  expect(shops).toMatchObject({ stage: 'proposal', lines: [{ quantity: 2 }, { quantity: 10 }] });
});

test('a deal that a file loses keeps the stage in which it was, unless the file says another; undone, neither stands', async () => {
  const replica = await aReplica();
  const first = 'Deal name,Deal stage,Deal value\nShops,Quoted,600 EUR\nOffice,Quoted,80 EUR\n';
  await writtenImport(replica, await checkedImport(replica, first));
  const later =
    'Deal name,Deal stage,Deal value,Closed at stage\nShops,Lost,600 EUR,\nOffice,Lost,80 EUR,Inquiry\n';
  const checked = await checkedImport(replica, later);
  const { batch } = await writtenImport(replica, checked);
  const closed = async () =>
    (await visibleValues(replica, 'deal')).map(({ stage, closedFrom }) => [stage, closedFrom]);
  expect(await closed()).toEqual([
    ['lost', 'quoted'],
    ['lost', 'inquiry'],
  ]);
  valueOfResult(await undoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
  expect(await closed()).toEqual([
    ['quoted', undefined],
    ['quoted', undefined],
  ]);
});

test('one bad line keeps its whole quote out, and row and column are named', async () => {
  const replica = await aReplica();
  const rows = [
    'Number,Valid until,Date,Product,Quantity,Unit price',
    'QT-1,2026-02-01,2026-01-02,Grinder,2,100',
    'QT-1,2026-02-01,2026-01-02,Cup,two,5',
    'QT-2,2026-02-01,2026-01-02,Cup,2,5',
    'QT-2,2026-03-01,2026-01-02,Grinder,1,5',
    'QT-3,2026-03-01,2026-01-02,Grinder,1,5',
  ].join('\n');
  const { report, settings, opened } = await checkedImport(replica, rows);
  expect(settings.kind).toBe('quote');
  expect(report).toMatchObject({ outcomes: { new: 1, out: 4 }, plan: { records: { quote: 1 } } });
  const texts = report.problems.map(({ row, problems }) => [
    row,
    ...problems.map((each) => problemText(each, 'en', opened.columns)),
  ]);
  expect(texts).toEqual([
    [2, 'Row 3 of the same document could not go in.'],
    [3, 'Quantity “two” is not a number.'],
    [4, 'Row 5 of the same document could not go in.'],
    [5, 'Valid until differs from row 4 of the same document.'],
  ]);
});

test('deals of one name are told apart by what they say, and none takes the lines of another', async () => {
  const replica = await aReplica();
  const rows = [
    'Deal name,Deal stage,Deal value,Product,Quantity,Unit price',
    'Care,Inquiry,100 EUR,Grinder,1,100',
    'Care,Inquiry,200 EUR,Grinder,2,100',
  ].join('\n');
  expect((await checkedImport(replica, rows)).report.outcomes).toMatchObject({ new: 1, out: 1 });
  const checked = await checkedImport(replica, rows, { policy: 'create' });
  await writtenImport(replica, checked);
  expect((await said(replica, 'deal')).map(({ lines }) => lines.length)).toEqual([1, 1]);
});

test('a document of 5,000 lines goes in, and one of 5,001 does not', async () => {
  const replica = await aReplica();
  const rowsOf = (number: string, lines: number) =>
    Array.from({ length: lines }, (_, n) => `${number},2026-02-01,2026-01-02,P${n % 7},1,${n}`);
  const rows = [
    'Number,Valid until,Date,Product,Quantity,Unit price',
    ...rowsOf('A', 5_000),
    ...rowsOf('B', 5_001),
  ];
  const { report } = await checkedImport(replica, rows.join('\n'));
  expect(report.plan).toMatchObject({ records: { quote: 1 }, shards: { quote: 1 } });
  expect(report.reasons.map(({ type }) => type).sort()).toEqual(['order-incomplete', 'order-too-long']);
});

test('texts of lines never become formulas of a spreadsheet', async () => {
  setLanguage('en');
  const replica = await aReplica();
  const line: Said = { product: null, quantity: 1, price: 0, discount: 0, text: '=1+1', tax: 0 };
  await made(replica, 'quote', {
    number: 'Q',
    date: '2026-01-01',
    currency: 'EUR',
    lines: [toStoredLine(line)],
  });
  const text = await (await exported(replica, 'csv', 'quote')).text();
  expect(text).not.toMatch(/(?:^|[,"\n])=1/);
  expect(text).toContain('=1+1');
});

test('with one row for each deal there is no column of lines', async () => {
  setLanguage('en');
  const replica = await aReplica();
  valueOfResult(
    await applyTogether(replica.book, [
      {
        create: 'deal',
        values: {
          name: 'Shops',
          lines: [
            [null, 1, 1, 0, 'One'],
            [null, 2, 1, 0, 'Two'],
          ],
        },
      },
    ]),
  );
  const ids = (await replica.book.strict.deals.toArray()).map(({ id }) => id);
  const file = await exportRecords(replica.book.strict, indexOf(replica), {
    kind: 'deal',
    ids,
    withoutLines: true,
  });
  const rows = (await file.text()).trim().split('\n');
  expect(rows).toHaveLength(2);
  expect(rows[0]).not.toContain('Quantity');
});
