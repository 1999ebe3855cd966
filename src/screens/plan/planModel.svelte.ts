import { ok, type Result } from '../../domain/result.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { BudgetLimit, BudgetPlan, ContactAnswer, SelectedItems } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import type { Run } from '../studio/runs.ts';
import type { SourceField } from '../studio/readSource.ts';
import { SourceModel, type SourceTable } from '../studio/source.svelte.ts';
import type { Kept } from '../studio/studio.svelte.ts';
import { problemsOf, type PlanProblems } from './planProblems.ts';
import { firstSettings, settingsOf, type PlanSettings } from './planSettings.ts';

/** What was asked, and what came of it. */
export type PlanFound = { readonly settings: PlanSettings } & (
  | { readonly kind: 'budget'; readonly answer: BudgetPlan }
  | {
      readonly kind: 'selection';
      readonly answer: SelectedItems;
      /** Of customers; undefined for a list of one's own. */
      readonly data: SourceTable | undefined;
      /** Position in the table of each that could be taken; all are known. */
      readonly places: Int32Array;
      readonly worth: Float64Array;
      /** Names of customers, by id. */
      readonly names: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'contacts'; readonly answer: ContactAnswer }
);

/** How working it out can fail; each type has its words on the page. */
export interface PlanFailure {
  readonly type: string;
  readonly conflict?: readonly BudgetLimit[];
  readonly rows?: readonly number[];
}

/** What the page of budgets and plans shows and does. */
export class PlanModel implements Kept {
  readonly reading: SourceModel;
  settings = $state.raw<PlanSettings>(firstSettings());
  found = $state.raw<PlanFound>();
  /** Why not, with the settings it is about. */
  failed = $state.raw<{ readonly error: PlanFailure; readonly settings: PlanSettings }>();
  done = $state<number>();
  /** Somebody has tried to work it out: what is still empty is named too. */
  isTried = $state(false);
  readonly #first = firstSettings();
  #abort = new AbortController();

  readonly #book: ScreenBook;
  readonly #analysis: Analysis;

  constructor(book: ScreenBook, analysis: Analysis) {
    this.#book = book;
    this.#analysis = analysis;
    this.reading = new SourceModel(book, analysis);
  }

  get data(): SourceTable | undefined {
    return this.reading.prepared;
  }

  // Getters: what is derived belongs to the page that made it, and would stand still once that page is left.
  get problems(): PlanProblems {
    return problemsOf(this.settings);
  }

  /** Numbers are those that the page began with. */
  get isExample(): boolean {
    const own = { budget: 'rows', selection: 'items', contacts: 'states' } as const;
    const key = own[this.settings.kind];
    return JSON.stringify(this.settings[key]) === JSON.stringify(this.#first[key]);
  }

  set(change: Partial<PlanSettings>): void {
    this.settings = { ...this.settings, ...change };
  }

  /** Reads the customers that can be chosen from, and a field for their worth where none is chosen. */
  async load(): Promise<void> {
    const read = await this.reading.read();
    if (!read.ok) {
      if (read.error.type !== 'cancelled') this.failed = { error: read.error, settings: this.settings };
      return;
    }
    const fields = worthFields(read.value);
    const known = fields.find(({ key }) => key === this.settings.worth) ?? fields[0];
    this.set({ worth: known?.key ?? '' });
  }

  /** Asks again what an earlier analysis asked. */
  async repeat(run: Run): Promise<void> {
    this.settings = settingsOf(run.settings);
    this.found = undefined;
    if (this.settings.kind === 'selection' && this.settings.from === 'customers') {
      this.reading.use(run.source, run.steps);
      await this.load();
    }
    await this.run();
  }

  async run(): Promise<void> {
    this.cancel();
    this.isTried = this.problems.size > 0;
    if (this.isTried) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const { settings } = this;
    this.failed = undefined;
    this.done = 0;
    const found = await this.#ask(settings, signal);
    if (this.#abort.signal !== signal) return;
    this.done = undefined;
    if (found.ok) this.found = found.value;
    else this.failed = { error: found.error, settings };
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #ask(settings: PlanSettings, signal: AbortSignal): Promise<Result<PlanFound, PlanFailure>> {
    if (settings.kind === 'selection') return this.#select(settings, signal);
    if (settings.kind === 'budget') {
      const places = new Map(settings.rows.map(({ id }, place) => [id, place]));
      const asked = {
        rows: settings.rows.map(({ values: { gain, least, most } }) => ({
          ...{ gain: gain ?? 0, least: least ?? 0, most: most ?? null },
        })),
        budget: settings.budget,
        groups: settings.groups.map(({ rows, relation, unit, bound }) => ({
          ...{ rows: rows.flatMap((id) => places.get(id) ?? []), relation, unit },
          bound: (bound ?? 0) / (unit === 'share' ? 100 : 1),
        })),
      };
      const result = await this.#analysis.run('budgetPlan', asked, { signal });
      return result.ok ? ok({ kind: 'budget', settings, answer: result.value }) : result;
    }
    const states = settings.states.map(({ values }) => ({
      contacted: (values['contacted'] ?? 0) / 100,
      alone: (values['alone'] ?? 0) / 100,
      leaves: (values['leaves'] ?? 0) / 100,
    }));
    const { margin, contactPrice, interest, periods } = settings;
    const asked = { states, margin: margin ?? 0, cost: contactPrice ?? 0, periods: periods ?? 1 };
    const result = await this.#analysis.run(
      'contactPlan',
      { ...asked, interest: (interest ?? 0) / 100 },
      { signal },
    );
    return result.ok ? ok({ kind: 'contacts', settings, answer: result.value }) : result;
  }

  async #select(settings: PlanSettings, signal: AbortSignal): Promise<Result<PlanFound, PlanFailure>> {
    const budget = settings.purse ?? 0;
    if (settings.from === 'items') {
      const worth = Float64Array.from(settings.items, ({ values }) => values['worth'] ?? 0);
      const cost = Float64Array.from(settings.items, ({ values }) => values['cost'] ?? 0);
      const result = await this.#analysis.run('selection', { worth, cost, budget }, { signal });
      if (!result.ok) return result;
      const places = Int32Array.from(worth, (_, place) => place);
      const own = { data: undefined, places, worth, names: new Map<string, string>() };
      return ok({ kind: 'selection', settings, answer: result.value, ...own });
    }
    const read = await this.reading.read(signal);
    if (!read.ok) return read;
    const data = read.value;
    const column = data.table.columns.find(({ key }) => key === settings.worth);
    const values = column?.type === 'number' ? column.values : new Float64Array(0);
    const places = Int32Array.from([...values.keys()].filter((place) => Number.isFinite(values[place])));
    const worth = Float64Array.from(places, (place) => values[place]!);
    const cost = new Float64Array(worth.length).fill(settings.contactCost ?? 0);
    const result = await this.#analysis.run('selection', { worth, cost, budget }, { signal });
    if (!result.ok) return result;
    const ids = Array.from(result.value.items, (item) => data.table.ids[places[item]!] ?? '');
    const labels = data.source.type === 'records' ? await this.#book.index.labels(ids) : undefined;
    const names = new Map(ids.map((id, i) => [id, labels?.ok === true ? (labels.value[i] ?? id) : id]));
    return ok({ kind: 'selection', settings, answer: result.value, data, places, worth, names });
  }
}

/** Numbers that can say what somebody is worth. */
export function worthFields(data: SourceTable): readonly SourceField[] {
  return data.fields.filter(({ key, type, format }) => {
    const column = data.table.columns.find((each) => each.key === key);
    return type === 'number' && format === undefined && column?.type === 'number';
  });
}
