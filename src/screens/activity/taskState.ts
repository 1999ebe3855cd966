import type { IsoDate } from '../../domain/dates.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { activityTexts } from '../../i18n/activity.ts';
import { daysUntil, formatDate } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { IconName } from '../../ui/icons.ts';
import { asText } from '../fields/text.ts';

const words = t(activityTexts);

export interface DueState {
  readonly state: 'overdue' | 'today' | 'later' | 'none';
  readonly icon: IconName;
  readonly text: string;
}

/** How a task stands to its date, for the eye: a drawing, words, and a colour that repeats them. */
export function dueState(task: RecordRow, now = new Date()): DueState {
  const values = valuesOf(task);
  return dueStateOf(asText(values['due']), asText(values['time']), now);
}

/** The same of a date and a time of day; the empty text where there is none. */
export function dueStateOf(due: IsoDate, time: string, now = new Date()): DueState {
  if (due === '') return { state: 'none', icon: 'clock', text: words.next.noDate };
  const days = daysUntil(due, now);
  if (days < 0) return { state: 'overdue', icon: 'alert', text: words.next.overdue(-days) };
  if (days === 0) {
    const text = time === '' ? words.next.today : words.next.todayAt(time);
    return { state: 'today', icon: 'clock', text };
  }
  return { state: 'later', icon: 'calendar', text: words.next.on(formatDate(due), time) };
}
