import { describe, expect, test } from 'vitest';
import { digitsOf, findFolded, fold, isPhoneLike } from '../../../src/read/fold.ts';

test.each([
  ['Müller', 'muller'],
  ['ÉLAN', 'elan'],
  ['Straße', 'strasse'],
  ['Łódź', 'lodz'],
  ['Ａｂｃ１', 'abc1'],
  ['蓝岸 Coffee', '蓝岸 coffee'],
  ['İzmir', 'izmir'],
  ['line\nbreak\u0001', 'line break '],
  ['한국', '한국'],
])('%j is compared as %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

describe('the part of a name that a folded term stands for', () => {
  test('counts in the offsets of the name as it is written', () => {
    expect(findFolded('Straße Élan', 'elan')).toEqual({ from: 7, to: 11 });
    expect(findFolded('Große', 'ss')).toEqual({ from: 3, to: 4 });
    expect(findFolded('😀蓝岸', '蓝')).toEqual({ from: 2, to: 3 });
  });
  test('takes a letter together with the accent that follows it', () => {
    expect(findFolded('E\u0301lan', 'e')).toEqual({ from: 0, to: 2 });
  });
  test('is none where the term is absent or empty', () => {
    expect(findFolded('Élan', 'x')).toBeUndefined();
    expect(findFolded('Élan', '')).toBeUndefined();
  });
});

test('digits are taken from phone numbers in any form of writing', () => {
  expect(digitsOf('+86 (138) 0013-8000')).toBe('8613800138000');
  expect(digitsOf('１３８')).toBe('138');
});

test('a text is taken for a phone number only if it has digits and nothing but what stands in numbers', () => {
  expect(['138 0013', '+86-10', '(010) 12'].every(isPhoneLike)).toBe(true);
  expect(['', '+', 'SO-1', '138a', '蓝'].some(isPhoneLike)).toBe(false);
});
