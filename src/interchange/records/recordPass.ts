import { kindOfId, type RecordId } from '../../domain/ids.ts';
import { canonicalJson, isEqualJson, type Json } from '../../domain/json.ts';
import { lineWrites, matchedLines } from '../../domain/lineWrites.ts';
import { fieldOf, type FieldDef } from '../../domain/objects.ts';
import { linesOf, toStoredLine, type OrderLine } from '../../domain/order.ts';
import { aboutKinds, valuesOf, type RecordState, type Values } from '../../domain/record.ts';
import type { ImportKind } from '../mapping/targets.ts';
import { References } from './references.ts';
import type { FieldValues, ReadRow, RowValues } from './rowReader.ts';
import {
  isCode,
  matchFields,
  matchKey,
  type CreatedKind,
  type ExistingRecords,
  type ImportSettings,
  type MatchField,
  type ReadyUpdate,
  type RowOutcome,
  type RowProblem,
} from './settings.ts';

export interface RowResult {
  row: number;
  outcome: RowOutcome;
  problems: RowProblem[];
}

export interface PassOutput {
  /** Answers with the id that it will have: while nothing is written yet, a text that no other has. */
  create(kind: CreatedKind, values: Values): RecordId;
  update(update: ReadyUpdate): void;
}

/** What a row of its own kind makes. */
export type RowKind = Exclude<ImportKind, 'orderLine'>;

/** A record that an earlier row of the file stands for. */
interface Met {
  row: number;
  id: RecordId;
  fingerprint: string;
  /** Its number or code, if rows are matched by it. */
  code: string | undefined;
}

/** A row whose record is in the book: what becomes of it needs the record. */
interface Pending {
  result: RowResult;
  id: RecordId;
  values: FieldValues;
  lines?: readonly Omit<OrderLine, 'id'>[] | undefined;
}

const secondaryMatch = {
  account: ['externalId', 'name'],
  contact: ['externalId', 'emails', 'phones'],
  product: [],
} as const satisfies Partial<Record<RowKind, readonly MatchField[]>>;

/** Turns rows of accounts, contacts and products into new records and updates, in the order of the file.
 *
 *  A row is the same as a record of the book, or as an earlier row, when one of the fields in `matchBy` says so; the first that
 *  matches decides, and two numbers that differ are two records, whatever else they share. Of a matched record, values of the file replace others, elements are added to sets, and empty cells change
 *  nothing. A later row that says the same as an earlier one is `same`; one that says something else is out, so that nothing depends
 *  on the order of rows. A row may bring along a second record: the contact of an account, or the account of a contact. */
export class RecordPass {
  readonly #settings: ImportSettings;
  readonly #kind: RowKind;
  readonly #existing: ExistingRecords;
  readonly #output: PassOutput;
  readonly #met = new Map<string, Met>();
  readonly #references: References;
  readonly #linked = new Set<string>();

  constructor(settings: ImportSettings, existing: ExistingRecords, output: PassOutput) {
    if (settings.kind === 'orderLine') throw new Error('order lines have a pass of their own');
    this.#settings = settings;
    this.#kind = settings.kind;
    this.#existing = existing;
    this.#output = output;
    this.#references = new References(settings, existing);
  }

