import type { FieldDef, ReportObject } from '../../domain/objects.ts';
import { columnOf, columnsOf, listedKinds, type ColumnKey, type ListedKind } from '../listQuery.ts';
import { isNumberColumn } from '../pack.ts';

/** Where a field of a report stands: with the record, with its line, or with what one of its columns refers to. */
export interface ReportField {
  readonly kind: ListedKind | 'line';
  readonly column: FieldDef;
  /** The column that refers to `kind`, where it is not the object itself. */
  readonly through?: ColumnKey;
}

/** Between a reference and the column of what it refers to; no key holds it. */
export const stepSign = '>';

const product: FieldDef = { key: 'product', type: 'reference', to: 'product' };
const lineColumns: readonly FieldDef[] = [
  product,
  { key: 'net', type: 'money' },
  { key: 'amount', type: 'money' },
  { key: 'quantity', type: 'number' },
  { key: 'unitPrice', type: 'money' },
  { key: 'discount', type: 'number' },
];

/** Numbers that a report computes from several columns of a record. */
const madeColumns: Readonly<Partial<Record<ListedKind, readonly FieldDef[]>>> = {
  /** What an order brings: returns taken off. */
  order: [{ key: 'net', type: 'money' }],
  /** Amount times likelihood, and the days from its opening to its close date. */
  deal: [
    { key: 'weighted', type: 'money' },
    { key: 'daysToClose', type: 'integer' },
  ],
  /** Days from the day it was due to the day it came. */
  payment: [{ key: 'daysLate', type: 'integer' }],
};

export function isMade(kind: ListedKind, key: ColumnKey): boolean {
  return madeColumns[kind]?.some((column) => column.key === key) ?? false;
}

/** Columns of the object itself that a report can use; computed and custom ones by their keys. */
export function ownColumns(object: ReportObject): readonly FieldDef[] {
  if (object === 'orderLine') return [...lineColumns, ...columnsOf('order')];
  return [...(madeColumns[object] ?? []), ...columnsOf(object)];
}

/** A field by its key, `amount` or `account>industry`; undefined where there is none. */
export function reportFieldOf(object: ReportObject, key: string): ReportField | undefined {
  const step = key.indexOf(stepSign);
  const first = step < 0 ? key : key.slice(0, step);
  const own = ownFieldOf(object, first);
  if (own === undefined || step < 0) return own;
  const to = listedKinds.find((kind) => kind === own.column.to);
  if (to === undefined || own.column.type !== 'reference') return undefined;
  const column = columnOf(to, key.slice(step + 1));
  return column === undefined ? undefined : { kind: to, column, through: first };
}

function ownFieldOf(object: ReportObject, key: ColumnKey): ReportField | undefined {
  const line = object === 'orderLine' ? lineColumns.find((column) => column.key === key) : undefined;
  if (line !== undefined) return { kind: 'line', column: line };
  const kind = object === 'orderLine' ? 'order' : object;
  const made = object === 'orderLine' ? undefined : madeColumns[kind]?.find((column) => column.key === key);
  const column = made ?? columnOf(kind, key);
  return column === undefined ? undefined : { kind, column };
}

/** A number that can be added up or averaged; dates and yes or no are none. A formula is one where its result is. */
export function numberFieldOf(object: ReportObject, key: string): ReportField | undefined {
  const field = reportFieldOf(object, key);
  return field !== undefined && (isAmount(field.column) || field.column.type === 'formula')
    ? field
    : undefined;
}

/** What records can be grouped by. */
export function dimensionOf(object: ReportObject, key: string): ReportField | undefined {
  const field = reportFieldOf(object, key);
  return field !== undefined && isDimension(field.column) ? field : undefined;
}

export function referenceFieldOf(object: ReportObject, key: string): boolean {
  const column = reportFieldOf(object, key)?.column;
  return column?.type === 'reference' || (column?.type === 'set' && column.element === 'reference');
}

/** Dates and moments of the object itself. */
export function dateFieldsOf(object: ReportObject): readonly ColumnKey[] {
  return ownColumns(object)
    .filter(isDate)
    .map(({ key }) => key);
}

export function isDate({ type }: FieldDef): boolean {
  return type === 'date' || type === 'instant';
}

export function isAmount(column: FieldDef): boolean {
  return isNumberColumn(column) && !isDate(column) && column.type !== 'boolean';
}

/** Phones, addresses and names of one record each put nothing together. */
export function isDimension({ type, element, format }: FieldDef): boolean {
  if (type === 'set') return element !== 'phone' && element !== 'email';
  return (
    type !== 'json' && type !== 'document' && type !== 'longText' && format !== 'code' && format !== 'url'
  );
}
