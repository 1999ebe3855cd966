import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fewAtOnce } from '../../../src/pwa/fewAtOnce.ts';

test('each item is taken once and in order, four at a time', async () => {
  const begun: number[] = [];
  let [running, most] = [0, 0];
  await fewAtOnce(
    Array.from({ length: 23 }, (_, i) => i),
    async (item) => {
      begun.push(item);
      most = Math.max(most, ++running);
      for (let turns = item % 5; turns >= 0; turns--) await turn();
      running--;
    },
  );
  expect(begun).toEqual(Array.from({ length: 23 }, (_, i) => i));
  expect({ running, most }).toEqual({ running: 0, most: 4 });
});

test('what fails is told', async () => {
  const failing = fewAtOnce([1, 2, 3], (item) =>
    item === 2 ? Promise.reject(new Error('gone')) : Promise.resolve(),
  );
  await expect(failing).rejects.toThrow('gone');
});

test('nothing to do is done', async () => {
  await fewAtOnce([], () => Promise.reject(new Error('never asked')));
});
