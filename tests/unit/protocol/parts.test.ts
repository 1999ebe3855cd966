import { describe, expect, test } from 'vitest';
import {
  countPart,
  flagPart,
  hexPart,
  listPart,
  longHexPart,
  parseJson,
  partsOf,
  textPart,
  whole,
  wordPart,
} from '../../../src/protocol/parts.ts';
import { valueOfResult } from '../../support/results.ts';

describe('JSON of anybody’s', () => {
  test('may be 32 deep and not 33, whatever its texts hold', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(32)).ok).toBe(true);
    expect(parseJson(nested(33)).ok).toBe(false);
    const brackets = JSON.stringify({ text: `${'[{'.repeat(100)}"\\` });
    expect(valueOfResult(parseJson(brackets))).toEqual(JSON.parse(brackets));
    expect(parseJson(JSON.stringify(Array(1_000).fill([{}]))).ok).toBe(true);
  });

  test('is not 16 mebibytes of brackets', () => {
    expect(parseJson('['.repeat(16 << 20)).ok).toBe(false);
  });

  test('has no prototype of its own making', () => {
    const parts = partsOf(valueOfResult(parseJson('{"__proto__":{"role":"owner"}}')));
    expect([...(parts?.keys() ?? [])]).toEqual(['__proto__']);
    expect(parts?.get('role')).toBeUndefined();
  });
});

describe('a part', () => {
  const parts = new Map<string, unknown>([
    ['hex', 'a5a5'],
    ['count', 7],
    ['flag', false],
    ['word', 'owner'],
    ['list', [1, 2]],
    ['text', 'text'],
  ]);

  test('is read if it is what was asked for', () => {
    expect(hexPart(parts, 'hex', 2)).toBe('a5a5');
    expect(longHexPart(parts, 'hex', 2)).toBe('a5a5');
    expect(countPart(parts, 'count', 7)).toBe(7);
    expect(flagPart(parts, 'flag')).toBe(false);
    expect(wordPart(parts, 'word', ['owner'])).toBe('owner');
    expect(textPart(parts, 'text', 4)).toBe('text');
    expect(listPart(parts, 'list', 2, (value) => value)).toEqual([1, 2]);
  });

  test('is missing if it is too long, too large, or of another kind', () => {
    expect(hexPart(parts, 'hex', 1)).toBeUndefined();
    expect(longHexPart(parts, 'hex', 1)).toBeUndefined();
    expect(countPart(parts, 'count', 6)).toBeUndefined();
    expect(textPart(parts, 'text', 3)).toBeUndefined();
    expect(listPart(parts, 'list', 1, (value) => value)).toBeUndefined();
    expect(listPart(parts, 'list', 2, (value) => (value === 1 ? value : undefined))).toBeUndefined();
    for (const name of ['hex', 'flag', 'word', 'list', 'text', 'none']) {
      expect(countPart(parts, name)).toBeUndefined();
    }
    for (const name of ['hex', 'count', 'flag', 'list', 'text', 'none']) {
      expect(wordPart(parts, name, ['owner'])).toBeUndefined();
    }
    expect(partsOf([])).toBeUndefined();
    expect(partsOf(null)).toBeUndefined();
  });

  test('that is missing makes the whole missing', () => {
    expect(whole({ a: 1, b: null })).toEqual({ a: 1, b: null });
    expect(whole({ a: 1, b: undefined })).toBeUndefined();
  });
});
