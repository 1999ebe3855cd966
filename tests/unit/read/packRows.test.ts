import { afterEach, expect, test, vi } from 'vitest';
import { textOfBytes } from '../../../src/read/textBytes.ts';
import { aRow } from '../../support/rows.ts';

const load = vi.hoisted(() => vi.fn());
vi.mock(import('../../../src/read/pinyin.ts'), async (original) => ({
  ...(await original()),
  loadPinyin: load,
}));

afterEach(() => load.mockReset());

const rows = [aRow('a1.0.0', { name: '蓝岸' })];

test('where pinyin cannot be loaded, names go into memory without it and nothing is stored', async () => {
  const { packRows, packRowsForNow } = await import('../../../src/read/packRows.ts');
  load.mockRejectedValue(new TypeError('offline'));
  expect(textOfBytes((await packRowsForNow('account', rows)).search.full.bytes)).toBe('\n');
  await expect(packRows('account', rows)).rejects.toThrow('offline');
});

test('after a failure pinyin is asked for again, and after a success never', async () => {
  const { packRows } = await import('../../../src/read/packRows.ts');
  load.mockRejectedValueOnce(new TypeError('offline'));
  await expect(packRows('account', rows)).rejects.toThrow('offline');
  load.mockResolvedValue({ readingsOf: () => ['lan', 'an'] });
  expect(textOfBytes((await packRows('account', rows)).search.full.bytes)).toBe('lanan\n');
  await packRows('account', rows);
  expect(load).toHaveBeenCalledTimes(2);
});

test('rows without Han names never load it', async () => {
  const { packRows } = await import('../../../src/read/packRows.ts');
  await packRows('account', [aRow('a1.0.0', { name: 'Müller' })]);
  expect(load).not.toHaveBeenCalled();
});
