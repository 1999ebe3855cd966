import { observe, type Live } from '../database/live.ts';
import { dayToDate, instantOf, localDate, type IsoDate } from '../domain/dates.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import { fieldOf, type ObjectKind } from '../domain/objects.ts';
import { isHidden, valueOf, type RecordRow } from '../domain/record.ts';
import type { OrderSummary } from './accountFigures.ts';
import { readHiddenBatches, type ReadHandle } from './live.ts';
import { readMergedWith } from '../database/merges.ts';
import type { HistoryPage } from './recordHistory.ts';

/** Records that say what they are about; a timeline finds them by the index of their `refs`. */
export const aboutKinds = ['activity', 'need', 'task', 'behaviour'] as const;
export type AboutKind = (typeof aboutKinds)[number];

/** What a timeline can be narrowed to, in the order of its chips. */
export const timelineParts = ['activity', 'order', 'need', 'task', 'behaviour', 'change'] as const;
export type TimelinePart = (typeof timelineParts)[number];

/** One entry of a timeline. `at` is its place in time, ms; `day` is there where only the date is known. */
export type TimelineItem = {
  readonly id: string;
  readonly at: number;
  readonly day?: IsoDate;
} & (
  | { readonly part: AboutKind; readonly row: RecordRow }
  | { readonly part: 'order'; readonly order: OrderSummary }
  | { readonly part: 'change'; readonly entry: HistoryPage['entries'][number] }
);

/** Visible records of a kind that are about a record, what was merged into it, or a lead that became it: neither in the bin nor hidden with their batch. In no order. */
export function liveAbout(db: ReadHandle, kind: AboutKind, id: RecordId): Live<RecordRow[]> {
  return observe(async () => {
    const [hidden, merged] = await Promise.all([readHiddenBatches(db), readMergedWith(db, id)]);
    const ids = [...merged, ...(await readLeadsOf(db, merged))];
    const rows = await db.rowsOf(kind).where('refs').anyOf(ids).distinct().toArray();
    return rows.filter((row) => row.deletedAt === undefined && !isHidden(row, hidden));
  });
}

const becomes: ReadonlySet<ObjectKind> = new Set(['account', 'contact', 'deal']);

/** The leads that became one of these records: what was done about them belongs to it, however late it arrives. */
async function readLeadsOf(db: ReadHandle, ids: readonly RecordId[]): Promise<readonly RecordId[]> {
  if (!ids.some((id) => becomes.has(kindOfId(id)))) return [];
  const leads = await db.rowsOf('lead').where('refs').anyOf(ids).distinct().toArray();
  return leads.flatMap((row) => {
    const isStanding = row.deletedAt === undefined && textOf(row, 'status') === 'converted';
    return isStanding ? [row.id] : [];
  });
}

/** The entry of an activity, need, task or behaviour. */
export function itemOfRow(row: RecordRow): TimelineItem {
  const part = kindOfId(row.id) as AboutKind;
  return { id: row.id, part, row, ...placeOf(row) };
}

export function itemOfOrder(order: OrderSummary): TimelineItem {
  const day = order.day === null ? undefined : dayToDate(order.day);
  const place = day === undefined ? { at: order.createdAt } : placeOfDay(day, order.time, order.createdAt);
  return { id: order.id, part: 'order', order, ...place };
}

export function itemOfChange(entry: HistoryPage['entries'][number]): TimelineItem {
  return { id: entry.id, part: 'change', entry, at: entry.at };
}

/**
 * The newest `limit` entries of several sources, newest first; entries of one moment by their ids. Each source must hold at
 * least its own newest `limit`, in any order.
 */
export function newestItems(
  sources: readonly (readonly TimelineItem[])[],
  limit: number,
): readonly TimelineItem[] {
  return sources.flat().sort(newestFirst).slice(0, limit);
}

/** An open task with the earliest date comes first, then what has no date; the elder first among equals. */
export function openTasksOf(tasks: readonly RecordRow[]): readonly RecordRow[] {
  return tasks
    .filter((task) => (textOf(task, 'status') ?? 'open') === 'open')
    .sort((a, b) => dueKey(a).localeCompare(dueKey(b)) || a.base[1] - b.base[1]);
}

function dueKey(task: RecordRow): string {
  return `${textOf(task, 'due') ?? '9999-12-31'}T${textOf(task, 'time') ?? '99:99'}`;
}

function newestFirst(a: TimelineItem, b: TimelineItem): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

interface Place {
  readonly at: number;
  readonly day?: IsoDate;
}

/** Activities and behaviours stand where they happened, needs where they were told, tasks where they were done or are due. */
function placeOf(row: RecordRow): Place {
  const created = row.base[1];
  const kind = kindOfId(row.id);
  if (kind === 'need') {
    const date = textOf(row, 'date');
    return date === undefined ? { at: created } : placeOfDay(date, undefined, created);
  }
  if (kind === 'task') {
    const doneAt = numberOf(row, 'doneAt');
    if (doneAt !== undefined && textOf(row, 'status') !== 'open') return { at: doneAt };
    const due = textOf(row, 'due');
    return due === undefined ? { at: created } : placeOfDay(due, textOf(row, 'time'), created);
  }
  return { at: numberOf(row, 'at') ?? created };
}

/**
 * A date has no instant of its own, so it never shifts with the zone: on screen it stays the date, and in the order it takes
 * the time of day that belongs to it, else the moment it was written down where that was the same day, else the beginning.
 */
function placeOfDay(day: IsoDate, time: string | undefined, created: number): Place {
  const timed = time === undefined ? null : instantOf(`${day}T${time}`);
  if (timed !== null) return { at: timed, day };
  if (localDate(created) === day) return { at: created, day };
  return { at: instantOf(`${day}T00:00`) ?? created, day };
}

function textOf(row: RecordRow, key: string): string | undefined {
  const value = read(row, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(row: RecordRow, key: string): number | undefined {
  const value = read(row, key);
  return typeof value === 'number' ? value : undefined;
}

function read(row: RecordRow, key: string): unknown {
  const field = fieldOf(kindOfId(row.id) satisfies ObjectKind, key);
  return field === undefined ? undefined : valueOf(row, field);
}
