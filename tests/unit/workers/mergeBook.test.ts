import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { beginImport, finishImport } from '../../../src/commands/batches.ts';
import { createRecord, editRecords, updateLined, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { enterBook, type Book } from '../../../src/database/book.ts';
import { readRow, readRows } from '../../../src/database/rows.ts';
import { hiddenBatchesOf } from '../../../src/domain/batch.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import { lineUnits, linesOf } from '../../../src/domain/order.ts';
import { definitionsOf, type CustomDefinition } from '../../../src/domain/customDefinitions.ts';
import { compileFormulas, withFormulas } from '../../../src/domain/formulaSet.ts';
import { elementsOf, isHidden, valuesOf, type RecordRow } from '../../../src/domain/record.ts';
import { fieldsByKind, type ObjectKind } from '../../../src/domain/objects.ts';
import { sampleWords } from '../../../src/i18n/sample.ts';
import { layOutBook } from '../../../src/interchange/sample/book.ts';
import { readBookTable } from '../../../src/read/bookTable.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { foldIntents } from '../../../src/store/fold.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { mergeBook, unfinishedMerges } from '../../../src/workers/mergeBook.ts';
import { MergeSource } from '../../../src/workers/mergeSource.ts';
import { keptTable, openedTable, rowsOf } from '../../support/keptTables.ts';
import { valueOfResult } from '../../support/results.ts';
import { sampleToday } from '../../support/sampleBook.ts';

let books = 0;
const opened: Book[] = [];

async function aBook(member: string): Promise<{ book: Book; engine: EngineState }> {
  const book = valueOfResult(await enterBook(`rapport-book-merge-${++books}`, member));
  opened.push(book);
  return { book, engine: await EngineState.take(book) };
}

afterEach(() => {
  for (const book of opened.splice(0)) book.close();
});

async function create(
  book: Book,
  kind: ObjectKind,
  values: Parameters<typeof createRecord>[2],
): Promise<string> {
  return valueOfResult(await createRecord(book, kind, values)).ids[0] ?? '';
}

/** A small book in which everything refers to something, with one record edited, one deleted. */
async function aLocalBook(): Promise<{ book: Book; engine: EngineState }> {
  const { book, engine } = await aBook('Lin');
  const tag = await create(book, 'tag', { name: 'VIP' });
  const account = await create(book, 'account', { name: 'Tea Ltd', tags: [tag], owner: 'm1.0.0' });
  const gone = await create(book, 'account', { name: 'Gone' });
  await create(book, 'contact', { name: 'Wang', accounts: [account, gone] });
  const product = await create(book, 'product', { name: 'Pot', price: 120_000 });
  const lines = [[product, 2, 120_000]];
  const number = { number: 'SO-1', date: '2026-11-01', currency: 'CNY' };
  const order = await create(book, 'order', { ...number, account, lines });
  await create(book, 'order', { ...number, number: 'SO-2', returns: order, lines: [[null, 1, 5]] });
  await create(book, 'segment', { name: 'Best', method: 'list', members: [account] });
  const row = await mustRow(book, account);
  valueOfResult(await updateRecord(book, row, { name: 'Tea & Co' }));
  const orderRow = await mustRow(book, order);
  valueOfResult(
    await updateLined(
      book,
      orderRow,
      {},
      linesOf(orderRow).map((line) => ({ ...line, quantity: 3 })),
    ),
  );
  valueOfResult(await editRecords(book, [gone], { op: 'delete' }));
  await foldIntents(engine);
  return { book, engine };
}

async function mustRow(book: Book, id: string): Promise<RecordRow> {
  const row = await readRow(book.strict, id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row;
}

async function shown(book: Book, kind: ObjectKind): Promise<RecordRow[]> {
  const hidden = hiddenBatchesOf(await book.strict.batches.toArray());
  const all: RecordRow[] = [];
  if (kind === 'order') {
    for await (const row of (await MergeSource.open(book.strict)).rowsOf('order')) all.push(row);
    return all;
  }
  for (const row of await book.strict.rowsOf(kind).toArray()) if (!isHidden(row, hidden)) all.push(row);
  return all;
}

const nothing = (): void => undefined;
const choicesField = fieldsByKind.field[4];

test('what refers to what stays so in the other book, under ids of its own', async () => {
  const [local, team] = [await aLocalBook(), await aBook('Mei')];
  await create(team.book, 'account', { name: 'Already here' });
  const merged = valueOfResult(
    await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing),
  );
  expect(merged.records).toBe(7);
  const account = (await shown(team.book, 'account')).find((row) => valuesOf(row)['name'] === 'Tea & Co');
  const [tag] = await shown(team.book, 'tag');
  expect(valuesOf(account as RecordRow)).toEqual({ name: 'Tea & Co', tags: [tag?.id], owner: 'm1.0.0' });
  expect(await shown(team.book, 'account')).toHaveLength(2);
  const [contact] = await shown(team.book, 'contact');
  expect(valuesOf(contact as RecordRow)['accounts']).toEqual([account?.id]);
  const orders = new Map((await shown(team.book, 'order')).map((row) => [valuesOf(row)['number'], row]));
  const first = orders.get('SO-1') as RecordRow;
  const [product] = await shown(team.book, 'product');
  expect(valuesOf(first)['account']).toBe(account?.id);
  expect(linesOf(first)).toMatchObject([{ product: product?.id, quantity: 3, price: 120_000 }]);
  expect(valuesOf(orders.get('SO-2') as RecordRow)['returns']).toBe(first.id);
  const [segment] = await shown(team.book, 'segment');
  expect(valuesOf(segment as RecordRow)['members']).toEqual([account?.id]);
});

test('a tag of the same name is not made twice, and the person of the device is the same one', async () => {
  const [local, team] = [await aLocalBook(), await aBook('Mei')];
  const vip = await create(team.book, 'tag', { name: ' vip' });
  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing));
  const [account] = await shown(team.book, 'account');
  expect(valuesOf(account as RecordRow)['tags']).toEqual([vip]);
  expect(await shown(team.book, 'tag')).toHaveLength(1);
  expect(await shown(team.book, 'member')).toHaveLength(1);
});

