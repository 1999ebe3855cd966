import type { RecordId } from '../../domain/ids.ts';
import { pipelineOf } from '../../domain/pipelines.ts';
import { valuesOf } from '../../domain/record.ts';
import { columnOfTable, type Table } from '../../domain/table.ts';
import type { Answer, ScreenBook } from '../book.ts';
import { definitions, standardChoice } from '../fields/definitions.svelte.ts';
import { choiceText } from '../fields/labels.ts';
import { settingAct } from '../settings/saveSetting.ts';
import {
  draftsOf,
  joinedStages,
  moveActs,
  nameOf,
  newPipeline,
  newStage,
  pipelinesProblem,
  renamedStage,
  settingsOfDrafts,
  targetOf,
  withJoined,
  type PipelineDraft,
  type StageDraft,
} from './pipelineEdits.ts';

/** The most deals that one step takes to another stage. */
export const mostMoved = 1_000;

/** Pipelines and their stages while somebody edits them; the book has them when they are saved, in one step. */
export class PipelinesModel {
  /** What was edited; undefined while nothing is. */
  #written = $state.raw<readonly PipelineDraft[]>();
  #moves = $state.raw<ReadonlyMap<string, string>>(new Map());
  #dealsByPlace = $state.raw<ReadonlyMap<string, readonly RecordId[]>>(new Map());
  readonly #book: ScreenBook;

  readonly drafts = $derived(this.#written ?? draftsOf(definitions().pipelines, wordsOf));
  readonly problem = $derived(pipelinesProblem(this.drafts, endNames()));
  /** What is taken away while deals are in it, and where they go. */
  readonly moving = $derived.by(() => {
    const stages = this.drafts.flatMap((draft) =>
      draft.stages.map((stage) => ({ pipeline: draft.id, ...stage })),
    );
    const standing = new Set(stages.map(({ pipeline, id }) => `${pipeline}/${id}`));
    const renamed = new Set(stages.map(({ pipeline, key }) => `${pipeline}/${key}`));
    return [...this.#moves.keys()].flatMap((place) => {
      const count = this.#dealsByPlace.get(place)?.length ?? 0;
      const to = targetOf(place, this.#moves) ?? '';
      return count === 0 || standing.has(place) ? [] : [{ place, count, to, isAsked: !renamed.has(place) }];
    });
  });
  readonly moved = $derived(this.moving.reduce((sum, { count }) => sum + count, 0));

  constructor(book: ScreenBook) {
    this.#book = book;
    $effect(() => {
      const read = () => void this.#count();
      read();
      return book.index.onChange((kinds) => kinds.has('deal') && read());
    });
  }

  get isChanged(): boolean {
    return this.#written !== undefined;
  }

  dealsIn(pipeline: string, stage: string): number {
    return this.#dealsByPlace.get(`${pipeline}/${stage}`)?.length ?? 0;
  }

  namePipeline(id: string, name: string): void {
    this.#write(this.drafts.map((each) => (each.id === id ? { ...each, name } : each)));
  }

  changeStage(pipeline: string, key: string, { name, ...figures }: Partial<StageDraft>): void {
    this.#change(pipeline, (stages) =>
      stages.map((each) => {
        if (each.key !== key) return each;
        const stage = { ...each, ...figures };
        if (name === undefined) return stage;
        const isShared = this.drafts.some(
          ({ id, stages: others }) => id !== pipeline && others.some((other) => other.id === stage.id),
        );
        const renamed = renamedStage(stage, name, isShared);
        if (renamed.id !== stage.id) this.moveDeals(`${pipeline}/${stage.id}`, `${pipeline}/${renamed.id}`);
        return renamed;
      }),
    );
  }

  addStage(pipeline: string): void {
    this.#change(pipeline, (stages) => [...stages, newStage()]);
  }

