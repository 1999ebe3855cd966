import { expect, test } from 'vitest';
import { pacer } from '../../../src/domain/pacer.ts';

test('others have their turn once a part has taken long, and not before', async () => {
  let now = 0;
  const pause = pacer(() => now);
  let hadTurn = false;
  setTimeout(() => (hadTurn = true));
  now = 5;
  await pause();
  expect(hadTurn).toBe(false);
  now = 20;
  await pause();
  expect(hadTurn).toBe(true);
});
