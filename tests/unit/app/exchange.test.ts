import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { exportJson } from '../../../src/app/exportJson.ts';
import { exportRecords, exportWorkbook } from '../../../src/app/exportRecords.ts';
import { applyTogether, createRecord } from '../../../src/commands/records.ts';
import { readRows } from '../../../src/database/rows.ts';
import { customKeyOf, customisedKinds, type CustomisedKind } from '../../../src/domain/customFields.ts';
import { kindOfId, type RecordId } from '../../../src/domain/ids.ts';
import type { ObjectKind } from '../../../src/domain/objects.ts';
import { valuesOf, type RecordRow, type Values } from '../../../src/domain/record.ts';
import { ok } from '../../../src/domain/result.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import type { ImportKind } from '../../../src/interchange/mapping/targets.ts';
import { provideDefinitions } from '../../../src/screens/fields/definitions.svelte.ts';
import { bookCurrency } from '../../../src/screens/settings/currency.svelte.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { checkedImport, visibleValues, writtenImport } from '../../support/imports.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import { makeRecord, prepare, showDefinitions, shownOf } from '../objects/sampleBook.ts';

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

async function exported(
  form: (typeof forms)[number],
  ...[db, index, records]: Parameters<typeof exportRecords>
): Promise<Blob> {
  if (form === 'csv') return exportRecords(db, index, records);
  if (form === 'xlsx') return (await exportWorkbook(db, index, [{ ...records, name: 'Sheet' }])).file;
  return exportJson(db, index, records.kind, records.ids, form);
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
  return shownOf(row);
}

const forms = ['csv', 'xlsx', 'json', 'jsonl'] as const;

for (const [language, form] of (['en', 'zh'] as const).flatMap((each) =>
  forms.map((form) => [each, form] as const),
)) {
  test.each(customisedKinds)(
    `%s: what is exported as ${form} in ${language}, custom fields of every type included, is imported as it was`,
    async (kind) => {
      const replica = await Replica.open();
      open.push(replica);
      setLanguage(language);
      const { values } = await prepare(replica.book, kind);
      const id = await makeRecord(replica.book, kind, values);
      const db = replica.book.strict;
      await showDefinitions(replica.book);
      const file = await exported(form, db, indexOf(replica), { kind, ids: [id] });
      const importKind: ImportKind = kind === 'order' ? 'orderLine' : kind;
      const checked = await checkedImport(replica, file, { policy: 'create', currency: bookCurrency() });
      expect(checked.report.problems).toEqual([]);
      expect(checked.settings.kind).toBe(importKind);
      await writtenImport(replica, checked);
      const known = new Set([id]);
      const imported = await importedRecord(replica, kind, known);
      expect(imported).toEqual(shownOf(await replica.mustRow(id)));
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
  const file = await exportRecords(db, indexOf(replica), { kind: 'account', ids: [id] });
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
