import { daysUntil, formatDate, formatDays, formatInstant } from '../../i18n/formats.ts';
import { localDate } from '../../domain/dates.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { activityTexts } from '../../i18n/activity.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { TimelineItem } from '../../read/timeline.ts';
import { activityTypes, type ActivityType } from '../../domain/objects.ts';

const words = t(activityTexts);

/** When something was: the time of today, the date of any other day, and what stands on the entry when a mouse rests on it. */
export function timeOf(item: Pick<TimelineItem, 'at' | 'day'>): {
  readonly text: string;
  readonly full: string;
  readonly machine: string;
} {
  if (item.day !== undefined) {
    const days = daysUntil(item.day);
    const full = formatDate(item.day, 'always');
    return { text: Math.abs(days) <= 1 ? formatDays(days) : formatDate(item.day), full, machine: item.day };
  }
  const full = formatInstant(item.at);
  const day = localDate(item.at);
  const isToday = daysUntil(day) === 0;
  return { text: isToday ? full : formatDate(day), full, machine: new Date(item.at).toISOString() };
}

/** What an activity was, in a few words: "Call made, 18 min", "Visit · Hamburg", "Mail received: Delivery of 24 units". */
export function activityText(row: RecordRow): string {
  const values = valuesOf(row);
  const { direction, duration, place, subject } = values;
  const said = words.what[activityTypeOf(row)];
  const what = direction === 'in' ? said.in : direction === 'out' ? said.out : said.none;
  const timed = typeof duration === 'number' && duration > 0 ? words.withMinutes(what, duration) : what;
  const placed = typeof place === 'string' && place !== '' ? words.atPlace(timed, place) : timed;
  return typeof subject === 'string' && subject !== '' ? words.withSubject(placed, subject) : placed;
}

export function activityTypeOf(row: RecordRow): ActivityType {
  const { type } = valuesOf(row);
  return activityTypes.find((each) => each === type) ?? 'note';
}
