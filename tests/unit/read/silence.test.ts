import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { dateToDay } from '../../../src/domain/dates.ts';
import type { Json } from '../../../src/domain/json.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import type { SilentRequest } from '../../../src/read/silence.ts';
import { closeBook, openBook, serve, write } from '../../support/indexServer.ts';
import { aRow } from '../../support/rows.ts';

afterEach(closeBook);

const ann = 'm1.0.0';
const on = (date: string): number => new Date(`${date}T12:00`).getTime();
const made = (id: string, date: string, values: Record<string, Json>): RecordRow =>
  project({ id, base: [values, on(date), ann], registers: {} });
const account = (index: number, values: Record<string, Json> = {}, date = '2026-01-01'): RecordRow =>
  made(`a1.0.${String(index)}`, date, { name: `C${String(index)}`, owner: ann, ...values });
const request = (until: string, more: Partial<SilentRequest> = {}): SilentRequest => ({
  ...{ kind: 'account', silentDays: 30, notBefore: 0, until: dateToDay(until), limit: 100 },
  ...more,
});

async function served(...rows: readonly (readonly [Parameters<typeof write>[1], RecordRow[]])[]) {
  const db = await openBook();
  for (const [kind, of] of rows) await write(db, kind, of);
  const { ask } = serve(db);
  return async (asked: SilentRequest) => (await ask('silent', asked)).items.map(({ id }) => id);
}

test('a customer without a word for so many days is silent, from the day on which they are over', async () => {
  const silent = await served(['account', [account(0)]]);
  expect(await silent(request('2026-01-30'))).toEqual([]);
  expect(await silent(request('2026-01-31'))).toEqual(['a1.0.0']);
});

test('a conversation, an order, an open deal or a new owner is a word; nobody’s customers are none of anybody', async () => {
  const silent = await served(
    [
      'account',
      [0, 1, 2, 3, 4, 5].map((i) =>
        account(i, i === 4 ? { ownerSince: on('2026-02-01') } : i === 5 ? { owner: null } : {}),
      ),
    ],
    ['activity', [aRow('y1.0.0', { type: 'call', at: on('2026-01-20'), account: 'a1.0.1' })]],
    [
      'order',
      [
        aRow('o1.0.0', {
          ...{
            number: '1',
            currency: 'EUR',
            status: 'done',
            date: '2026-01-25',
            account: 'a1.0.2',
            lines: [],
          },
        }),
      ],
    ],
    ['deal', [aRow('d1.0.0', { name: 'D', account: 'a1.0.3', stage: 'quoted', stageSince: '2026-01-02' })]],
  );
  expect(await silent(request('2026-02-10'))).toEqual(['a1.0.0']);
  expect(await silent(request('2026-02-20'))).toEqual(['a1.0.0', 'a1.0.1']);
  expect(await silent(request('2027-01-01'))).toEqual(['a1.0.0', 'a1.0.1', 'a1.0.2', 'a1.0.4']);
});

test('nobody goes back before the warning is over, nor again once that day was looked through', async () => {
  const silent = await served(['account', [account(0)]]);
  const notBefore = dateToDay('2026-06-01');
  expect(await silent(request('2026-05-31', { notBefore }))).toEqual([]);
  expect(await silent(request('2026-06-01', { notBefore }))).toEqual(['a1.0.0']);
  expect(await silent(request('2026-06-02', { notBefore, after: notBefore }))).toEqual([]);
});

test('leads are silent for themselves, but not those that became customers or lead nowhere', async () => {
  const leads = ['working', 'converted', 'dead', 'assigned'].map((status, i) =>
    made(`l1.0.${String(i)}`, '2026-01-01', { name: 'Mia', owner: ann, status }),
  );
  const silent = await served(
    ['lead', leads],
    ['activity', [aRow('y1.0.0', { type: 'call', at: on('2026-02-20'), lead: 'l1.0.3' })]],
  );
  expect(await silent(request('2026-03-01', { kind: 'lead' }))).toEqual(['l1.0.0']);
});

test('what was said to a lead that became the customer is said to the customer', async () => {
  const lead = made('l1.0.0', '2026-01-01', { name: 'Mia', status: 'converted', account: 'a1.0.0' });
  const silent = await served(
    ['account', [account(0)]],
    ['lead', [lead]],
    ['activity', [aRow('y1.0.0', { type: 'call', at: on('2026-01-20'), lead: 'l1.0.0' })]],
  );
  expect(await silent(request('2026-02-10'))).toEqual([]);
});
