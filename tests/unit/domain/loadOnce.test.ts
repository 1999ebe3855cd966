import { expect, test } from 'vitest';
import { loadOnce } from '../../../src/domain/loadOnce.ts';

test('everybody who asks is given the same, loaded at the first question', async () => {
  let loads = 0;
  const load = loadOnce(() => Promise.resolve({ nth: ++loads }));
  expect(loads).toBe(0);
  const [first, second] = await Promise.all([load(), load()]);
  expect(second).toBe(first);
  expect(await load()).toBe(first);
  expect(loads).toBe(1);
});

test('a failure is told to all who wait for it, and the next question tries again', async () => {
  let loads = 0;
  const load = loadOnce(() =>
    ++loads === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(loads),
  );
  const waiting = [load(), load()];
  expect(await Promise.allSettled(waiting)).toMatchObject([
    { reason: { message: 'offline' } },
    { reason: { message: 'offline' } },
  ]);
  expect(await load()).toBe(2);
  expect(await load()).toBe(2);
});
