import type { Act } from '../../commands/records.ts';
import { choicesSetting } from '../../domain/bookSettings.ts';
import { choiceListOf, isAddedChoice, type ChoiceList } from '../../domain/choiceLists.ts';
import { newElementId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { pipelinesJson, pipelinesSetting, type Pipeline } from '../../domain/pipelines.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';

/** A stage as its editor holds it. */
export interface StageDraft {
  /** Stays with the line while the stage it stands for may change. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** The program's word, where it has one. */
  readonly standard?: string;
  readonly probability: number | null;
  readonly stuckAfter: number | null;
}

export interface PipelineDraft {
  readonly id: string;
  readonly name: string;
  readonly standard?: string;
  /** The open ones; won and lost end every pipeline. */
  readonly stages: readonly StageDraft[];
}

/** Where deals go whose stage, or whole pipeline, is taken away: `pipeline/stage` → `pipeline/stage`. */
export type Moves = ReadonlyMap<string, string>;

export type PipelinesProblem =
  | { readonly type: 'pipeline-unnamed' | 'stage-unnamed' | 'no-stage' | 'likelihood' | 'days' }
  | { readonly type: 'twice'; readonly name: string };

export const mostStages = 20;
export const mostPipelines = 20;

/** Reads what the choices of a field are called, and the program's word for them. */
export type WordsOf = (
  field: 'stage' | 'pipeline',
  id: string,
) => { readonly name: string; readonly standard?: string };

export function draftsOf(pipelines: readonly Pipeline[], wordsOf: WordsOf): readonly PipelineDraft[] {
  return pipelines.map(({ id, stages }) => ({
    id,
    ...wordsOf('pipeline', id),
    stages: stages
      .filter(({ outcome }) => outcome === 'open')
      .map(({ id: stage, probability, stuckAfter }) => ({
        ...{ key: stage, id: stage, ...wordsOf('stage', stage), probability, stuckAfter },
      })),
  }));
}

export function newStage(): StageDraft {
  const id = newId();
  return { key: id, id, name: '', probability: 50, stuckAfter: 30 };
}

/** A further pipeline with the stages of another, to be changed. */
export function newPipeline(like: PipelineDraft): PipelineDraft {
  return { id: newId(), name: '', stages: like.stages };
}

/** A stage under another name. One that other pipelines have too stays as it is there, and this pipeline gets its own. */
export function renamedStage(stage: StageDraft, name: string, isShared: boolean): StageDraft {
  if (!isShared) return { ...stage, name };
  const { standard: _, ...own } = stage;
  return { ...own, id: newId(), name };
}

export function nameOf({ name }: { readonly name: string }): string {
  return name.trim();
}

/** What keeps drafts from being saved; undefined where nothing does. `ends` are the names of won and lost. */
export function pipelinesProblem(
  drafts: readonly PipelineDraft[],
  ends: readonly string[],
): PipelinesProblem | undefined {
  const pipelines = drafts.map(nameOf);
  if (pipelines.includes('')) return { type: 'pipeline-unnamed' };
  const twice = repeated(pipelines);
  if (twice !== undefined) return { type: 'twice', name: twice };
  for (const { stages } of drafts) {
    if (stages.length === 0) return { type: 'no-stage' };
    const names = stages.map(nameOf);
    if (names.includes('')) return { type: 'stage-unnamed' };
    const same = repeated([...names, ...ends]);
    if (same !== undefined) return { type: 'twice', name: same };
    for (const { probability, stuckAfter } of stages) {
      if (probability === null || !(probability >= 0 && probability <= 100)) return { type: 'likelihood' };
      if (stuckAfter !== null && !(stuckAfter >= 0 && stuckAfter <= 3_650)) return { type: 'days' };
    }
  }
  return undefined;
}

/**
 * The ids of new stages that are called as one that the book knows, or as another new one, and therefore are that one, so that
 * lists and filters have each name once.
 */
export function joinedStages(
  drafts: readonly PipelineDraft[],
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const stages = drafts.flatMap((draft) => draft.stages);
  const renamed = new Map(stages.map((stage) => [stage.id, nameOf(stage)]));
  const idByName = new Map<string, string>();
  for (const [id, name] of [...known, ...renamed]) {
    const stands = renamed.get(id) ?? name;
    if (stands === name && !idByName.has(name)) idByName.set(name, id);
  }
  return new Map(
    stages.flatMap((stage): [string, string][] => {
      const id = idByName.get(nameOf(stage));
      const isNew = isAddedChoice(stage.id) && !known.has(stage.id);
      return isNew && id !== undefined && id !== stage.id ? [[stage.id, id]] : [];
    }),
  );
}

/** Drafts with the stages that they were joined to. */
export function withJoined(
  drafts: readonly PipelineDraft[],
  joined: ReadonlyMap<string, string>,
): readonly PipelineDraft[] {
  return drafts.map((draft) => ({
    ...draft,
    stages: draft.stages.map((stage) => {
      const id = joined.get(stage.id);
      return id === undefined ? stage : { ...stage, id };
    }),
  }));
}

/** The settings that drafts make: pipelines, and the names and order of the choices of both fields. */
export function settingsOfDrafts(
  drafts: readonly PipelineDraft[],
  settingOf: (name: string) => Json | undefined,
): readonly (readonly [name: string, value: Json])[] {
  const stages = new Map(drafts.flatMap((draft) => draft.stages.map((stage) => [stage.id, stage] as const)));
  const pipelines = drafts.map(({ id, stages: open }): Pipeline => ({
    id,
    stages: open.map((stage) => ({
      id: stage.id,
      outcome: 'open',
      probability: stage.probability ?? 50,
      stuckAfter: Math.round(stage.stuckAfter ?? 0),
    })),
  }));
  const [stageChoices, pipelineChoices] = [
    choicesSetting('deal', 'stage'),
    choicesSetting('deal', 'pipeline'),
  ];
  return [
    [pipelinesSetting, pipelinesJson(pipelines)],
    [stageChoices, choicesWith(choiceListOf(settingOf(stageChoices)), [...stages.values()], ['won', 'lost'])],
    [pipelineChoices, choicesWith(choiceListOf(settingOf(pipelineChoices)), drafts, [])],
  ];
}

/** Acts that take deals to where their stage is now. */
export function moveActs(
  rows: readonly RecordRow[],
  moves: Moves,
  joined: ReadonlyMap<string, string>,
  pipelineOf: (row: RecordRow) => string,
): Act[] {
  return rows.flatMap((row): Act[] => {
    const { stage: from } = valuesOf(row);
    const target = typeof from === 'string' ? targetOf(`${pipelineOf(row)}/${from}`, moves) : undefined;
    if (target === undefined) return [];
    const [pipeline = '', stage = ''] = target.split('/');
    return [{ update: row, values: { pipeline, stage: joined.get(stage) ?? stage } }];
  });
}

/** Follows moves to a stage that stays; a stage that is moved on in the same edit is not stopped at. */
export function targetOf(place: string, moves: Moves): string | undefined {
  const seen = new Set<string>();
  let at = place;
  for (let next = moves.get(at); next !== undefined && !seen.has(at); next = moves.get(at)) {
    seen.add(at);
    at = next;
  }
  return at === place ? undefined : at;
}

function newId(): string {
  return `+${newElementId()}`;
}

function choicesWith(
  list: ChoiceList,
  drafts: readonly (StageDraft | PipelineDraft)[],
  ends: readonly string[],
): Json {
  const used = [...drafts.map(({ id }) => id), ...ends];
  const known = [...list.order, ...list.hidden, ...Object.keys(list.labels)];
  const others = [...new Set(known)].filter((id) => !used.includes(id));
  const named = drafts
    .filter((draft) => nameOf(draft) !== draft.standard)
    .map(({ id, name }): [string, string] => [id, name.trim()]);
  const kept = Object.entries(list.labels).filter(([id]) => !used.includes(id) || ends.includes(id));
  return {
    order: [...used, ...others],
    hidden: [...list.hidden.filter((id) => ends.includes(id)), ...others],
    labels: Object.fromEntries<string>([...kept, ...named]),
  };
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, i) => names.indexOf(name) !== i);
}
