import { dateToDay, dayToDate, isCalendarDate, type IsoDate } from '../../domain/dates.ts';

/** How people say days and times; see `quickWords`. */
export interface WhenWords {
  readonly days: Readonly<Record<'today' | 'tomorrow' | 'dayAfter' | 'yesterday', readonly string[]>>;
  /** Monday first. */
  readonly weekdays: readonly (readonly string[])[];
  readonly next: readonly string[];
  readonly this: readonly string[];
  /** The first three letters of each month, in small letters. */
  readonly months: readonly string[];
  readonly month: string;
  readonly dayOfMonth: readonly string[];
  readonly inDays: Readonly<Record<'before' | 'days' | 'weeks', readonly string[]>>;
  readonly nextWeek: readonly string[];
  readonly clock: {
    readonly afternoon: readonly string[];
    readonly morning: readonly string[];
    readonly hour: readonly string[];
    readonly half: string;
    readonly quarter: string;
    readonly minute: string;
    readonly before: readonly string[];
  };
  /** From zero to ten. */
  readonly numerals: string;
  readonly two: string;
}

export interface When {
  readonly date: IsoDate | undefined;
  /** `HH:MM` where the person is. */
  readonly time: string | undefined;
  /** The line without the words that said it. */
  readonly rest: string;
}

interface Found {
  readonly from: number;
  readonly to: number;
}

/**
 * The day and the time of day that a line names: today, Friday, next Tuesday, in 3 days, 30 Nov, 2026-11-30; 15:00, 3pm, and the
 * same in Chinese. A weekday is the next one after today, `next` the one of the week that begins on the coming Monday; a day
 * without a year is the next such day. Undefined parts were not said.
 */
export function readWhen(line: string, today: IsoDate, words: WhenWords): When {
  const time = findTime(line, words);
  const dayLine = time === undefined ? line : blank(line, time);
  const day = findDay(dayLine, dateToDay(today), words);
  const rest = day === undefined ? dayLine : blank(dayLine, day);
  return {
    date: day === undefined ? undefined : dayToDate(day.day),
    time: time?.time,
    rest: rest.replace(/\s+/g, ' ').trim(),
  };
}

function findDay(line: string, today: number, words: WhenWords): (Found & { day: number }) | undefined {
  // 1970-01-01 was a Thursday: Monday is 0.
  const weekday = (((today + 3) % 7) + 7) % 7;
  const at = (
    match: RegExpExecArray | null,
    day: number | undefined,
  ): (Found & { day: number }) | undefined =>
    match === null || day === undefined
      ? undefined
      : { from: match.index, to: match.index + match[0].length, day };

  const iso = /(?<!\d)(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(?!\d)/.exec(line);
  const said = at(iso, dayOf(Number(iso?.[1]), Number(iso?.[2]), Number(iso?.[3])));
  if (said !== undefined) return said;
  const yearless = findMonthAndDay(line, today, words);
  if (yearless !== undefined) return yearless;

  const count = `(\\d{1,3}|[${words.numerals}${words.two}]{1,3}|a|an|one|two|three)`;
  for (const [unit, length] of [
    ['days', 1],
    ['weeks', 7],
  ] as const) {
    const match = new RegExp(
      `${start}(?:(?:${any(words.inDays.before)})\\s+)?${count}\\s?${ends(words.inDays[unit])}`,
      'iu',
    ).exec(line);
    const needsIn =
      match !== null &&
      /[a-z]/i.test(match[0]) &&
      !new RegExp(`^(?:${any(words.inDays.before)})\\b`, 'i').test(match[0]);
    if (match !== null && !needsIn) return at(match, today + length * numberOf(match[1] ?? '', words));
  }
  for (const [index, names] of words.weekdays.entries()) {
    const prefix = `(?:(?:(${any(words.next)})|${any(words.this)})\\s?)?`;
    const match = new RegExp(`${start}${prefix}${ends(names)}`, 'iu').exec(line);
    if (match === null) continue;
    const ahead = (index - weekday + 7) % 7 || 7;
    return at(match, match[1] === undefined ? today + ahead : today + 7 - weekday + index);
  }
  const nextWeek = new RegExp(`${start}${ends(words.nextWeek)}`, 'iu').exec(line);
  if (nextWeek !== null) return at(nextWeek, today + 7 - weekday);
  for (const [name, days] of [
    ['dayAfter', 2],
    ['tomorrow', 1],
    ['yesterday', -1],
    ['today', 0],
  ] as const) {
    const match = new RegExp(`${start}${ends(words.days[name])}`, 'iu').exec(line);
    if (match !== null) return at(match, today + days);
  }
  return undefined;
}

function findMonthAndDay(
  line: string,
  today: number,
  words: WhenWords,
): (Found & { day: number }) | undefined {
  const months = words.months.map((name) => `${name}[a-z]*`).join('|');
  const patterns: readonly (readonly [RegExp, day: number, month: number])[] = [
    [
      new RegExp(`${start}(\\d{1,2})(?:st|nd|rd|th)?\\.? (${months})\\.?(?: (\\d{4}))?(?![\\p{L}\\d])`, 'iu'),
      1,
      2,
    ],
    [
      new RegExp(`${start}(${months})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\p{L}\\d:])`, 'iu'),
      2,
      1,
    ],
    [/(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?![\d.])/u, 1, 2],
    [new RegExp(`(\\d{1,2})\\s?${words.month}\\s?(\\d{1,2})\\s?(?:${any(words.dayOfMonth)})?()`, 'u'), 2, 1],
  ];
  for (const [pattern, dayPart, monthPart] of patterns) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const monthText = (match[monthPart] ?? '').toLowerCase();
    const named = words.months.indexOf(monthText.slice(0, 3)) + 1;
    const month = named > 0 ? named : Number(monthText);
    const year = match[3] === undefined || match[3] === '' ? undefined : Number(match[3]);
    const day = nextDayOf(year, month, Number(match[dayPart]), today);
    if (day !== undefined) return { from: match.index, to: match.index + match[0].length, day };
  }
  return undefined;
}

