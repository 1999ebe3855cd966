import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';
import { undoBatch } from '../../../src/commands/batches.ts';
import { editRecords, updateRecord } from '../../../src/commands/records.ts';
import { blockOrderId, unpackOrder } from '../../../src/domain/orderBlock.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { takeAsRead } from '../../../src/interchange/records/rowReader.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { begunImport, checkedImport, quietly, visibleValues, writtenImport } from '../../support/imports.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function aReplica(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

async function ordersOf(replica: Replica) {
  const db = replica.book.strict;
  const blocks = await db.orderBlocks.toArray();
  const found = await Promise.all(
    blocks.map(async (block) => {
      const lines = await db.columns.get(block.shard);
      if (lines === undefined) throw new Error(`no lines of ${block.shard}`);
      return block.numbers.map((_number, position) => valuesOf(unpackOrder(block, lines, position)));
    }),
  );
  return found.flat();
}

const customers =
  'Name,Phone,E-mail,Level\nNordkaffe,+49 40 1234567,info@nord.example,A\nLan An,13816024471,hi@lanan.example,B\n';

describe('customers', () => {
  test('rows become accounts, and every row is accounted for', async () => {
    const replica = await aReplica();
    const checked = await checkedImport(replica, customers);
    expect(checked.report).toMatchObject({
      rows: 2,
      blank: 0,
      outcomes: { new: 2, updated: 0, same: 0, skipped: 0, out: 0 },
    });
    await writtenImport(replica, checked);
    expect(await visibleValues(replica, 'account')).toEqual([
      { name: 'Nordkaffe', phones: ['+49401234567'], emails: ['info@nord.example'], level: 'A' },
      { name: 'Lan An', phones: ['13816024471'], emails: ['hi@lanan.example'], level: 'B' },
    ]);
  });

  test('the same file twice changes nothing the second time', async () => {
    const replica = await aReplica();
    await writtenImport(replica, await checkedImport(replica, customers));
    const again = await checkedImport(replica, customers);
    expect(again.report.outcomes).toEqual({ new: 0, updated: 0, same: 2, skipped: 0, out: 0 });
    expect(again.report.plan.chunks).toBe(0);
  });

  test('a matched record takes new values, gains new elements and loses none', async () => {
    const replica = await aReplica();
    await writtenImport(replica, await checkedImport(replica, customers));
    const later = 'Name,Phone,E-mail,Level,Region\nNordkaffe GmbH,040 7654321,info@nord.example,,Hamburg\n';
    const checked = await checkedImport(replica, later, { matchBy: ['emails'] });
    expect(checked.report.outcomes).toMatchObject({ new: 0, updated: 1 });
    await writtenImport(replica, checked);
    const [account] = await visibleValues(replica, 'account');
    expect(account).toMatchObject({
      name: 'Nordkaffe GmbH',
      level: 'A',
      region: 'Hamburg',
      emails: ['info@nord.example'],
    });
    expect(account?.['phones']).toEqual(['+49401234567', '0407654321']);
  });

  test('matched records stay as they are, or others are made, as chosen', async () => {
    const replica = await aReplica();
    await writtenImport(replica, await checkedImport(replica, customers));
    expect((await checkedImport(replica, customers, { policy: 'skip' })).report.outcomes).toMatchObject({
      skipped: 2,
      new: 0,
    });
    expect((await checkedImport(replica, customers, { policy: 'create' })).report.outcomes).toMatchObject({
      skipped: 0,
      new: 2,
    });
  });

  test('records in the bin and of an undone import are no matches', async () => {
    const replica = await aReplica();
    const { batch } = await writtenImport(replica, await checkedImport(replica, customers));
    const [first] = await replica.book.strict.accounts.toArray();
    valueOfResult(await editRecords(replica.book, [first?.id ?? ''], { op: 'delete' }));
    expect((await checkedImport(replica, customers)).report.outcomes).toMatchObject({ new: 1, same: 1 });
    valueOfResult(await undoBatch(replica.book, batch));
    expect((await checkedImport(replica, customers)).report.outcomes).toMatchObject({ new: 2, same: 0 });
  });

  test('an undone import leaves what people edited since', async () => {
    const replica = await aReplica();
    const { batch } = await writtenImport(replica, await checkedImport(replica, customers));
    const [first] = await replica.book.strict.accounts.toArray();
    if (first === undefined) throw new Error('nothing was imported');
    valueOfResult(await updateRecord(replica.book, first, { region: 'Hamburg' }));
    valueOfResult(await undoBatch(replica.book, batch));
    expect((await visibleValues(replica, 'account')).map(({ name }) => name)).toEqual(['Nordkaffe']);
  });

  test('a contact in an account’s row becomes a contact of that account', async () => {
    const replica = await aReplica();
    const cards =
      '\u516c\u53f8\u540d\u79f0,\u8054\u7cfb\u4eba,\u5ba2\u6237\u7ea7\u522b\n\u84dd\u5cb8,\u53f6\u77e5\u79cb,\u91cd\u70b9\n\u84dd\u5cb8,\u9648\u7acb,\u91cd\u70b9\n';
    const checked = await checkedImport(replica, cards);
    expect(checked.report.outcomes).toMatchObject({ new: 2, out: 0 });
    await writtenImport(replica, checked);
    const [account] = await replica.book.strict.accounts.toArray();
    expect(account === undefined ? undefined : valuesOf(account)).toEqual({
      name: '\u84dd\u5cb8',
      level: 'A',
    });
    expect(await visibleValues(replica, 'contact')).toEqual([
      { name: '\u53f6\u77e5\u79cb', accounts: [account?.id] },
      { name: '\u9648\u7acb', accounts: [account?.id] },
    ]);
  });

  test('first and last names are joined as their script does', async () => {
    const replica = await aReplica();
    await writtenImport(
      replica,
      await checkedImport(
        replica,
        'given_name,surname,date_of_birth\nlachlan,berry,19990219\n\u4e09,\u5f20,\n',
      ),
    );
    expect(await visibleValues(replica, 'account')).toEqual([
      { name: 'lachlan berry', birthday: '1999-02-19' },
      { name: '\u5f20\u4e09' },
    ]);
  });

  test('one record twice in a file with other values is out, and named with the first row', async () => {
    const replica = await aReplica();
    const { report } = await checkedImport(replica, 'Customer ID,Name\n1,Ann\n1,Bob\n1,Ann\n');
    expect(report.outcomes).toMatchObject({ new: 1, same: 1, out: 1 });
    expect(report.problems).toEqual([
      { row: 3, cells: ['1', 'Bob'], problems: [{ type: 'repeated-in-file', firstRow: 2 }] },
    ]);
  });
});

