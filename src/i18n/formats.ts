import { currencyDigits } from '../domain/money.ts';
import { localDate } from '../domain/dates.ts';
import type { Language } from './dictionary.ts';
import { formatChoice, type DateStyle } from './formatChoice.svelte.ts';
import { currentLanguage, languageTag } from './language.svelte.ts';

/** 8412 → "8,412". */
export function formatCount(count: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(count);
}

/** A plain number with at most `digits` decimals (default 2) and at least `least`. */
export function formatNumber(value: number, digits = 2, least = 0): string {
  return numberFormat({ minimumFractionDigits: least, maximumFractionDigits: digits }).format(value);
}

/** A share of 1 as a percentage: 0.183 → "18.3%". */
export function formatPercent(share: number, digits = 1): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** An amount in the minor unit of an ISO 4217 currency: (248630000, 'CNY') → "¥2,486,300". Whole amounts show no decimals
 *  unless `cents` is 'always'. */
export function formatMoney(
  amountMinor: number,
  currency: string,
  cents: 'always' | 'auto' = 'auto',
): string {
  const digits = currencyDigits(currency);
  const whole = amountMinor % 10 ** digits === 0;
  return moneyFormat(currency, cents === 'auto' && whole ? 0 : digits, digits).format(
    decimal(amountMinor, digits),
  );
}

/** An amount in major units, rounded for a sentence: (5312400, 'CNY') → "¥5.31 million"; `short` for cells and axes: "¥5.31M".
 *  Small amounts are written out without decimals. */
export function formatRoundMoney(major: number, currency: string, form: 'long' | 'short' = 'long'): string {
  const writtenOutBelow = form === 'short' ? 10_000 : currentLanguage() === 'zh' ? 100_000 : 1_000_000;
  if (Math.abs(major) < writtenOutBelow) return moneyFormat(currency, 0, 0).format(Math.round(major));
  // Intl knows the long form, "5.31 million", of plain numbers only: the whole is put where the amount 1 would stand.
  const size = numberFormat({
    notation: 'compact',
    compactDisplay: form,
    maximumSignificantDigits: 3,
  }).format(major);
  // A word joiner keeps the number and the Han character for its size on one line.
  const joined = size.replace(/(\d)(\p{Script=Han})/u, '$1\u2060$2');
  return moneyFormat(currency, 0, 0).format(1).replace('1', joined);
}

/** A unit price at 10⁻⁴ of the major unit, with at least the currency's decimals and at most four. */
export function formatUnitPrice(tenThousandths: number, currency: string): string {
  return moneyFormat(currency, Math.min(currencyDigits(currency), 4), 4).format(decimal(tenThousandths, 4));
}

/** An ISO date without time, "2026-11-20" → "20 Nov 2026" or its Chinese form; the year is left out when `year` is 'auto' and it
 *  is this year. A text that is no date comes back as it is. */
export function formatDate(isoDate: string, year: 'always' | 'auto' = 'auto'): string {
  const instant = Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(instant)) return isoDate;
  const style = formatChoice().date;
  if (style !== 'auto') return plainDate(isoDate, style);
  const hidesYear = year === 'auto' && isoDate.slice(0, 4) === String(new Date().getFullYear());
  return dateFormat({
    timeZone: 'UTC',
    day: 'numeric',
    month: currentLanguage() === 'zh' ? 'long' : 'short',
    ...(hidesYear ? {} : { year: 'numeric' }),
  }).format(instant);
}

