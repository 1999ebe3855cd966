import { entryOf } from '../../domain/bookSettings.ts';
import { dateToDay, localDate } from '../../domain/dates.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type {
  AnalysisTasks,
  CallError,
  HoldoutCheck,
  OrderSource,
  ValueAnswer,
} from '../../workers/analysisTasks.ts';
import type { Run } from '../studio/runs.ts';
import type { Kept } from '../studio/studio.svelte.ts';

/** What the page of customer value shows and does. */
export class ValueModel implements Kept {
  answer = $state.raw<ValueAnswer>();
  error = $state.raw<AnalysisTasks['value']['error'] | CallError>();
  done = $state<number>();
  /** The currency asked for; null for the one with most orders. */
  currency = $state<string | null>(null);
  /** How the older model did on the same check; null where it does not fit. */
  pareto = $state.raw<HoldoutCheck | null>();
  isComparing = $state(false);
  #abort = new AbortController();

  readonly #analysis: Analysis;
  readonly #source: OrderSource;

  constructor(analysis: Analysis, source: OrderSource) {
    this.#analysis = analysis;
    this.#source = source;
  }

  async run(): Promise<void> {
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.pareto = undefined;
    this.isComparing = false;
    this.done = 0;
    const { currency } = this;
    const request = { source: this.#source, currency, today: today() };
    const result = await this.#analysis.run('value', request, { signal });
    if (this.#abort.signal !== signal) return;
    this.done = undefined;
    if (result.ok) this.answer = result.value;
    else this.error = result.error;
  }

  /** Has Pareto/NBD tell the same quarter. */
  async compare(): Promise<void> {
    const { signal } = this.#abort;
    this.isComparing = true;
    const request = { source: this.#source, currency: this.currency, today: today() };
    const result = await this.#analysis.run('paretoCheck', request, { signal });
    if (this.#abort.signal !== signal) return;
    this.isComparing = false;
    if (result.ok) this.pareto = result.value;
    else if (result.error.type !== 'cancelled') this.pareto = null;
  }

  use(currency: string): Promise<void> {
    this.currency = currency;
    return this.run();
  }

  repeat({ settings }: Run): Promise<void> {
    const currency = entryOf(settings, 'currency');
    this.currency = typeof currency === 'string' ? currency : null;
    return this.run();
  }

  cancel(): void {
    this.#abort.abort();
    this.isComparing = false;
  }
}

function today(): number {
  return dateToDay(localDate(new Date()));
}
