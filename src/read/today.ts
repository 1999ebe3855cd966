import { dateToDay, dayToDate, type IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { taskPriorities } from '../domain/objects.ts';
import {
  dueState,
  morning,
  nextBirthday,
  reminderAt,
  type DueState,
  type WallClock,
} from '../domain/taskTime.ts';
import { eachVisible, firstElement, namedAt, ordinalsOf, placesOf, type Named } from './columnReads.ts';
import type { KindIndex, Ordinal } from './kindIndex.ts';
import type { ListedKind } from './listQuery.ts';
import type { Segment } from './segment.ts';

export type Kinds = Readonly<Record<ListedKind, KindIndex>>;

/** Whose day, and when: date and time are those on the wall where the person is, so that no zone moves anything. */
export interface TodayRequest extends WallClock {
  /** Only what is this member's or nobody's; absent for everybody's. */
  readonly owner?: RecordId;
  /** Records listed of each sort at most; counts count all. */
  readonly limit: number;
}

/** How to reach somebody with one tap. */
export interface Ways {
  readonly phone?: string;
  readonly email?: string;
}

export interface TodayTask extends Ways {
  readonly id: RecordId;
  readonly title: string;
  readonly due: IsoDate;
  readonly time?: string;
  readonly state: DueState;
  /** 0 low to 3 urgent. */
  readonly priority: number;
  readonly repeats: boolean;
  readonly account?: Named;
  readonly contact?: Named;
}

export interface TodayNeed extends Ways {
  readonly id: RecordId;
  readonly title: string;
  readonly ageDays: number;
  /** 1 to 5; absent where nobody said. */
  readonly importance?: number;
  readonly account?: Named;
}

export interface TodayBirthday extends Ways {
  readonly id: RecordId;
  readonly kind: 'account' | 'contact';
  readonly name: string;
  readonly inDays: number;
  readonly age: number;
  readonly account?: Named;
}

export interface Counted<T> {
  readonly count: number;
  readonly items: readonly T[];
}

export interface TodayWork {
  /** Overdue first, the most urgent of them at the top; then those of today by their time. */
  readonly tasks: Counted<TodayTask> & { readonly overdue: number };
  /** What comes in the next `soonDays`. */
  readonly soon: Counted<TodayTask>;
  readonly needs: Counted<TodayNeed>;
  readonly birthdays: Counted<TodayBirthday>;
  /** Records of any kind that the book has: nothing to say and nothing to do are different things. */
  readonly records: number;
}

export interface Reminder {
  readonly id: RecordId;
  readonly title: string;
  readonly about?: string;
  /** ms */
  readonly at: number;
}

export const soonDays = 7;

/** Linear in accounts, contacts, tasks and needs. */
export function workOfToday(kinds: Kinds, request: TodayRequest): TodayWork {
  const today = dateToDay(request.date);
  const open = openTasks(kinds, request, today + soonDays);
  const due = open.filter(({ state }) => state !== 'later').sort(byUrgency);
  const soon = open.filter(({ state }) => state === 'later').sort(byTime);
  return {
    tasks: {
      count: due.length,
      overdue: due.filter(({ state }) => state === 'overdue').length,
      items: due.slice(0, request.limit).map((found) => taskOf(kinds, found)),
    },
    soon: { count: soon.length, items: soon.slice(0, request.limit).map((found) => taskOf(kinds, found)) },
    needs: openNeeds(kinds, request, today),
    birthdays: nextBirthdays(kinds, request, today),
    records: Object.values(kinds).reduce((sum, { total }) => sum + total, 0),
  };
}

/** Reminders of open tasks that ring after `from` and up to `until`, both ms, the next first. Tasks without a time count from `dayStart`. */
export function remindersOf(
  kinds: Kinds,
  owner: RecordId | undefined,
  from: number,
  until: number,
  dayStart: string = morning,
): Reminder[] {
  const found: Reminder[] = [];
  const { task: tasks, account, contact } = kinds;
  eachOpenTask(tasks, owner, (segment, slot, ordinal) => {
    const minutes = segment.numbers.get('reminder')?.[slot] ?? NaN;
    const day = segment.numbers.get('due')?.[slot] ?? NaN;
    if (Number.isNaN(minutes) || Number.isNaN(day)) return;
    const time = textAt(segment, slot, 'time');
    const at = reminderAt({ due: dayToDate(day), time: time === '' ? dayStart : time }, minutes);
    if (at <= from || at > until) return;
    const about =
      namedAt(account, ordinalsOf(segment, 'account', account)(slot)) ??
      namedAt(contact, ordinalsOf(segment, 'contact', contact)(slot));
    found.push({
      id: tasks.idOf(ordinal),
      title: tasks.labelOf(ordinal),
      at,
      ...(about === undefined ? {} : { about: about.name }),
    });
  });
  return found.sort((a, b) => a.at - b.at);
}

/** Calls for tasks that are neither done nor cancelled and that are the owner's or nobody's. */
export function eachOpenTask(
  tasks: KindIndex,
  owner: RecordId | undefined,
  visit: (segment: Segment, slot: number, ordinal: Ordinal) => void,
): void {
  const statusOf = onceASegment((segment) => placesOf(segment, 'status', ['open'], 0));
  const ownerOf = onceASegment((segment) => isOwn(segment, owner));
  eachVisible(tasks, (segment, slot, ordinal) => {
    if (statusOf(segment)(slot) === 0 && ownerOf(segment)(slot)) visit(segment, slot, ordinal);
  });
}

/** Whether a record is the owner's or nobody's; always so without an owner. */
export function isOwn(segment: Segment, owner: RecordId | undefined): (slot: number) => boolean {
  if (owner === undefined) return () => true;
  const places = placesOf(segment, 'owner', [owner], 0);
  return (slot) => places(slot) === 0;
}

/** What is made from a segment's tables, made once while its slots are visited one after the other. */
export function onceASegment<T>(make: (segment: Segment) => T): (segment: Segment) => T {
  let last: Segment | undefined;
  let made: T | undefined;
  return (segment) => {
    if (segment !== last) {
      last = segment;
      made = make(segment);
    }
    return made as T;
  };
}

/** Phone and e-mail of the first of some records that has one. */
export function waysOf(from: readonly (readonly [index: KindIndex, ordinal: Ordinal])[]): Ways {
  const first = (column: string): string | undefined => {
    for (const [index, ordinal] of from) {
      const found = firstElement(index, ordinal, column);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const phone = first('phones');
  const email = first('emails');
  return { ...(phone === undefined ? {} : { phone }), ...(email === undefined ? {} : { email }) };
}

interface FoundTask {
  readonly ordinal: Ordinal;
  readonly due: IsoDate;
  readonly time: string;
  readonly state: DueState;
  readonly priority: number;
}

function openTasks({ task: tasks }: Kinds, request: TodayRequest, lastDay: number): FoundTask[] {
  const found: FoundTask[] = [];
  const priorityOf = onceASegment((segment) => placesOf(segment, 'priority', taskPriorities, 1));
  eachOpenTask(tasks, request.owner, (segment, slot, ordinal) => {
    const day = segment.numbers.get('due')?.[slot] ?? NaN;
    if (!(day <= lastDay)) return;
    const due = dayToDate(day);
    const time = textAt(segment, slot, 'time');
    const state = dueState({ due, ...(time === '' ? {} : { time }) }, request);
    found.push({ ordinal, due, time, state, priority: Math.max(0, priorityOf(segment)(slot)) });
  });
  return found;
}

function byUrgency(a: FoundTask, b: FoundTask): number {
  if (a.state !== b.state) return a.state === 'overdue' ? -1 : 1;
  return a.state === 'overdue' ? b.priority - a.priority || byTime(a, b) : byTime(a, b);
}

/** Tasks of a whole day stand below those with a time, the more important first. */
function byTime(a: FoundTask, b: FoundTask): number {
  if (a.due !== b.due) return a.due < b.due ? -1 : 1;
  if (a.time !== b.time && (a.time === '' || b.time === '')) return a.time === '' ? 1 : -1;
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return b.priority - a.priority || a.ordinal - b.ordinal;
}

function taskOf(kinds: Kinds, { ordinal, due, time, state, priority }: FoundTask): TodayTask {
  const { task: tasks, account: accounts, contact: contacts } = kinds;
  const accountAt = accounts.ordinalOf(tasks.textOf(ordinal, 'account'));
  const contactAt = contacts.ordinalOf(tasks.textOf(ordinal, 'contact'));
  const account = namedAt(accounts, accountAt);
  const contact = namedAt(contacts, contactAt);
  return {
    id: tasks.idOf(ordinal),
    title: tasks.labelOf(ordinal),
    due,
    state,
    priority,
    repeats: tasks.textOf(ordinal, 'repeat') !== '',
    ...(time === '' ? {} : { time }),
    ...(account === undefined ? {} : { account }),
    ...(contact === undefined ? {} : { contact }),
    ...waysOf([
      [contacts, contact === undefined ? -1 : contactAt],
      [accounts, account === undefined ? -1 : accountAt],
    ]),
  };
}

/** Days that weigh as much as one step of importance. */
const daysPerStep = 30;
const middleImportance = 3;

/** Open needs: the more important and the longer unanswered, the higher. */
function openNeeds(kinds: Kinds, request: TodayRequest, today: number): Counted<TodayNeed> {
  const { need: needs, account: accounts, contact: contacts } = kinds;
  const found: { ordinal: Ordinal; age: number; importance: number; rank: number }[] = [];
  const statusOf = onceASegment((segment) => placesOf(segment, 'status', ['open', 'inProgress'], 0));
  const ownerOf = onceASegment((segment) => isOwn(segment, request.owner));
  eachVisible(needs, (segment, slot, ordinal) => {
    if (statusOf(segment)(slot) < 0 || !ownerOf(segment)(slot)) return;
    const since = segment.numbers.get('date')?.[slot] ?? NaN;
    const age = Number.isNaN(since) ? 0 : Math.max(0, today - since);
    const importance = segment.numbers.get('importance')?.[slot] ?? NaN;
    const weight = Number.isNaN(importance) ? middleImportance : importance;
    found.push({ ordinal, age, importance, rank: weight + age / daysPerStep });
  });
  found.sort((a, b) => b.rank - a.rank || a.ordinal - b.ordinal);
  return {
    count: found.length,
    items: found.slice(0, request.limit).map(({ ordinal, age, importance }) => {
      const accountAt = accounts.ordinalOf(needs.textOf(ordinal, 'account'));
      const contactAt = contacts.ordinalOf(needs.textOf(ordinal, 'contact'));
      const account = namedAt(accounts, accountAt);
      return {
        id: needs.idOf(ordinal),
        title: needs.labelOf(ordinal),
        ageDays: age,
        ...(Number.isNaN(importance) ? {} : { importance }),
        ...(account === undefined ? {} : { account }),
        ...waysOf([
          [contacts, contactAt],
          [accounts, accountAt],
        ]),
      };
    }),
  };
}

function nextBirthdays(kinds: Kinds, request: TodayRequest, today: number): Counted<TodayBirthday> {
  const found: { kind: 'account' | 'contact'; ordinal: Ordinal; inDays: number; age: number }[] = [];
  for (const kind of ['account', 'contact'] as const) {
    const ownerOf = onceASegment((segment) => isOwn(segment, request.owner));
    eachVisible(kinds[kind], (segment, slot, ordinal) => {
      const born = segment.numbers.get('birthday')?.[slot] ?? NaN;
      if (Number.isNaN(born) || !mayBeSoon(born, today) || !ownerOf(segment)(slot)) return;
      const { inDays, age } = nextBirthday(born, today);
      if (inDays <= soonDays) found.push({ kind, ordinal, inDays, age });
    });
  }
  found.sort((a, b) => a.inDays - b.inDays || a.ordinal - b.ordinal);
  return {
    count: found.length,
    items: found.slice(0, request.limit).map(({ kind, ordinal, inDays, age }) => {
      const index = kinds[kind];
      const account =
        kind === 'account'
          ? undefined
          : namedAt(kinds.account, kinds.account.ordinalOf(firstElement(index, ordinal, 'accounts') ?? ''));
      return {
        id: index.idOf(ordinal),
        kind,
        name: index.labelOf(ordinal),
        inDays,
        age,
        ...(account === undefined ? {} : { account }),
        ...waysOf([[index, ordinal]]),
      };
    }),
  };
}

const daysPerYear = 365.2425;

/** Rules out nearly everybody without a calendar: a birthday drifts at most two days against the mean year. */
function mayBeSoon(born: number, today: number): boolean {
  const into = (((today - born) % daysPerYear) + daysPerYear) % daysPerYear;
  return into <= 2 || into >= daysPerYear - soonDays - 2;
}

function textAt(segment: Segment, slot: number, key: string): string {
  return segment.texts.get(key)?.textAt(slot) ?? '';
}