/** A month, "2026-11" → "November 2026" or its Chinese form. A text that is none comes back as it is. */
export function formatYearMonth(yearMonth: string): string {
  const instant = Date.parse(`${yearMonth}-01T00:00:00Z`);
  if (Number.isNaN(instant)) return yearMonth;
  return dateFormat({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(instant);
}

/** The weekday of an ISO date: "Friday", or "Fri". */
export function formatWeekday(isoDate: string, form: 'long' | 'short' = 'long'): string {
  return dateFormat({ timeZone: 'UTC', weekday: form }).format(Date.parse(`${isoDate}T00:00:00Z`));
}

/** A date as the head of a day shows it: "Friday 20 November", or its Chinese form. */
export function formatDayHead(isoDate: string): string {
  const text = dateFormat({ timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' });
  return text.format(Date.parse(`${isoDate}T00:00:00Z`)).replace(/(日)(?=星期)/, '$1 ');
}

/** The month of an ISO date with its year: "November 2026". */
export function formatMonthYear(isoDate: string): string {
  return dateFormat({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
    Date.parse(`${isoDate}T00:00:00Z`),
  );
}

/** The month of an ISO date with its year, short: "2026-11-30" → "Nov 26" or its Chinese form. */
export function formatMonth(isoDate: string): string {
  return dateFormat({
    timeZone: 'UTC',
    month: currentLanguage() === 'zh' ? 'numeric' : 'short',
    year: '2-digit',
  }).format(Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`));
}

/** An instant in milliseconds as local date and time; today shows the time with the word for today. */
export function formatInstant(atMs: number, now = Date.now()): string {
  const sameDay = new Date(atMs).toDateString() === new Date(now).toDateString();
  const time = formatTime(atMs);
  if (sameDay) return `${relativeFormat().format(0, 'day')} ${time}`;
  if (formatChoice().date !== 'auto') return `${formatDate(localDate(atMs))} ${time}`;
  const sameYear = new Date(atMs).getFullYear() === new Date(now).getFullYear();
  const day = dateFormat({
    timeZone: 'UTC',
    day: 'numeric',
    month: currentLanguage() === 'zh' ? 'long' : 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(onTheWall(atMs));
  return `${day} ${time}`;
}

/** The time of day of an instant where the person is: "09:30", or "9:30 am". */
export function formatTime(atMs: number): string {
  return dateFormat({
    timeZone: 'UTC',
    hour: formatChoice().clock === 'h12' ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: formatChoice().clock,
  }).format(onTheWall(atMs));
}

/** What the clock on the wall shows at an instant, as an instant of UTC: formats that are kept would keep the zone they were made in. */
function onTheWall(atMs: number): number {
  return atMs - new Date(atMs).getTimezoneOffset() * 60_000;
}

/** The short name of a day of the week, 1 Monday to 7 Sunday. */
export function formatDayOfWeek(day: number): string {
  // 2024-01-01 was a Monday.
  return dateFormat({ timeZone: 'UTC', weekday: 'short' }).format(Date.UTC(2024, 0, day));
}

/** Whole days from today to an ISO date; negative in the past. NaN for a text that is no date. */
export function daysUntil(isoDate: string, now = new Date()): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`) - today) / 86_400_000);
}

/** Days as people say them: "today", "18 days ago", "2 months ago", from days relative to today. */
export function formatDays(days: number): string {
  const size = Math.abs(days);
  if (size < 45) return relativeFormat().format(days, 'day');
  if (size < 700) return relativeFormat().format(Math.round(days / 30.44), 'month');
  return relativeFormat().format(Math.round(days / 365.25), 'year');
}

/** How long ago an instant was, in the largest fitting unit. */
export function formatAgo(atMs: number, now = Date.now()): string {
  const seconds = Math.round((atMs - now) / 1000);
  if (Math.abs(seconds) < 60) return relativeFormat().format(0, 'second');
  if (Math.abs(seconds) < 3600) return relativeFormat().format(Math.round(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return relativeFormat().format(Math.round(seconds / 3600), 'hour');
  return formatDays(Math.round(seconds / 86_400));
}

/** A length of time in its largest fitting unit, whatever its sign: 7,200,000 → "2 hours". */
export function formatSpan(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const [value, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2_880
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1_440), 'day'];
  return numberFormat({ style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Bytes in powers of 1000, as browsers report storage. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let power = 0;
  let value = bytes;
  while (value >= 1000 && power < units.length - 1) {
    value /= 1000;
    power += 1;
  }
  return numberFormat({
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** Words joined as a list in a sentence: "a, b and c". */
export function formatList(words: readonly string[]): string {
  return cached('list', () => new Intl.ListFormat(languageTag(), { type: 'conjunction' })).format(words);
}

const formatters = new Map<string, unknown>();

function cached<F>(name: string, make: () => F): F {
  const key = `${currentLanguage() satisfies Language}:${name}`;
  const known = formatters.get(key);
  if (known !== undefined) return known as F;
  const made = make();
  formatters.set(key, made);
  return made;
}

interface NumberFormat {
  readonly format: (value: number | Intl.StringNumericLiteral) => string;
}

function numberFormat(options: Intl.NumberFormatOptions): NumberFormat {
  const format = cached(
    `number${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(languageTag(), options),
  );
  const style = formatChoice().number;
  if (style === 'auto') return format;
  const { group, decimal: point } = separators[style];
  const written: Partial<Record<Intl.NumberFormatPartTypes, string>> = { group, decimal: point };
  return {
    format: (value) =>
      format
        .formatToParts(value)
        .map((part) => written[part.type] ?? part.value)
        .join(''),
  };
}

/** A narrow space that does not break stands between groups where a space does. */
const separators = {
  comma: { group: ',', decimal: '.' },
  point: { group: '.', decimal: ',' },
  space: { group: '\u202F', decimal: ',' },
} as const;

function plainDate(isoDate: string, style: Exclude<DateStyle, 'auto'>): string {
  const [year = '', month = '', day = ''] = isoDate.slice(0, 10).split('-');
  if (style === 'ymd') return `${year}-${month}-${day}`;
  return style === 'dmy' ? `${day}.${month}.${year}` : `${month}/${day}/${year}`;
}

/** A text that is no currency code, such as the empty one of a book without orders, gives a plain number. */
function moneyFormat(currency: string, least: number, most: number): NumberFormat {
  const digits = { minimumFractionDigits: least, maximumFractionDigits: Math.max(least, most) };
  if (!/^[A-Z]{3}$/.test(currency)) return numberFormat(digits);
  const currencyDisplay = currency === 'CNY' ? 'narrowSymbol' : 'symbol';
  return numberFormat({ ...digits, style: 'currency', currency, currencyDisplay });
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(
    `date${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB', options),
  );
}

function relativeFormat(): Intl.RelativeTimeFormat {
  return cached('relative', () => new Intl.RelativeTimeFormat(languageTag(), { numeric: 'auto' }));
}

/** An integer of 10⁻ᵈ units as a decimal text, which Intl formats without a detour over binary fractions. */
function decimal(units: number, digits: number): Intl.StringNumericLiteral {
  const sign = units < 0 ? '-' : '';
  const text = String(Math.abs(units)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  return (
    digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, cut)}.${text.slice(cut)}`
  ) as Intl.StringNumericLiteral;
}
