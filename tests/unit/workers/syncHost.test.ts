import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord } from '../../../src/commands/records.ts';
import { readRow } from '../../../src/database/rows.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { SyncHost } from '../../../src/workers/syncHost.ts';
import type { SyncView } from '../../../src/workers/syncView.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

async function hostOf(replica: Replica): Promise<{ host: SyncHost; views: SyncView[]; id: RecordId }> {
  open.push(replica);
  const created = valueOfResult(await createRecord(replica.book, 'account', { name: 'Zwetschke' }));
  const views: SyncView[] = [];
  const host = new SyncHost({
    state: replica.engine,
    post: (view) => views.push(view),
    onFailure: (thrown) => {
      throw thrown;
    },
  });
  return { host, views, id: created.ids[0] ?? '' };
}

test('a person is erased from a book that nobody shares', async () => {
  const replica = await Replica.open();
  const { host, views, id } = await hostOf(replica);
  expect(await host.perform('erase', { ids: [id] })).toEqual({ ok: true, value: { erased: 1 } });
  expect(await readRow(replica.book.strict, id)).toBeUndefined();
  expect(await host.perform('erase', { ids: [id] })).toEqual({ ok: true, value: { erased: 0 } });
  expect(views.map(({ isShared }) => isShared)).toEqual([false]);
});

test('a call that comes before the engine has looked does not take a shared book for a local one', async () => {
  // Shared, and its keys are gone: the device is no owner of anything any more.
  const replica = await Replica.shared(1);
  const { host, id } = await hostOf(replica);
  expect(await host.perform('erase', { ids: [id] })).toEqual({ ok: false, error: { type: 'not-shared' } });
  expect(await readRow(replica.book.strict, id)).toBeDefined();
});
