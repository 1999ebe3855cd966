import type { IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { fieldOf, fieldsOf, type FieldDef } from '../domain/objects.ts';

/** The kinds that have long lists, filters and search. */
export const listedKinds = [
  'account',
  'contact',
  'product',
  'order',
  'task',
  'need',
  'activity',
  'behaviour',
] as const;
export type ListedKind = (typeof listedKinds)[number];

/**
 * What a list can be filtered and sorted by: every field of the kind but long texts, and columns that are computed.
 * Of every kind: `createdAt`, `updatedAt` (dates), `createdBy` (reference), `batch` (reference), `conflict` (boolean:
 * some field has two values). Of accounts, from their orders: `revenue` (major units of the book's main currency),
 * `orderCount`, `lastOrder` (date), and `contactCount`. Of orders: `total` (major units of the order's own currency).
 */
export type ColumnKey = string;

/** Numbers and money in major units; dates as ISO texts. Open ends are left out. Empty values match only `empty`. */
export type Condition =
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
  /** Dates: `today` and the days before it, `days` in all. */
  | { readonly field: ColumnKey; readonly op: 'lastDays'; readonly days: number; readonly today: IsoDate }
  | { readonly field: ColumnKey; readonly op: 'isTrue' }
  /** False or empty. */
  | { readonly field: ColumnKey; readonly op: 'isFalse' }
  | { readonly field: ColumnKey; readonly op: 'empty' }
  | { readonly field: ColumnKey; readonly op: 'notEmpty' }
  /** Accounts only: a member of one of these segments. */
  | { readonly op: 'inSegments'; readonly segments: readonly RecordId[] }
  | { readonly op: 'inNoSegment'; readonly segments: readonly RecordId[] };

export type Operator = Condition['op'];

/** All conditions hold. Other ways to join them can be added here without breaking saved filters. */
export interface Filter {
  readonly match: 'all';
  readonly conditions: readonly Condition[];
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
}

export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
}

export interface ListAnswer {
  /** Visible records of the kind. */
  readonly total: number;
  /** Of those, the ones that match. */
  readonly matched: number;
  /** The window, in order. */
  readonly ids: readonly RecordId[];
}

const dateColumn = (key: string): FieldDef => ({ key, type: 'date', internal: true });
const numberColumn = (key: string): FieldDef => ({ key, type: 'number', internal: true });

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
  ],
  contact: [],
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

/** The operators a filter offers for a column, the most usual first. */
export function operatorsOf(column: FieldDef): readonly Operator[] {
  switch (column.type) {
    case 'text':
    case 'longText':
    case 'document':
      return ['contains', 'is', 'anyOf', 'empty', 'notEmpty'];
    case 'number':
    case 'integer':
    case 'money':
    case 'unitPrice':
    case 'formula':
      return ['between', 'empty', 'notEmpty'];
    case 'date':
    case 'instant':
      return ['between', 'lastDays', 'empty', 'notEmpty'];
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