test('a book of several shards of a kind comes over whole, with the same totals', async () => {
  const [local, team] = [await aBook('Lin'), await aBook('Mei')];
  const size = { accounts: 2_100, contacts: 50, products: 20, lines: 6_000 };
  const laidOut = layOutBook({
    size,
    seed: 1,
    words: sampleWords('en'),
    today: sampleToday,
    member: 'm1.0.0',
  });
  const plan = { ...laidOut.plan, title: 'Sample', command: 'sample', resume: null } as const;
  const begun = valueOfResult(await beginImport(local.book, plan));
  let position = 0;
  for (const chunk of laidOut.chunks(begun.shards)) {
    await writeImportChunk(local.engine, begun.batch, position++, encodeChunk(chunk));
  }
  valueOfResult(await finishImport(local.book, begun.batch, {}));
  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing));
  const totals = async (book: Book) => {
    const orders = await shown(book, 'order');
    const units = orders.flatMap((row) => linesOf(row)).reduce((sum, line) => sum + lineUnits(line), 0);
    const accounts = new Map((await shown(book, 'account')).map((row) => [row.id, valuesOf(row)['name']]));
    const buyers = orders.map((row) => accounts.get(row.accountIds?.[0] ?? '') ?? null).sort();
    return { orders: orders.length, units: Math.round(units), accounts: accounts.size, buyers };
  };
  const theirs = await totals(local.book);
  expect(theirs.accounts).toBe(2_100);
  expect(await totals(team.book)).toEqual(theirs);
});

test('one undo takes all of it back', async () => {
  const [local, team] = [await aLocalBook(), await aBook('Mei')];
  const own = await create(team.book, 'account', { name: 'Already here' });
  const { batch } = valueOfResult(
    await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing),
  );
  valueOfResult(await undo(team.book, batch));
  expect((await shown(team.book, 'account')).map((row) => row.id)).toEqual([own]);
  expect(await shown(team.book, 'order')).toEqual([]);
});