  /** Takes the next rows and says what becomes of each. */
  async take(rows: readonly ReadRow[]): Promise<RowResult[]> {
    const results: RowResult[] = [];
    const pending: Pending[] = [];
    for (const row of rows) {
      const result: RowResult = { row: row.row, outcome: 'out', problems: row.problems };
      results.push(result);
      if (row.problems.length === 0) row.problems.push(...this.#references.problems(row));
      if (row.problems.length === 0) this.#place(row, result, pending);
    }
    const states = await this.#existing.rows(pending.map(({ id }) => id));
    pending.forEach(({ result, values, lines }, index) => {
      const state = states[index];
      const update = state === undefined ? undefined : differences(state, values, lines);
      if (update === undefined) return;
      this.#output.update(update);
      if (result.outcome === 'same') result.outcome = 'updated';
    });
    return results;
  }

  /** Records that rows stand for, new ones too. */
  metIds(): ReadonlySet<RecordId> {
    return new Set([...this.#met.values()].map(({ id }) => id));
  }

  #place(read: ReadRow, result: RowResult, pending: Pending[]): void {
    const kind = this.#kind;
    const primary = completed(kind, read.values);
    const missing = neededFields[kind].find((field) => primary[field] === undefined);
    if (missing !== undefined) {
      result.problems = [{ type: 'missing', target: `${kind}.${missing}` }];
      return;
    }
    const { policy } = this.#settings;
    const keys = policy === 'create' ? [] : keysOf(kind, primary, this.#settings.matchBy);
    const said = read.lines?.map((line) => line.said);
    const fingerprint = canonicalJson(said === undefined ? primary : [primary, said]);
    const met = this.#findMet(kind, keys);
    if (met !== undefined && met.fingerprint !== fingerprint) {
      result.problems = [{ type: 'repeated-in-file', firstRow: met.row }];
      return;
    }
    const known = met?.id ?? this.#findExisting(kind, keys);
    if (met === undefined && known !== undefined && policy === 'skip') {
      this.#remember(kind, keys, { row: read.row, id: known, fingerprint });
      result.outcome = 'skipped';
      return;
    }
    const isAbout = aboutKinds.some((each) => each === kind);
    const company = kind === 'contact' || isAbout ? this.#accountOf(read) : undefined;
    const accounts = company === undefined ? [] : [company];
    Object.assign(
      primary,
      this.#references.settle(read, (made, values) => this.#create(made, values), accounts),
    );
    if (company !== undefined) primary[isAbout ? 'account' : 'accounts'] = isAbout ? company : [company];
    const lines = this.#linesOf(read);
    const id = known ?? this.#create(kind, withLines(this.#withCurrency(primary), lines));
    if (known !== undefined && met === undefined) pending.push({ result, id, values: primary, lines });
    result.outcome = known === undefined ? 'new' : 'same';
    if (met === undefined) this.#remember(kind, keys, { row: read.row, id, fingerprint });
    if (kind === 'account') this.#contactOf(read, id, result, pending);
  }

  /** The contact that an account's row names: linked to the account, created when nobody in book or file has its keys. */
  #contactOf(read: ReadRow, account: RecordId, result: RowResult, pending: Pending[]): void {
    const contact = read.values.contact;
    if (contact['name'] === undefined) return;
    const fields = keysOf('contact', contact, secondaryMatch.contact);
    const keys = fields.length > 0 ? fields : [`of:${account}:${matchKey('name', textOf(contact['name']))}`];
    const met = this.#findMet('contact', keys);
    const known = met?.id ?? this.#findExisting('contact', fields);
    if (known === undefined) {
      const id = this.#create('contact', { ...contact, accounts: [account] });
      this.#remember('contact', keys, { row: read.row, id, fingerprint: '' });
      this.#linked.add(`${id} ${account}`);
      if (result.outcome === 'same') result.outcome = 'new';
      return;
    }
    if (this.#linked.has(`${known} ${account}`)) return;
    this.#linked.add(`${known} ${account}`);
    if (met === undefined) {
      this.#remember('contact', keys, { row: read.row, id: known, fingerprint: '' });
      pending.push({ result, id: known, values: { ...contact, accounts: [account] } });
    }
  }

  /** The account that a contact's row names, created when it is not known. */
  #accountOf(read: ReadRow): RecordId | undefined {
    const { name, externalId } = read.values.account;
    const account = { ...read.values.account, name: name ?? externalId ?? '' };
    const keys = keysOf('account', read.values.account, secondaryMatch.account);
    if (keys.length === 0) return undefined;
    const known = this.#findMet('account', keys)?.id ?? this.#findExisting('account', keys);
    if (known !== undefined) return known;
    const id = this.#create('account', account);
    this.#remember('account', keys, { row: read.row, id, fingerprint: '' });
    return id;
  }

  /** The lines of a deal or quote, with products that nobody knew. */
  #linesOf({ lines }: ReadRow): readonly Omit<OrderLine, 'id'>[] | undefined {
    return lines?.map((line) => line.settled((values) => this.#create('product', values)));
  }

  /** A quote is in one currency, named or not. */
  #withCurrency(values: FieldValues): FieldValues {
    return this.#kind === 'quote' ? { currency: this.#settings.currency, ...values } : values;
  }

  #create(kind: CreatedKind, values: FieldValues): RecordId {
    const id = this.#output.create(kind, values);
    this.#references.note(kind, values, id);
    return id;
  }

  #findMet(kind: RowKind, keys: readonly string[]): Met | undefined {
    const code = codeIn(keys);
    for (const key of keys) {
      const met = this.#met.get(`${kind} ${key}`);
      if (met !== undefined && !areApart(code, met.code)) return met;
    }
    return undefined;
  }

