import { afterEach, expect, test, vi } from 'vitest';
import { setFormatChoice } from '../../../src/i18n/formatChoice.svelte.ts';
import { formatDate, formatMoney, formatNumber, formatTime } from '../../../src/i18n/formats.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });
afterEach(() => setFormatChoice({ date: 'auto', number: 'auto', clock: 'h23' }));

test('dates are written as the person has chosen, in either language', () => {
  for (const language of ['zh', 'en'] as const) {
    setLanguage(language);
    setFormatChoice({ date: 'ymd' });
    expect(formatDate('2026-03-04')).toBe('2026-03-04');
    setFormatChoice({ date: 'dmy' });
    expect(formatDate('2026-03-04')).toBe('04.03.2026');
    setFormatChoice({ date: 'mdy' });
    expect(formatDate('2026-03-04')).toBe('03/04/2026');
  }
});

test('numbers and amounts take the chosen signs and keep their digits', () => {
  setLanguage('en');
  setFormatChoice({ number: 'point' });
  expect(formatNumber(-1_234_567.5)).toBe('-1.234.567,5');
  expect(formatMoney(123_456, 'EUR', 'always')).toBe('€1.234,56');
  setFormatChoice({ number: 'space' });
  expect(formatNumber(1_234.5)).toBe('1\u202F234,5');
  setFormatChoice({ number: 'auto' });
  expect(formatNumber(1_234.5)).toBe('1,234.5');
});

test('the clock has 24 hours or 12', () => {
  setLanguage('en');
  const at = new Date(2026, 2, 4, 16, 5).getTime();
  expect(formatTime(at)).toBe('16:05');
  setFormatChoice({ clock: 'h12' });
  expect(formatTime(at)).toMatch(/^4:05\s?pm$/i);
});
