import type { IsoDate } from '../../domain/dates.ts';
import { dueState } from '../../domain/taskTime.ts';
import { activityTexts } from '../../i18n/activity.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { IconName } from '../../ui/icons.ts';
import { dueText } from '../tasks/dueText.ts';
import { wallClockAt } from '../tasks/wallClock.svelte.ts';

const words = t(activityTexts);

export interface DueState {
  readonly state: 'overdue' | 'today' | 'later' | 'none';
  readonly icon: IconName;
  readonly text: string;
}

const icons = { overdue: 'alert', today: 'clock', later: 'calendar' } as const;

/** How a date and time of day stand to now, for the eye: a drawing, words, and a colour that repeats them; empty texts where there is none. */
export function dueStateOf(due: IsoDate, time: string, now = new Date()): DueState {
  if (due === '') return { state: 'none', icon: 'clock', text: words.next.noDate };
  const clock = wallClockAt(now.getTime());
  const task = { due, ...(time === '' ? {} : { time }) };
  const state = dueState(task, clock);
  return { state, icon: icons[state], text: dueText(task, clock) };
}