test('a merge that was cut off goes on where it was, and nothing is there twice', async () => {
  const [local, team] = [await aLocalBook(), await aBook('Mei')];
  const target = { from: local.book.name, title: 'Lin' };
  let written = 0;
  const killed = mergeBook(team.engine, target, () => {
    if (++written === 3) throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await shown(team.book, 'account')).toEqual([]);
  expect(await unfinishedMerges(team.engine)).toEqual([{ from: local.book.name, title: 'Lin' }]);
  const engine = await EngineState.take(team.book);
  let again = 0;
  valueOfResult(await mergeBook(engine, target, () => again++));
  expect(again).toBe(3);
  expect(await shown(team.book, 'account')).toHaveLength(1);
  expect(await shown(team.book, 'order')).toHaveLength(2);
  expect(await unfinishedMerges(engine)).toEqual([]);
});

test('what was written of a book that has changed since is taken back before it is merged anew', async () => {
  const [local, team] = [await aLocalBook(), await aBook('Mei')];
  const target = { from: local.book.name, title: 'Lin' };
  const killed = mergeBook(team.engine, target, () => {
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  await create(local.book, 'tag', { name: 'Later' });
  await create(local.book, 'account', { name: 'Late' });
  valueOfResult(await mergeBook(team.engine, target, nothing));
  const names = (await shown(team.book, 'account')).map((row) => valuesOf(row)['name']);
  expect(names.sort()).toEqual(['Late', 'Tea & Co']);
  expect(await shown(team.book, 'tag')).toHaveLength(2);
});

test('a book is not merged into itself, nor from a name that no book has', async () => {
  const { book, engine } = await aBook('Mei');
  for (const from of [book.name, 'rapport-book-nowhere']) {
    expect(await mergeBook(engine, { from, title: '' }, nothing)).toMatchObject({
      error: { type: 'not-found' },
    });
  }
  expect((await readRows(book.strict, ['a1.0.0']))[0]).toBeUndefined();
});

test('needs, tasks, activities and behaviours come along with what they are about and what was written in them', async () => {
  const [local, team] = [await aBook('Lin'), await aBook('Mei')];
  await create(team.book, 'account', { name: 'Already here' });
  const account = await create(local.book, 'account', { name: 'Tea Ltd' });
  const contact = await create(local.book, 'contact', { name: 'Wang', accounts: [account] });
  const need = await create(local.book, 'need', { title: 'Faster', account, contact });
  await create(local.book, 'task', { title: 'Call', need, status: 'open' });
  await create(local.book, 'activity', {
    type: 'call',
    at: 5,
    account,
    contacts: [contact],
    body: 'Said **yes**',
  });
  await create(local.book, 'behaviour', { kind: 'viewed', at: 6, account });
  await foldIntents(local.engine);
  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing));
  const only = async (kind: ObjectKind): Promise<RecordRow> =>
    (await shown(team.book, kind)).at(-1) ?? expect.unreachable(`no ${kind}`);
  const ids = { account: (await only('account')).id, contact: (await only('contact')).id };
  expect(valuesOf(await only('need'))).toEqual({ title: 'Faster', ...ids });
  expect(valuesOf(await only('task'))).toEqual({
    title: 'Call',
    need: (await only('need')).id,
    status: 'open',
  });
  expect(valuesOf(await only('activity'))).toEqual({
    ...{ type: 'call', at: 5, body: 'Said **yes**' },
    ...{ account: ids.account, contacts: [ids.contact] },
  });
  expect((await only('activity')).refs).toEqual([ids.account, ids.contact]);
  expect(valuesOf(await only('behaviour'))).toEqual({ kind: 'viewed', at: 6, account: ids.account });
});

test('custom fields come along under keys of the new book, with choices, references, formulas, views and rules', async () => {
  const [local, team] = [await aBook('Lin'), await aBook('Mei')];
  await create(team.book, 'field', { name: 'Other', object: 'account', type: 'number' });
  const other = await create(local.book, 'account', { name: 'Partner' });
  const choice = await create(local.book, 'field', {
    ...{ name: 'Plan', object: 'account', type: 'choice', choices: ['Gold', 'Silver'] },
  });
  // The choice that was made first goes, so that the places of the others change.
  const row = await mustRow(local.book, choice);
  valueOfResult(await updateRecord(local.book, row, { choices: ['Silver', 'Bronze'] }));
  const choices = elementsOf(await mustRow(local.book, choice), choicesField);
  const silver = choices.find(({ value }) => value === 'Silver')?.id ?? '';
  const partner = await create(local.book, 'field', {
    ...{ name: 'Partner', object: 'account', type: 'reference', to: 'account' },
  });
  const [planKey, partnerKey] = [`${choice}:choice`, `${partner}:reference.account`];
  const formula = await create(local.book, 'field', {
    ...{
      name: 'Is silver',
      object: 'account',
      type: 'formula',
      formula: `if({${planKey}} = "${silver}", 1, 0)`,
    },
  });
  const formulaKey = `${formula}:formula`;
  await create(local.book, 'account', { name: 'Tea Ltd', [planKey]: silver, [partnerKey]: other });
  const filter = {
    match: 'all',
    conditions: [
      { field: planKey, op: 'anyOf', values: [silver] },
      { field: partnerKey, op: 'anyOf', values: [other] },
    ],
  } as const;
  await create(local.book, 'view', {
    ...{
      name: 'Silver',
      object: 'account',
      shared: true,
      definition: { filter, columns: ['name', formulaKey] },
    },
  });
  await create(local.book, 'segment', { name: 'Silver', method: 'rule', rule: filter });
  await create(local.book, 'setting', {
    ...{ name: `choices:${planKey}`, value: { order: [silver], hidden: [], labels: { [silver]: 'Ag' } } },
  });
  await foldIntents(local.engine);
  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing));

  const fields = definitionsOf(await shown(team.book, 'field'));
  const named = (name: string): CustomDefinition =>
    fields.find((each) => each.name === name) ?? expect.unreachable(name);
  const [plan, to] = [named('Plan'), named('Partner')];
  const accounts = new Map((await shown(team.book, 'account')).map((each) => [valuesOf(each)['name'], each]));
  const newPartner = accounts.get('Partner')?.id ?? '';
  const newSilver = plan.choices.find(({ label }) => label === 'Silver')?.value ?? '';
  expect(plan.choices.map(({ label }) => label)).toEqual(['Silver', 'Bronze']);
  expect(valuesOf(accounts.get('Tea Ltd') as RecordRow)).toEqual({
    name: 'Tea Ltd',
    [plan.field.key]: newSilver,
    [to.field.key]: newPartner,
  });
  const computed = withFormulas(
    valuesOf(accounts.get('Tea Ltd') as RecordRow),
    compileFormulas('account', fields),
    '2026-11-20',
  );
  expect(computed[named('Is silver').field.key]).toBe(1);
  const moved = {
    match: 'all',
    conditions: [
      { field: plan.field.key, op: 'anyOf', values: [newSilver] },
      { field: to.field.key, op: 'anyOf', values: [newPartner] },
    ],
  };
  const [view] = await shown(team.book, 'view');
  expect(valuesOf(view as RecordRow)['definition']).toEqual({
    filter: moved,
    columns: ['name', named('Is silver').field.key],
  });
  const [segment] = await shown(team.book, 'segment');
  expect(valuesOf(segment as RecordRow)['rule']).toEqual(moved);
  const [setting] = await shown(team.book, 'setting');
  expect(valuesOf(setting as RecordRow)).toEqual({
    name: `choices:${plan.field.key}`,
    value: { order: [newSilver], hidden: [], labels: { [newSilver]: 'Ag' } },
  });
});

