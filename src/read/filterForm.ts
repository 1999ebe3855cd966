import { isIsoDate } from '../domain/dates.ts';
import { isRecordId } from '../domain/ids.ts';
import {
  columnOf,
  listedKinds,
  maxFilterDepth,
  operatorsOf,
  type Condition,
  type FieldCondition,
  type Filter,
  type ListedKind,
} from './listQuery.ts';
import { holderOf } from './relations.ts';

const maxParts = 100;
const maxValues = 10_000;

/**
 * A filter of records of a kind from data that anybody may have written, such as a saved view or the rule of a segment.
 * Undefined for what is none, names a column that there is not, or is deeper than `maxFilterDepth`. Unknown properties go.
 */
export function filterOf(kind: ListedKind, data: unknown): Filter | undefined {
  return filterAt(kind, data, 1);
}

function filterAt(kind: ListedKind, data: unknown, depth: number): Filter | undefined {
  if (!isObject(data) || depth > maxFilterDepth) return undefined;
  const { match, conditions } = data;
  if (match !== 'all' && match !== 'any') return undefined;
  if (!Array.isArray(conditions) || conditions.length > maxParts) return undefined;
  const parts = conditions.map((part: unknown) => partOf(kind, part, depth));
  return parts.every((part) => part !== undefined) ? { match, conditions: parts } : undefined;
}

function partOf(kind: ListedKind, data: unknown, depth: number): Condition | Filter | undefined {
  if (!isObject(data)) return undefined;
  if ('match' in data) return filterAt(kind, data, depth + 1);
  switch (data['op']) {
    case 'related':
      return relatedOf(kind, data, depth);
    case 'inSegments':
    case 'inNoSegment': {
      const segments = textsOf(data['segments']);
      const isFit = kind === 'account' && segments?.every(isRecordId) === true;
      return isFit ? { op: data['op'], segments } : undefined;
    }
    default:
      return fieldConditionOf(kind, data);
  }
}

function relatedOf(
  kind: ListedKind,
  { kind: other, by, own, quantifier, filter }: Readonly<Record<string, unknown>>,
  depth: number,
): Condition | undefined {
  const to = listedKinds.find((each) => each === other);
  if (to === undefined || typeof by !== 'string') return undefined;
  if (quantifier !== 'some' && quantifier !== 'none') return undefined;
  const asked = filterAt(to, filter, depth + 1);
  const path = { kind: to, by, ...(own === true ? { own: true as const } : {}) };
  if (asked === undefined || holderOf(kind, path) === undefined) return undefined;
  return { op: 'related', ...path, quantifier, filter: asked };
}

function fieldConditionOf(
  kind: ListedKind,
  data: Readonly<Record<string, unknown>>,
): FieldCondition | undefined {
  const { field, op } = data;
  const column = typeof field === 'string' ? columnOf(kind, field) : undefined;
  const known = column === undefined ? undefined : operatorsOf(column).find((each) => each === op);
  if (column === undefined || known === undefined) return undefined;
  const { key } = column;
  switch (known) {
    case 'contains':
    case 'is':
      return typeof data['text'] === 'string' ? { field: key, op: known, text: data['text'] } : undefined;
    case 'anyOf':
    case 'noneOf':
    case 'allOf': {
      const values = textsOf(data['values']);
      return values === undefined ? undefined : { field: key, op: known, values };
    }
    case 'between':
      return betweenOf(key, data['from'], data['to']);
    case 'lastDays':
    case 'nextDays':
    case 'olderThanDays': {
      const { days } = data;
      const isFit = typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= maxDays;
      return isFit ? { field: key, op: known, days, ...todayOf(data['today']) } : undefined;
    }
    case 'beforeToday':
      return { field: key, op: known, ...todayOf(data['today']) };
    default:
      return { field: key, op: known };
  }
}

const maxDays = 100_000;

function betweenOf(field: string, from: unknown, to: unknown): FieldCondition | undefined {
  const [low, high] = [boundOf(from), boundOf(to)];
  if (low === undefined || high === undefined) return undefined;
  return {
    field,
    op: 'between',
    ...(low === 'open' ? {} : { from: low.value }),
    ...(high === 'open' ? {} : { to: high.value }),
  };
}

/** `open` where it is left out, undefined for what is no bound. */
function boundOf(bound: unknown): { readonly value: number | string } | 'open' | undefined {
  if (bound === undefined) return 'open';
  const isBound = typeof bound === 'number' || (typeof bound === 'string' && isIsoDate(bound));
  return isBound ? { value: bound } : undefined;
}

function todayOf(today: unknown): { readonly today?: string } {
  return typeof today === 'string' && isIsoDate(today) ? { today } : {};
}

function textsOf(data: unknown): readonly string[] | undefined {
  if (!Array.isArray(data) || data.length > maxValues) return undefined;
  return data.every((each) => typeof each === 'string') ? data : undefined;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
