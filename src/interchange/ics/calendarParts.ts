/** A property of an event or a to-do; names and those of parameters in capitals. */
export interface CalendarProperty {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** As it stands, not yet freed of backslashes. */
  readonly value: string;
}

export interface CalendarPart {
  readonly type: 'VEVENT' | 'VTODO';
  readonly properties: readonly CalendarProperty[];
  /** Of each alarm. */
  readonly alarms: readonly (readonly CalendarProperty[])[];
}

export interface CalendarParts {
  readonly parts: readonly CalendarPart[];
  /** Of zones that the file describes itself: what their standard time is ahead of UTC, in minutes. */
  readonly zones: ReadonlyMap<string, number>;
}

/** Events and to-dos of a file at most. */
export const maxCalendarParts = 100_000;

/** Takes a calendar file apart (RFC 5545 §3.1, §3.4; 1.0 of 1996 as far as it is the same). What is cut off at the end still counts. Linear. */
export function readCalendarParts(text: string): CalendarParts {
  const parts: CalendarPart[] = [];
  const zones = new Map<string, number>();
  const open: string[] = [];
  let [zone, part, alarm]: [string, MutablePart | undefined, CalendarProperty[] | undefined] = [
    '',
    undefined,
    undefined,
  ];
  const finish = (): void => {
    if (part !== undefined && parts.length < maxCalendarParts) parts.push(part);
    part = undefined;
  };
  for (const line of unfolded(text)) {
    const property = propertyOf(line);
    if (property === undefined) continue;
    const { name, value } = property;
    const type = value.trim().toUpperCase();
    if (name === 'BEGIN') {
      open.push(type);
      if (type === 'VEVENT' || type === 'VTODO') {
        finish();
        part = { type, properties: [], alarms: [] };
      } else if (type === 'VALARM') alarm = [];
    } else if (name === 'END') {
      open.pop();
      if (type === 'VALARM' && alarm !== undefined) {
        part?.alarms.push(alarm);
        alarm = undefined;
      } else if (type === 'VEVENT' || type === 'VTODO') finish();
    } else if (alarm !== undefined) alarm.push(property);
    else if (part !== undefined) part.properties.push(property);
    else if (name === 'TZID') zone = value;
    else if (name === 'TZOFFSETTO' && open.at(-1) === 'STANDARD') zones.set(zone, offsetMinutes(value));
  }
  finish();
  return { parts, zones };
}

interface MutablePart extends CalendarPart {
  readonly properties: CalendarProperty[];
  readonly alarms: CalendarProperty[][];
}

function* unfolded(text: string): Generator<string> {
  let line = '';
  for (const physical of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    if (/^[ \t]/.test(physical)) line += physical.slice(1);
    else {
      if (line !== '') yield line;
      line = physical;
    }
  }
  if (line !== '') yield line;
}

/** `NAME;PARAMETER=value;OTHER="a;b":text` */
function propertyOf(line: string): CalendarProperty | undefined {
  const start = /^([\w-]+)(?=[;:])/.exec(line);
  if (start === null) return undefined;
  const parameters = new Map<string, string>();
  let at = start[0].length;
  while (line[at] === ';') {
    const found = /^;([\w-]+)=("[^"]*"|[^";:]*)(?:,"[^"]*"|,[^";:]*)*/.exec(line.slice(at));
    if (found === null) return undefined;
    parameters.set((found[1] ?? '').toUpperCase(), (found[2] ?? '').replace(/^"|"$/g, ''));
    at += found[0].length;
  }
  if (line[at] !== ':') return undefined;
  return { name: (start[1] ?? '').toUpperCase(), parameters, value: line.slice(at + 1) };
}

/** RFC 5545 §3.3.11. */
export function unescapeCalendarText(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, next: string) => {
    if (next === 'n' || next === 'N') return '\n';
    return /[\\;,:"]/.test(next) ? next : whole;
  });
}

/** `+0530` or `-073000`, in minutes. */
function offsetMinutes(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})/.exec(text.trim()) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -size : size;
}
