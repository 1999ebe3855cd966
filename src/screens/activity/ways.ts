import type { Json } from '../../domain/json.ts';
import type { RecordId } from '../../domain/ids.ts';
import { kindOfId } from '../../domain/ids.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { asText } from '../fields/text.ts';

/** A number, address or name under which somebody can be reached. */
export interface Way {
  readonly value: string;
  /** Whose it is where that is not the record itself. */
  readonly contact?: RecordId;
  readonly name?: string;
}

export interface Ways {
  readonly phones: readonly Way[];
  readonly emails: readonly Way[];
  readonly wechats: readonly Way[];
}

/** How a record and those who belong to it can be reached, its own ways first, each way once. */
export function waysOf(row: RecordRow, contacts: readonly RecordRow[]): Ways {
  const all = [row, ...contacts];
  return {
    phones: unique(all.flatMap((each) => listed(each, row, 'phones'))),
    emails: unique(all.flatMap((each) => listed(each, row, 'emails'))),
    wechats: unique(all.flatMap((each) => waysFrom(each, row, [asText(valuesOf(each)['wechat'])]))),
  };
}

export const smsHref = (phone: string): string => `sms:${phone.replace(/[^\d+]/g, '')}`;

/** The map application of the device: every maker but one answers to `geo:`. */
export function mapHref(address: string, userAgent: string): string {
  const query = encodeURIComponent(address);
  return /iPhone|iPad|Macintosh/.test(userAgent) ? `maps:?q=${query}` : `geo:0,0?q=${query}`;
}

function listed(from: RecordRow, row: RecordRow, key: 'phones' | 'emails'): Way[] {
  const list = valuesOf(from)[key];
  return waysFrom(from, row, Array.isArray(list) ? (list as readonly Json[]).map(asText) : []);
}

function waysFrom(from: RecordRow, row: RecordRow, values: readonly string[]): Way[] {
  const isContact = kindOfId(from.id) === 'contact';
  return values
    .filter((value) => value !== '')
    .map((value) => ({
      value,
      ...(isContact ? { contact: from.id } : {}),
      ...(from.id === row.id ? {} : { name: asText(valuesOf(from)['name']) }),
    }));
}

function unique(ways: readonly Way[]): readonly Way[] {
  return ways.filter((way, i) => ways.findIndex((each) => each.value === way.value) === i);
}
