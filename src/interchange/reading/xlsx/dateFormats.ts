/** How a workbook counts days: from 1900, or from 1904 as older ones of the Macintosh. */
export type DateSystem = '1900' | '1904';

const daysFrom1904 = 1_462;
/** 9999-12-31. */
const lastSerial = 2_958_465;
const secondsPerDay = 86_400;

/** Formats with these numbers show a day or a time of day. Source: ECMA-376, part 1, 18.8.30; 27 to 36 and 50 to 58 in Chinese. */
export function isDateFormatId(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58);
}

/** True for a format that shows a day or a time of day, not a duration such as `[h]:mm`. */
export function isDateFormat(code: string): boolean {
  const [first = ''] = code.replace(/"[^"]*"|\\.|[_*]./g, '').split(';');
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return false;
  const plain = first.replace(/\[[^\]]*\]/g, '').replace(/general|a\/p|am\/pm/gi, '');
  return /[ymdhs]/i.test(plain) && !/[0#?]\.?[0#?]*\s*e[+-]/i.test(plain);
}

/**
 * A serial number as a date, `2024-02-03`, with ` 14:05` or ` 14:05:09` where it has a time of day, or that time alone below 1.
 * Undefined for what is no date. Serials below 60 of 1900 count without the day that never was.
 */
export function serialText(serial: number, system: DateSystem): string | undefined {
  const total = Math.round(serial * secondsPerDay);
  const [day, seconds] = [Math.floor(total / secondsPerDay), total % secondsPerDay];
  if (serial < 0 || day > lastSerial) return undefined;
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = [hours, minutes, ...(rest === 0 ? [] : [rest])]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  if (day === 0 && system === '1900') return clock;
  const sinceEpoch = system === '1904' ? day + daysFrom1904 : day < 60 ? day + 1 : day;
  const date = new Date(Date.UTC(1899, 11, 30) + sinceEpoch * secondsPerDay * 1_000)
    .toISOString()
    .slice(0, 10);
  return seconds === 0 ? date : `${date} ${clock}`;
}
