import type { IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { fieldOf, fieldsOf, type FieldDef } from '../domain/objects.ts';

/** The kinds that have long lists, filters and search. */
export const listedKinds = [
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'order',
  'payment',
  'product',
  'task',
  'need',
  'activity',
  'behaviour',
] as const;
export type ListedKind = (typeof listedKinds)[number];

/** Loaded when a question first needs them: they are many, and most lists do without. */
export const lazyKinds: ReadonlySet<ListedKind> = new Set(['activity', 'behaviour']);
/** What is read ahead of activities, because Today asks how long customers have been silent. */
export const talkColumns: ReadonlySet<ColumnKey> = new Set([
  'account',
  'type',
  'at',
  'satisfaction',
  'batch',
]);
/** In memory from the start, and searched where no kinds are named. */
export const eagerKinds: readonly ListedKind[] = listedKinds.filter((kind) => !lazyKinds.has(kind));

/**
 * What a list can be filtered, sorted and grouped by: every field of the kind but long texts, custom fields by the key under
 * which records hold them, and columns that are computed. Of every kind: `createdAt`, `updatedAt` (dates), `createdBy`
 * (reference), `batch` (reference), `conflict` (boolean: some field has two values). Of orders: `total` (major units of the
 * order's own currency). Of accounts, from their orders: `revenue` (major units of the book's main currency), `orderCount`,
 * `lastOrder` (date); `contactCount`; from their activities `lastActivity` (instant) and `activityCount`; from what is to be
 * done `openTasks`, `nextTask` (date of the first open one) and `openNeeds`. Of contacts and leads: `lastActivity`; of leads `score`,
 * from 0 to 100, by the rules of the book.
 */
export type ColumnKey = string;

/**
 * Numbers and money in major units; dates as ISO texts. Open ends are left out. Empty values match only `empty`, `noneOf`,
 * `isFalse`. Where `today` is left out it is the day on which the question is asked, as a saved filter wants it.
 */
export type FieldCondition =
  /** Texts, and sets of texts, phones and e-mails: any part, as in search; phones by their digits. */
  | { readonly field: ColumnKey; readonly op: 'contains'; readonly text: string }
  | { readonly field: ColumnKey; readonly op: 'is'; readonly text: string }
  /** Texts, choices, references: the value is one of these. Sets: one of the elements is. */
  | { readonly field: ColumnKey; readonly op: 'anyOf'; readonly values: readonly string[] }
  /** The opposite of `anyOf`, empty values included. */
  | { readonly field: ColumnKey; readonly op: 'noneOf'; readonly values: readonly string[] }
  /** Sets only: all of these are among the elements. */
  | { readonly field: ColumnKey; readonly op: 'allOf'; readonly values: readonly string[] }
  /** Numbers, money, dates: bounds are included. */
  | {
      readonly field: ColumnKey;
      readonly op: 'between';
      readonly from?: number | IsoDate;
      readonly to?: number | IsoDate;
    }
  /**
   * Dates and instants. `lastDays`: today and the days before it, `days` in all. `nextDays`: today and the days after it,
   * `days` in all. `olderThanDays`: before the day that lies `days` days back.
   */
  | {
      readonly field: ColumnKey;
      readonly op: 'lastDays' | 'nextDays' | 'olderThanDays';
      readonly days: number;
      readonly today?: IsoDate;
    }
  | { readonly field: ColumnKey; readonly op: 'beforeToday'; readonly today?: IsoDate }
  | { readonly field: ColumnKey; readonly op: 'isTrue' }
  /** False or empty. */
  | { readonly field: ColumnKey; readonly op: 'isFalse' }
  | { readonly field: ColumnKey; readonly op: 'empty' }
  | { readonly field: ColumnKey; readonly op: 'notEmpty' };

/** Accounts only: a member of one of these segments. */
export interface SegmentCondition {
  readonly op: 'inSegments' | 'inNoSegment';
  readonly segments: readonly RecordId[];
}

/**
 * Some or none of the related records meet a filter of their own; an empty filter asks whether there are any. `by` is a
 * column of `kind` that refers to this record (accounts with orders: `{ kind: 'order', by: 'account' }`), or a column of this
 * record that refers to `kind` (contacts of accounts: `{ kind: 'account', by: 'accounts' }`). Where both would do, it is the
 * other kind's column unless `own` says otherwise.
 */
export interface RelatedCondition {
  readonly op: 'related';
  readonly kind: ListedKind;
  readonly by: ColumnKey;
  readonly own?: true;
  readonly quantifier: 'some' | 'none';
  readonly filter: Filter;
}

export type Condition = FieldCondition | SegmentCondition | RelatedCondition;

/** What a filter offers for a column or for segments. */
export type Operator = FieldCondition['op'] | SegmentCondition['op'];

/** All conditions hold, or one of them does. Groups stand in each other, up to `maxFilterDepth` of them. Without conditions everything matches. */
export interface Filter {
  readonly match: 'all' | 'any';
  readonly conditions: readonly (Condition | Filter)[];
}

/** A filter without groups in it has depth 1; filters of related records count as groups. */
export const maxFilterDepth = 4;

export function isGroup(part: Condition | Filter): part is Filter {
  return 'match' in part;
}

export interface Sort {
  readonly by: ColumnKey;
  readonly descending?: boolean;
}

export interface ListQuery {
  readonly kind: ListedKind;
  readonly filter?: Filter;
  /** Words that all occur in names, phones, e-mails or codes. Without `sort` the best matches come first. */
  readonly search?: string;
  /** Empty values come last in both directions. Without it: as created, or by rank of the search. */
  readonly sort?: Sort;
  /**
   * Records with one value of this column stand together, each group in the order of the sort: texts, choices, references,
   * booleans and numbers by value; dates and instants by month, the latest first; sets by their first element.
   */
  readonly group?: ColumnKey;
}

export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
  /** Of a grouped list whose groups are known already: they can be many. */
  readonly withoutGroups?: true;
}