describe('order lines', () => {
  const lines =
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n' +
    '536365,85123A,HEART,6,2010-12-01 08:26,2.55,17850,United Kingdom\n' +
    'C536379,D,Discount,-1,2010-12-01 09:41,27.5,14527,United Kingdom\n' +
    '536365,71053,LANTERN,6,2010-12-01 08:26,3.39,17850,United Kingdom\n' +
    'A563186,B,Adjust bad debt,1,2011-08-12 14:51,-11062.06,,United Kingdom\n' +
    '536589,21777,,-10,2010-12-01 16:50,0,,United Kingdom\n';

  test('lines are gathered by order number; cancellations are returns, negative prices adjustments, and nobody is invented', async () => {
    const replica = await aReplica();
    const checked = await checkedImport(replica, lines);
    expect(checked.settings.kind).toBe('orderLine');
    expect(checked.report.orders).toEqual({ orders: 1, returns: 1, adjustments: 2, anonymous: 2, lines: 5 });
    expect(checked.report.plan.records).toMatchObject({ product: 5, account: 2, contact: 0, order: 4 });
    await writtenImport(replica, checked);
    const orders = await ordersOf(replica);
    const ids = (await replica.book.strict.products.orderBy('id').toArray()).map(({ id }) => id);
    const [first] = await replica.book.strict.accounts.orderBy('id').toArray();
    expect(first === undefined ? undefined : valuesOf(first)).toEqual({
      externalId: '17850',
      name: '17850',
      region: 'United Kingdom',
    });
    expect(orders[0]).toEqual({
      number: '536365',
      account: first?.id,
      date: '2010-12-01',
      time: '08:26',
      kind: 'order',
      status: 'done',
      currency: 'EUR',
      lines: [
        [ids[0], 6, 25_500],
        [ids[2], 6, 33_900],
      ],
    });
    expect(orders.map(({ kind, account }) => [kind, account === undefined])).toEqual([
      ['order', false],
      ['return', false],
      ['adjustment', true],
      ['adjustment', true],
    ]);
  });

  test('orders of the book are left alone, and products and accounts of the book are used', async () => {
    const replica = await aReplica();
    await writtenImport(replica, await checkedImport(replica, lines));
    const more = `${lines}999,85123A,HEART,1,2010-12-02 10:00,2.55,17850,United Kingdom\n`;
    const { report } = await checkedImport(replica, more);
    expect(report.outcomes).toEqual({ new: 1, updated: 0, same: 0, skipped: 5, out: 0 });
    expect(report.plan.records).toMatchObject({ product: 0, account: 0, contact: 0, order: 1 });
  });

  test('one bad line keeps its whole order out, because its total would be wrong', async () => {
    const replica = await aReplica();
    const bad = lines.replace('71053,LANTERN,6', '71053,LANTERN,six');
    const { report } = await checkedImport(replica, bad);
    expect(report.outcomes).toMatchObject({ new: 3, out: 2 });
    expect(report.problems.map(({ row, problems }) => [row, problems[0]?.type])).toEqual([
      [2, 'order-incomplete'],
      [4, 'cell'],
    ]);
    expect(report.orders?.lines).toBe(3);
  });

  test('a line of another customer or currency contradicts its order', async () => {
    const replica = await aReplica();
    const table =
      'Order number,Date,Price,Currency,Customer ID\n1,2026-01-02,5,EUR,7\n1,2026-01-02,5,USD,7\n2,2026-01-02,5,EUR,7\n2,2026-01-02,5,EUR,8\n';
    const { report } = await checkedImport(replica, table);
    expect(report.reasons.map(({ type, rows }) => [type, rows])).toEqual([
      ['order-differs', 2],
      ['order-incomplete', 2],
    ]);
  });
});

