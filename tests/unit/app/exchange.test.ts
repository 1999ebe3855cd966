import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { exportRecords } from '../../../src/app/exportRecords.ts';
import { applyTogether, createRecord } from '../../../src/commands/records.ts';
import { readRows } from '../../../src/database/rows.ts';
import {
  customKeyOf,
  customisedKinds,
  customTypes,
  type CustomisedKind,
} from '../../../src/domain/customFields.ts';
import { kindOfId, type RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { ObjectKind } from '../../../src/domain/objects.ts';
import { linesOf, toStoredLine } from '../../../src/domain/order.ts';
import { valuesOf, type RecordRow, type Values } from '../../../src/domain/record.ts';
import { ok } from '../../../src/domain/result.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import type { ImportKind } from '../../../src/interchange/mapping/targets.ts';
import { provideDefinitions } from '../../../src/screens/fields/definitions.svelte.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { checkedImport, visibleValues, writtenImport } from '../../support/imports.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function made(replica: Replica, kind: ObjectKind, values: Values): Promise<RecordId> {
  const [id] = valueOfResult(await createRecord(replica.book, kind, values)).ids;
  if (id === undefined) throw new Error(`no ${kind} was made`);
  return id;
}

/** What lists know of names, read from the rows. */
function indexOf(replica: Replica): ListIndex {
  const nameOf = (row: RecordRow | undefined): string | undefined => {
    const { name, number, title, subject } = row === undefined ? {} : valuesOf(row);
    const found = name ?? number ?? title ?? subject;
    return typeof found === 'string' ? found : undefined;
  };
  const labels = async (ids: readonly RecordId[]) =>
    ok((await readRows(replica.book.strict, ids)).map(nameOf));
  return { labels } as unknown as ListIndex;
}

/** A custom field of every type on an object, with a value for each; formulas have none. */
async function withCustomFields(
  replica: Replica,
  kind: CustomisedKind,
  parent: RecordId,
): Promise<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const type of customTypes) {
    const hasChoices = type === 'choice' || type === 'multipleChoice';
    const id = await made(replica, 'field', {
      name: `My ${type}`,
      object: kind,
      type,
      ...(hasChoices ? { choices: ['Gold', 'Silver, plated', 'Bronze'] } : {}),
      ...(type === 'reference' ? { to: 'account' } : {}),
      ...(type === 'formula' ? { formula: '1 + 1' } : {}),
    });
    const value = customValues(parent)[type];
    if (value !== undefined) values[customKeyOf(id, type)] = value;
  }
  return values;
}

const customValues = (parent: RecordId): Partial<Record<(typeof customTypes)[number], Json>> => ({
  text: 'One line, "quoted"',
  longText: 'Two\nlines; with 漢字',
  number: -1234.5,
  money: { minor: 1_234_550, currency: 'USD' },
  date: '2020-02-29',
  choice: '1',
  multipleChoice: ['0', '2'],
  checkbox: true,
  phone: '+49301234567',
  email: 'one@example.com',
  link: 'https://example.com/a?b=c',
  reference: parent,
});

interface Around {
  readonly account: RecordId;
  readonly contact: RecordId;
  readonly product: RecordId;
  readonly order: RecordId;
  readonly need: RecordId;
  readonly tag: RecordId;
}
const at = new Date(2026, 2, 4, 13, 5).getTime();
const member = 'm1.0.0';

