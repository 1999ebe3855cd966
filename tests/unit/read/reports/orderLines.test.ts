import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { packOrders } from '../../../../src/domain/orderBlock.ts';
import { project, type RecordState, type Values } from '../../../../src/domain/record.ts';
import type { ReportDefinition } from '../../../../src/read/reports/definition.ts';
import { closeBook, openBook, serve, write, type Opened } from '../../../support/indexServer.ts';

afterEach(closeBook);

const order = (id: string, values: Values): RecordState => ({
  id,
  base: [
    { number: id, date: '2026-01-05', kind: 'order', status: 'done', currency: 'CNY', ...values },
    1,
    'm1.0.0',
  ],
  registers: {},
});

const revenue: ReportDefinition = {
  object: 'orderLine',
  measure: { op: 'sum', field: 'net' },
  group: { field: 'product>category' },
  sort: 'value',
  chart: 'bar',
};

async function aBook(): Promise<Opened> {
  const db = await openBook();
  await write(db, 'product', [
    project({ id: 'p1.0.0', base: [{ name: 'Tea', category: 'Drinks' }, 1, 'm1.0.0'], registers: {} }),
    project({ id: 'p1.0.1', base: [{ name: 'Bowl', category: 'Home' }, 1, 'm1.0.0'], registers: {} }),
  ]);
  const packed = packOrders('o1.0', [
    order('o1.0.0', {
      lines: [
        ['p1.0.0', 2, 105_000, 0.1],
        ['p1.0.1', 1, 200_000],
      ],
    }),
    order('o1.0.1', { date: '2026-02-07', kind: 'return', lines: [['p1.0.0', 1, 105_000]] }),
    order('o1.0.2', { lines: [[null, 1, 10_000]] }),
  ]);
  await db.orderBlocks.put(packed.orders);
  await db.columns.put(packed.lines);
  return serve(db);
}

const valuesOf = async ({ ask }: Opened, definition: ReportDefinition) => {
  const { groups } = await ask('report', { definition, likelihoods: {} });
  return groups.map(({ key, value, rows }) => [key, value, rows]);
};

test('lines are summed by what their product is of; returns are taken off, and lines without a product stand last', async () => {
  const opened = await aBook();
  expect(await valuesOf(opened, revenue)).toEqual([
    ['Home', 20, 1],
    ['Drinks', 18.9 - 10.5, 2],
    [null, 1, 1],
  ]);
  expect(await valuesOf(opened, { ...revenue, group: { field: 'date', by: 'month' }, sort: 'key' })).toEqual([
    ['2026-01', 39.9, 3],
    ['2026-02', -10.5, 1],
  ]);
});

test('an order that is edited counts as it is now, and a new one from then on', async () => {
  const opened = await aBook();
  await valuesOf(opened, revenue);
  await write(opened.db, 'order', [
    project(order('o1.0.0', { lines: [['p1.0.0', 1, 30_000]] })),
    project(order('o1.1.0', { lines: [['p1.0.1', 3, 10_000]] })),
  ]);
  await opened.wake();
  expect(await valuesOf(opened, revenue)).toEqual([
    ['Home', 3, 1],
    ['Drinks', 3 - 10.5, 2],
    [null, 1, 1],
  ]);
});

test('a share of returns is told by what was sent back and what was sold', async () => {
  const opened = await aBook();
  const ofKind = (kind: string) => ({
    match: 'all' as const,
    conditions: [{ field: 'kind', op: 'anyOf' as const, values: [kind] }],
  });
  const { value, groups } = await opened.ask('report', {
    definition: {
      ...revenue,
      measure: { op: 'rate', field: 'amount', part: ofKind('return'), whole: ofKind('order') },
      group: { field: 'product' },
    },
    likelihoods: {},
  });
  expect(value).toBeCloseTo(10.5 / 39.9, 12);
  expect(groups.map(({ key, value: share }) => [key, share])).toEqual([
    ['p1.0.0', 10.5 / 18.9],
    ['p1.0.1', 0],
    [null, 0],
  ]);
});