describe('interrupted', () => {
  const many = `Customer ID,Name\n${Array.from({ length: 4_500 }, (_, n) => `${n},Customer ${n}`).join('\n')}\n`;

  test('an import stopped in the middle shows nothing, and goes on where it stopped', async () => {
    const replica = await aReplica();
    const checked = await checkedImport(replica, many);
    const { batch, shards } = await begunImport(replica, checked);
    const { work, settings, report } = checked;
    const sent: number[] = [];
    const failing = async (position: number, bytes: Uint8Array) => {
      if (position === 2) return false;
      sent.push(position);
      await writeImportChunk(replica.engine, batch, position, bytes);
      return true;
    };
    expect(await work.write(settings, report.plan, shards, 0, Date.now(), failing, quietly())).toEqual({
      ok: false,
      error: { type: 'read-cancelled' },
    });
    expect(sent).toEqual([0, 1]);
    expect(await visibleValues(replica, 'account')).toEqual([]);
    const done = (await replica.book.strict.jobs.get(batch))?.done ?? 0;
    expect(done).toBe(2);
    const rest = async (position: number, bytes: Uint8Array) => {
      sent.push(position);
      await writeImportChunk(replica.engine, batch, position, bytes);
      return true;
    };
    const resumed = await checkedImport(replica, many);
    valueOfResult(await resumed.work.write(settings, report.plan, shards, done, Date.now(), rest, quietly()));
    expect(sent).toEqual([0, 1, 2]);
    expect(await replica.book.strict.accounts.count()).toBe(4_500);
  });

  test('another file does not go on with an import', async () => {
    const replica = await aReplica();
    const { report, settings } = await checkedImport(replica, many);
    const { shards } = await begunImport(replica, { report } as never);
    const other = await checkedImport(replica, many.replace('0,Customer 0\n', ''));
    const send = () => Promise.resolve(true);
    expect(await other.work.write(settings, report.plan, shards, 1, Infinity, send, quietly())).toEqual({
      ok: false,
      error: { type: 'plan-differs' },
    });
  });

  test('a cancelled check ends without an answer', async () => {
    const replica = await aReplica();
    const { work, settings } = await checkedImport(replica, customers);
    const controller = new AbortController();
    controller.abort();
    expect(await work.check(settings, undefined, { ...quietly(), signal: controller.signal })).toEqual({
      ok: false,
      error: { type: 'read-cancelled' },
    });
  });
});

