import type { Act } from '../../commands/records.ts';
import { localDate, type IsoDate } from '../../domain/dates.ts';
import { fieldsOf } from '../../domain/objects.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import { formatRepeatRule, parseRepeatRule } from '../../domain/repeatRule.ts';
import { nextRepeat, pinRepeat } from '../../domain/repeatSeries.ts';

/** A date that a person chose for the next step, and a time of day where they did. */
export interface NextStep {
  readonly date: IsoDate;
  /** `HH:MM`; empty takes the time away, absent leaves it as it was. */
  readonly time?: string;
}

/** What finishing a task does, as the acts of one command. */
export interface Finishing {
  readonly acts: readonly Act[];
  /** When it comes back, where it does. */
  readonly next?: IsoDate;
}

/**
 * Finishes a task and makes its next one: on the day that the person chose, or on the next of its own series. The series moves
 * over to the new task, so that opening the old one again does not double it.
 */
export function finishing(row: RecordRow, now: number, step?: NextStep): Finishing {
  const values = valuesOf(row);
  const today = localDate(now);
  const due = typeof values['due'] === 'string' ? values['due'] : today;
  const rule = typeof values['repeat'] === 'string' ? parseRepeatRule(values['repeat']) : undefined;
  const repeated = rule === undefined ? undefined : nextRepeat(rule, due, today);
  const date = step?.date ?? repeated?.due;
  const finish: Act = {
    update: row,
    values: { status: 'done', doneAt: now, ...(repeated === undefined ? {} : { repeat: null }) },
  };
  if (date === undefined) return { acts: [finish] };
  const create: Act = {
    create: 'task',
    values: {
      ...carriedOn(values),
      status: 'open',
      due: date,
      ...timeOf(step?.time),
      ...(repeated === undefined ? {} : { repeat: formatRepeatRule(repeated.rule) }),
    },
  };
  return { acts: [finish, create], next: date };
}

/** The values that put a task off. Its series keeps the days it had. */
export function puttingOff(row: RecordRow, step: NextStep): Values {
  const { due, repeat } = valuesOf(row);
  const rule = typeof repeat === 'string' ? parseRepeatRule(repeat) : undefined;
  const pinned =
    rule !== undefined && typeof due === 'string' ? formatRepeatRule(pinRepeat(rule, due)) : repeat;
  return {
    due: step.date,
    ...timeOf(step.time),
    ...(pinned === undefined || pinned === repeat ? {} : { repeat: pinned }),
  };
}

function timeOf(time: string | undefined): Values {
  if (time === undefined) return {};
  return { time: time === '' ? null : time };
}

/** Of the finished task: everything a person would fill in again. Notes told of what was done, and a code names one record. */
function carriedOn(values: Values): Values {
  const left = new Set(['status', 'due', 'doneAt', 'repeat', 'notes', 'externalId']);
  const known = new Set(fieldsOf('task').map(({ key }) => key));
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => !left.has(key) && (known.has(key) || key.includes(':'))),
  );
}
