import { reportObjects, type ReportObject } from '../../domain/objects.ts';
import { filterOf } from '../filterForm.ts';
import type { Filter, ListedKind } from '../listQuery.ts';
import { dimensionOf, numberFieldOf, referenceFieldOf, dateFieldsOf } from './reportFields.ts';

/** `rate`: what meets `part`, in shares of what meets `whole`, counted or by the size of a number. */
export const measureOps = ['count', 'sum', 'mean', 'median', 'min', 'max', 'distinct', 'rate'] as const;
export type MeasureOp = (typeof measureOps)[number];

export interface Measure {
  readonly op: MeasureOp;
  /** A number; of `distinct` a reference; of `rate` nothing or a number. */
  readonly field?: string;
  readonly part?: Filter;
  /** Everything, where it is left out. */
  readonly whole?: Filter;
}

export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;
/** Weeks are those of ISO 8601, from Monday on; quarters and years those of the calendar. */
export type Period = (typeof periods)[number];

/** What records are put together by. */
export interface Grouping {
  /** A column of the object, or `reference>column` of what it refers to. */
  readonly field: string;
  /** Of dates and moments; months where it is left out. */
  readonly by?: Period;
  /** Width of the bins of a number; a round one where it is left out. */
  readonly width?: number;
}

export const chartTypes = ['bar', 'stacked', 'line', 'table', 'figure', 'funnel'] as const;
export type ChartType = (typeof chartTypes)[number];

export interface ReportDefinition {
  readonly object: ReportObject;
  readonly measure: Measure;
  readonly group?: Grouping;
  readonly split?: Grouping;
  /** Of lines: of the orders that they stand in. */
  readonly filter?: Filter;
  /** The greatest groups first, or in the order of their values. */
  readonly sort: 'value' | 'key';
  /** So many groups; the rest are one, named as such. */
  readonly top?: number;
  readonly currency?: string;
  /** The date to which a period of a dashboard applies. */
  readonly date?: string;
  readonly chart: ChartType;
}

/** The kind whose records a filter of a report asks about. */
export function filteredKind(object: ReportObject): ListedKind {
  return object === 'orderLine' ? 'order' : object;
}

/** A definition as any device wrote it; undefined for one that cannot be asked here. */
export function readReport(data: unknown): ReportDefinition | undefined {
  if (!isObject(data)) return undefined;
  const object = reportObjects.find((each) => each === data['object']);
  const chart = chartTypes.find((each) => each === data['chart']);
  if (object === undefined || chart === undefined) return undefined;
  const measure = measureIn(object, data['measure']);
  const [group, split] = [groupingIn(object, data['group']), groupingIn(object, data['split'])];
  const filter = filterIn(object, data['filter']);
  if (measure === undefined || group === null || split === null || filter === null) return undefined;
  const { top, currency, date } = data;
  return {
    object,
    measure,
    ...(group === undefined ? {} : { group }),
    ...(split === undefined || group === undefined ? {} : { split }),
    ...(filter === undefined ? {} : { filter }),
    sort: data['sort'] === 'key' ? 'key' : 'value',
    ...(typeof top === 'number' && top >= 1 && top <= maxTop ? { top: Math.floor(top) } : {}),
    ...(typeof currency === 'string' ? { currency } : {}),
    ...(typeof date === 'string' && dateFieldsOf(object).includes(date) ? { date } : {}),
    chart,
  };
}

/** Groups that a page shows at most; the rest are one. */
export const maxTop = 200;

/** How a column of numbers puts records together; undefined for texts and references. */
export function numberColumnKind(type: string | undefined): 'date' | 'boolean' | 'number' | undefined {
  switch (type) {
    case 'date':
    case 'instant':
      return 'date';
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'integer':
    case 'money':
    case 'unitPrice':
      return 'number';
    default:
      return undefined;
  }
}

function measureIn(object: ReportObject, data: unknown): Measure | undefined {
  if (!isObject(data)) return undefined;
  const op = measureOps.find((each) => each === data['op']);
  const { field } = data;
  const [part, whole] = [filterIn(object, data['part']), filterIn(object, data['whole'])];
  if (op === undefined || part === null || whole === null) return undefined;
  if (op === 'count') return { op };
  if (op === 'distinct')
    return typeof field === 'string' && referenceFieldOf(object, field) ? { op, field } : undefined;
  const isNumber = typeof field === 'string' && numberFieldOf(object, field) !== undefined;
  if (op !== 'rate') return isNumber ? { op, field } : undefined;
  if (part === undefined || (field !== undefined && !isNumber)) return undefined;
  return { op, part, ...(isNumber ? { field } : {}), ...(whole === undefined ? {} : { whole }) };
}

/** Null for what is no grouping of this object. */
function groupingIn(object: ReportObject, data: unknown): Grouping | null | undefined {
  if (data === undefined || data === null) return undefined;
  if (!isObject(data)) return null;
  const { field, width } = data;
  if (typeof field !== 'string' || dimensionOf(object, field) === undefined) return null;
  const by = periods.find((each) => each === data['by']);
  return {
    field,
    ...(by === undefined ? {} : { by }),
    ...(typeof width === 'number' && width > 0 && Number.isFinite(width) ? { width } : {}),
  };
}

function filterIn(object: ReportObject, data: unknown): Filter | null | undefined {
  if (data === undefined || data === null) return undefined;
  return filterOf(filteredKind(object), data) ?? null;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
