import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeChunk } from '../../../src/domain/importChunk.ts';
import type { StoredLine } from '../../../src/domain/order.ts';
import type { Values } from '../../../src/domain/record.ts';
import { begunImport, checkedImport, quietly } from '../../support/imports.ts';
import { Replica } from '../../support/replica.ts';
import { readSharedJson, sharedFolder } from '../../support/sharedData.ts';

interface Truth {
  rows_clean: number;
  customers: number;
  invoices: number;
  products: number;
  revenue_sum: number;
}

test.skipIf(sharedFolder === null)(
  'Online Retail comes in whole, and its orders give the reference figures',
  async () => {
    const truth = readSharedJson('truth/rfm_online_retail.json') as Truth;
    const bytes = readFileSync(new URL('data/online_retail/online_retail.csv.gz', sharedFolder ?? ''));
    const replica = await Replica.open();
    const checked = await checkedImport(replica, new Blob([bytes]), { currency: 'GBP' });
    expect(checked.report).toMatchObject({
      rows: 541_909,
      outcomes: { new: 541_909, updated: 0, same: 0, skipped: 0, out: 0 },
      orders: { orders: 20_726, returns: 3_836, adjustments: 1_338, anonymous: 3_710, lines: 541_909 },
      plan: { records: { product: 4_070, account: 4_372, order: 25_900 } },
    });

    const { shards } = await begunImport(replica, checked);
    const written: Record<string, number> = {};
    const orders: Values[] = [];
    const { work, settings, report } = checked;
    await work.write(
      settings,
      report.plan,
      shards,
      0,
      Infinity,
      (_position, chunk) => {
        const decoded = decodeChunk(chunk);
        if (decoded.type !== 'create') throw new Error('nothing is there to update');
        const kind = decoded.shard.charAt(0);
        written[kind] = (written[kind] ?? 0) + decoded.records.length;
        if (kind === 'o') orders.push(...decoded.records);
        return Promise.resolve(true);
      },
      quietly(),
    );
    expect(written).toEqual({ p: 4_070, a: 4_372, o: 25_900 });

    const customers = new Set<unknown>();
    const invoices = new Set<unknown>();
    const products = new Set<unknown>();
    let rows = 0;
    let units = 0;
    for (const order of orders) {
      if (order['account'] === undefined || order['kind'] === 'return') continue;
      for (const [product, quantity, price] of order['lines'] as unknown as StoredLine[]) {
        if (quantity <= 0 || price <= 0) continue;
        rows += 1;
        units += quantity * price;
        customers.add(order['account']);
        invoices.add(order['number']);
        products.add(product);
      }
    }
    expect({
      rows,
      customers: customers.size,
      invoices: invoices.size,
      products: products.size,
      revenue: units / 10_000,
    }).toEqual({
      rows: truth.rows_clean,
      customers: truth.customers,
      invoices: truth.invoices,
      products: truth.products,
      revenue: truth.revenue_sum,
    });
    replica.close();
  },
  120_000,
);
