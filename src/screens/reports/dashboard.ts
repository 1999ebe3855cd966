import { entryOf } from '../../domain/bookSettings.ts';
import { addMonths, dateToDay, type IsoDate } from '../../domain/dates.ts';
import type { Json } from '../../domain/json.ts';
import type { ReportDefinition } from '../../read/reports/definition.ts';
import { daysOfPeriod, periodIndex, periodKey } from '../../read/reports/periodKeys.ts';
import { withPart } from '../list/filterParts.ts';

/** The setting of the book that holds its dashboard. */
export const dashboardSetting = 'dashboard';

/** A report on the dashboard. */
export interface Widget {
  /** A record's id, or the key of a ready report. */
  readonly report: string;
  readonly isWide: boolean;
}

const firstWidgets: readonly Widget[] = [
  { report: 'revenueByMonth', isWide: true },
  { report: 'forecast', isWide: false },
  { report: 'funnel', isWide: false },
  { report: 'winByOwner', isWide: false },
  { report: 'activityByWeek', isWide: false },
  { report: 'revenueByProduct', isWide: false },
  { report: 'newCustomers', isWide: false },
];

export const maxWidgets = 24;

/** What a dashboard shows, from its setting: each report once. The first ones where nobody has arranged any. */
export function widgetsOf(value: Json | undefined): readonly Widget[] {
  if (!Array.isArray(value)) return firstWidgets;
  const widgets = new Map<string, Widget>();
  for (const each of value as readonly Json[]) {
    const report = entryOf(each, 'report');
    if (typeof report === 'string') widgets.set(report, { report, isWide: entryOf(each, 'wide') === true });
  }
  return [...widgets.values()].slice(0, maxWidgets);
}

export function widgetsJson(widgets: readonly Widget[]): Json {
  return widgets.map(({ report, isWide }) => ({ report, wide: isWide }));
}

export const dashboardPeriods = ['month', 'quarter', 'year', 'last12', 'all'] as const;
export type DashboardPeriod = (typeof dashboardPeriods)[number];

/** The first and the last day of a period; undefined for all time. */
export function daysOf(
  period: DashboardPeriod,
  today: IsoDate,
): { readonly from: IsoDate; readonly to: IsoDate } | undefined {
  switch (period) {
    case 'all':
      return undefined;
    case 'last12': {
      const { to } = daysOf('month', today) ?? { to: today };
      return { from: `${addMonths(today, -11).slice(0, 7)}-01`, to };
    }
    default:
      return daysOfPeriod(periodKey(periodIndex(dateToDay(today), period), period));
  }
}

/** A report within a period: the one of its own date. */
export function withinPeriod(
  definition: ReportDefinition,
  period: DashboardPeriod,
  today: IsoDate,
): ReportDefinition {
  const { date, filter } = definition;
  const days = daysOf(period, today);
  if (date === undefined || days === undefined) return definition;
  const own = filter === undefined || filter.match === 'all' ? filter : undefined;
  const rest = filter === undefined || own !== undefined ? [] : [filter];
  const start = own ?? { match: 'all' as const, conditions: rest };
  return { ...definition, filter: withPart(start, { field: date, op: 'between', ...days }) };
}
