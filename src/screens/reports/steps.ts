import { pipelineOf } from '../../domain/pipelines.ts';
import type { ReportDefinition } from '../../read/reports/definition.ts';
import { isGroup, type Filter } from '../../read/listQuery.ts';
import { definitions } from '../fields/definitions.svelte.ts';

/** Statuses of leads that end them without success. */
const ended = new Set(['recycled', 'dead']);

/** True where groups follow each other as steps: stages of deals, statuses of leads. */
export function hasSteps({ object, group, measure }: ReportDefinition): boolean {
  const isCounted = measure.op === 'count' || measure.op === 'sum';
  return (
    isCounted &&
    ((object === 'deal' && group?.field === 'stage') || (object === 'lead' && group?.field === 'status'))
  );
}

/** The steps of a funnel in their order. Of deals those of the one pipeline that the filter names, else of the first. */
export function stepsOf(definition: ReportDefinition): readonly string[] {
  if (definition.object === 'lead') {
    const options = definitions().field('lead', 'status')?.options ?? [];
    return options.map(({ value }) => value).filter((value) => !ended.has(value));
  }
  const pipeline = pipelineOf(definitions().pipelines, { pipeline: namedPipeline(definition.filter) });
  return pipeline.stages.filter(({ outcome }) => outcome !== 'lost').map(({ id }) => id);
}

function namedPipeline(filter: Filter | undefined): string {
  for (const part of filter?.conditions ?? [])
    if (!isGroup(part) && part.op === 'anyOf' && part.field === 'pipeline') return part.values[0] ?? '';
  return '';
}
