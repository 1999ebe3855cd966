import type { IsoDate } from './dates.ts';
import { dayToDate, dateToDay } from './dates.ts';
import { drawingDevice } from './documentNumber.ts';
import type { RecordId } from './ids.ts';
import type { Json } from './json.ts';
import { entryOf } from './bookSettings.ts';
import { linesOf, toStoredLine, type OrderLine } from './order.ts';
import { valuesOf, type RecordState, type Values } from './record.ts';

/** Days for which a quote holds until a person says otherwise. */
export const quoteDays = 30;

const versionMark = /-V\d+(?:-\d+)?$/;

/** What tells a new version from those that other devices, or this one, have made of the same quote. */
export interface VersionMaker {
  readonly device: number;
  /** Numbers of the family that this device knows. */
  readonly taken: ReadonlySet<string>;
}

/** True for a quote that nobody has answered and whose validity has passed. */
export function isExpired({ status, validUntil }: Values, today: IsoDate): boolean {
  const isWaiting = status === undefined || status === 'draft' || status === 'sent';
  return isWaiting && typeof validUntil === 'string' && validUntil < today;
}

export function versionOf({ version }: Values): number {
  return typeof version === 'number' ? version : 1;
}

/** What all versions of a quote have in common. */
export function familyOf(number: string): string {
  return number.replace(versionMark, '');
}

/**
 * The number of a version: the family's own for the first, `QT-2026-1-0001-V2` for the second. Unless it is made on the device that drew
 * the family's number, its own device stands behind: `QT-2026-1-0001-V2-3`. So two devices never give two versions one number.
 */
export function numberOfVersion(number: string, version: number, device?: number): string {
  const family = familyOf(number);
  const mark = device === undefined || device === drawingDevice(family) ? '' : `-${String(device)}`;
  return version <= 1 ? family : `${family}-V${String(version)}${mark}`;
}

/** A new version of a quote: a draft with the same content, valid from today for as long as the old one was. */
export function nextVersion(quote: RecordState, today: IsoDate, { device, taken }: VersionMaker): Values {
  const { status: _status, lines: _lines, date, validUntil, number, ...rest } = valuesOf(quote);
  const isDated = typeof date === 'string' && typeof validUntil === 'string' && validUntil >= date;
  const days = isDated ? dateToDay(validUntil) - dateToDay(date) : quoteDays;
  const numberAt = (version: number): string =>
    numberOfVersion(typeof number === 'string' ? number : '', version, device);
  let version = versionOf(rest) + 1;
  while (taken.has(numberAt(version))) version += 1;
  return {
    ...rest,
    number: numberAt(version),
    version,
    replaces: quote.id,
    status: 'draft',
    date: today,
    validUntil: dayToDate(dateToDay(today) + days),
    lines: storedLines(linesOf(quote)),
  };
}

/** The order that an accepted quote becomes: the same lines, currency and tax for the same customer and deal. */
export function orderOfQuote(quote: RecordState, today: IsoDate): Values {
  const { account, deal, currency, taxMode, owner, collaborators, tags } = valuesOf(quote);
  return withoutUndefined({
    ...{ account, deal, currency, taxMode, owner, collaborators, tags },
    quote: quote.id,
    date: today,
    kind: 'order',
    status: 'open',
    lines: storedLines(linesOf(quote)),
  });
}

/** What a quote for a deal begins with; its lines are the deal's. */
export function quoteOfDeal(deal: RecordState, currency: string): Values {
  const { name, account, contacts, amount, owner } = valuesOf(deal);
  const code = entryOf(amount, 'currency');
  const contact = Array.isArray(contacts) ? (contacts as readonly RecordId[])[0] : undefined;
  return withoutUndefined({
    ...{ title: name, account, contact, owner },
    deal: deal.id,
    currency: typeof code === 'string' ? code : currency,
  });
}

export function storedLines(lines: readonly OrderLine[]): Json {
  return lines.map(({ id: _id, ...line }) => toStoredLine(line));
}

function withoutUndefined(values: Readonly<Record<string, Json | undefined>>): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
}
