import { expect, test } from 'vitest';
import { later, type Live } from '../../../src/database/live.ts';

/** A live value in the hands of the test. */
function source(): { live: Live<number>; tell: (value: number) => void; readers: () => number } {
  const readers = new Set<(value: number) => void>();
  return {
    live: {
      subscribe: (onValue) => {
        readers.add(onValue);
        return () => readers.delete(onValue);
      },
    },
    tell: (value) => readers.forEach((read) => read(value)),
    readers: () => readers.size,
  };
}

test('a reader that is loaded first tells every value from then on, until it is ended', async () => {
  const { live, tell, readers } = source();
  const seen: number[] = [];
  const stop = later(() => Promise.resolve(live)).subscribe((value) => seen.push(value));
  await Promise.resolve();
  tell(1);
  tell(2);
  stop();
  tell(3);
  expect(seen).toEqual([1, 2]);
  expect(readers()).toBe(0);
});

test('who ends it before it is loaded never reads', async () => {
  const { live, readers } = source();
  later(() => Promise.resolve(live)).subscribe(() => undefined)();
  await Promise.resolve();
  expect(readers()).toBe(0);
});

test('a reader that cannot be loaded is an error of the one who asked', async () => {
  const failures: unknown[] = [];
  const offline = new Error('offline');
  later<number>(() => Promise.reject(offline)).subscribe(
    () => undefined,
    (thrown) => failures.push(thrown),
  );
  await new Promise((done) => setTimeout(done));
  expect(failures).toEqual([offline]);
});
