import { expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { companyFields } from '../../../src/domain/companyDetails.ts';
import { paperDocument, type DocumentSources } from '../../../src/screens/sales/document.ts';
import { aRow, idAt } from '../../support/rows.ts';

const [machine, quoteId] = [idAt('product', 0), idAt('quote', 0)];
const sources: DocumentSources = {
  company: {
    ...Object.fromEntries(companyFields.map((field) => [field, field])),
    ...{ name: 'Shanque', nameEn: 'Shanque Ltd.', addressEn: '' },
  },
  customer: { name: 'Nordkaffe', address: 'Speicherstadt 4' },
  names: new Map([
    [machine, 'Two-group machine'],
    [quoteId, 'QT-1'],
  ]),
  choice: (value) => value,
};
const quote = (more: Readonly<Record<string, Json>> = {}) =>
  aRow(quoteId, {
    ...{ number: 'QT-1-V2', version: 2, date: '2026-11-23', validUntil: '2026-12-23', currency: 'CNY' },
    lines: [
      [machine, 2, 80_000_000, 0.1, 'with filters', 0.13],
      [null, 1, 12_345, 0, 'Delivery', 0.06],
    ],
    ...more,
  });

test('a quotation says everything in its own language, whatever the language on screen', () => {
  const [zh, en] = (['zh', 'en'] as const).map((language) => paperDocument(quote(), sources, language));
  expect(en?.title).toBe('Quotation');
  expect(zh?.title).not.toBe(en?.title);
  expect(en?.sender).toEqual({
    name: 'Shanque Ltd.',
    lines: ['address', 'Phone phone', 'E-mail email', 'Tax number taxNumber'],
  });
  expect(zh?.sender.name).toBe('Shanque');
  expect(en?.receiver.lines).toEqual(['Nordkaffe', 'Speicherstadt 4']);
  expect(en?.facts).toEqual([
    { label: 'Number', value: 'QT-1-V2' },
    { label: 'Date', value: '23 November 2026' },
    { label: 'Version', value: '2' },
    { label: 'Valid until', value: '23 December 2026' },
  ]);
  expect(zh?.facts[1]?.value).toContain('2026');
  expect(en?.bank.map(({ value }) => value)).toEqual(['bank', 'bankAccount']);
});

test('lines show product, text, discount and rate, and the last total is what counts', () => {
  const paper = paperDocument(quote({ taxMode: 'added' }), sources, 'en');
  expect(paper.lines[0]).toEqual({
    ...{ name: 'Two-group machine', text: 'with filters', quantity: '2', price: 'CN¥8,000.00' },
    ...{ discount: '10%', rate: '13%', amount: 'CN¥14,400.00' },
  });
  expect(paper.lines[1]).toMatchObject({ name: 'Delivery', text: '', price: 'CN¥1.2345', discount: '' });
  expect([paper.hasDiscount, paper.hasTax]).toEqual([true, true]);
  expect(paper.totals).toEqual([
    { label: 'Subtotal', value: 'CN¥14,401.23' },
    { label: 'VAT 6%', value: 'CN¥0.07' },
    { label: 'VAT 13%', value: 'CN¥1,872.00' },
    { label: 'Total', value: 'CN¥16,273.30' },
  ]);
});

test('an order names its quotation, and a return the order that it takes back', () => {
  const values = { number: 'SO-1', date: '2026-11-23', currency: 'EUR', quote: quoteId, lines: [] };
  const order = paperDocument(aRow(idAt('order', 0), values), sources, 'en');
  expect(order).toMatchObject({ title: 'Order confirmation', hasTax: false });
  expect(order.facts).toContainEqual({ label: 'Quotation', value: 'QT-1' });
  const back = aRow(idAt('order', 1), { ...values, kind: 'return', lines: [[machine, -1, 10_000]] });
  expect(paperDocument(back, sources, 'en')).toMatchObject({
    title: 'Return note',
    bank: [],
    totals: [{ label: 'Total given back', value: '-€1.00' }],
  });
});

test('a planned payment is asked for, one that came is receipted, and a refund is noted', () => {
  const paper = (more: Readonly<Record<string, Json>>) =>
    paperDocument(
      aRow(idAt('payment', 0), { number: 'PM-1', amount: { minor: 5_050, currency: 'USD' }, ...more }),
      sources,
      'en',
    );
  const request = paper({ status: 'planned', due: '2026-12-01' });
  expect(request.title).toBe('Payment request');
  expect(request.facts).toContainEqual({ label: 'To be paid by', value: '1 December 2026' });
  expect(request.totals).toEqual([{ label: 'Amount to be paid', value: '$50.50' }]);
  const receipt = paper({ status: 'done', date: '2026-12-02', method: 'transfer' });
  expect(receipt.title).toBe('Payment receipt');
  expect(receipt.facts).toContainEqual({ label: 'Method of payment', value: 'Transfer' });
  expect(paper({ kind: 'refund', status: 'done' }).title).toBe('Refund note');
});
