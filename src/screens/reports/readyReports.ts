import type { ReportDefinition } from '../../read/reports/definition.ts';
import type { reportTexts } from '../../i18n/reports.ts';
import type { Condition, Filter } from '../../read/listQuery.ts';

export type ReadyKey = keyof typeof reportTexts.zh.readyNames;

const where = (...conditions: readonly Condition[]): Filter => ({ match: 'all', conditions });
const among = (field: string, ...values: readonly string[]): Condition => ({ field, op: 'anyOf', values });
const notAmong = (field: string, ...values: readonly string[]): Condition => ({
  field,
  op: 'noneOf',
  values,
});

const closed = where(among('stage', 'won', 'lost'));
const standing = notAmong('status', 'draft', 'cancelled');
const winRate: Pick<ReportDefinition, 'object' | 'measure' | 'filter' | 'date'> = {
  object: 'deal',
  measure: { op: 'rate', part: where(among('stage', 'won')), whole: closed },
  filter: closed,
  date: 'closeDate',
};
const returns = {
  op: 'rate',
  part: where(among('kind', 'return')),
  whole: where(among('kind', 'order')),
} as const;

const rated: Condition = { field: 'satisfaction', op: 'notEmpty' };
/** Of five stars one or two are a complaint. */
const unhappy: Condition = { field: 'satisfaction', op: 'between', to: 2 };

/** Reports that every book has. They are not records: duplicating one makes it a report of the book. */
export const readyReports: Readonly<Record<ReadyKey, ReportDefinition>> = {
  funnel: {
    object: 'deal',
    measure: { op: 'count' },
    group: { field: 'stage' },
    sort: 'key',
    date: 'openedOn',
    chart: 'funnel',
  },
  forecast: {
    object: 'deal',
    measure: { op: 'sum', field: 'weighted' },
    group: { field: 'closeDate', by: 'month' },
    filter: where(notAmong('stage', 'won', 'lost')),
    sort: 'key',
    date: 'closeDate',
    chart: 'bar',
  },
  winByOwner: { ...winRate, group: { field: 'owner' }, sort: 'value', top: 20, chart: 'bar' },
  winBySource: { ...winRate, group: { field: 'source' }, sort: 'value', top: 20, chart: 'bar' },
  winByStage: { ...winRate, group: { field: 'closedFrom' }, sort: 'key', chart: 'bar' },
  lostByStage: {
    object: 'deal',
    measure: { op: 'count' },
    group: { field: 'closedFrom' },
    split: { field: 'lostReason' },
    filter: where(among('stage', 'lost')),
    sort: 'key',
    date: 'closeDate',
    chart: 'stacked',
  },
  winByMonth: { ...winRate, group: { field: 'closeDate', by: 'month' }, sort: 'key', top: 24, chart: 'line' },
  activityByWeek: {
    object: 'activity',
    measure: { op: 'count' },
    group: { field: 'at', by: 'week' },
    split: { field: 'type' },
    sort: 'key',
    top: 12,
    date: 'at',
    chart: 'stacked',
  },
  activityByMember: {
    object: 'activity',
    measure: { op: 'count' },
    group: { field: 'owner' },
    split: { field: 'type' },
    filter: where({ field: 'at', op: 'lastDays', days: 7 }),
    sort: 'value',
    top: 20,
    date: 'at',
    chart: 'stacked',
  },
  revenueByMonth: {
    object: 'order',
    measure: { op: 'sum', field: 'net' },
    group: { field: 'date', by: 'month' },
    filter: where(standing),
    sort: 'key',
    top: 24,
    date: 'date',
    chart: 'line',
  },
  revenueByProduct: {
    object: 'orderLine',
    measure: { op: 'sum', field: 'net' },
    group: { field: 'product' },
    filter: where(standing),
    sort: 'value',
    top: 10,
    date: 'date',
    chart: 'bar',
  },
  returnsByMonth: {
    object: 'order',
    measure: { ...returns, field: 'total' },
    group: { field: 'date', by: 'month' },
    filter: where(standing),
    sort: 'key',
    top: 24,
    date: 'date',
    chart: 'line',
  },
  returnsByProduct: {
    object: 'orderLine',
    measure: { ...returns, field: 'amount' },
    group: { field: 'product' },
    filter: where(standing),
    sort: 'value',
    top: 10,
    date: 'date',
    chart: 'bar',
  },
  complaintsByMonth: {
    object: 'activity',
    measure: { op: 'rate', part: where(unhappy), whole: where(rated) },
    group: { field: 'at', by: 'month' },
    filter: where(rated),
    sort: 'key',
    top: 24,
    date: 'at',
    chart: 'line',
  },
  complaintsByProduct: {
    object: 'need',
    measure: { op: 'rate', part: where(unhappy), whole: where(rated) },
    group: { field: 'product' },
    filter: where(rated),
    sort: 'value',
    top: 10,
    date: 'date',
    chart: 'bar',
  },
  newCustomers: {
    object: 'account',
    measure: { op: 'count' },
    group: { field: 'createdAt', by: 'month' },
    split: { field: 'source' },
    sort: 'key',
    top: 24,
    date: 'createdAt',
    chart: 'stacked',
  },
  payments: {
    object: 'payment',
    measure: { op: 'sum', field: 'amount' },
    group: { field: 'due', by: 'month' },
    split: { field: 'status' },
    filter: where(notAmong('status', 'cancelled'), notAmong('kind', 'refund')),
    sort: 'key',
    top: 24,
    date: 'due',
    chart: 'stacked',
  },
};

export const readyKeys = Object.keys(readyReports) as ReadyKey[];

export function isReadyKey(key: string): key is ReadyKey {
  return Object.hasOwn(readyReports, key);
}
