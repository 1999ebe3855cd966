import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { levels } from '../../../../src/analytics/duplicates/duplicateRecords.ts';
import type { RecordRow } from '../../../../src/domain/record.ts';
import { project } from '../../../../src/domain/record.ts';
import { duplicates, type DuplicatesAnswer } from '../../../../src/workers/tasks/duplicates.ts';
import { closeBook, openBook, write } from '../../../support/indexServer.ts';
import { valueOfResult } from '../../../support/results.ts';
import { aRow } from '../../../support/rows.ts';

afterEach(closeBook);

const rows: readonly RecordRow[] = [
  aRow('a1.0.0', { name: '深圳市蓝岸咖啡有限公司', phones: ['0755-87654321'], region: '华南' }),
  aRow('a1.0.1', { name: '蓝岸咖啡', phones: ['+86 755 8765 4321'], region: '华东' }),
  aRow('a1.0.2', { name: 'Nordic Steel GmbH', phones: ['0401234567'] }),
  aRow('a1.0.3', { name: 'Harbour Bakery', emails: ['hello@harbour.example'] }),
];

async function search(some: readonly RecordRow[], progress: number[] = []): Promise<DuplicatesAnswer> {
  const db = await openBook();
  await write(db, 'account', some);
  const answer = await duplicates({ name: db.name, kind: 'account' }, (done) => progress.push(done));
  return valueOfResult(answer);
}

const marked = (row: RecordRow, register: string, value: string | boolean): RecordRow =>
  project({ ...row, registers: { [register]: { '1.9': [value, 1, 'm1.0.0'] } } });

test('likely duplicates are told with their reasons, and the progress rises to the end', async () => {
  const progress: number[] = [];
  const { suggestions, records } = await search(rows, progress);
  expect(records).toBe(4);
  expect(suggestions.map(({ ids }) => ids)).toEqual([['a1.0.0', 'a1.0.1']]);
  expect(suggestions[0]?.chance).toBeGreaterThan(0.9);
  expect(suggestions[0]?.reasons).toEqual([
    { field: 'phones', level: levels.same },
    { field: 'name', level: levels.near },
    { field: 'region', level: levels.differs },
  ]);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBeGreaterThan(0.9);
});

test('records that somebody has said are not one are not offered', async () => {
  const [first, ...rest] = rows;
  const { suggestions } = await search([marked(first!, 'distinct/a1.0.1', true), ...rest]);
  expect(suggestions).toEqual([]);
});

test('records that were merged or deleted are not looked at', async () => {
  const [first, second, ...rest] = rows;
  expect((await search([first!, marked(second!, 'mergedInto', 'a1.0.0'), ...rest])).suggestions).toEqual([]);
  closeBook();
  expect((await search([first!, marked(second!, 'deleted', true), ...rest])).suggestions).toEqual([]);
});
