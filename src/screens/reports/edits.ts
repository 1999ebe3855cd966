import type { ReportObject } from '../../domain/objects.ts';
import type { ChartType, Grouping, MeasureOp, ReportDefinition } from '../../read/reports/definition.ts';
import { dateFieldsOf } from '../../read/reports/reportFields.ts';
import { dimensionOptions, isDateField, measureOptions } from './fieldOptions.ts';
import { hasSteps } from './steps.ts';

/** Another object: what does not fit it begins anew. */
export function withObject(object: ReportObject): ReportDefinition {
  const first = dimensionOptions(object)[0]?.options[0]?.value;
  const [date] = dateFieldsOf(object);
  return {
    object,
    measure: { op: 'count' },
    ...(first === undefined ? {} : { group: groupingBy(object, first) }),
    ...(date === undefined ? {} : { date }),
    sort: 'value',
    top: 10,
    chart: 'bar',
  };
}

/** A measure with the first field that it can be taken of; undefined where there is none. */
export function withOp(definition: ReportDefinition, op: MeasureOp): ReportDefinition | undefined {
  const { measure, object } = definition;
  const options = measureOptions(object, op);
  const field = options.find(({ value }) => value === measure.field)?.value ?? options[0]?.value;
  switch (op) {
    case 'count':
      return fitting({ ...definition, measure: { op } });
    case 'rate':
      return fitting({
        ...definition,
        measure: { op, part: measure.part ?? { match: 'all', conditions: [] } },
      });
    default:
      return field === undefined ? undefined : fitting({ ...definition, measure: { op, field } });
  }
}

export function withGroup(definition: ReportDefinition, field: string): ReportDefinition {
  const { group: _, split: __, ...rest } = definition;
  if (field === '') return fitting({ ...rest, chart: 'figure' });
  const group = groupingBy(definition.object, field);
  const chart = definition.chart === 'figure' ? 'bar' : definition.chart;
  const sort = group.by === undefined ? definition.sort : 'key';
  return fitting({ ...definition, group, chart, sort });
}

export function withSplit(definition: ReportDefinition, field: string): ReportDefinition {
  const { split: _, ...rest } = definition;
  if (field === '') return fitting({ ...rest, chart: rest.chart === 'stacked' ? 'bar' : rest.chart });
  const chart = definition.chart === 'bar' ? 'stacked' : definition.chart;
  return fitting({ ...rest, split: groupingBy(definition.object, field), chart });
}

function groupingBy(object: ReportObject, field: string): Grouping {
  return isDateField(object, field) ? { field, by: 'month' } : { field };
}

/** Charts that can draw a definition. */
export function chartsFor(definition: ReportDefinition): readonly ChartType[] {
  if (definition.group === undefined) return ['figure', 'table'];
  const isStackable = definition.split !== undefined && ['count', 'sum'].includes(definition.measure.op);
  const isTime = isDateField(definition.object, definition.group.field);
  return [
    'bar',
    ...(isStackable ? (['stacked'] as const) : []),
    ...(isTime ? (['line'] as const) : []),
    ...(hasSteps(definition) && definition.split === undefined ? (['funnel'] as const) : []),
    'table',
    'figure',
  ];
}

/** The definition with a chart that can draw it; steps stand in their order. */
function fitting(definition: ReportDefinition): ReportDefinition {
  const charts = chartsFor(definition);
  const chart = charts.includes(definition.chart) ? definition.chart : (charts[0] ?? 'table');
  return chart === 'funnel' ? { ...definition, chart, sort: 'key' } : { ...definition, chart };
}

export function withChart(definition: ReportDefinition, chart: ChartType): ReportDefinition {
  return fitting({
    ...definition,
    chart,
    sort: chart === 'funnel' || chart === 'line' ? 'key' : definition.sort,
  });
}