  #findExisting(kind: RowKind, keys: readonly string[]): RecordId | undefined {
    const code = codeIn(keys);
    for (const key of keys) {
      const colon = key.indexOf(':');
      const id = this.#existing.find(kind, key.slice(0, colon) as MatchField, key.slice(colon + 1));
      if (id !== undefined && !areApart(code, this.#existing.codeOf(id))) return id;
    }
    return undefined;
  }

  #remember(kind: RowKind, keys: readonly string[], met: Omit<Met, 'code'>): void {
    const code = codeIn(keys);
    for (const key of keys) this.#met.set(`${kind} ${key}`, { ...met, code });
  }
}

/** The number or code among the keys of a row. */
function codeIn(keys: readonly string[]): string | undefined {
  const key = keys.find((each) => isCode(each.slice(0, each.indexOf(':')) as MatchField));
  return key?.slice(key.indexOf(':') + 1);
}

function areApart(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** What the file says and a record does not: undefined where it says nothing new. */
export function differences(
  state: RecordState,
  values: FieldValues,
  lines?: readonly Omit<OrderLine, 'id'>[],
): ReadyUpdate | undefined {
  const current = valuesOf(state);
  const update: ReadyUpdate = { state, set: {}, add: {} };
  for (const [field, value] of Object.entries(values)) {
    const present = Object.hasOwn(current, field) ? current[field] : undefined;
    if (Array.isArray(value)) {
      const has = new Set(
        (Array.isArray(present) ? (present as Json[]) : []).map((element) => elementKey(field, element)),
      );
      const missing = (value as Json[]).filter(
        (element): element is string => typeof element === 'string' && !has.has(elementKey(field, element)),
      );
      if (missing.length > 0) update.add[field] = missing;
    } else if (!isSame(fieldOf(kindOfId(state.id), field), present, value)) update.set[field] = value;
  }
  const matched = lines && matchedLines(linesOf(state), lines);
  if (matched !== undefined && lineWrites(state, matched).length > 0) update.lines = matched;
  const hasNone = Object.keys(update.set).length + Object.keys(update.add).length === 0;
  return hasNone && update.lines === undefined ? undefined : update;
}

function withLines(values: FieldValues, lines: readonly Omit<OrderLine, 'id'>[] | undefined): FieldValues {
  return lines === undefined ? values : { ...values, lines: lines.map(toStoredLine) };
}

/** Files tell moments to the second. */
function isSame(field: FieldDef | undefined, present: Json | undefined, value: Json): boolean {
  const isMoment = field?.type === 'instant' && typeof present === 'number' && typeof value === 'number';
  return isMoment ? Math.floor(present / 1_000) === Math.floor(value / 1_000) : isEqualJson(present, value);
}

/** A record's own values, with what its row says elsewhere: an account without a name is called as its person or by its number;
 *  a contact's ways of reaching belong to the account when no contact is named. */
export function completed(kind: RowKind, values: RowValues): FieldValues {
  const own = { ...values[kind] };
  if (kind === 'account') {
    const contact = values.contact;
    if (contact['name'] === undefined) {
      for (const field of ['phones', 'emails'] as const) {
        const more = contact[field];
        if (Array.isArray(more))
          own[field] = [
            ...new Set([...(Array.isArray(own[field]) ? (own[field] as Json[]) : []), ...(more as Json[])]),
          ];
      }
    }
    const name = own['name'] ?? contact['name'] ?? own['externalId'];
    if (name !== undefined) own['name'] = name;
  }
  if (kind === 'activity' && own['type'] === undefined) own['type'] = 'note';
  if (kind === 'deal') {
    const name = own['name'] ?? own['externalId'];
    if (name !== undefined) own['name'] = name;
  }
  if (kind === 'product') {
    const name = own['name'] ?? own['code'];
    if (name !== undefined) own['name'] = name;
  }
  return own;
}

/** Fields without which a row cannot be a record. */
const neededFields = {
  account: ['name'],
  contact: ['name'],
  product: ['name'],
  lead: ['name'],
  deal: ['name'],
  quote: ['number', 'date'],
  payment: ['number', 'amount'],
  activity: ['at'],
  need: ['title'],
  task: ['title'],
  behaviour: ['kind', 'at'],
} as const satisfies Record<RowKind, readonly string[]>;

function keysOf(kind: RowKind, values: FieldValues, fields: readonly MatchField[]): string[] {
  const allowed: readonly MatchField[] = matchFields[kind];
  return fields
    .filter((field) => allowed.includes(field))
    .flatMap((field) => {
      const value = values[field];
      const list = Array.isArray(value) ? (value as Json[]) : value === undefined ? [] : [value];
      return list.map((element) => `${field}:${matchKey(field, textOf(element))}`);
    });
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function elementKey(field: string, element: Json): string {
  const text = textOf(element);
  return field === 'phones' || field === 'emails' ? matchKey(field, text) : text;
}
