import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dateToDay } from '../../../../src/domain/dates.ts';
import {
  kindOfId,
  maxLinesInShard,
  maxRecordsInShard,
  recordIdOf,
  type RecordId,
} from '../../../../src/domain/ids.ts';
import { encodeChunk, type ImportChunk } from '../../../../src/domain/importChunk.ts';
import { linesOf, lineUnits, orderTotalMinor } from '../../../../src/domain/order.ts';
import type { Json } from '../../../../src/domain/json.ts';
import { unitsToMinor } from '../../../../src/domain/money.ts';
import { problemsOf } from '../../../../src/domain/validate.ts';
import type { RecordState, Values } from '../../../../src/domain/record.ts';
import { fieldsOf } from '../../../../src/domain/objects.ts';
import { benchSize, demoSize } from '../../../../src/interchange/sample/book.ts';
import { isExpired } from '../../../../src/domain/quoteFlow.ts';
import { payableOf } from '../../../../src/domain/tax.ts';
import { chunksOfSample, grantShards, sampleToday } from '../../../support/sampleBook.ts';

const demo = chunksOfSample(demoSize);
const records = new Map<RecordId, Values>(
  demo.flatMap(({ shard, records: list }) =>
    list.map((values, index) => [recordIdOf(shard, index), values] as const),
  ),
);
const ofKind = (kind: string): [RecordId, Values][] => [...records].filter(([id]) => kindOfId(id) === kind);
const stateOf = ([id, values]: [RecordId, Values]): RecordState => ({
  id,
  base: [values, 0, 'm1.0.0'],
  registers: {},
});

