import { expect, test } from 'vitest';
import { exportTable } from '../../../src/app/exportTable.ts';

test('a table that a screen shows becomes a file in which no name is a formula and amounts are numbers', async () => {
  const table = {
    name: 'Deals',
    header: ['Source', 'Amount'],
    rows: [
      ['=HYPERLINK("x")', { amount: 300.5, currency: 'USD' }],
      ['(empty)', null],
    ],
  };
  const csv = await exportTable('csv', table);
  expect(await csv.text()).toBe('Source,Amount\r\n"\'=HYPERLINK(""x"")",300.5\r\n(empty),\r\n');
  const workbook = await exportTable('xlsx', table);
  expect(new TextDecoder().decode((await workbook.arrayBuffer()).slice(0, 2))).toBe('PK');
});
