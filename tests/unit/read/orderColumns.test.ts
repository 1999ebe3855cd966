import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordIdOf } from '../../../src/domain/ids.ts';
import { noDay, packOrders } from '../../../src/domain/orderBlock.ts';
import type { OrderColumns } from '../../../src/domain/orderColumns.ts';
import { orderKinds, orderStatuses } from '../../../src/domain/objects.ts';
import { linesOf } from '../../../src/domain/order.ts';
import { project, valuesOf, type RecordRow, type RecordState } from '../../../src/domain/record.ts';
import { dayToDate } from '../../../src/domain/dates.ts';
import { joinOrders } from '../../../src/read/orderColumns.ts';

const line = fc.tuple(
  fc.constantFrom('p1.0.0', 'p1.0.1', null),
  fc.integer({ min: -3, max: 9 }),
  fc.integer({ min: 0, max: 90_000 }),
  fc.constantFrom(0, 0.25),
);
const values = fc.record(
  {
    number: fc.constantFrom('1', '2'),
    account: fc.constantFrom('a1.0.0', 'a1.0.1'),
    date: fc.constantFrom('2026-01-05', '2011-12-09'),
    kind: fc.constantFrom(...orderKinds),
    status: fc.constantFrom(...orderStatuses),
    currency: fc.constantFrom('CNY', 'USD'),
    lines: fc.array(line, { maxLength: 3 }),
  },
  { requiredKeys: ['number', 'kind', 'status', 'currency', 'lines'] },
);
const batches = ['b1.0.0', 'b1.0.1'] as const;

/** Orders of three shards; each shard belongs to one batch, as blocks do. */
const shards = fc.array(
  fc.record({
    batch: fc.constantFrom(undefined, ...batches),
    orders: fc.array(values, { minLength: 1, maxLength: 6 }),
  }),
  { maxLength: 3 },
);

const edit = fc.record({
  shard: fc.nat({ max: 2 }),
  index: fc.nat({ max: 8 }),
  deleted: fc.boolean(),
  values,
});

/** What the columns say of each order, in a form that does not depend on positions. */
function readBack(columns: OrderColumns): string[] {
  return Array.from({ length: columns.orderDay.length }, (_, i) => {
    const [from, to] = [columns.lineStart[i] ?? 0, columns.lineStart[i + 1] ?? 0];
    const lines = Array.from({ length: to - from }, (_, j) => [
      columns.products[columns.lineProduct[from + j] ?? -1] ?? null,
      columns.lineQuantity[from + j],
      columns.linePrice[from + j],
      columns.lineDiscount[from + j],
    ]);
    const day = columns.orderDay[i] ?? noDay;
    return JSON.stringify([
      columns.accounts[columns.orderAccount[i] ?? -1] ?? null,
      day === noDay ? null : dayToDate(day),
      orderKinds[columns.orderKind[i] ?? 0],
      orderStatuses[columns.orderStatus[i] ?? 0],
      columns.currencies[columns.orderCurrency[i] ?? 0],
      lines,
    ]);
  }).sort();
}

function describeRow(row: RecordRow): string {
  const { account = null, date = null, kind, status, currency } = valuesOf(row);
  const lines = linesOf(row).map(({ product, quantity, price, discount }) => [
    product,
    quantity,
    price,
    discount,
  ]);
  return JSON.stringify([account, date, kind, status, currency, lines]);
}

test('columns hold every visible order as it is now: those of shown blocks, and over them what was edited, added or deleted', () => {
  fc.assert(
    fc.property(shards, fc.array(edit, { maxLength: 5 }), (shards, edits) => {
      const hidden = new Set([batches[1]]);
      const states = shards.map(({ batch, orders }, shard) =>
        orders.map((values, i): RecordState => {
          const base = [values, 1, 'm1.0.0'] as const;
          return {
            id: recordIdOf(`o1.${shard}`, i),
            base: batch === undefined ? base : [...base, batch],
            registers: {},
          };
        }),
      );
      const blocks = states.map((orders, shard) => packOrders(`o1.${shard}`, orders));
      const overlay = new Map(
        edits.map(({ shard, index, deleted, values }) => {
          const id = recordIdOf(`o1.${shard}`, index);
          const registers = deleted ? { deleted: { '1.9': [true, 5, 'm1.0.0'] as const } } : {};
          return [id, project({ id, base: [values, 2, 'm1.0.0'], registers })] as const;
        }),
      );
      const standing = new Map(states.flat().map((state) => [state.id, project(state)]));
      for (const [id, row] of overlay) standing.set(id, row);
      const visible = [...standing.values()].filter(
        (row) =>
          row.deletedAt === undefined &&
          (row.batch === undefined || ![...hidden].some((batch) => batch === row.batch)),
      );
      const columns = joinOrders(
        hidden,
        [...overlay.values()],
        blocks.map(({ orders }) => orders),
        blocks.map(({ lines }) => lines),
      );
      expect(readBack(columns)).toEqual(visible.map(describeRow).sort());
      expect(columns.lineStart.at(-1)).toBe(columns.lineQuantity.length);
    }),
    { numRuns: 300 },
  );
});
