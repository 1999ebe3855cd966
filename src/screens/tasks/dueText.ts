import { daysBetween, type IsoDate } from '../../domain/dates.ts';
import { dueState, type TaskTime, type WallClock } from '../../domain/taskTime.ts';
import { formatDate, formatWeekday } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { taskTexts } from '../../i18n/tasks.ts';

/** When a task is due, in the fewest words: "2 days overdue", "14:00", "Today", "Tomorrow 9:30", "Fri 27 Nov". */
export function dueText(task: TaskTime, now: WallClock): string {
  const words = t(taskTexts).state;
  const { due, time } = task;
  const days = daysBetween(now.date, due);
  if (days < 0) return words.overdue(-days);
  if (days === 0 && time === undefined) return words.today;
  if (days === 0) return dueState(task, now) === 'overdue' ? words.passed(time ?? '') : (time ?? '');
  const day = days === 1 ? words.tomorrow : dayText(due, days);
  return time === undefined ? day : `${day} ${time}`;
}

/** A date as people say it beside a task: with its weekday while it is near. */
export function dayText(date: IsoDate, inDays: number): string {
  return inDays > 0 && inDays < 14 ? `${formatWeekday(date, 'short')} ${formatDate(date)}` : formatDate(date);
}