describe('the demo book', () => {
  test('is the same to the byte for the same seed, and another for another seed', () => {
    expect(digestOf(chunksOfSample(demoSize))).toBe(digestOf(demo));
    expect(digestOf(chunksOfSample(demoSize, { seed: 2 }))).not.toBe(digestOf(demo));
  });

  test('has exactly the size that was asked for', () => {
    expect(ofKind('account')).toHaveLength(1_200);
    expect(ofKind('contact')).toHaveLength(2_000);
    expect(ofKind('product')).toHaveLength(60);
    const lines = ofKind('order').flatMap((order) => linesOf(stateOf(order)));
    expect(lines).toHaveLength(9_000);
    expect(['activity', 'need', 'task', 'behaviour'].map((kind) => ofKind(kind).length)).toEqual([
      3_600, 420, 240, 600,
    ]);
  });

  test('talks with customers in the past, has tasks on both sides of today, and needs that wait', () => {
    const now = (dateToDay(sampleToday) + 1) * 86_400_000;
    const talks = ofKind('activity').map(([, values]) => values['at'] as number);
    expect(Math.max(...talks)).toBeLessThan(now);
    expect(Math.max(...talks)).toBeGreaterThan(now - 3 * 86_400_000);
    const open = ofKind('task').filter(([, values]) => values['status'] === 'open');
    const due = open.map(([, values]) => textOf(values['due']));
    for (const isThere of [(day: string) => day < sampleToday, (day: string) => day === sampleToday])
      expect(due.filter(isThere).length).toBeGreaterThan(3);
    expect(due.filter((day) => day > sampleToday).length).toBeGreaterThan(30);
    expect(ofKind('need').filter(([, values]) => values['status'] === 'open').length).toBeGreaterThan(20);
  });

  test('has quotes in every state, and payments that came, that are to come and that should have come', () => {
    const quotes = ofKind('quote').map(([, values]) => values);
    expect(new Set(quotes.map((values) => values['status']))).toEqual(
      new Set(['draft', 'sent', 'accepted', 'replaced']),
    );
    expect(quotes.filter((values) => isExpired(values, sampleToday)).length).toBeGreaterThan(1);
    const receipts = ofKind('payment').filter(([, values]) => values['kind'] === 'receipt');
    const planned = receipts.filter(([, values]) => values['status'] === 'planned');
    const due = planned.map(([, values]) => textOf(values['due']));
    expect(due.filter((day) => day < sampleToday).length).toBeGreaterThan(5);
    expect(due.filter((day) => day > sampleToday).length).toBeGreaterThan(5);
    expect(receipts.length - planned.length).toBeGreaterThan(60);
    expect(ofKind('payment').length - receipts.length).toBeGreaterThan(1);
  });

  test('an accepted quote and its order have the same lines, and no order is paid beyond what it comes to', () => {
    const ordered = ofKind('order').filter(([, values]) => values['quote'] !== undefined);
    expect(ordered.length).toBe(ofKind('quote').filter(([, { status }]) => status === 'accepted').length);
    for (const [, values] of ordered) {
      const quote = records.get(textOf(values['quote'])) ?? {};
      expect(quote['lines']).toEqual(values['lines']);
      expect(quote['account']).toBe(values['account']);
    }
    for (const order of ofKind('order')) {
      const paid = ofKind('payment').filter(
        ([, values]) => values['order'] === order[0] && values['kind'] === 'receipt',
      );
      const sum = paid.reduce((total, [, { amount }]) => total + (amount as { minor: number }).minor, 0);
      if (paid.length > 0) expect(sum).toBe(payableOf(stateOf(order))?.minor);
    }
  });

  test('names in an activity only contacts of its customer', () => {
    for (const [, values] of ofKind('activity')) {
      for (const contact of (values['contacts'] ?? []) as string[])
        expect(records.get(contact)?.['accounts']).toEqual([values['account']]);
    }
  });

  test.each(['zh', 'en'] as const)('passes validation in every record in %s', (language) => {
    for (const { shard, records: list } of chunksOfSample(demoSize, { language })) {
      for (const values of list)
        expect(problemsOf(kindOfId(shard), values), JSON.stringify(values)).toEqual([]);
    }
  });

  test('refers to no record that is not in it', () => {
    const known = new Set([...records.keys(), 'm1.0.0']);
    const missing = [...records].flatMap(([id, values]) =>
      referencesOf(id, values).filter((to) => !known.has(to)),
    );
    expect(missing).toEqual([]);
  });

  test('takes back in a return only lines of the order that it names, of the same customer and before it', () => {
    const returns = ofKind('order').filter(([, values]) => values['kind'] === 'return');
    expect(returns.length).toBeGreaterThan(40);
    for (const order of returns) {
      const [, values] = order;
      const original = records.get(textOf(values['returns'])) ?? {};
      expect(original['account']).toBe(values['account']);
      expect(original['currency']).toBe(values['currency']);
      expect(textOf(original['date']) <= textOf(values['date'])).toBe(true);
      const bought = linesOf(stateOf([textOf(values['returns']), original]));
      linesOf(stateOf(order)).forEach((line, i) =>
        expect(line).toEqual({ ...bought[i], quantity: -(bought[i]?.quantity ?? 0) }),
      );
    }
  });

  test('has totals that are the sum of the lines rounded once', () => {
    for (const order of ofKind('order')) {
      const lines = linesOf(stateOf(order));
      const currency = textOf(order[1]['currency']);
      const units = lines.reduce((sum, line) => sum + lineUnits(line), 0);
      expect(orderTotalMinor(lines, currency)).toBe(unitsToMinor(units, currency));
      for (const line of lines) expect(Number.isSafeInteger(line.price)).toBe(true);
    }
  });

  test('lies in the 24 months that end today', () => {
    const days = ofKind('order').map(([, values]) => dateToDay(textOf(values['date'])));
    const today = dateToDay(sampleToday);
    expect(Math.max(...days)).toBe(today);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(today - 731);
    expect(Math.min(...days)).toBeLessThan(today - 700);
  });

  test('has companies and persons, Chinese and Latin names, and no company twice', () => {
    const names = ofKind('account').map(([, values]) => textOf(values['name']));
    expect(names.filter((name) => /\p{Script=Han}/u.test(name)).length).toBeGreaterThan(600);
    expect(names.filter((name) => /^[\p{Script=Latin}]/u.test(name)).length).toBeGreaterThan(200);
    const companies = ofKind('account').filter(([, values]) => values['kind'] === 'company');
    expect(new Set(companies.map(([, values]) => values['name'])).size).toBe(companies.length);
  });

  test('writes e-mail addresses under .example only', () => {
    const emails = [...records.values()].flatMap((values) => (values['emails'] ?? []) as string[]);
    expect(emails.length).toBeGreaterThan(2_500);
    expect(emails.filter((email) => !email.endsWith('.example'))).toEqual([]);
  });

  test('has some damaged, anonymous, returned and adjusted records, but few', () => {
    const share = (kind: string, test: (values: Values) => boolean): number => {
      const all = ofKind(kind);
      return all.filter(([, values]) => test(values)).length / all.length;
    };
    expect(
      share('account', (values) => values['phones'] === undefined || values['level'] === undefined),
    ).toBeGreaterThan(0.002);
    expect(
      share('account', (values) => values['phones'] === undefined || values['level'] === undefined),
    ).toBeLessThan(0.03);
    for (const test of [
      (values: Values) => values['account'] === undefined,
      (values: Values) => values['kind'] === 'return',
      (values: Values) => values['kind'] === 'adjustment',
      (values: Values) => values['status'] === 'cancelled',
    ]) {
      expect(share('order', test)).toBeGreaterThan(0.002);
      expect(share('order', test)).toBeLessThan(0.06);
    }
  });

  test('holds champions, customers going quiet, customers asleep and new ones', () => {
    const figures = figuresOf(ofKind('order').map(([, values]) => values));
    const count = (test: (each: (typeof figures)[number]) => boolean): number => figures.filter(test).length;
    expect(count((each) => each.orders >= 5 && each.daysSinceLast <= 30)).toBeGreaterThan(60);
    expect(
      count((each) => each.orders >= 3 && each.daysSinceLast > 100 && each.daysSinceLast < 230),
    ).toBeGreaterThan(60);
    expect(count((each) => each.daysSinceLast >= 300)).toBeGreaterThan(150);
    expect(count((each) => each.daysSinceFirst <= 75)).toBeGreaterThan(70);
    const spent = figures.map((each) => each.spent).sort((a, b) => b - a);
    const total = spent.reduce((sum, each) => sum + each, 0);
    const topTenth = spent.slice(0, Math.round(spent.length / 10)).reduce((sum, each) => sum + each, 0);
    expect(topTenth / total).toBeGreaterThan(0.35);
    expect(topTenth / total).toBeLessThan(0.8);
  });
});