describe('bad input', () => {
  test('dates that do not exist and dates that could be two are told apart', async () => {
    const replica = await aReplica();
    const { report, opened } = await checkedImport(replica, 'Name,Birthday\nAnn,2024-02-31\nBob,2/3/24\n');
    expect(report.outcomes).toMatchObject({ new: 1, out: 1 });
    expect(report.problems[0]).toMatchObject({
      row: 2,
      problems: [{ type: 'cell', problem: { type: 'date-no-such-day' } }],
    });
    expect(opened.mapping[1]).toMatchObject({ dateOrder: 'dmy', dateUnsure: true });
  });

  test('numbers with commas, brackets and signs come in as what they are', async () => {
    const replica = await aReplica();
    await writtenImport(
      replica,
      await checkedImport(replica, 'Name;Income;Annual revenue\nAnn;1.234,56;\u00a51.200,50\nBob;(12);\n', {
        currency: 'CNY',
      }),
    );
    expect(await visibleValues(replica, 'account')).toEqual([
      { name: 'Ann', income: 1234.56, annualRevenue: { minor: 120_050, currency: 'CNY' } },
      { name: 'Bob', income: -12 },
    ]);
  });

  test('formulas, markup, emoji, right-to-left and zero-width characters are text and nothing else', async () => {
    const replica = await aReplica();
    const names = [
      '=cmd()',
      '<img src=x onerror=alert(1)>',
      '\u{1f469}\u200d\u{1f4bb}',
      '\u0645\u0631\u062d\u0628\u0627',
      'a\u200bb',
    ];
    await writtenImport(
      replica,
      await checkedImport(replica, `Name,Notes\n${names.map((name) => `"${name}",x`).join('\n')}\n`),
    );
    expect((await visibleValues(replica, 'account')).map(({ name }) => name)).toEqual([
      ...names.slice(0, 4),
      'ab',
    ]);
  });

  test('a column called __proto__ can be mapped and changes no prototype', async () => {
    const replica = await aReplica();
    const checked = await checkedImport(replica, 'Name,__proto__,constructor\nAnn,polluted,x\n');
    const mapping = checked.settings.mapping.map((each) =>
      each.column === 1 ? { ...each, target: 'account.region' } : each,
    );
    await writtenImport(
      replica,
      await checkedImport(replica, 'Name,__proto__,constructor\nAnn,polluted,x\n', { mapping }),
    );
    expect(await visibleValues(replica, 'account')).toEqual([{ name: 'Ann', region: 'polluted' }]);
    expect(Object.hasOwn(Object.prototype, 'region')).toBe(false);
  });

  test('words like __proto__ mean no choice', async () => {
    const replica = await aReplica();
    const { report } = await checkedImport(replica, 'Name,Level\nAnn,__proto__\nBob,constructor\n');
    expect(report.reasons).toMatchObject([{ type: 'choice-unknown', rows: 2 }]);
  });

  test('rows with an unclosed quote, a stray quote or cells to spare stay out until taken as read', async () => {
    const replica = await aReplica();
    const table = 'Name,Notes\n"Ann,x\nBob,"say "hi" now"\nCid,y,z\nDan,ok\n';
    const { report, opened } = await checkedImport(replica, table);
    expect(report.outcomes).toMatchObject({ new: 1, out: 3 });
    expect(report.problems.map(({ row, problems }) => [row, problems[0]?.type])).toEqual([
      [2, 'unclosed-quote'],
      [3, 'stray-quote'],
      [4, 'extra-cells'],
    ]);
    expect(opened.damagedRows).toBe(2);
    const corrections = { 3: { [takeAsRead]: 'yes' } };
    expect((await checkedImport(replica, table, { corrections })).report.outcomes).toMatchObject({
      new: 2,
      out: 2,
    });
  });

  test('rows in another encoding than the rest are found and named', async () => {
    const replica = await aReplica();
    const good = new TextEncoder().encode(
      '\u59d3\u540d,\u5730\u533a\n\u5f20\u4e09,\u4e0a\u6d77\n\u674e\u56db,\u5317\u4eac\n\u738b\u4e94,\u5e7f\u5dde\n',
    );
    const bad = new Uint8Array([0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x78, 0x0a]);
    const { opened, report } = await checkedImport(replica, new Blob([good, bad]));
    expect(opened.reading.encoding).toBe('utf-8');
    expect(opened.firstDamaged).toEqual([{ row: 5, damage: { type: 'text-damaged' } }]);
    expect(report.outcomes).toMatchObject({ new: 3, out: 1 });
  });

  test('a million-character cell is out, and its neighbours are in', async () => {
    const replica = await aReplica();
    const { report } = await checkedImport(
      replica,
      `Name,Notes\nAnn,x\nBob,${'y'.repeat(1_000_001)}\nCid,z\n`,
    );
    expect(report.outcomes).toMatchObject({ new: 2, out: 1 });
    expect(report.reasons[0]?.type).toBe('cell-too-long');
  });

  test('ten thousand columns are refused with the limit', async () => {
    const { ImportWork } = await import('../../../src/workers/importWork.ts');
    const replica = await aReplica();
    const work = new ImportWork(replica.book.relaxed);
    const wide = new Blob([Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(','), '\n']);
    expect(await work.open(wide, 'wide.csv', undefined, 'dmy', quietly())).toMatchObject({
      ok: false,
      error: { type: 'file-too-many-columns' },
    });
  });

  test('a table without a header has numbered columns, and its first row is data', async () => {
    const replica = await aReplica();
    const { opened } = await checkedImport(replica, 'Ann,ann@x.example\nBob,bob@x.example\n', {
      kind: 'account',
    });
    expect(opened.reading.header).toBe(false);
    expect(opened.rows).toBe(2);
    expect(opened.columns.map(({ name }) => name)).toEqual(['', '']);
    expect(opened.mapping[1]).toMatchObject({ target: 'account.emails', why: 'values' });
  });

  test('repeated headers are columns of their own', async () => {
    const replica = await aReplica();
    const { opened } = await checkedImport(replica, 'Name,Email,Email\nAnn,a@x.example,b@x.example\n');
    expect(opened.columns.map(({ name }) => name)).toEqual(['Name', 'Email', 'Email (2)']);
  });

  test('cells are corrected one by one, and left empty', async () => {
    const replica = await aReplica();
    const table = 'Name,Phone\nAnn,1380013800\nBob,call me\n';
    const corrections = { 2: { 1: '13800138000' }, 3: { 1: '' } };
    const checked = await checkedImport(replica, table, { corrections });
    expect(checked.report.outcomes).toMatchObject({ new: 2, out: 0 });
    await writtenImport(replica, checked);
    expect(await visibleValues(replica, 'account')).toEqual([
      { name: 'Ann', phones: ['13800138000'] },
      { name: 'Bob' },
    ]);
  });
});

