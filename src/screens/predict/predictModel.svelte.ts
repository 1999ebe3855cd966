import { entryOf, textsOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import { ok } from '../../domain/result.ts';
import { columnsFor } from '../../domain/table.ts';
import type { Analysis, CallOptions } from '../../workers/analysis.ts';
import type { AnalysisTasks, ColumnReason, ColumnUse, Examination } from '../../workers/analysisTasks.ts';
import { callNeural } from '../../workers/neural.ts';
import type { ScreenBook } from '../book.ts';
import { PageModel } from '../studio/pageModel.svelte.ts';
import type { SourceTable } from '../studio/source.svelte.ts';
import { recipeOf, type Found } from './found.ts';
import { NetworkTraining } from './networkTraining.svelte.ts';
import { predictionFields, targetsIn, type Target } from './targets.ts';
import { labelText } from './valueText.ts';

export type { Found } from './found.ts';

/** What the page of predictions shows and does. */
export class PredictModel extends PageModel<Found, AnalysisTasks['predict']['error']> {
  targets = $state.raw<readonly Target[]>([]);
  target = $state.raw<Target>();
  yes = $state<string>();
  uses = $state.raw<readonly ColumnUse[]>([]);
  columns = $state.raw<readonly string[]>([]);
  readonly network: NetworkTraining;

  constructor(book: ScreenBook, analysis: Analysis) {
    super(book, analysis);
    this.network = new NetworkTraining(book, this);
  }

  protected forget(): void {
    this.targets = [];
    this.target = undefined;
    this.uses = [];
    this.columns = [];
  }

  /** Takes the target that was chosen before, or the first field that can be predicted. */
  protected async lookAt(data: SourceTable): Promise<void> {
    const targets = await targetsIn(data);
    if (data !== this.data) return;
    this.targets = targets;
    const same = this.targets.find(({ key }) => key === this.target?.key);
    const next = same ?? this.targets[0];
    if (next === undefined) {
      this.target = undefined;
      return;
    }
    await this.choose(next, same === undefined ? undefined : this.yes);
  }

  protected async askAgain(settings: Json): Promise<void> {
    const key = entryOf(settings, 'target');
    const yes = entryOf(settings, 'yes');
    const target = this.targets.find((each) => each.key === key);
    if (target === undefined) return;
    await this.choose(target, typeof yes === 'string' ? yes : undefined);
    const asked = textsOf(entryOf(settings, 'columns'));
    this.columns = this.uses.map((use) => use.key).filter((each) => asked.includes(each));
    await this.run();
  }

  /** The rarer of two labels is what people ask for, and of more the most frequent. */
  async choose(target: Target, yes?: string): Promise<void> {
    const { labels } = target;
    const usual = labels.length === 2 ? labels[1]?.label : labels[0]?.label;
    this.target = target;
    this.yes = labels.some(({ label }) => label === yes) ? yes : usual;
    this.error = undefined;
    // Nothing can be asked before it is known what says something about the new target.
    this.uses = [];
    this.columns = [];
    await Promise.all([this.#lookAtColumns(), this.network.look()]);
  }

  async run(isAll = false): Promise<Found | undefined> {
    const { target, yes, columns } = this;
    if (target === undefined || columns.length === 0) return undefined;
    return this.searchSource(async (data, options) => {
      const table = columnsFor(data.table, [target.key, ...columns]);
      const request = { table, target: recipeOf(target, yes), columns, seed: this.seed, isAll };
      const result = await this.analysis.run('predict', request, options);
      return result.ok ? ok({ data, target, yes, columns, answer: result.value }) : result;
    });
  }

  /** Why the model says what it says of the records at some places of the table; undefined where that failed. */
  async reasons(rows: Int32Array): Promise<readonly (readonly ColumnReason[])[] | undefined> {
    const { found } = this;
    if (found === undefined) return undefined;
    const { encoding, model } = found.answer;
    const table = columnsFor(found.data.table, found.columns);
    const result =
      model.method === 'network'
        ? await callNeural('reasons', [table, rows, encoding, model])
        : await this.analysis.run('reasons', { table, rows, encoding, model });
    return result.ok ? result.value : undefined;
  }

  /** What else there is to know of a result; undefined where that failed or was cancelled. */
  async examine(found: Found, options: CallOptions): Promise<Examination | undefined> {
    const { data, target, yes, columns, answer } = found;
    const { truth, unseen, chosen: method } = answer;
    const table = columnsFor(data.table, [target.key, ...columns]);
    const request = { table, target: recipeOf(target, yes), columns, seed: this.seed };
    const looked = await this.analysis.run('examine', { ...request, method, truth, unseen }, options);
    return looked.ok ? looked.value : undefined;
  }

  textOf(key: string, label: string): string {
    return this.data === undefined ? label : labelText(this.data, key, label);
  }

  override cancel(): void {
    super.cancel();
    this.network.cancel();
  }

  async #lookAtColumns(): Promise<void> {
    const { data, target, yes } = this;
    if (data === undefined || target === undefined) return;
    const columns = predictionFields(data)
      .map(({ key }) => key)
      .filter((key) => key !== target.key);
    const table = columnsFor(data.table, [target.key, ...columns]);
    const request = { table, columns, target: recipeOf(target, yes) };
    const looked = await this.analysis.run('uses', request);
    if (this.target !== target || this.yes !== yes) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    const isFlawed = ({ flaw }: ColumnUse): number => Number(flaw !== undefined);
    this.uses = looked.value.toSorted((a, b) => isFlawed(a) - isFlawed(b));
    this.columns = this.uses.filter(({ flaw }) => flaw === undefined).map(({ key }) => key);
  }
}
