import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BookDatabase } from '../../../src/database/schema.ts';
import { ok } from '../../../src/domain/result.ts';
import { recordIdOf, type RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { RecordRow } from '../../../src/domain/record.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { PastTalks, type PastTalksPort } from '../../../src/workers/pastTalks.ts';
import type { PastTalksRequest } from '../../../src/workers/pastTalksMessages.ts';
import { PastTalksWork } from '../../../src/workers/pastTalksWork.ts';
import { write } from '../../support/indexServer.ts';
import { aRow } from '../../support/rows.ts';

let db: BookDatabase;
let work: PastTalksWork;
let books = 0;

const talk = (index: number, body: string, more: Record<string, Json> = {}): RecordRow =>
  aRow(recordIdOf('y1.0', index), { type: 'note', at: 1_000 * index, body, ...more });
const need = (index: number, title: string, more: Record<string, Json> = {}): RecordRow =>
  aRow(recordIdOf('n1.0', index), { title, ...more });

beforeEach(async () => {
  db = new BookDatabase(`pastTalks-${++books}`, 'relaxed');
  await db.open();
  work = new PastTalksWork(db);
});
afterEach(() => work.close());

const idsFor = async (text: string, more: { account?: RecordId; except?: RecordId } = {}) =>
  (await work.similar({ text, limit: 5, ...more })).map(({ row }) => row.id);

test('the newest of the book are compared whoever they are about, conversations and needs alike', async () => {
  await write(db, 'activity', [
    talk(0, 'The grinder jams after an hour', { account: 'a1.0.0' }),
    talk(1, 'Asked for the price list', { account: 'a1.0.1' }),
  ]);
  await write(db, 'need', [need(0, 'Grinder jams too often', { account: 'a1.0.1' })]);
  work.recent(['y1.0.0', 'y1.0.1', 'n1.0.0']);
  expect((await idsFor('Their grinder jams again')).toSorted()).toEqual(['n1.0.0', 'y1.0.0']);
});

test('Chinese is compared by its pairs, and what both share is marked', async () => {
  await write(db, 'activity', [talk(0, '客户说磨豆机卡豆，要换刀盘'), talk(1, '约了下周二试饮')]);
  work.recent(['y1.0.0', 'y1.0.1']);
  const [best, ...rest] = await work.similar({ text: '磨豆机又卡豆了', limit: 5 });
  expect(best?.row.id).toBe('y1.0.0');
  expect(rest).toEqual([]);
  expect(best?.marks.map(([from, to]) => best.text.slice(from, to))).toEqual(['磨豆机卡豆']);
});

test('of the customer everything is compared, however old, and of others only the newest', async () => {
  await write(db, 'activity', [
    talk(0, 'Espresso machine leaks', { account: 'a1.0.0' }),
    talk(1, 'Espresso machine leaks', { account: 'a1.0.1' }),
  ]);
  work.recent([]);
  expect(await idsFor('espresso machine leaks', { account: 'a1.0.0' })).toEqual(['y1.0.0']);
  expect(await idsFor('espresso machine leaks')).toEqual([]);
});

test('of the same text said to many only one is shown, to this customer or else the newest', async () => {
  const body = 'Sent the price list of grinders';
  await write(db, 'activity', [
    talk(0, body, { account: 'a1.0.0' }),
    talk(1, body, { account: 'a1.0.1' }),
    talk(2, body, { account: 'a1.0.2' }),
    talk(3, 'Price list of grinders is old', { account: 'a1.0.2' }),
  ]);
  work.recent(['y1.0.3', 'y1.0.2', 'y1.0.1', 'y1.0.0']);
  expect(await idsFor('sent price list of grinders', { account: 'a1.0.1' })).toEqual(['y1.0.1', 'y1.0.3']);
  expect(await idsFor('sent price list of grinders')).toEqual(['y1.0.2', 'y1.0.3']);
});

test('words that only hold sentences together make no text like another', async () => {
  await write(db, 'activity', [talk(0, 'It should be there the day after')]);
  work.recent(['y1.0.0']);
  expect(await idsFor('They should be at the fair')).toEqual([]);
});

test('what is deleted, hidden with its import or being written itself is no answer', async () => {
  await write(db, 'batch', [aRow('b1.0.0', { title: 'Import', status: 'undone' })]);
  const leak = 'Espresso machine leaks';
  await write(db, 'activity', [
    talk(0, leak),
    { ...talk(1, leak), deletedAt: 5 },
    aRow('y1.0.2', { type: 'note', at: 0, body: leak }, { base: [{ body: leak }, 0, 'm1.0.0', 'b1.0.0'] }),
    talk(3, leak),
  ]);
  work.recent(['y1.0.0', 'y1.0.1', 'y1.0.2', 'y1.0.3']);
  expect(await idsFor(leak, { except: 'y1.0.0' })).toEqual(['y1.0.3']);
  expect(await idsFor(leak, { except: 'y1.0.3' })).toEqual(['y1.0.0']);
});

test('what is written meanwhile counts with the next question', async () => {
  await write(db, 'activity', [talk(0, 'Asked for the price list', { account: 'a1.0.0' })]);
  const account = 'a1.0.0';
  expect(await idsFor('grinder jams', { account })).toEqual([]);
  await write(db, 'activity', [
    talk(0, 'Grinder jams', { account }),
    talk(1, 'Grinder jams again', { account }),
  ]);
  expect((await idsFor('grinder jams', { account })).toSorted()).toEqual(['y1.0.0', 'y1.0.1']);
});

test('a log that was trimmed meanwhile leads to everything being read anew', async () => {
  await write(db, 'activity', [talk(0, 'Asked for the price list')]);
  work.recent(['y1.0.0']);
  expect(await idsFor('grinder jams')).toEqual([]);
  await write(db, 'activity', [talk(0, 'Grinder jams')]);
  await write(db, 'account', [aRow('a1.0.0', { name: 'A' })]);
  await db.rowLog.where('seq').belowOrEqual(2).delete();
  expect(await idsFor('grinder jams')).toEqual(['y1.0.0']);
});

/** A port that answers when it is told to, and an index that has nothing. */
function aClient(): { client: PastTalks; asked: string[]; answer: () => void } {
  const requests: Extract<PastTalksRequest, { type: 'call' }>[] = [];
  const asked: string[] = [];
  const port: PastTalksPort = {
    onmessage: null,
    onerror: null,
    terminate: () => undefined,
    postMessage: (request) => {
      if (request.type !== 'call' || request.call !== 'similar') return;
      requests.push(request);
      asked.push((request.args[0] as { text: string }).text);
    },
  };
  const answer = () => {
    const request = requests.shift();
    port.onmessage?.call(
      port as Worker,
      new MessageEvent('message', { data: { id: request?.id, value: [] } }),
    );
  };
  const index = {
    onChange: () => () => undefined,
    query: () => Promise.resolve(ok({ total: 0, matched: 0, ids: [] })),
  } as unknown as ListIndex;
  return { client: new PastTalks('book', index, () => port), asked, answer };
}

test('of questions that come while one is under way only the last is asked; the others get nothing', async () => {
  const { client, asked, answer } = aClient();
  const answers = ['a', 'ab', 'abc', 'abcd'].map((text) => client.ask({ text, limit: 5 }));
  await Promise.resolve();
  expect(asked).toEqual(['a']);
  answer();
  expect(await answers[0]).toEqual([]);
  expect(await answers[1]).toBeUndefined();
  expect(await answers[2]).toBeUndefined();
  answer();
  expect(await answers[3]).toEqual([]);
  expect(asked).toEqual(['a', 'abcd']);
  client.close();
});
