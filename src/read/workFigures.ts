import type { KindIndex } from './kindIndex.ts';
import { eachReference } from './references.ts';
import { slotMask, type Ordinal } from './kindIndex.ts';
import type { Segment } from './segment.ts';

/** What has been done about each record, by its ordinal. */
export interface ActivityFigures {
  /** Instant of the newest activity, ms; NaN without one. */
  readonly last: Float64Array;
  readonly count: Float64Array;
}

/** Of visible activities that name a record in `column`, or one of the leads that became it. Linear in activities. */
export function activityFiguresOf(
  records: KindIndex,
  activities: KindIndex,
  column: string,
  leads?: KindIndex,
): ActivityFigures {
  const last = new Float64Array(records.capacity).fill(NaN);
  const count = new Float64Array(records.capacity);
  const instants = activities.segments.map((segment) => segment.numbers.get('at'));
  eachAbout(activities, column, records, leads, (segment, slot, record) => {
    const at = instants[segment]?.[slot] ?? NaN;
    count[record] = (count[record] as number) + 1;
    if (!(at <= (last[record] as number)) && !Number.isNaN(at)) last[record] = at;
  });
  return { last, count };
}

/** What waits at each record, by its ordinal. */
export interface OpenFigures {
  readonly count: Float64Array;
  /** Day of the first that has a date, days since 1970-01-01; NaN without one. */
  readonly next: Float64Array;
}

/** Of visible tasks or needs that name a record in `column` and whose status is none of `closed`. Linear. */
export function openFiguresOf(
  about: KindIndex,
  records: KindIndex,
  asked: { readonly column: string; readonly closed: readonly string[]; readonly date: string },
  leads?: KindIndex,
): OpenFigures {
  const { column, closed, date } = asked;
  const next = new Float64Array(about.capacity).fill(NaN);
  const count = new Float64Array(about.capacity);
  const days = records.segments.map((segment) => segment.numbers.get(date));
  const isOpen = records.segments.map((segment) => openTest(segment, closed));
  eachAbout(records, column, about, leads, (segment, slot, record) => {
    if (isOpen[segment]?.(slot) !== true) return;
    const day = days[segment]?.[slot] ?? NaN;
    count[record] = (count[record] as number) + 1;
    if (!(day >= (next[record] as number)) && !Number.isNaN(day)) next[record] = day;
  });
  return { count, next };
}

/** Every reference in a column, and those of records that name only a lead which became what is asked about. */
function eachAbout(
  from: KindIndex,
  column: string,
  to: KindIndex,
  leads: KindIndex | undefined,
  visit: (segment: number, slot: number, referred: Ordinal) => void,
): void {
  eachReference(from, column, to, visit);
  if (leads === undefined) return;
  eachReference(from, 'lead', leads, (number, slot, lead) => {
    const isNamed = (from.segments[number]?.texts.get(column)?.codes[slot & slotMask] ?? 0) !== 0;
    if (isNamed || leads.textOf(lead, 'status') !== 'converted') return;
    const became = to.ordinalOf(leads.textOf(lead, column));
    if (became >= 0) visit(number, slot, became);
  });
}

/** A record without a status is open. */
function openTest(segment: Segment, closed: readonly string[]): (slot: number) => boolean {
  const column = segment.texts.get('status');
  if (column === undefined) return () => true;
  const isClosed = Array.from({ length: column.table.size }, (_, entry) =>
    closed.includes(column.table.textOf(entry)),
  );
  return (slot) => isClosed[column.codes[slot] ?? 0] !== true;
}