  moveStage(pipeline: string, from: number, to: number): void {
    this.#change(pipeline, (stages) => {
      const rest = stages.filter((_, i) => i !== from);
      return [...rest.slice(0, to), ...stages.slice(from, from + 1), ...rest.slice(to)];
    });
  }

  removeStage(pipeline: PipelineDraft, index: number): void {
    const [gone, next] = [pipeline.stages[index], pipeline.stages[index - 1] ?? pipeline.stages[index + 1]];
    if (gone === undefined || next === undefined) return;
    this.moveDeals(`${pipeline.id}/${gone.id}`, `${pipeline.id}/${next.id}`);
    this.#change(pipeline.id, (stages) => stages.filter((each) => each !== gone));
  }

  addPipeline(): void {
    const [first] = this.drafts;
    if (first !== undefined) this.#write([...this.drafts, newPipeline(first)]);
  }

  removePipeline(pipeline: PipelineDraft): void {
    const rest = this.drafts.filter((each) => each.id !== pipeline.id);
    const [next] = rest;
    if (next === undefined) return;
    for (const { id } of pipeline.stages) {
      const alike = next.stages.find((each) => each.id === id) ?? next.stages[0];
      if (alike !== undefined) this.moveDeals(`${pipeline.id}/${id}`, `${next.id}/${alike.id}`);
    }
    this.#write(rest);
  }

  moveDeals(from: string, to: string): void {
    this.#moves = new Map([...this.#moves, [from, to]]);
  }

  discard(): void {
    this.#written = undefined;
    this.#moves = new Map();
  }

  /** Everything at once: the settings, and the deals whose stage is gone. */
  async save(): Answer {
    const stages = definitions().field('deal', 'stage')?.options ?? [];
    const joined = joinedStages(this.drafts, new Map(stages.map(({ value, label }) => [value, label])));
    const settings = settingsOfDrafts(
      withJoined(this.drafts, joined),
      (name) => definitions().settings.get(name)?.value,
    );
    const ids = this.moving.flatMap(({ place }) => this.#dealsByPlace.get(place) ?? []);
    const rows = (await this.#book.rows(ids)).filter((row) => row !== undefined);
    const pipelines = definitions().pipelines;
    const moves = moveActs(rows, this.#moves, joined, (row) => pipelineOf(pipelines, valuesOf(row)).id);
    const done = await this.#book.applyTogether([
      ...moves,
      ...settings.map(([name, value]) => settingAct(name, value)),
    ]);
    if (done.ok) this.discard();
    return done;
  }

  #write(drafts: readonly PipelineDraft[]): void {
    this.#written = drafts;
  }

  #change(pipeline: string, change: (stages: readonly StageDraft[]) => readonly StageDraft[]): void {
    this.#write(
      this.drafts.map((each) => (each.id === pipeline ? { ...each, stages: change(each.stages) } : each)),
    );
  }

  async #count(): Promise<void> {
    const filter = {
      match: 'all',
      conditions: [{ field: 'stage', op: 'noneOf', values: ['won', 'lost'] }],
    } as const;
    const answer = await this.#book.index.table({ kind: 'deal', filter, sort: { by: 'name' } }, [
      'stage',
      'pipeline',
    ]);
    if (answer.ok) this.#dealsByPlace = placesOf(answer.value);
  }
}

/** What won and lost are called. */
export function endNames(): readonly string[] {
  return ['won', 'lost'].map((stage) => choiceText('deal', 'stage', stage));
}

/** The words for a place as `pipeline/stage`. */
export function placeText(place: string, drafts: readonly PipelineDraft[]): string {
  const [pipeline = '', stage = ''] = place.split('/');
  const draft = drafts.find(({ id }) => id === pipeline);
  const named = draft?.stages.find(({ id }) => id === stage);
  const text = named === undefined ? choiceText('deal', 'stage', stage) : nameOf(named);
  if (drafts.length === 1 && draft !== undefined) return text;
  return `${draft === undefined ? choiceText('deal', 'pipeline', pipeline) : nameOf(draft)} · ${text}`;
}

function wordsOf(field: 'stage' | 'pipeline', id: string): { name: string; standard?: string } {
  const name = choiceText('deal', field, id);
  return id.startsWith('+') ? { name } : { name, standard: standardChoice(id) };
}

function placesOf(table: Table): ReadonlyMap<string, readonly RecordId[]> {
  const text = (key: string) => {
    const column = columnOfTable(table, key);
    return (row: number): string =>
      column?.type === 'category' ? (column.labels[column.codes[row] ?? -1] ?? '') : '';
  };
  const [stageIn, pipelineIn] = [text('stage'), text('pipeline')];
  const pipelines = definitions().pipelines;
  const places = new Map<string, RecordId[]>();
  table.ids.forEach((id, row) => {
    const place = `${pipelineOf(pipelines, { pipeline: pipelineIn(row) }).id}/${stageIn(row)}`;
    const ids = places.get(place);
    if (ids === undefined) places.set(place, [id]);
    else ids.push(id);
  });
  return places;
}
