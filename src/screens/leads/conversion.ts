import { madeBy, type Act } from '../../commands/records.ts';
import type { CustomDefinition } from '../../domain/customDefinitions.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { IsoDate } from '../../domain/dates.ts';
import type { ObjectKind } from '../../domain/objects.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import { asText } from '../fields/text.ts';

/** A deal as the dialog leaves it. */
export interface DealDraft {
  readonly name: string;
  readonly amount: Json;
  readonly pipeline: string;
  readonly stage: string;
  readonly closeDate: IsoDate | null;
}

/** What a lead becomes: records that are there, or new ones where none is chosen. */
export interface Conversion {
  readonly lead: RecordRow;
  readonly account: RecordRow | undefined;
  readonly contact: RecordRow | undefined;
  readonly deal: DealDraft | undefined;
  readonly today: IsoDate;
}

/** The custom fields of an object. */
export type CustomOf = (kind: ObjectKind) => readonly CustomDefinition[];

/** A lead of a company becomes that company, another the person. */
export function accountName(lead: Values): string {
  return asText(lead['company']).trim() || asText(lead['name']);
}

export function isCompany(lead: Values): boolean {
  return asText(lead['company']).trim() !== '';
}

/** The acts of a conversion, one undoable step: customer, contact, deal if wanted, and the lead that names them. */
export function conversionActs(
  { lead, account, contact, deal, today }: Conversion,
  customOf: CustomOf,
): Act[] {
  const values = valuesOf(lead);
  const carried = (kind: ObjectKind): Values => customCarried(values, customOf('lead'), customOf(kind));
  const accountId = account?.id ?? madeBy(0);
  const contactId = contact?.id ?? madeBy(1);
  const acts: Act[] = [
    actOn(account, 'account', { ...accountOf(values), ...carried('account') }),
    actOn(contact, 'contact', { ...contactOf(values), accounts: [accountId], ...carried('contact') }),
  ];
  if (deal !== undefined) {
    acts.push({
      create: 'deal',
      values: {
        ...only(values, ['source', ...together]),
        ...{ ...deal, account: accountId, contacts: [contactId], openedOn: today },
        ...carried('deal'),
      },
    });
  }
  const became = {
    account: accountId,
    contact: contactId,
    ...(deal === undefined ? {} : { deal: madeBy(2) }),
  };
  acts.push({ update: lead, values: { status: 'converted', releaseReason: null, ...became } });
  return acts;
}

const together = ['owner', 'collaborators', 'tags'];

function accountOf(lead: Values): Values {
  const shared = only(lead, ['website', 'industry', 'region', 'address', 'source', 'notes', ...together]);
  if (isCompany(lead)) return { name: accountName(lead), kind: 'company', ...shared };
  return { name: accountName(lead), kind: 'person', ...only(lead, ['phones', 'emails']), ...shared };
}

function contactOf(lead: Values): Values {
  return only(lead, ['name', 'title', 'phones', 'emails', ...together]);
}

/** One that is there takes what it does not have, and keeps what it has. */
function actOn(row: RecordRow | undefined, kind: 'account' | 'contact', values: Values): Act {
  if (row === undefined) return { create: kind, values };
  return { update: row, values: takenOver(valuesOf(row), values) };
}

/** What a record takes over: a field where it has none, and the elements of sets that it does not have. */
export function takenOver(standing: Values, given: Values): Values {
  const taken = Object.entries(given).flatMap(([key, value]): (readonly [string, Json])[] => {
    const own = standing[key];
    if (own === undefined || own === null || own === '') return [[key, value]];
    if (!Array.isArray(own) || !Array.isArray(value)) return [];
    const more = (value as readonly string[]).filter((each) => !(own as readonly string[]).includes(each));
    return more.length === 0 ? [] : [[key, [...own, ...more]]];
  });
  return Object.fromEntries(taken);
}

/** Custom fields go along where the other object has one of the same name and type; choices by what they are called. */
export function customCarried(
  lead: Values,
  from: readonly CustomDefinition[],
  to: readonly CustomDefinition[],
): Values {
  const carried = from.flatMap((definition): (readonly [string, Json])[] => {
    const value = lead[definition.field.key];
    const twin = to.find((each) => isTwin(definition, each));
    if (value === undefined || value === null || twin === undefined || twin.formula !== undefined) return [];
    const translated = translate(value, definition, twin);
    return translated === undefined ? [] : [[twin.field.key, translated]];
  });
  return Object.fromEntries(carried);
}

function isTwin(a: CustomDefinition, b: CustomDefinition): boolean {
  const isSameName = a.name.trim().toLocaleLowerCase() === b.name.trim().toLocaleLowerCase();
  return isSameName && a.type === b.type && a.field.to === b.field.to;
}

function translate(value: Json, from: CustomDefinition, to: CustomDefinition): Json | undefined {
  if (from.choices.length === 0) return value;
  const twinOf = (choice: Json): RecordId | undefined => {
    const label = from.choices.find((each) => each.value === choice)?.label;
    return to.choices.find((each) => each.label === label)?.value;
  };
  if (!Array.isArray(value)) return twinOf(value);
  const found = (value as readonly Json[]).flatMap((each) => twinOf(each) ?? []);
  return found.length === 0 ? undefined : found;
}

function only(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(
    keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]] as const])),
  );
}
