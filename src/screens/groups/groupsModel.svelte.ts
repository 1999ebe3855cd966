import { entryOf, textsOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import type { Analysis } from '../../workers/analysis.ts';
import {
  clusterMethods,
  type AnalysisTasks,
  type CallError,
  type ClusterAnswer,
  type ClusterMethod,
  type GroupColumn,
} from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { SourceModel, type SourceError, type SourceTable } from '../studio/source.svelte.ts';
import type { Kept } from '../studio/studio.svelte.ts';
import type { Run } from '../studio/runs.ts';
import { groupableColumns, usualColumns } from './groupFields.ts';

export type GroupsError = AnalysisTasks['cluster']['error'] | CallError | SourceError;

/** What is asked beside the source and its columns. */
export interface GroupSettings {
  readonly method: ClusterMethod;
  /** Null for what is suggested. */
  readonly k: number | null;
  readonly eps: number | null;
  readonly minPts: number | null;
  readonly useLog: boolean;
  readonly isScaled: boolean;
  /** The column that the groups are compared with. */
  readonly label: string | null;
}

/** What was asked, and what came of it. */
export interface FoundGroups {
  readonly data: SourceTable;
  readonly columns: readonly string[];
  readonly settings: GroupSettings;
  readonly answer: ClusterAnswer;
}

const usual: GroupSettings = {
  ...{ method: 'kmeans', k: null, eps: null, minPts: null },
  ...{ useLog: true, isScaled: true, label: null },
};

/** What the page of groups shows and does. Tables and results are raw: they go to workers and back. */
export class GroupsModel implements Kept {
  readonly reading: SourceModel;
  readonly seed: number;
  /** Columns that can be grouped by, those that say something first. */
  uses = $state.raw<readonly GroupColumn[]>([]);
  columns = $state.raw<readonly string[]>([]);
  settings = $state.raw<GroupSettings>(usual);
  found = $state.raw<FoundGroups>();
  /** Names that the person gave, by group. */
  names = $state.raw<ReadonlyMap<number, string>>(new Map());
  error = $state.raw<GroupsError>();
  /** Share done, 0 to 1, while groups are looked for. */
  done = $state<number>();
  #abort = new AbortController();

  readonly #analysis: Analysis;

  /** The same seed and records give the same groups on every device. */
  constructor(book: ScreenBook, analysis: Analysis, seed: number) {
    this.reading = new SourceModel(book, analysis);
    this.#analysis = analysis;
    this.seed = seed;
  }

  /** What is looked at, as last read; undefined before that. */
  get data(): SourceTable | undefined {
    return this.reading.prepared;
  }

  /** Reads the source; columns that were chosen before stay chosen. */
  async load(): Promise<void> {
    this.error = undefined;
    const before = this.columns;
    const data = await this.#read();
    if (data === undefined) return;
    const looked = await this.#analysis.run('clusterColumns', { table: data.table });
    if (data !== this.data) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    this.uses = groupableColumns(data, looked.value);
    const kept = before.filter((key) => this.uses.some((use) => use.key === key));
    this.columns = kept.length > 0 ? kept : usualColumns(data, this.uses);
    const { label } = this.settings;
    if (label !== null && !data.fields.some(({ key }) => key === label)) this.set({ label: null });
  }

  /** Asks again what an earlier analysis asked, of the records as they are now. */
  async repeat(run: Run): Promise<void> {
    this.reading.use(run.source, run.steps);
    this.found = undefined;
    this.settings = settingsOfJson(run.settings);
    await this.load();
    const asked = textsOf(entryOf(run.settings, 'columns'));
    const known = this.uses.map(({ key }) => key).filter((key) => asked.includes(key));
    if (known.length > 0) this.columns = known;
    await this.run();
  }

  set(change: Partial<GroupSettings>): void {
    this.settings = { ...this.settings, ...change };
  }

  rename(group: number, name: string): void {
    const names = new Map(this.names);
    if (name.trim() === '') names.delete(group);
    else names.set(group, name.trim());
    this.names = names;
  }

  /** Of the records as they are now: somebody may have edited them since the page was opened. */
  async run(): Promise<void> {
    const { columns, settings } = this;
    if (columns.length === 0) return;
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.done = 0;
    const data = await this.#read();
    if (this.#abort.signal !== signal) return;
    if (data === undefined) {
      this.done = undefined;
      return;
    }
    const result = await this.#analysis.run(
      'cluster',
      { table: data.table, columns, ...settings, seed: this.seed },
      { signal, onProgress: (done) => (this.done = done) },
    );
    if (this.#abort.signal !== signal) return;
    this.done = undefined;
    if (!result.ok) {
      this.error = result.error;
      return;
    }
    this.names = new Map();
    this.found = { data, columns, settings, answer: result.value };
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #read(): Promise<SourceTable | undefined> {
    const read = await this.reading.read();
    if (read.ok) return read.value;
    if (read.error.type !== 'cancelled') this.error = read.error;
    return undefined;
  }
}

/** The settings as a note of an analysis holds them, beside the columns. */
export function settingsJson(settings: GroupSettings, columns: readonly string[]): Json {
  return { ...settings, columns: [...columns] };
}

function settingsOfJson(json: Json): GroupSettings {
  const numberOf = (name: string): number | null => {
    const value = entryOf(json, name);
    return typeof value === 'number' ? value : null;
  };
  const label = entryOf(json, 'label');
  return {
    method: clusterMethods.find((each) => each === entryOf(json, 'method')) ?? usual.method,
    ...{ k: numberOf('k'), eps: numberOf('eps'), minPts: numberOf('minPts') },
    useLog: entryOf(json, 'useLog') !== false,
    isScaled: entryOf(json, 'isScaled') !== false,
    label: typeof label === 'string' ? label : null,
  };
}
