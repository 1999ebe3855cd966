import { expect, test } from 'vitest';
import { localDate } from '../../../../src/domain/dates.ts';
import { reportObjects } from '../../../../src/domain/objects.ts';
import { measureOps, readReport, type ReportDefinition } from '../../../../src/read/reports/definition.ts';
import {
  daysOf,
  maxWidgets,
  widgetsJson,
  widgetsOf,
  withinPeriod,
} from '../../../../src/screens/reports/dashboard.ts';
import {
  chartsFor,
  withChart,
  withGroup,
  withObject,
  withOp,
  withSplit,
} from '../../../../src/screens/reports/edits.ts';
import { dimensionOptions, measureOptions } from '../../../../src/screens/reports/fieldOptions.ts';
import { readyKeys, readyReports } from '../../../../src/screens/reports/readyReports.ts';

const readBack = (definition: ReportDefinition) => readReport(JSON.parse(JSON.stringify(definition)));

test('every ready report is one that any device can read back', () => {
  for (const key of readyKeys) expect(readBack(readyReports[key]), key).toEqual(readyReports[key]);
});

test('whatever a person chooses in the builder is a report that can be asked', () => {
  for (const object of reportObjects) {
    const start = withObject(object);
    for (const op of measureOps) {
      const measured = withOp(start, op);
      if (measured === undefined) continue;
      for (const { value: field } of measureOptions(object, op)) {
        const definition = { ...measured, measure: { ...measured.measure, field } };
        expect(readBack(definition), `${object} ${op} ${field}`).toEqual(definition);
      }
      for (const { value } of dimensionOptions(object).flatMap(({ options }) => options)) {
        const definition = withSplit(withGroup(measured, value), value);
        expect(readBack(definition), `${object} ${op} by ${value}`).toEqual(definition);
      }
    }
  }
});

test('only charts that can draw a report are offered, and another choice takes one of them', () => {
  const deals = withGroup(withObject('deal'), 'stage');
  expect(chartsFor(deals)).toContain('funnel');
  expect(withChart(deals, 'funnel').sort).toBe('key');
  const bySource = withGroup(withChart(deals, 'funnel'), 'source');
  expect(chartsFor(bySource)).not.toContain('funnel');
  expect(bySource.chart).toBe('bar');
  expect(withGroup(deals, '').chart).toBe('figure');
  expect(withSplit(deals, 'owner').chart).toBe('stacked');
  const inTime = withGroup(deals, 'closeDate');
  expect(inTime.group).toEqual({ field: 'closeDate', by: 'month' });
  expect(chartsFor(inTime)).toContain('line');
});

test('a definition that names what is not there is none', () => {
  expect(readReport({ ...readyReports.funnel, group: { field: 'shoeSize' } })).toBeUndefined();
  expect(readReport({ ...readyReports.funnel, measure: { op: 'sum', field: 'name' } })).toBeUndefined();
  expect(
    readReport({ ...readyReports.funnel, filter: { match: 'all', conditions: [{ op: 'drop' }] } }),
  ).toBeUndefined();
  expect(readReport({ ...readyReports.funnel, object: 'member' })).toBeUndefined();
  expect(readReport('text')).toBeUndefined();
});

test('a period of the dashboard is added to the date of each report, and leaves what has none as it is', () => {
  expect(daysOf('month', '2026-11-22')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
  expect(daysOf('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  expect(daysOf('year', '2026-11-22')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  expect(daysOf('last12', '2026-11-30')).toEqual({ from: '2025-12-01', to: '2026-11-30' });
  expect(daysOf('all', '2026-11-22')).toBeUndefined();
  const within = withinPeriod(readyReports.winByOwner, 'month', '2026-11-22');
  expect(within.filter?.conditions.at(-1)).toEqual({
    ...{ field: 'closeDate', op: 'between', from: '2026-11-01', to: '2026-11-30' },
  });
  expect(readBack(within)).toEqual(within);
  const { date: _, ...dateless } = readyReports.winByOwner;
  expect(withinPeriod(dateless, 'month', localDate(0))).toBe(dateless);
  const either = { ...readyReports.funnel, filter: { match: 'any' as const, conditions: [] } };
  expect(withinPeriod(either, 'year', '2026-11-22').filter?.match).toBe('all');
});

test('the dashboard holds each report once, and is the first one until somebody arranges it', () => {
  const first = widgetsOf(undefined);
  expect(first.length).toBeGreaterThan(4);
  expect(widgetsOf(widgetsJson(first))).toEqual(first);
  expect(widgetsOf([])).toEqual([]);
  expect(widgetsOf([{ report: 'funnel' }, { report: 'funnel', wide: true }, { other: 1 }, 7])).toEqual([
    { report: 'funnel', isWide: true },
  ]);
  expect(widgetsOf(Array.from({ length: 99 }, (__, i) => ({ report: String(i) })))).toHaveLength(maxWidgets);
});
