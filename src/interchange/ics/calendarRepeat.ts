import { localDate } from '../../domain/dates.ts';
import { formatRepeatRule, parseRepeatRule } from '../../domain/repeatRule.ts';

/**
 * A calendar's RRULE as tasks know rules; undefined where they cannot say it (the second Monday of a month, several times a day). Of
 * an end at a time the day counts. "The last of 28, 29, 30, 31" is our day 31, as `recurrenceRule` writes it.
 */
export function taskRepeat(text: string, start: string): string | undefined {
  const parts = new Map(
    text.split(';').flatMap((part): [string, string][] => {
      const [name = '', value = ''] = part.trim().split('=');
      return name === '' ? [] : [[name.toUpperCase(), value.toUpperCase()]];
    }),
  );
  const isSimpleWeek = parts.get('WKST') === 'MO' || (parts.get('INTERVAL') ?? '1') === '1';
  if (isSimpleWeek) parts.delete('WKST');
  const until = parts.get('UNTIL');
  if (until !== undefined) parts.set('UNTIL', dayOf(until));
  const monthDays = (parts.get('BYMONTHDAY') ?? '').split(',');
  if (parts.get('BYSETPOS') === '-1' && isToMonthEnd(monthDays)) {
    parts.set('BYMONTHDAY', monthDays.at(-1) ?? '');
    parts.delete('BYSETPOS');
  }
  if (parts.get('BYMONTHDAY') === '-1') parts.set('BYMONTHDAY', '31');
  if (
    parts.get('FREQ') === 'YEARLY' &&
    parts.has('BYMONTH') &&
    !parts.has('BYMONTHDAY') &&
    !parts.has('BYDAY')
  )
    parts.set('BYMONTHDAY', String(Number(start.slice(8, 10))));
  if (parts.get('FREQ') === 'DAILY' && parts.has('BYDAY') && (parts.get('INTERVAL') ?? '1') === '1')
    parts.set('FREQ', 'WEEKLY');
  const rule = parseRepeatRule([...parts].map(([name, value]) => `${name}=${value}`).join(';'));
  return rule === undefined ? undefined : formatRepeatRule(rule);
}

function isToMonthEnd(days: readonly string[]): boolean {
  return days.length > 1 && days.every((day, i) => day === String(28 + i));
}

/** `20261231` of `20261231T225959Z`, on the calendar of the person. */
function dayOf(until: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?Z$/.exec(until);
  if (match === null) return until.slice(0, 8);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  return localDate(Date.UTC(year, month - 1, day, hour, minute)).replaceAll('-', '');
}
