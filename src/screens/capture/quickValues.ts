import { instantOf, localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Values } from '../../domain/record.ts';
import type { QuickKind, QuickLine } from '../../workers/captureMessages.ts';
import { firstValues } from '../form/formValues.ts';
import { aboutValues, type About } from './about.ts';
import { accountValues, contactValues } from './personValues.ts';

/** Fields of the quick line that are always there to be filled; others appear when the line fills them. */
export const quickFields: Readonly<Record<QuickKind, readonly string[]>> = {
  contact: ['name', 'phones', 'emails', 'title', 'accounts'],
  account: ['name', 'kind', 'phones', 'emails'],
  task: ['title', 'due', 'time', 'account', 'contact'],
  activity: ['type', 'subject', 'at', 'account', 'contacts'],
  need: ['title', 'account', 'importance'],
  order: ['account'],
};

/** Fields that have a value of their own accord and are no news to anybody. */
const quietFields = new Set([
  'owner',
  'status',
  'number',
  'currency',
  'direction',
  'priority',
  'kind',
  'date',
]);

/** Keys of the fields that a quick form shows, those of `quickFields` first. */
export function shownQuickFields(kind: QuickKind, values: Values): readonly string[] {
  const filled = Object.keys(values).filter(
    (key) => !quietFields.has(key) || (key === 'priority' && values[key] !== 'normal'),
  );
  return [...new Set([...quickFields[kind], ...filled])];
}

/** What a line says, as the values of a record of a kind. `now` is where the person is. */
export function quickValues(
  kind: QuickKind,
  read: QuickLine,
  from: { member: RecordId; currency: string; about: About; now: Date },
): Values {
  const { member, currency, about, now } = from;
  return {
    ...firstValues(kind, { member, currency, now }),
    ...aboutValues(kind, about),
    ...said(kind, read, now),
  };
}

function said(kind: QuickKind, read: QuickLine, now: Date): Values {
  const { text, date, time, priority, activityType } = read;
  switch (kind) {
    case 'contact':
      return contactValues(read.person);
    case 'account':
      return accountValues(read.person);
    case 'task':
      return {
        title: text,
        ...(date === undefined ? {} : { due: date }),
        ...(time === undefined ? {} : { time }),
        ...(priority === undefined ? {} : { priority }),
      };
    case 'activity': {
      const at = instantOf(`${date ?? localDate(now)}T${time ?? clockOf(now)}`);
      return { type: activityType ?? 'note', subject: text, at: at ?? now.getTime() };
    }
    case 'need':
      return { title: text, ...(date === undefined ? {} : { date }) };
    case 'order':
      return { ...(date === undefined ? {} : { date }), ...(text === '' ? {} : { notes: text }) };
  }
}

function clockOf(now: Date): string {
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
