import { instantOf, isIsoDate, localDateTime } from '../../domain/dates.ts';
import type { CalendarProperty } from './calendarParts.ts';

/** When something is, as the clock where the person is shows it. */
export interface CalendarTime {
  readonly date: string;
  /** `HH:MM`; absent for a whole day. */
  readonly time?: string;
  /** ms; of a whole day its beginning. */
  readonly at: number;
  /** The zone that it names is not known: it was taken for that of the person. */
  readonly isZoneUnknown: boolean;
}

/** What Microsoft calls zones, by the names of the IANA that stand for them. Source: CLDR, windowsZones, territory 001. */
const microsoftZones: ReadonlyMap<string, string> = new Map([
  ['china standard time', 'Asia/Shanghai'],
  ['taipei standard time', 'Asia/Taipei'],
  ['singapore standard time', 'Asia/Singapore'],
  ['tokyo standard time', 'Asia/Tokyo'],
  ['korea standard time', 'Asia/Seoul'],
  ['india standard time', 'Asia/Calcutta'],
  ['arabian standard time', 'Asia/Dubai'],
  ['russian standard time', 'Europe/Moscow'],
  ['turkey standard time', 'Europe/Istanbul'],
  ['gtb standard time', 'Europe/Bucharest'],
  ['fle standard time', 'Europe/Kiev'],
  ['w. europe standard time', 'Europe/Berlin'],
  ['central europe standard time', 'Europe/Budapest'],
  ['central european standard time', 'Europe/Warsaw'],
  ['romance standard time', 'Europe/Paris'],
  ['gmt standard time', 'Europe/London'],
  ['greenwich standard time', 'Atlantic/Reykjavik'],
  ['e. south america standard time', 'America/Sao_Paulo'],
  ['eastern standard time', 'America/New_York'],
  ['central standard time', 'America/Chicago'],
  ['mountain standard time', 'America/Denver'],
  ['pacific standard time', 'America/Los_Angeles'],
  ['alaskan standard time', 'America/Anchorage'],
  ['hawaiian standard time', 'Pacific/Honolulu'],
  ['aus eastern standard time', 'Australia/Sydney'],
  ['new zealand standard time', 'Pacific/Auckland'],
  ['utc', 'UTC'],
]);

/** `20261122`, `20261122T140000`, with `Z` or a zone: RFC 5545 §3.3.4 and 5; a time without zone is that of the person. */
export function calendarTime(
  property: CalendarProperty,
  zones: ReadonlyMap<string, number>,
): CalendarTime | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(Z)?)?$/.exec(property.value.trim());
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour, minute = '00', second = '00', utc] = match;
  const date = `${year}-${month}-${day}`;
  if (!isIsoDate(date)) return undefined;
  if (hour === undefined) return { date, at: instantOf(`${date}T00:00`) ?? 0, isZoneUnknown: false };
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const zone = property.parameters.get('TZID');
  if (utc !== undefined) return timeAt(wall, false);
  const name = zone === undefined ? undefined : knownZone(zone);
  if (name !== undefined) return timeAt(instantIn(name, wall), false);
  const described = zone === undefined ? undefined : zones.get(zone);
  if (described !== undefined) return timeAt(wall - described * 60_000, true);
  const local = `${date}T${hour}:${minute}`;
  return {
    date,
    time: `${hour}:${minute}`,
    at: instantOf(`${local}:${second}`) ?? wall,
    isZoneUnknown: zone !== undefined,
  };
}

/** Minutes of a duration such as `-P1DT2H30M`; undefined for what is none. RFC 5545 §3.3.6 */
export function durationMinutes(text: string): number | undefined {
  const match = /^([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text.trim());
  if (match === null) return undefined;
  const parts: readonly (string | undefined)[] = match.slice(2);
  const [weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0));
  const size =
    ((weeks ?? 0) * 7 + (days ?? 0)) * 1_440 +
    (hours ?? 0) * 60 +
    (minutes ?? 0) +
    Math.round((seconds ?? 0) / 60);
  return match[1] === '-' ? -size : size;
}

function timeAt(at: number, isZoneUnknown: boolean): CalendarTime {
  const [date = '', time = ''] = localDateTime(at).split('T');
  return { date, time, at, isZoneUnknown };
}

function knownZone(zone: string): string | undefined {
  const plain = zone.replace(/^\/[^/]+\/(?:[^/]+\/)?(?=[A-Z][a-z]+\/)/, '');
  const name = microsoftZones.get(plain.toLowerCase()) ?? plain;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The instant at which the clocks of a zone show a time, given as if it were UTC; of one shown twice the first, of one skipped the one after it. */
function instantIn(zone: string, wall: number): number {
  const first = wall - offsetAt(zone, wall - 43_200_000);
  return wall - offsetAt(zone, first) === first ? first : wall - offsetAt(zone, wall + 43_200_000);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone are ahead of UTC, in ms. */
function offsetAt(timeZone: string, at: number): number {
  const known = formats.get(timeZone);
  const options = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  const format = known ?? new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...options });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}
