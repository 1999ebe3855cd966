import { expect, test } from 'vitest';
import { phoneDoubt } from '../../../src/domain/phoneDoubt.ts';

test.each([
  ['138 0000 1234', undefined],
  ['138 0000 123', 'too-short'],
  ['138 0000 12345', 'too-long'],
  ['+86 138 0000 1234', undefined],
  ['0086 138 0000 123', 'too-short'],
  ['+86 571 8888 6666', undefined],
  ['010-62345678', undefined],
  ['62345678', 'no-area-code'],
  ['+49 40 1234567', undefined],
  ['+49 12', 'too-short'],
  ['(415) 555-2671', undefined],
  ['400-800-1234', undefined],
  ['95588', undefined],
  ['010-62345678 x 123', undefined],
])('%s: %s', (phone, doubt) => {
  expect(phoneDoubt(phone)).toBe(doubt);
});
