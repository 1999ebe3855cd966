import { describe, expect, test } from 'vitest';
import { arrangedChoices, choiceListOf } from '../../../../src/domain/choiceLists.ts';
import { entryOf } from '../../../../src/domain/bookSettings.ts';
import { firstPipelines, pipelinesOf } from '../../../../src/domain/pipelines.ts';
import {
  draftsOf,
  joinedStages,
  newPipeline,
  newStage,
  pipelinesProblem,
  renamedStage,
  settingsOfDrafts,
  targetOf,
  withJoined,
  type PipelineDraft,
} from '../../../../src/screens/pipelines/pipelineEdits.ts';

const standard: Readonly<Record<string, string>> = { inquiry: 'Inquiry', proposal: 'Proposal' };
const drafts = draftsOf(firstPipelines, (_field, id) => ({
  name: standard[id] ?? id,
  standard: standard[id] ?? id,
}));
const ends = ['Won', 'Lost'];

function saved(edited: readonly PipelineDraft[]) {
  return new Map(settingsOfDrafts(edited, () => undefined));
}

describe('pipelines as they are edited', () => {
  test('what is not changed is saved as it was', () => {
    expect(pipelinesOf(saved(drafts).get('pipelines'))).toEqual(firstPipelines);
  });

  test('a new stage, a name and an order are there after saving, won and lost last', () => {
    const [sales] = drafts;
    const added = { ...newStage(), name: 'Sample sent', probability: 45, stuckAfter: 9 };
    const stages = [added, ...sales!.stages.slice(1), { ...sales!.stages[0]!, name: 'First call' }];
    const settings = saved([{ ...sales!, stages }]);
    const [pipeline] = pipelinesOf(settings.get('pipelines'));
    expect(pipeline.stages.map(({ id }) => id)).toEqual([...stages.map(({ id }) => id), 'won', 'lost']);
    expect(pipeline.stages[0]).toMatchObject({ probability: 45, stuckAfter: 9, outcome: 'open' });
    const list = choiceListOf(settings.get('choices:deal.stage'));
    expect(list.labels).toEqual({ [added.id]: 'Sample sent', inquiry: 'First call' });
    const offered = arrangedChoices(
      ['inquiry', 'proposal', 'quoted', 'negotiation', 'won', 'lost'].map((value) => ({ value })),
      list,
    );
    expect(offered[0]).toEqual({ value: added.id, label: 'Sample sent' });
    expect(offered.at(-1)).toEqual({ value: 'lost' });
  });

  test('a stage that no pipeline has any more is offered no longer, but keeps its name', () => {
    const [sales] = drafts;
    const settings = new Map(
      settingsOfDrafts([{ ...sales!, stages: sales!.stages.slice(1) }], (name) =>
        name === 'choices:deal.stage'
          ? { order: [], hidden: [], labels: { inquiry: 'First call' } }
          : undefined,
      ),
    );
    const list = choiceListOf(settings.get('choices:deal.stage'));
    expect(list.hidden).toEqual(['inquiry']);
    expect(list.labels).toEqual({ inquiry: 'First call' });
  });

  test('another name in one pipeline leaves the stage of the others as it is', () => {
    const [sales] = drafts;
    const second = newPipeline(sales!);
    const renamed = renamedStage(second.stages[0]!, 'Tender', true);
    expect(renamed.id).not.toBe(sales!.stages[0]!.id);
    expect(renamed.key).toBe(second.stages[0]!.key);
    const both = [sales!, { ...second, name: 'Tenders', stages: [renamed, ...second.stages.slice(1)] }];
    const pipelines = pipelinesOf(saved(both).get('pipelines'));
    expect(pipelines.map(({ stages }) => stages[0]!.id)).toEqual(['inquiry', renamed.id]);
    expect(pipelines[1]!.stages[1]!.id).toBe('proposal');
  });

  test('a new stage with the name of one that is known is that one', () => {
    const [sales] = drafts;
    const second = { ...newPipeline(sales!), name: 'Tenders', stages: [{ ...newStage(), name: 'Proposal' }] };
    const joined = joinedStages([sales!, second], new Map([['proposal', 'Proposal']]));
    expect(withJoined([sales!, second], joined)[1]!.stages[0]!.id).toBe('proposal');
  });

  test('a new stage does not become one that has just got another name', () => {
    const [sales] = drafts;
    const [first, ...rest] = sales!.stages;
    const added = { ...newStage(), name: 'Inquiry' };
    const edited = [{ ...sales!, stages: [added, { ...first!, name: 'First call' }, ...rest] }];
    expect(joinedStages(edited, new Map([['inquiry', 'Inquiry']]))).toEqual(new Map());
  });

  test('what cannot be saved is said', () => {
    const [sales] = drafts;
    const withStage = (more: object) => [
      { ...sales!, stages: [{ ...sales!.stages[0]!, ...more }, ...sales!.stages.slice(1)] },
    ];
    expect(pipelinesProblem(drafts, ends)).toBeUndefined();
    expect(pipelinesProblem([{ ...sales!, stages: [] }], ends)).toEqual({ type: 'no-stage' });
    expect(pipelinesProblem([...drafts, newPipeline(sales!)], ends)).toEqual({ type: 'pipeline-unnamed' });
    expect(pipelinesProblem(withStage({ name: 'Proposal' }), ends)).toEqual({
      type: 'twice',
      name: 'Proposal',
    });
    expect(pipelinesProblem(withStage({ name: 'Won' }), ends)).toEqual({ type: 'twice', name: 'Won' });
    expect(pipelinesProblem(withStage({ probability: 101 }), ends)).toEqual({ type: 'likelihood' });
    expect(pipelinesProblem(withStage({ probability: null }), ends)).toEqual({ type: 'likelihood' });
    expect(pipelinesProblem(withStage({ stuckAfter: -1 }), ends)).toEqual({ type: 'days' });
    expect(pipelinesProblem([{ ...sales!, stages: [newStage()] }], ends)).toEqual({ type: 'stage-unnamed' });
  });

  test('deals follow moves to a stage that stays, and moves in a circle end', () => {
    const moves = new Map([
      ['a/1', 'a/2'],
      ['a/2', 'b/1'],
    ]);
    expect(targetOf('a/1', moves)).toBe('b/1');
    expect(targetOf('b/1', moves)).toBeUndefined();
    expect(['a/1', 'a/2']).toContain(targetOf('a/1', new Map([...moves, ['a/2', 'a/1']])) ?? 'a/1');
  });

  test('settings are plain data', () => {
    for (const value of saved(drafts).values()) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    expect(entryOf(saved(drafts).get('choices:deal.pipeline'), 'order')).toEqual(['sales']);
  });
});
