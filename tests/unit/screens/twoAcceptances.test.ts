import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { applyTogether, createRecord, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { isRecordId, kindOfId, type RecordId } from '../../../src/domain/ids.ts';
import { conflictsOf, valuesOf } from '../../../src/domain/record.ts';
import {
  acceptance,
  standingOrders,
  standingVersions,
  versioning,
} from '../../../src/screens/sales/quoteActs.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const today = '2026-11-23';
let devices: Replica[] = [];
afterEach(() => {
  for (const device of devices) device.close();
  devices = [];
});

/** Everything that each has written reaches the other. */
async function meet(): Promise<void> {
  for (const from of devices) {
    await from.fold();
    for (const entry of await from.newEntries())
      for (const to of devices) if (to !== from) await to.receive(entry);
  }
  for (const device of devices) await device.fold();
}

async function rowsOf(device: Replica, kind: 'order' | 'quote', field: string, of: RecordId) {
  const ids = [...(await allRows(device.book)).keys()].filter(
    (id) => isRecordId(id) && kindOfId(id) === kind,
  );
  const rows = await Promise.all(ids.map((id) => device.mustRow(id)));
  return rows.filter((row) => row.deletedAt === undefined && valuesOf(row)[field] === of);
}

const maker = ({ device }: Replica) => ({ device, taken: new Set<string>() });

async function twoDevices(): Promise<{ quote: RecordId; deal: RecordId }> {
  devices = [await Replica.shared(1), await Replica.shared(2)];
  const [one] = devices;
  if (one === undefined) throw new Error('no device');
  const made = valueOfResult(await createRecord(one.book, 'deal', { name: 'Eight shops', stage: 'quoted' }));
  const deal = made.ids[0] ?? '';
  const lines = [[null, 3, 80_000_000, 0, 'Machine']];
  const values = { status: 'sent', date: today, currency: 'CNY', deal, lines };
  const quote = valueOfResult(await createRecord(one.book, 'quote', values)).ids[0] ?? '';
  await meet();
  return { quote, deal };
}

test('two devices that accept one quote apart make two orders with numbers of their own, and both are told', async () => {
  const { quote, deal } = await twoDevices();
  for (const { book, mustRow } of devices.map((each) => ({
    book: each.book,
    mustRow: each.mustRow.bind(each),
  })))
    valueOfResult(await applyTogether(book, acceptance(await mustRow(quote), await mustRow(deal), today)));
  await meet();
  for (const device of devices) {
    const orders = standingOrders(await rowsOf(device, 'order', 'quote', quote));
    expect(orders).toHaveLength(2);
    expect(new Set(orders.map((row) => valuesOf(row)['number'])).size).toBe(2);
    const [shownQuote, shownDeal] = [await device.mustRow(quote), await device.mustRow(deal)];
    expect(valuesOf(shownQuote)['status']).toBe('accepted');
    expect(valuesOf(shownDeal)).toMatchObject({ stage: 'won', closeDate: today });
    expect([...conflictsOf(shownQuote), ...conflictsOf(shownDeal)]).toEqual([]);
  }
  const [one, two] = devices;
  const [extra] = await rowsOf(one!, 'order', 'quote', quote);
  valueOfResult(await updateRecord(one!.book, extra!, { status: 'cancelled' }));
  await meet();
  expect(standingOrders(await rowsOf(two!, 'order', 'quote', quote))).toHaveLength(1);
});

test('an acceptance taken back leaves neither order nor won deal, on every device', async () => {
  const { quote, deal } = await twoDevices();
  const [one] = devices;
  const acts = acceptance(await one!.mustRow(quote), await one!.mustRow(deal), today);
  const { command } = valueOfResult(await applyTogether(one!.book, acts));
  await meet();
  valueOfResult(await undo(one!.book, command));
  await meet();
  for (const device of devices) {
    expect(await rowsOf(device, 'order', 'quote', quote)).toEqual([]);
    expect(valuesOf(await device.mustRow(quote))['status']).toBe('sent');
    expect(valuesOf(await device.mustRow(deal))['stage']).toBe('quoted');
  }
});

test('new versions that two devices make apart both name the quote that they replace', async () => {
  const { quote } = await twoDevices();
  for (const device of devices)
    valueOfResult(
      await applyTogether(device.book, versioning(await device.mustRow(quote), today, maker(device))),
    );
  await meet();
  for (const device of devices) {
    const versions = standingVersions(await rowsOf(device, 'quote', 'replaces', quote));
    expect(versions.map((row) => valuesOf(row)['version'])).toEqual([2, 2]);
    const numbers = versions.map((row) => valuesOf(row)['number']);
    const family = valuesOf(await device.mustRow(quote))['number'] as string;
    expect(numbers).toEqual([`${family}-V2`, `${family}-V2-2`]);
    expect(valuesOf(await device.mustRow(quote))['status']).toBe('replaced');
  }
});