function nextDayOf(year: number | undefined, month: number, day: number, today: number): number | undefined {
  if (year !== undefined) return dayOf(year, month, day);
  const thisYear = Number(dayToDate(today).slice(0, 4));
  // At most eight years lie between two 29ths of February.
  for (let ahead = 0; ahead <= 8; ahead++) {
    const found = dayOf(thisYear + ahead, month, day);
    if (found !== undefined && found >= today) return found;
  }
  return undefined;
}

function dayOf(year: number, month: number, day: number): number | undefined {
  if (!Number.isInteger(year) || year < 1900 || !isCalendarDate(year, month, day)) return undefined;
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

function findTime(line: string, words: WhenWords): (Found & { time: string }) | undefined {
  const { clock } = words;
  const before = `(?:(?<![\\p{L}\\p{N}])(?:${any(clock.before)})\\s?)?`;
  const half = `(?:(${any(clock.afternoon)})|(${any(clock.morning)}))?\\s?`;
  const digits = `(\\d{1,2}|[${words.numerals}${words.two}]{1,2})`;
  const patterns = [
    new RegExp(
      `${before}${half}(?<!\\d)([01]?\\d|2[0-4])[:\\uff1a]([0-5]\\d)\\s?(am|pm|a\\.m\\.|p\\.m\\.)?(?!\\d)`,
      'iu',
    ),
    new RegExp(`${before}${half}(?<![\\d.:])(\\d{1,2})()\\s?(am|pm|a\\.m\\.|p\\.m\\.)(?![\\p{L}\\d])`, 'iu'),
    new RegExp(
      `${before}${half}${digits}\\s?(?:${any(clock.hour)})(?:(${clock.half}|${clock.quarter}|\\d{1,2})${clock.minute}?)?()(?!\\d)`,
      'u',
    ),
  ];
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const [whole, afternoon, , hourText = '', minuteText = '', suffix = ''] = match;
    let hour = numberOf(hourText, words);
    const minute =
      minuteText === clock.half ? 30 : minuteText === clock.quarter ? 15 : Number(minuteText || '0');
    if ((afternoon !== undefined || /^p/i.test(suffix)) && hour < 12) hour += 12;
    if (/^a/i.test(suffix) && hour === 12) hour = 0;
    if (hour > 23 || minute > 59) continue;
    const said = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    // The word for the part of the day may say the day too, "tonight" for example: it stays for the day to be found.
    const kept =
      afternoon === undefined || !saysDay(afternoon, words) ? 0 : whole.indexOf(afternoon) + afternoon.length;
    return { from: match.index + kept, to: match.index + whole.length, time: said };
  }
  return undefined;
}

function saysDay(text: string, words: WhenWords): boolean {
  return Object.values(words.days).some((names) =>
    names.some((name) => name.toLowerCase() === text.toLowerCase()),
  );
}

/** Digits, or Chinese numerals up to ninety-nine, or the first English words for numbers. */
function numberOf(text: string, { numerals, two }: WhenWords): number {
  if (/^\d+$/.test(text)) return Number(text);
  const english = ['', 'one', 'two', 'three'].indexOf(text.toLowerCase());
  if (english > 0) return english;
  if (/^an?$/i.test(text)) return 1;
  const digit = (sign: string): number => (sign === two ? 2 : numerals.indexOf(sign));
  const ten = numerals.charAt(10);
  const at = text.indexOf(ten);
  if (at < 0) return Math.max(0, digit(text.charAt(0)));
  const tens = at === 0 ? 1 : digit(text.charAt(at - 1));
  const ones = text.charAt(at + 1);
  return 10 * tens + (ones === '' ? 0 : digit(ones));
}

/** A Latin word begins where no letter stands before it; a Chinese one anywhere. */
const start = '(?<![a-z\\d])';

function ends(names: readonly string[]): string {
  return `(?:${any(names)})(?![a-z\\d])`;
}

function any(names: readonly string[]): string {
  return [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
}

function blank(line: string, { from, to }: Found): string {
  return `${line.slice(0, from)} ${line.slice(to)}`;
}
