import { entryOf, textsOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import { ok } from '../../domain/result.ts';
import { columnsFor } from '../../domain/table.ts';
import {
  clusterMethods,
  type AnalysisTasks,
  type CallError,
  type ClusterAnswer,
  type ClusterMethod,
  type GroupColumn,
} from '../../workers/analysisTasks.ts';
import { PageModel } from '../studio/pageModel.svelte.ts';
import type { SourceError, SourceTable } from '../studio/source.svelte.ts';
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

/** What the page of groups shows and does. */
export class GroupsModel extends PageModel<FoundGroups, AnalysisTasks['cluster']['error']> {
  /** Columns that can be grouped by, those that say something first. */
  uses = $state.raw<readonly GroupColumn[]>([]);
  columns = $state.raw<readonly string[]>([]);
  settings = $state.raw<GroupSettings>(usual);
  /** Names that the person gave, by group. */
  names = $state.raw<ReadonlyMap<number, string>>(new Map());

  protected forget(): void {
    this.uses = [];
    this.columns = [];
    this.set({ label: null });
  }

  protected async lookAt(data: SourceTable): Promise<void> {
    const looked = await this.analysis.run('clusterColumns', { table: columnsFor(data.table) });
    if (data !== this.data) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    this.uses = groupableColumns(data, looked.value);
    const kept = this.columns.filter((key) => this.uses.some((use) => use.key === key));
    this.columns = kept.length > 0 ? kept : usualColumns(data, this.uses);
    this.#ask(this.settings);
  }

  protected async askAgain(settings: Json): Promise<void> {
    this.#ask(settingsOfJson(settings));
    const asked = textsOf(entryOf(settings, 'columns'));
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

  async run(): Promise<void> {
    const { columns, settings } = this;
    if (columns.length === 0) return;
    await this.searchSource(
      async (data, options) => {
        const asked = settings.label === null ? columns : [...columns, settings.label];
        const request = { table: columnsFor(data.table, asked), columns, ...settings, seed: this.seed };
        const result = await this.analysis.run('cluster', request, options);
        return result.ok ? ok({ data, columns, settings, answer: result.value }) : result;
      },
      () => (this.names = new Map()),
    );
  }

  /** A column that is gone is not compared with. */
  #ask(settings: GroupSettings): void {
    const isThere = this.data?.fields.some(({ key }) => key === settings.label) === true;
    this.settings = isThere ? settings : { ...settings, label: null };
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
