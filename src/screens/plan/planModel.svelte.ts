import type { Json } from '../../domain/json.ts';
import { ok, type Result } from '../../domain/result.ts';
import { usableNumbers } from '../../domain/table.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { BudgetLimit, BudgetPlan, ContactAnswer, SelectedItems } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { PageModel, type SearchOptions } from '../studio/pageModel.svelte.ts';
import type { Run } from '../studio/runs.ts';
import type { SourceField } from '../studio/readSource.ts';
import type { SourceTable } from '../studio/source.svelte.ts';
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
export class PlanModel extends PageModel<PlanFound, PlanFailure> {
  settings = $state.raw<PlanSettings>(firstSettings());
  /** Those that a plan was last looked for with. */
  asked = $state.raw<PlanSettings>(firstSettings());
  /** Somebody has tried to work it out: what is still empty is named too. */
  isTried = $state(false);
  readonly #first = firstSettings();

  readonly #book: ScreenBook;

  constructor(book: ScreenBook, analysis: Analysis) {
    super(book, analysis);
    this.#book = book;
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

  /** Customers are chosen from, not a list of one's own. */
  get isOfCustomers(): boolean {
    return this.settings.kind === 'selection' && this.settings.from === 'customers';
  }

  /** Only customers who are chosen from have to be read. */
  override async load(): Promise<void> {
    if (this.isOfCustomers) await super.load();
  }

  protected forget(): void {
    this.set({ worth: '' });
  }

  /** Takes a field for their worth where none is chosen. */
  protected lookAt(data: SourceTable): Promise<void> {
    const fields = worthFields(data);
    const known = fields.find(({ key }) => key === this.settings.worth) ?? fields[0];
    this.set({ worth: known?.key ?? '' });
    return Promise.resolve();
  }

  override async repeat(run: Run): Promise<void> {
    this.settings = settingsOf(run.settings);
    await super.repeat(run);
  }

  protected askAgain(settings: Json): Promise<void> {
    this.settings = settingsOf(settings);
    return this.run();
  }

  async run(): Promise<void> {
    this.cancel();
    this.isTried = this.problems.size > 0;
    if (this.isTried) return;
    const { settings } = this;
    this.asked = settings;
    await this.search((options) => this.#ask(settings, options));
  }

  async #ask(settings: PlanSettings, options: SearchOptions): Promise<Result<PlanFound, PlanFailure>> {
    if (settings.kind === 'selection') return this.#select(settings, options);
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
      const result = await this.analysis.run('budgetPlan', asked, options);
      return result.ok ? ok({ kind: 'budget', settings, answer: result.value }) : result;
    }
    const states = settings.states.map(({ values }) => ({
      contacted: (values['contacted'] ?? 0) / 100,
      alone: (values['alone'] ?? 0) / 100,
      leaves: (values['leaves'] ?? 0) / 100,
    }));
    const { margin, contactPrice, interest, periods } = settings;
    const asked = { states, margin: margin ?? 0, cost: contactPrice ?? 0, periods: periods ?? 1 };
    const result = await this.analysis.run(
      'contactPlan',
      { ...asked, interest: (interest ?? 0) / 100 },
      options,
    );
    return result.ok ? ok({ kind: 'contacts', settings, answer: result.value }) : result;
  }

  async #select(settings: PlanSettings, options: SearchOptions): Promise<Result<PlanFound, PlanFailure>> {
    const budget = settings.purse ?? 0;
    if (settings.from === 'items') {
      const worth = Float64Array.from(settings.items, ({ values }) => values['worth'] ?? 0);
      const cost = Float64Array.from(settings.items, ({ values }) => values['cost'] ?? 0);
      const result = await this.analysis.run('selection', { worth, cost, budget }, options);
      if (!result.ok) return result;
      const places = Int32Array.from(worth, (_, place) => place);
      const own = { data: undefined, places, worth, names: new Map<string, string>() };
      return ok({ kind: 'selection', settings, answer: result.value, ...own });
    }
    const read = await this.reading.read(options.signal);
    if (!read.ok) return read;
    const data = read.value;
    const column = data.table.columns.find(({ key }) => key === settings.worth);
    const values = column?.type === 'number' ? usableNumbers(column.values) : new Float64Array(0);
    const places = Int32Array.from(values.keys()).filter((place) => Number.isFinite(values[place]));
    const worth = Float64Array.from(places, (place) => values[place]!);
    const cost = new Float64Array(worth.length).fill(settings.contactCost ?? 0);
    const result = await this.analysis.run('selection', { worth, cost, budget }, options);
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
