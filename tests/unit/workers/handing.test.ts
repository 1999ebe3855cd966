import { expect, test } from 'vitest';
import { handedOver } from '../../../src/workers/handing.ts';

const large = Float64Array.from({ length: 20_000 }, (_, i) => i);

test('large arrays go as copies, each once, and what was given keeps its own', async () => {
  const small = Int32Array.of(1, 2);
  const message = { task: 'x', table: { columns: [{ values: large }, { values: small }] }, again: large };
  const handed = await handedOver(message);
  if (handed === undefined) throw new Error('there is a large array');
  expect(handed.buffers).toHaveLength(1);
  const received = structuredClone(handed.message, { transfer: [...handed.buffers] });
  expect(received).toEqual(message);
  expect(large).toHaveLength(20_000);
  expect(handed.message.table.columns[1]?.values).toBe(small);
});

test('a part of a larger buffer takes nothing else along', async () => {
  const part = large.subarray(5_000, 15_000);
  const handed = await handedOver([{ part }]);
  expect(handed?.buffers[0]?.byteLength).toBe(80_000);
  expect(handed?.message[0]?.part).toEqual(part);
});

test('a message without large arrays goes as it is', () => {
  expect(handedOver({ few: Float64Array.of(1), text: 'x', nothing: null })).toBeUndefined();
});
