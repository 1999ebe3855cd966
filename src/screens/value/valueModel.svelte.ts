import { entryOf } from '../../domain/bookSettings.ts';
import { dateToDay, localDate } from '../../domain/dates.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { AnalysisTasks, HoldoutCheck, OrderSource, ValueAnswer } from '../../workers/analysisTasks.ts';
import { ResultModel } from '../studio/pageModel.svelte.ts';
import type { Run } from '../studio/runs.ts';

/** What the page of customer value shows and does. */
export class ValueModel extends ResultModel<ValueAnswer, AnalysisTasks['value']['error']> {
  /** The currency asked for; null for the one with most orders. */
  currency = $state<string | null>(null);
  /** How the older model did on the same check; null where it does not fit. */
  pareto = $state.raw<HoldoutCheck | null>();
  isComparing = $state(false);
  #comparing = new AbortController();

  readonly #source: OrderSource;

  constructor(analysis: Analysis, source: OrderSource) {
    super(analysis);
    this.#source = source;
  }

  /** Needs nothing to be chosen first. */
  load(): Promise<void> {
    return this.run();
  }

  async run(): Promise<void> {
    this.pareto = undefined;
    await this.search((options) => this.analysis.run('value', this.#request(), options));
  }

  /** Has Pareto/NBD tell the same quarter. */
  async compare(): Promise<void> {
    this.#comparing = new AbortController();
    const { signal } = this.#comparing;
    this.isComparing = true;
    const result = await this.analysis.run('paretoCheck', this.#request(), { signal });
    if (signal.aborted) return;
    this.isComparing = false;
    this.pareto = result.ok ? result.value : null;
  }

  use(currency: string): Promise<void> {
    this.currency = currency;
    return this.run();
  }

  repeat({ settings, seed }: Run): Promise<void> {
    const currency = entryOf(settings, 'currency');
    this.currency = typeof currency === 'string' ? currency : null;
    this.seed = seed;
    return this.run();
  }

  override cancel(): void {
    super.cancel();
    this.#comparing.abort();
    this.isComparing = false;
  }

  #request() {
    const { currency, seed } = this;
    return { source: this.#source, currency, seed, today: dateToDay(localDate(new Date())) };
  }
}