test('failed rows come back as they were, with row and reason, safe for spreadsheets', async () => {
  const replica = await aReplica();
  const { work, settings } = await checkedImport(replica, 'Name,Phone\nAnn,13800138000\n=Bob(),"call, me"\n');
  const text = await valueOfResult(await work.failed(settings, 'en', quietly())).text();
  expect(text).toBe(
    `Name,Phone,Row,Reason\r\n'=Bob(),"call, me",3,"Phone \u201ccall, me\u201d is not a number."\r\n`,
  );
});

test('a mapping is remembered for the next file with the same columns', async () => {
  const replica = await aReplica();
  const table = 'Firma,Code X\nAnn,R1\n';
  const first = await checkedImport(replica, table);
  const mapping = first.settings.mapping.map((each) => ({
    ...each,
    target: each.column === 0 ? 'account.name' : 'account.region',
    why: 'chosen' as const,
  }));
  await writtenImport(replica, await checkedImport(replica, table, { mapping }));
  const { opened } = await checkedImport(replica, 'Firma,Code X\nBob,R2\n');
  expect(opened.isRemembered).toBe(true);
  expect(opened.mapping.map(({ target, why }) => [target, why])).toEqual([
    ['account.name', 'remembered'],
    ['account.region', 'remembered'],
  ]);
});

