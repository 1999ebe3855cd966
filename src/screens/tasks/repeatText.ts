import { dateToDay, dayToDate } from '../../domain/dates.ts';
import { parseRepeatRule, weekdays, type RepeatRule, type Weekday } from '../../domain/repeatRule.ts';
import { formatDate, formatWeekday } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { taskTexts } from '../../i18n/tasks.ts';

const words = t(taskTexts);
const aMonday = dateToDay('2026-11-16');

/** The short name of a weekday in the language on screen. */
export function weekdayName(day: Weekday): string {
  return formatWeekday(dayToDate(aMonday + weekdays.indexOf(day)), 'short');
}

/** A rule in words: "Every 2 weeks on Mon, Fri until 31 Dec 2026". A text that is no rule shows itself. */
export function repeatText(text: string): string {
  const rule = parseRepeatRule(text);
  return rule === undefined ? text : ruleText(rule);
}

export function ruleText(rule: RepeatRule): string {
  const text = rhythmText(rule);
  if (rule.until !== undefined) return words.repeat.until(text, formatDate(rule.until, 'always'));
  return rule.count === undefined ? text : words.repeat.times(text, rule.count);
}

function rhythmText({ frequency, interval, weekdays: days, monthDay, month }: RepeatRule): string {
  const { repeat } = words;
  switch (frequency) {
    case 'DAILY':
      return repeat.daily(interval);
    case 'WEEKLY': {
      const text = repeat.weekly(interval);
      if (days.length === 0) return text;
      const isWorkdays = days.length === 5 && !days.includes('SA') && !days.includes('SU');
      const ordered = weekdays.filter((day) => days.includes(day)).map(weekdayName);
      return repeat.onWeekdays(text, isWorkdays ? repeat.workdays : ordered.join(repeat.join));
    }
    case 'MONTHLY':
      return monthDay === undefined
        ? repeat.monthly(interval)
        : withShortMonths(repeat.onDay(repeat.monthly(interval), monthDay), monthDay);
    case 'YEARLY': {
      const text = repeat.yearly(interval);
      if (monthDay === undefined || month === undefined) return text;
      return repeat.onDate(text, repeat.months[month - 1] ?? '', monthDay);
    }
  }
}

function withShortMonths(text: string, monthDay: number): string {
  return monthDay > 28 ? `${text} (${words.repeat.shortMonths})` : text;
}

/** Minutes before, in words; of a task without a time they are counted from 09:00. */
export function reminderText(minutes: number, hasTime: boolean): string {
  const { reminder } = words;
  if (minutes === 0) return hasTime ? reminder.atTime : reminder.morning;
  if (minutes % 1_440 === 0)
    return hasTime ? reminder.days(minutes / 1_440) : reminder.daysMorning(minutes / 1_440);
  return minutes % 60 === 0 ? reminder.hours(minutes / 60) : reminder.minutes(minutes);
}
