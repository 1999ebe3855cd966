import { expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { BookFigures } from '../../../src/read/bookFigures.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { findingKey, type QualityRequest } from '../../../src/read/qualityFindings.ts';
import { aRow, idAt } from '../../support/rows.ts';

const request: QualityRequest = { region: 'CN', today: '2026-11-22', dismissed: [] };

function bookOf(accounts: readonly Record<string, Json>[], contacts: readonly Record<string, Json>[] = []) {
  const index = new MemoryIndex();
  for (const [kind, shard, records] of [
    ['account', 'a1.0', accounts],
    ['contact', 'c1.0', contacts],
  ] as const) {
    const rows = records.map((values, position) => aRow(idAt(kind, position), values));
    index.kinds[kind].setShard(shard, packShard(kind, rows));
  }
  return new BookFigures(index);
}

const accounts = [
  {
    name: 'ALPHA TRADING',
    emails: ['a@gmial.com', 'b@b.example'],
    phones: ['13800138000', '12'],
    region: 'Philippines',
  },
  { name: 'Beta Ltd', address: 'Linz,Hauptplatz', birthday: '2068-05-01', region: 'Philipines' },
  ...Array.from({ length: 6 }, (_, i) => ({ name: `Gamma ${String(i)} Co.`, region: 'Philippines' })),
];
const contacts = [{ name: 'Anna Berg', emails: ['no address'], phones: ['+8613800138000'] }];

test('each check finds its values, of customers and contacts, with what they should be', () => {
  const book = bookOf(accounts, contacts);
  const { records, checks } = book.quality(request);
  expect(records).toBe(9);
  expect(checks).toMatchObject({
    emails: { found: 2, repairable: 1 },
    phoneForm: { found: 1, repairable: 1 },
    birthdays: { found: 1, repairable: 1 },
    names: { found: 1, repairable: 1 },
    addresses: { found: 1, repairable: 1 },
    spelling: { found: 1, repairable: 1 },
  });
  expect(book.qualityFindings(request, 'emails')).toEqual([
    {
      id: idAt('account', 0),
      name: 'ALPHA TRADING',
      field: 'emails',
      before: 'a@gmial.com',
      after: 'a@gmail.com',
    },
    { id: idAt('contact', 0), name: 'Anna Berg', field: 'emails', before: 'no address', reason: 'invalid' },
  ]);
  expect(book.qualityFindings(request, 'spelling')).toMatchObject([
    { before: 'Philipines', after: 'Philippines' },
  ]);
  expect(book.qualityFindings(request, 'birthdays')).toMatchObject([
    { before: '2068-05-01', after: '1968-05-01' },
  ]);
});

test('a false alarm is silent for that value, and heard again when it becomes another', () => {
  const [finding] = bookOf(accounts).qualityFindings(request, 'names');
  if (finding === undefined) throw new Error('nothing was found');
  const dismissed = [findingKey(finding)];
  expect(bookOf(accounts).quality({ ...request, dismissed }).checks.names.found).toBe(0);
  const renamed = accounts.map((each, i) => (i === 0 ? { ...each, name: 'ALPHA TRADE' } : each));
  expect(bookOf(renamed).quality({ ...request, dismissed }).checks.names.found).toBe(1);
});