describe('orders that take back others', () => {
  const head = 'Order number,Date,Price,Kind,Return of\n';

  test('find them in the book, before them in the file and after them', async () => {
    const replica = await aReplica();
    await writtenImport(replica, await checkedImport(replica, 'Order number,Date,Price\n1,2026-01-02,5\n'));
    const table = `${head}9,2026-01-03,5,Return,1\n8,2026-01-03,5,Return,7\n7,2026-01-02,5,Order,\n6,2026-01-04,5,Return,7\n`;
    const checked = await checkedImport(replica, table);
    expect(checked.report.outcomes).toMatchObject({ new: 4, out: 0 });
    await writtenImport(replica, checked);
    const orders = await Promise.all(
      (await replica.book.strict.orderBlocks.toArray()).flatMap((block) =>
        [...block.index].map((_, i) => replica.mustRow(blockOrderId(block, i))),
      ),
    );
    const numbers = new Map(orders.map((row) => [row.id, valuesOf(row)['number']]));
    const returned = orders.flatMap((row) => {
      const { number, returns } = valuesOf(row);
      return typeof returns === 'string' ? [[number, numbers.get(returns)]] : [];
    });
    expect(returned).toEqual([
      ['9', '1'],
      ['8', '7'],
      ['6', '7'],
    ]);
  });

  test('stay out with those that take them back where that one is nowhere', async () => {
    const replica = await aReplica();
    const table = `${head}2,2026-01-03,5,Return,1\n3,2026-01-04,5,Return,2\n4,2026-01-04,5,Order,\n`;
    const { report } = await checkedImport(replica, table);
    expect(report.outcomes).toMatchObject({ new: 1, out: 2 });
    expect(report.problems.map(({ row, problems }) => [row, problems])).toEqual([
      [2, [{ type: 'cell', column: 4, cell: '1', problem: { type: 'reference-unknown' } }]],
      [3, [{ type: 'cell', column: 4, cell: '2', problem: { type: 'reference-unknown' } }]],
    ]);
  });

  test('a time beside the date belongs to it, and a column of times alone is no date', async () => {
    const replica = await aReplica();
    const checked = await checkedImport(replica, 'Order number,Date,Time,Price\n1,2026-01-02,08:26,5\n');
    await writtenImport(replica, checked);
    expect(await ordersOf(replica)).toMatchObject([{ date: '2026-01-02', time: '08:26' }]);
    const together = await checkedImport(replica, 'Order number,Time,Price\n2,2026-01-02 09:30,5\n');
    await writtenImport(replica, together);
    expect((await ordersOf(replica))[1]).toMatchObject({ date: '2026-01-02', time: '09:30' });
  });

  test('an order without lines has one row that says none', async () => {
    const replica = await aReplica();
    const table = 'Order number,Date,Quantity,Price,Product\n1,2026-01-02,,,\n2,2026-01-02,2,,Lamp\n';
    const checked = await checkedImport(replica, table);
    expect(checked.report.outcomes).toMatchObject({ new: 1, out: 1 });
    await writtenImport(replica, checked);
    expect(await ordersOf(replica)).toMatchObject([{ number: '1', kind: 'order', lines: [] }]);
  });
});

test('a contact without a customer stays one, and no customer is made of the name', async () => {
  const replica = await aReplica();
  const checked = await checkedImport(replica, 'Name,Title,Company\nZoe,Buyer,\nBo,Head,Alpha\n', {
    kind: 'contact',
  });
  await writtenImport(replica, checked);
  expect(await visibleValues(replica, 'account')).toEqual([{ name: 'Alpha' }]);
  expect(await visibleValues(replica, 'contact')).toMatchObject([{ name: 'Zoe' }, { name: 'Bo' }]);
});

describe('numbers of their own', () => {
  const shops =
    'Customer ID,Name,E-mail\n1,North,office@shops.example\n2,South,office@shops.example\n3,South,office@shops.example\n';

  test('make customers who share an address several ones, in the file and in the book', async () => {
    const replica = await aReplica();
    const checked = await checkedImport(replica, shops);
    expect(checked.report.outcomes).toMatchObject({ new: 3, out: 0 });
    await writtenImport(replica, checked);
    expect((await checkedImport(replica, shops)).report.outcomes).toMatchObject({ new: 0, same: 3 });
    const other = await checkedImport(replica, 'Customer ID,Name,E-mail\n4,West,office@shops.example\n');
    expect(other.report.outcomes).toMatchObject({ new: 1, same: 0, updated: 0 });
  });

  test('are not needed: a row without one is the customer with its address', async () => {
    const replica = await aReplica();
    await writtenImport(replica, await checkedImport(replica, shops.split('\n').slice(0, 2).join('\n')));
    const table = 'Customer ID,Name,E-mail,Region\n,North,office@shops.example,Hamburg\n';
    expect((await checkedImport(replica, table)).report.outcomes).toMatchObject({ new: 0, updated: 1 });
  });
});

test('owners who are no members leave the field empty, and the mapping says how many they are', async () => {
  const replica = await aReplica();
  const table = 'Name,Owner\nAlpha,Member 1\nBeta,Somebody\nGamma,Nobody\n';
  const checked = await checkedImport(replica, table);
  expect(checked.report.outcomes).toMatchObject({ new: 3, out: 0 });
  expect(checked.settings.mapping[1]?.choices).toMatchObject({ somebody: null, nobody: null });
  await writtenImport(replica, checked);
  expect((await visibleValues(replica, 'account')).map(({ owner }) => owner)).toEqual([
    'm1.0.0',
    undefined,
    undefined,
  ]);
});
