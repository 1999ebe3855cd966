import { expect, test } from 'vitest';
import { freePort } from '../support/freePort.ts';

test('a free port is a port number', () => {
  expect(freePort()).toBeGreaterThan(1023);
  expect(freePort()).toBeLessThan(65536);
});