/** A record of each object with its standard fields filled. */
const standardValues: Readonly<Record<CustomisedKind, (around: Around) => Values>> = {
  account: ({ tag }) => ({
    name: 'Alpha',
    kind: 'person',
    level: 'B',
    phones: ['+49301111111', '+49302222222'],
    emails: ['a@example.com'],
    birthday: '1980-01-31',
    annualRevenue: { minor: 5_000_000, currency: 'CNY' },
    employees: 1200,
    interests: ['tea', 'go'],
    owner: member,
    collaborators: [member],
    tags: [tag],
    notes: 'First\nsecond',
  }),
  contact: ({ account, tag }) => ({
    name: 'Bo',
    accounts: [account],
    role: 'evaluator',
    wechat: 'bo_1',
    owner: member,
    tags: [tag],
  }),
  product: ({ tag }) => ({
    name: 'Lamp',
    code: 'L-1',
    price: 25_570,
    currency: 'EUR',
    active: false,
    owner: member,
    tags: [tag],
  }),
  order: ({ account, product, tag }) => ({
    number: 'R-77',
    account,
    date: '2026-03-04',
    kind: 'order',
    status: 'open',
    currency: 'USD',
    owner: member,
    tags: [tag],
    notes: 'Urgent',
    lines: [toStoredLine({ product, quantity: 3, price: 1_234_500, discount: 0.1, text: null })],
  }),
  activity: ({ account, contact, order, need, tag }) => ({
    type: 'visit',
    subject: 'Spring visit',
    at,
    account,
    contacts: [contact],
    order,
    need,
    direction: 'out',
    duration: 45,
    body: 'Talked\nabout tea',
    quality: 4,
    satisfaction: 5,
    place: 'Their shop',
    owner: member,
    collaborators: [member],
    tags: [tag],
  }),
  need: ({ account, contact, product, tag }) => ({
    title: 'Faster delivery',
    status: 'inProgress',
    account,
    contact,
    product,
    date: '2026-01-05',
    channel: 'survey',
    importance: 4,
    satisfaction: 2,
    topic: 'Logistics',
    kanoClass: 'M',
    description: 'Within\na day',
    owner: member,
    tags: [tag],
  }),
  task: ({ account, contact, order, need, tag }) => ({
    title: 'Call back',
    status: 'open',
    due: '2026-12-01',
    time: '09:30',
    priority: 'high',
    reminder: 30,
    repeat: 'FREQ=WEEKLY;INTERVAL=2',
    account,
    contact,
    order,
    need,
    owner: member,
    tags: [tag],
    notes: 'Ask twice',
  }),
  behaviour: ({ account, contact, product, tag }) => ({
    kind: 'rated',
    at,
    account,
    contact,
    product,
    subject: 'Lamp page',
    value: 4.5,
    tags: [tag],
  }),
};

async function around(replica: Replica): Promise<Around> {
  const account = await made(replica, 'account', { name: 'Omega', externalId: 'X-1' });
  return {
    account,
    contact: await made(replica, 'contact', { name: 'Zoe', accounts: [account] }),
    product: await made(replica, 'product', { name: 'Shade', code: 'S-9' }),
    order: await made(replica, 'order', { number: 'SO-1', date: '2026-01-01', currency: 'USD', lines: [] }),
    need: await made(replica, 'need', { title: 'Earlier need' }),
    tag: await made(replica, 'tag', { name: 'Fair' }),
  };
}

async function importedRecord(
  replica: Replica,
  kind: CustomisedKind,
  known: ReadonlySet<RecordId>,
): Promise<Values> {
  await replica.fold();
  const rows =
    kind === 'order'
      ? await Promise.all(
          (await replica.book.strict.orderBlocks.toArray()).flatMap((block) =>
            [...block.index].map((index) => replica.mustRow(`${block.shard}.${index.toString(36)}`)),
          ),
        )
      : await replica.book.strict.rowsOf(kind).toArray();
  const fresh = rows.filter(
    (row) => kindOfId(row.id) === kind && row.batch !== undefined && !known.has(row.id),
  );
  expect(fresh).toHaveLength(1);
  const [row] = fresh;
  if (row === undefined) throw new Error('nothing was imported');
  if (kind !== 'order') return valuesOf(row);
  return { ...valuesOf(row), lines: linesOf(row).map(({ id: _id, ...line }) => line) };
}

