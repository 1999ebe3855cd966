import { afterEach, expect, test } from 'vitest';
import {
  daysUntil,
  formatBytes,
  formatDate,
  formatDays,
  formatMoney,
  formatUnitPrice,
} from '../../../src/i18n/formats.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { plural } from '../../../src/i18n/dictionary.ts';

Object.assign(globalThis, { document: { documentElement: { lang: '' } } });
afterEach(() => setLanguage('en'));

test('an amount shows decimals only when it has some, unless they are asked for', () => {
  setLanguage('en');
  expect(formatMoney(248_630_000, 'EUR')).toBe('€2,486,300');
  expect(formatMoney(150, 'EUR')).toBe('€1.50');
  expect(formatMoney(100, 'EUR', 'always')).toBe('€1.00');
  expect(formatMoney(1_234, 'JPY')).toContain('1,234');
});

test('an amount without a currency is a plain number, and not an error', () => {
  expect(formatMoney(0, '')).toBe('0');
  expect(formatMoney(1_250, 'euro')).toBe('12.50');
});

test('a total beyond what binary fractions hold keeps its last digit', () => {
  expect(formatMoney(9_007_199_254_740_991, 'EUR')).toBe('€90,071,992,547,409.91');
});

test('a negative amount keeps its sign when it is smaller than one', () => {
  expect(formatMoney(-5, 'EUR')).toBe('-€0.05');
});

test('a unit price shows the fractions of a cent that it has', () => {
  expect(formatUnitPrice(25_575, 'EUR')).toBe('€2.5575');
  expect(formatUnitPrice(25_000, 'EUR')).toBe('€2.50');
});

test('a date without time is the same day in every time zone', () => {
  expect(formatDate('2024-03-01', 'always')).toBe('1 Mar 2024');
  setLanguage('zh');
  expect(formatDate('2024-03-01', 'always')).toBe('2024年3月1日');
});

test('days are said as people say them', () => {
  expect(formatDays(0)).toBe('today');
  expect(formatDays(-1)).toBe('yesterday');
  expect(formatDays(-18)).toBe('18 days ago');
  expect(formatDays(-90)).toBe('3 months ago');
  setLanguage('zh');
  expect(formatDays(-18)).toBe('18天前');
});

test('the days to a date count calendar days, not spans of 24 hours', () => {
  expect(daysUntil('2026-11-20', new Date(2026, 10, 21, 0, 5))).toBe(-1);
  expect(daysUntil('2026-11-21', new Date(2026, 10, 21, 23, 55))).toBe(0);
});

test('bytes are rounded to what a person can compare', () => {
  expect(formatBytes(512)).toBe('512 bytes');
  expect(formatBytes(1_900_000_000)).toBe('1.9 GB');
});

test('English tells one from many', () => {
  expect([0, 1, 2].map((count) => plural(count, 'row', 'rows'))).toEqual(['rows', 'row', 'rows']);
});
