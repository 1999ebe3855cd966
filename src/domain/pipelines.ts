import { entriesOf, entryOf } from './bookSettings.ts';
import type { Json } from './json.ts';
import type { Values } from './record.ts';

/** How a stage ends a deal, or that it does not. */
export type Outcome = 'open' | 'won' | 'lost';

/** A stage of a pipeline; what it is called stands with the choices of the field `stage`. */
export interface Stage {
  readonly id: string;
  /** How likely deals in it are won, percent. */
  readonly probability: number;
  readonly outcome: Outcome;
  /** Days in it after which a deal counts as stuck; 0 for never. */
  readonly stuckAfter: number;
}

/** A way in which deals are sold; what it is called stands with the choices of the field `pipeline`. */
export interface Pipeline {
  readonly id: string;
  /** In their order: open ones, then the won and the lost one. */
  readonly stages: readonly Stage[];
}

/** The name of the setting that holds them. */
export const pipelinesSetting = 'pipelines';

const stage = (id: string, probability: number, stuckAfter: number): Stage => ({
  ...{ id, probability, stuckAfter, outcome: 'open' },
});

const ends: readonly Stage[] = [
  { id: 'won', probability: 100, outcome: 'won', stuckAfter: 0 },
  { id: 'lost', probability: 0, outcome: 'lost', stuckAfter: 0 },
];

/** What a book begins with. */
export const firstPipelines: readonly [Pipeline] = [
  {
    id: 'sales',
    stages: [
      stage('inquiry', 10, 14),
      stage('proposal', 30, 21),
      stage('quoted', 55, 21),
      stage('negotiation', 75, 30),
      ...ends,
    ],
  },
];

/** Pipelines from their setting, `{ id: [{ id, probability, stuckAfter }] }`; the first ones where it is damaged or absent. */
export function pipelinesOf(value: Json | undefined): readonly [Pipeline, ...Pipeline[]] {
  const [first, ...rest] = entriesOf(value).flatMap(([id, stages]): Pipeline[] => {
    const open = Array.isArray(stages)
      ? (stages as readonly Json[]).flatMap((each) => openStageOf(each) ?? [])
      : [];
    return open.length === 0 ? [] : [{ id, stages: [...open, ...ends] }];
  });
  return first === undefined ? firstPipelines : [first, ...rest];
}

/** Pipelines as their setting holds them; that won and lost come last needs no saying. */
export function pipelinesJson(pipelines: readonly Pipeline[]): Json {
  return Object.fromEntries(
    pipelines.map(({ id, stages }) => [
      id,
      stages
        .filter(({ outcome }) => outcome === 'open')
        .map((each) => ({ id: each.id, probability: each.probability, stuckAfter: each.stuckAfter })),
    ]),
  );
}

/** The pipeline of a deal; the first one where it names none that is there. */
export function pipelineOf(pipelines: readonly [Pipeline, ...Pipeline[]], deal: Values): Pipeline {
  return pipelines.find(({ id }) => id === deal['pipeline']) ?? pipelines[0];
}

/** The stage of a deal; the first one where it names none of its pipeline. */
export function stageOf(pipeline: Pipeline, deal: Values): Stage {
  return pipeline.stages.find(({ id }) => id === deal['stage']) ?? pipeline.stages[0] ?? ends[0]!;
}

/** How likely a deal is won, 0 to 1: as somebody said, or as its stage says. */
export function likelihoodOf(stage: Stage, { probability }: Values): number {
  const isSaid = stage.outcome === 'open' && typeof probability === 'number';
  return (isSaid ? probability : stage.probability) / 100;
}

function openStageOf(value: Json): Stage | undefined {
  const [id, probability, stuckAfter] = [
    entryOf(value, 'id'),
    entryOf(value, 'probability'),
    entryOf(value, 'stuckAfter'),
  ];
  if (typeof id !== 'string' || id === 'won' || id === 'lost') return undefined;
  return stage(id, percentOf(probability), daysOf(stuckAfter));
}

function percentOf(value: Json | undefined): number {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : 50;
}

function daysOf(value: Json | undefined): number {
  return typeof value === 'number' && value >= 0 && value <= 3_650 ? Math.round(value) : 0;
}