for (const language of ['en', 'zh'] as const) {
  test.each(customisedKinds)(
    `%s: what is exported in ${language}, custom fields of every type included, is imported as it was`,
    async (kind) => {
      const replica = await Replica.open();
      open.push(replica);
      setLanguage(language);
      const others = await around(replica);
      const custom = await withCustomFields(replica, kind, others.account);
      const values = { ...standardValues[kind](others), ...custom };
      const id = await made(replica, kind, values);
      const db = replica.book.strict;
      provideDefinitions({ fields: await db.fields.toArray(), settings: await db.settings.toArray() });
      const file = await exportRecords(db, indexOf(replica), kind, [id]);
      const importKind: ImportKind = kind === 'order' ? 'orderLine' : kind;
      const checked = await checkedImport(replica, file, { policy: 'create' });
      expect(checked.report.problems).toEqual([]);
      expect(checked.settings.kind).toBe(importKind);
      await writtenImport(replica, checked);
      const known = new Set([id]);
      const imported = await importedRecord(replica, kind, known);
      const expected =
        kind === 'order'
          ? { ...values, lines: linesOf(await replica.mustRow(id)).map(({ id: _id, ...line }) => line) }
          : values;
      expect(imported).toEqual(expected);
    },
  );
}

test('a word that is no choice of the custom field keeps its row out, and comes in once it has been added', async () => {
  const replica = await Replica.open();
  open.push(replica);
  const id = await made(replica, 'field', {
    name: 'Grade',
    object: 'account',
    type: 'choice',
    choices: ['Gold'],
  });
  const table = 'Name,Grade\nAlpha,gold\nBeta,Platinum\n';
  const before = await checkedImport(replica, table);
  expect(before.report.outcomes).toMatchObject({ new: 1, out: 1 });
  const row = await replica.mustRow(id);
  valueOfResult(
    await applyTogether(replica.book, [{ update: row, values: {}, elements: { 'choices/p1': 'Platinum' } }]),
  );
  const after = await checkedImport(replica, table);
  expect(after.report.outcomes).toMatchObject({ new: 2, out: 0 });
  await writtenImport(replica, after);
  const key = customKeyOf(id, 'choice');
  expect((await visibleValues(replica, 'account')).map((each) => each[key])).toEqual(['0', 'p1']);
});

test('choices that a book has renamed or added come and go under their new names', async () => {
  const replica = await Replica.open();
  open.push(replica);
  setLanguage('en');
  await made(replica, 'setting', {
    name: 'choices:account.level',
    value: { order: [], hidden: [], labels: { A: 'Key account', '+zzzz': 'Lost' } },
  });
  const id = await made(replica, 'account', { name: 'Alpha', level: '+zzzz' });
  const db = replica.book.strict;
  provideDefinitions({ fields: [], settings: await db.settings.toArray() });
  const file = await exportRecords(db, indexOf(replica), 'account', [id]);
  expect(await file.text()).toContain('Lost');
  const checked = await checkedImport(replica, 'Name,Level\nBeta,key account\nGamma,lost\n');
  await writtenImport(replica, checked);
  expect((await visibleValues(replica, 'account')).map((each) => each['level'])).toEqual([
    '+zzzz',
    'A',
    '+zzzz',
  ]);
});

test('customers that activities name are matched by number or name, or made once', async () => {
  const replica = await Replica.open();
  open.push(replica);
  setLanguage('en');
  const known = await made(replica, 'account', { name: 'Omega', externalId: 'X-1' });
  const table =
    'Type,Subject,Time,Customer,Contacts\nCall,One,2026-01-02 10:00,omega,Ann\nVisit,Two,2026-01-03 11:00,Newcomer,Ann\nVisit,Three,2026-01-04 12:00,Newcomer,\n';
  const checked = await checkedImport(replica, table);
  expect(checked.settings.kind).toBe('activity');
  expect(checked.report.outcomes).toMatchObject({ new: 3, out: 0 });
  await writtenImport(replica, checked);
  const accounts = await visibleValues(replica, 'account');
  expect(accounts.map((account) => account['name'])).toEqual(['Omega', 'Newcomer']);
  const activities = await visibleValues(replica, 'activity');
  expect(activities[0]?.['account']).toBe(known);
  expect(activities[1]?.['account']).toBe(activities[2]?.['account']);
  const contacts = await visibleValues(replica, 'contact');
  expect(contacts).toMatchObject([{ name: 'Ann', accounts: [known] }]);
  expect(activities[0]?.['contacts']).toEqual(activities[1]?.['contacts']);
});