test.each([[0], [1], [3], [500], [5_000]])(
  'a book of %i accounts fills its shards and their limits',
  (accounts) => {
    const size = benchSize(accounts);
    const chunks = chunksOfSample(size);
    let lines = 0;
    for (const { shard, records: list } of chunks) {
      expect(list.length).toBeGreaterThan(0);
      expect(list.length).toBeLessThanOrEqual(maxRecordsInShard);
      if (kindOfId(shard) !== 'order') continue;
      const own = list.reduce((sum, values) => sum + (values['lines'] as unknown[]).length, 0);
      expect(own).toBeLessThanOrEqual(maxLinesInShard);
      lines += own;
    }
    expect(lines).toBe(accounts * 10);
    const kinds = chunks.map(({ shard }) => kindOfId(shard));
    expect(kinds.filter((kind) => kind === 'account')).toHaveLength(Math.ceil(accounts / maxRecordsInShard));
  },
);

test('shards are asked for exactly as they are filled', () => {
  const size = benchSize(2_500);
  const { plan, shards } = grantShards(size);
  const filled = chunksOfSample(size).map(({ shard }) => shard);
  expect(filled).toEqual(Object.values(shards).flat());
  expect(plan.chunks).toBe(filled.length);
});

function referencesOf(id: RecordId, values: Values): RecordId[] {
  const references = fieldsOf(kindOfId(id)).flatMap((field): RecordId[] => {
    const value = values[field.key];
    if (value === undefined) return [];
    if (field.type === 'reference') return [value as RecordId];
    const isList = field.element === 'reference' || field.element === 'tag';
    return isList ? [...(value as RecordId[])] : [];
  });
  const lines = (values['lines'] ?? []) as readonly (readonly [RecordId | null])[];
  return [...references, ...lines.flatMap(([product]) => product ?? [])];
}

interface Figures {
  orders: number;
  daysSinceLast: number;
  daysSinceFirst: number;
  /** In CNY, of orders in CNY alone. */
  spent: number;
}

function figuresOf(orders: readonly Values[]): Figures[] {
  const figures = new Map<string, Figures>();
  const today = dateToDay(sampleToday);
  for (const order of orders) {
    const account = order['account'];
    if (typeof account !== 'string' || order['kind'] !== 'order' || order['currency'] !== 'CNY') continue;
    const age = today - dateToDay(textOf(order['date']));
    const known = figures.get(account) ?? { orders: 0, daysSinceLast: age, daysSinceFirst: age, spent: 0 };
    figures.set(account, {
      orders: known.orders + 1,
      daysSinceLast: Math.min(known.daysSinceLast, age),
      daysSinceFirst: Math.max(known.daysSinceFirst, age),
      spent: known.spent + orderTotalMinor(linesOf(stateOf(['', order])), 'CNY') / 100,
    });
  }
  return [...figures.values()];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A failed comparison of whole books would take minutes to print. */
function digestOf(chunks: readonly ImportChunk[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(encodeChunk(chunk));
  return hash.digest('hex');
}
