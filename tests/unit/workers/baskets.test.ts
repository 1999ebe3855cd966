import { describe, expect, it } from 'vitest';
import type { SetColumn, TableColumn } from '../../../src/domain/table.ts';
import { baskets, type BasketsAnswer, type BasketSource } from '../../../src/workers/tasks/baskets.ts';
import { columnsOf } from '../../support/orderColumns.ts';

async function answerTo(source: BasketSource): Promise<BasketsAnswer> {
  const request = { source, support: 0.3, confidence: 0.5, seed: 1 };
  const result = await baskets(request, () => undefined);
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

/** Tea with cake twice, tea alone once, and an empty basket. */
const sets: SetColumn = {
  ...{ key: 'list', type: 'set', labels: ['tea', 'cake'] },
  start: Uint32Array.from([0, 2, 3, 3, 5]),
  codes: Uint32Array.from([0, 1, 0, 1, 0]),
};

describe('baskets of a table', () => {
  it('are the sets of its rows; an empty one is none', async () => {
    const found = await answerTo({ type: 'sets', column: sets });
    expect(found).toMatchObject({ baskets: 3, itemsSeen: 2, ruleCount: 2, offers: null });
    expect(Array.from(found.counts)).toEqual([3, 2]);
    expect(found.items).toEqual(['tea', 'cake']);
  });
  it('are the rows with the same number, and the same as sets', async () => {
    const basket: TableColumn = {
      ...{ key: 'bill', type: 'number' },
      values: Float64Array.from([7, 7, 9, 12, 12, NaN]),
    };
    const item: TableColumn = {
      ...{ key: 'product', type: 'category', labels: ['tea', 'cake'] },
      codes: Int32Array.from([0, 1, 0, 1, 0, 1]),
    };
    expect(await answerTo({ type: 'columns', basket, item })).toEqual(
      await answerTo({ type: 'sets', column: sets }),
    );
  });
});

describe('baskets of orders', () => {
  const orders = {
    ...columnsOf([
      {
        account: 'a',
        date: '2026-01-01',
        lines: [
          [1, 1],
          [1, 1],
        ],
      },
      { account: 'b', date: '2026-01-02', lines: [[1, 1]] },
      { account: 'a', date: '2026-01-03', lines: [[1, 1]] },
    ]),
    lineProduct: Int32Array.from([0, 1, 0, 2]),
    products: ['p', 'q', 'r'],
  };
  const source = (by: 'order' | 'customer', accounts: readonly string[] | null): BasketSource => ({
    ...{ type: 'orders', by, accounts, orders: { type: 'columns', columns: orders } },
  });

  it('offer to each customer what others with the same products bought', async () => {
    const { offers, baskets: count } = await answerTo(source('order', null));
    expect(count).toBe(3);
    expect(offers?.accounts).toEqual(['a', 'b']);
    const ofB = Array.from(offers!.items.slice(offers!.length, 2 * offers!.length));
    expect(ofB).toEqual([1, 2, -1, -1, -1]);
    expect(offers!.because[offers!.length]).toBe(0);
  });
  it('are of the customers asked for alone, and none of them is said', async () => {
    expect((await answerTo(source('customer', ['b']))).baskets).toBe(1);
    const request = { source: source('order', ['nobody']), support: null, confidence: null, seed: 1 };
    expect(await baskets(request, () => undefined)).toEqual({ ok: false, error: { type: 'no-orders' } });
  });
});