test('a custom field that is here already is not made twice, and a setting that is made here stays', async () => {
  const [local, team] = [await aBook('Lin'), await aBook('Mei')];
  const here = await create(team.book, 'field', {
    ...{ name: 'Plan', object: 'account', type: 'choice', choices: ['Bronze', 'Silver'] },
  });
  await create(team.book, 'setting', { name: 'currency', value: 'EUR' });
  const there = await create(local.book, 'field', {
    ...{ name: ' plan', object: 'account', type: 'choice', choices: ['Silver'] },
  });
  await create(local.book, 'setting', { name: 'currency', value: 'CNY' });
  await create(local.book, 'account', { name: 'Tea Ltd', [`${there}:choice`]: '0' });
  await foldIntents(local.engine);
  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing));
  expect(await shown(team.book, 'field')).toHaveLength(1);
  const [account] = await shown(team.book, 'account');
  expect(valuesOf(account as RecordRow)).toEqual({ name: 'Tea Ltd', [`${here}:choice`]: '1' });
  expect((await shown(team.book, 'setting')).map((row) => valuesOf(row)['value'])).toEqual(['EUR']);
});

test('photos and files of records come along', async () => {
  const [local, team] = [await aBook('Lin'), await aBook('Mei')];
  const account = await create(local.book, 'account', { name: 'Tea Ltd' });
  const file = { name: 'shop.jpg', type: 'image/jpeg', size: 3, at: 1, bytes: new Blob(['abc']) };
  await local.book.strict.files.add({ ...file, id: 'x1', record: account });
  await create(team.book, 'account', { name: 'Already here' });
  await foldIntents(local.engine);
  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Lin' }, nothing));
  const [moved] = await team.book.strict.files.toArray();
  const row = await mustRow(team.book, moved?.record ?? '');
  expect(moved?.name).toBe('shop.jpg');
  expect(valuesOf(row)).toEqual({ name: 'Tea Ltd' });
});

test('tables come along as they are now: cells that look like ids stay what they are, replaced rows stay behind', async () => {
  const local = await aBook('Lin');
  const account = await create(local.book, 'account', { name: 'Tea Ltd' });
  await foldIntents(local.engine);
  const first = await openedTable(local, `id,ref\n1,${account}\n2,f1.0.0:text\n`);
  const { table } = await keptTable(local, first);
  const lines = Array.from({ length: 9_000 }, (_, i) => `${i},${account}`);
  const second = await openedTable(local, `id,ref\n${lines.join('\n')}\n`);
  await keptTable(local, second, { replaces: table, generation: 2_000 });
  const team = await aBook('Mei');
  await create(team.book, 'account', { name: 'Already here' });
  await foldIntents(team.engine);

  valueOfResult(await mergeBook(team.engine, { from: local.book.name, title: 'Mine' }, () => undefined));
  const [row] = await shown(team.book, 'table');
  const read = valueOfResult(await readBookTable(team.book.strict, row?.id ?? ''));
  expect(rowsOf(read).map((cells) => cells.join(','))).toEqual(lines);
  expect(await team.book.strict.tableParts.count()).toBe(9);
});
