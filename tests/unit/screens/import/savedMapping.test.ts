import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord } from '../../../../src/commands/records.ts';
import { settingsOf } from '../../../../src/domain/bookSettings.ts';
import { localDate } from '../../../../src/domain/dates.ts';
import {
  dueDay,
  savedImportJson,
  savedImportsOf,
  type SavedImport,
} from '../../../../src/domain/savedImport.ts';
import { applySaved, runOfReport, savedFrom } from '../../../../src/screens/import/savedMapping.ts';
import { checkedImport, quietly, visibleValues, writtenImport } from '../../../support/imports.ts';
import { Replica, valueOfResult } from '../../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function opened(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

const first =
  'Customer number,Customer,Industry,Birthday\n1,Alpha,Coffee,03/04/1980\n2,Beta,Tea,05/06/1981\n3,Gamma,Milk,01/02/1982\n';

async function saved(replica: Replica): Promise<SavedImport> {
  const made = await checkedImport(replica, first);
  await writtenImport(replica, made);
  const run = runOfReport(made.report, 'first.csv');
  return savedFrom(made.opened, made.settings, { name: 'ERP', every: 'weekly', runs: [run] });
}

test('a new file with its columns elsewhere is read as the first one was, and differences are told before anything is written', async () => {
  const replica = await opened();
  const kept = await saved(replica);
  const next =
    'Industry,Extra,Customer,Customer number\nCoffee,x,Alpha,1\nTea and more,x,Beta,2\nBread,x,Delta,4\n';
  const { work, opened: file, settings } = await checkedImport(replica, next);
  const importer = {
    remap: (...args: Parameters<typeof work.remap>) => Promise.resolve(work.remap(...args)),
  };
  const applied = await applySaved(importer, kept, file, settings);
  expect(applied?.absent).toEqual(['Birthday']);
  const report = valueOfResult(await work.check(applied?.settings ?? settings, undefined, quietly()));
  expect(report.outcomes).toMatchObject({ new: 1, updated: 1, same: 1, out: 0 });
  expect(report.changes.map(({ name, fields }) => ({ name, fields }))).toEqual([
    { name: 'Beta', fields: [{ field: 'industry', before: 'Tea', after: 'Tea and more' }] },
  ]);
  expect(report.missing).toMatchObject({ count: 1, first: [{ name: 'Gamma' }] });
  await writtenImport(replica, { work, opened: file, settings: applied?.settings ?? settings, report });
  const accounts = (await visibleValues(replica, 'account')) as { name: string; industry: string }[];
  const found = Object.fromEntries(accounts.map(({ name, industry }) => [name, industry]));
  expect(found).toEqual({ Alpha: 'Coffee', Beta: 'Tea and more', Delta: 'Bread', Gamma: 'Milk' });
});

test('what is kept of an import is a setting of the book that comes back as it was', async () => {
  const replica = await opened();
  const kept = await saved(replica);
  const value = savedImportJson(kept);
  valueOfResult(await createRecord(replica.book, 'setting', { name: 'savedImport:1', value }));
  valueOfResult(await createRecord(replica.book, 'setting', { name: 'savedImport:2', value: { name: 7 } }));
  const found = savedImportsOf(settingsOf(await replica.book.strict.settings.toArray()));
  expect(found.map(({ key, saved: each }) => ({ key, each }))).toEqual([
    { key: 'savedImport:1', each: kept },
  ]);
});

test.each([
  ['daily', '2026-02-01'],
  ['weekly', '2026-02-07'],
  ['monthly', '2026-02-28'],
  ['never', undefined],
] as const)('an import that was made on the 31st of January is due again: %s', (every, day) => {
  const at = new Date('2026-01-31T10:00').getTime();
  const run = { at, file: '', created: 1, changed: 0, same: 0, out: 0, missing: 0 };
  const more = { columns: [], matchBy: [], policy: 'update', currency: '' };
  const one: SavedImport = { name: 'x', kind: 'account', every, runs: [run], ...more };
  expect(dueDay(one, localDate)).toBe(day);
  expect(dueDay({ ...one, runs: [] }, localDate)).toBeUndefined();
});