export interface ListAnswer {
  /** Visible records of the kind. */
  readonly total: number;
  /** Of those, the ones that match. */
  readonly matched: number;
  /** The window, in order. */
  readonly ids: readonly RecordId[];
  /** Of a grouped list: all its groups in order, whatever the window; the one without a value comes last. */
  readonly groups?: readonly ListGroup[];
}

export interface ListGroup {
  /** The value as a filter names it (`YYYY-MM` of dates, `true` or `false` of booleans); null without one. */
  readonly value: string | null;
  readonly count: number;
  /** Position of its first record among all that match. */
  readonly start: number;
}

const dateColumn = (key: string): FieldDef => ({ key, type: 'date', internal: true });
const numberColumn = (key: string): FieldDef => ({ key, type: 'number', internal: true });
const lastActivity: FieldDef = { key: 'lastActivity', type: 'instant', internal: true };

const computedOfAll: readonly FieldDef[] = [
  dateColumn('createdAt'),
  dateColumn('updatedAt'),
  { key: 'createdBy', type: 'reference', to: 'member', internal: true },
  { key: 'batch', type: 'reference', to: 'batch', internal: true },
  { key: 'conflict', type: 'boolean', internal: true },
];

const computedByKind: Readonly<Record<ListedKind, readonly FieldDef[]>> = {
  account: [
    numberColumn('revenue'),
    numberColumn('orderCount'),
    dateColumn('lastOrder'),
    numberColumn('contactCount'),
    lastActivity,
    numberColumn('activityCount'),
    numberColumn('openTasks'),
    dateColumn('nextTask'),
    numberColumn('openNeeds'),
  ],
  contact: [lastActivity],
  lead: [lastActivity, numberColumn('score')],
  deal: [{ key: 'currency', type: 'text', internal: true }, dateColumn('nextTask')],
  quote: [numberColumn('total')],
  payment: [{ key: 'currency', type: 'text', internal: true }],
  product: [],
  order: [numberColumn('total')],
  task: [],
  need: [],
  activity: [],
  behaviour: [],
};

/** Stored and computed columns of a kind, stored ones first in the order of the schema. */
export function columnsOf(kind: ListedKind): readonly FieldDef[] {
  const stored = fieldsOf(kind).filter(isColumn);
  return [...stored, ...computedByKind[kind], ...computedOfAll];
}

export function columnOf(kind: ListedKind, key: ColumnKey): FieldDef | undefined {
  const field = fieldOf(kind, key);
  if (field !== undefined) return isColumn(field) ? field : undefined;
  return [...computedByKind[kind], ...computedOfAll].find((column) => column.key === key);
}

/** Texts of any length are not kept in memory. */
export function isColumn({ type }: FieldDef): boolean {
  return type !== 'longText' && type !== 'document' && type !== 'json';
}

/** True where the column's number is an instant in ms, while people and conditions name days. */
export function isInstantColumn({ key, type }: FieldDef): boolean {
  return type === 'instant' || key === 'createdAt' || key === 'updatedAt';
}

/** What one formula or another may be asked; which of them fit, the type of its result says. */
const formulaOperators: readonly FieldCondition['op'][] = [
  ...(['between', 'contains', 'is', 'anyOf', 'isTrue', 'isFalse'] as const),
  ...(['lastDays', 'nextDays', 'olderThanDays', 'beforeToday', 'empty', 'notEmpty'] as const),
];

/** The operators a filter offers for a column, the most usual first. Of a formula: ask for a column of its result. */
export function operatorsOf(column: FieldDef): readonly FieldCondition['op'][] {
  switch (column.type) {
    case 'text':
    case 'longText':
    case 'document':
      return ['contains', 'is', 'anyOf', 'empty', 'notEmpty'];
    case 'number':
    case 'integer':
    case 'money':
    case 'unitPrice':
      return ['between', 'empty', 'notEmpty'];
    case 'formula':
      return formulaOperators;
    case 'date':
    case 'instant':
      return ['between', 'lastDays', 'nextDays', 'olderThanDays', 'beforeToday', 'empty', 'notEmpty'];
    case 'choice':
    case 'reference':
      return ['anyOf', 'noneOf', 'empty', 'notEmpty'];
    case 'boolean':
      return ['isTrue', 'isFalse'];
    case 'set':
      return column.element === 'phone' || column.element === 'email'
        ? ['contains', 'empty', 'notEmpty']
        : ['anyOf', 'allOf', 'noneOf', 'empty', 'notEmpty'];
    case 'json':
      return [];
  }
}
