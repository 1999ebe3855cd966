import { entryOf, textsOf } from '../../domain/bookSettings.ts';
import { dateToDay, localDate } from '../../domain/dates.ts';
import type { Json } from '../../domain/json.ts';
import { largestOf } from '../../domain/largest.ts';
import type { Result } from '../../domain/result.ts';
import { columnsFor, fewLabels } from '../../domain/table.ts';
import { timingTexts } from '../../i18n/timing.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type {
  DemandAnswer,
  NextPurchaseAnswer,
  OrderSource,
  StayingAnswer,
} from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { targetsIn, predictionFields, type Target } from '../predict/targets.ts';
import { PageModel, type SearchOptions } from '../studio/pageModel.svelte.ts';
import type { SourceField } from '../studio/readSource.ts';
import type { SourceTable } from '../studio/source.svelte.ts';

export const timingKinds = ['staying', 'demand', 'next'] as const;
export type TimingKind = (typeof timingKinds)[number];

/** Everything that a person can choose; plain data, kept with a run. */
export interface TimingSettings {
  readonly kind: TimingKind;
  readonly by: 'orders' | 'fields';
  readonly silentDays: number;
  readonly time: string;
  readonly ended: string;
  readonly endedValue: string;
  readonly group: string;
  readonly columns: readonly string[];
  readonly product: string;
  readonly unit: 'week' | 'month';
  readonly measure: 'amount' | 'quantity' | 'orders';
  readonly periods: number;
  readonly horizonDays: number;
}

/** What was asked, and what came of it. */
export type TimingFound = {
  readonly settings: TimingSettings;
  /** Undefined where only orders were looked at. */
  readonly data: SourceTable | undefined;
} & (
  | { readonly kind: 'staying'; readonly answer: StayingAnswer }
  | { readonly kind: 'demand'; readonly answer: DemandAnswer; readonly products: ReadonlyMap<string, string> }
  | {
      readonly kind: 'next';
      readonly answer: NextPurchaseAnswer;
      readonly names: ReadonlyMap<string, string>;
    }
);

const firstSettings: TimingSettings = {
  kind: 'staying',
  by: 'orders',
  silentDays: 180,
  time: '',
  ended: '',
  endedValue: '',
  group: '',
  columns: [],
  product: '',
  unit: 'month',
  measure: 'amount',
  periods: 6,
  horizonDays: 60,
};

/** Customers who are named in the list of those who buy next. */
export const shownCustomers = 12;
/** Labels of a column that is looked at without being asked for, at most. */
const mostLabels = 6;
const mostColumns = 12;

/** What the page of time and demand shows and does. */
export class TimingModel extends PageModel<TimingFound, { readonly type: string }> {
  settings = $state.raw(firstSettings);
  /** Fields that say who has left. */
  ends = $state.raw<readonly Target[]>([]);

  readonly #book: ScreenBook;
  readonly #orders: OrderSource;

  constructor(book: ScreenBook, analysis: Analysis, orders: OrderSource) {
    super(book, analysis);
    this.#book = book;
    this.#orders = orders;
  }

  set(change: Partial<TimingSettings>): void {
    this.settings = { ...this.settings, ...change };
  }

  protected forget(): void {
    this.ends = [];
    this.set({ time: '', ended: '', endedValue: '', group: '', columns: [] });
  }

  protected async lookAt(data: SourceTable): Promise<void> {
    const targets = await targetsIn(data);
    if (data !== this.data) return;
    this.ends = targets.filter(({ labels }) => labels.length > 0);
    const { ended, time } = this.settings;
    const end = this.ends.find(({ key }) => key === ended) ?? likelyEnd(this.ends);
    const times = timesIn(data);
    const known = times.find(({ key }) => key === time) ?? times[0];
    this.chooseEnd(end?.key ?? '', this.settings.endedValue);
    this.set({ time: known?.key ?? '' });
    if (this.settings.columns.length === 0) this.set({ columns: usualColumns(data, this.settings) });
  }

  chooseEnd(key: string, value = ''): void {
    const labels = this.ends.find((end) => end.key === key)?.labels ?? [];
    const fits = labels.some(({ label }) => label === value);
    this.set({
      ended: key,
      endedValue: fits ? value : (labels.at(labels.length === 2 ? 1 : 0)?.label ?? ''),
    });
  }

  protected async askAgain(settings: Json): Promise<void> {
    this.settings = settingsOf(settings);
    await this.run();
  }

  async run(): Promise<void> {
    await this.search((options) => this.#ask(options));
  }

  async #ask(options: SearchOptions): Promise<Result<TimingFound, { readonly type: string }>> {
    const { settings } = this;
    const request = { source: this.#orders, today: dateToDay(localDate(new Date())) };
    switch (settings.kind) {
      case 'staying':
        return this.#askStaying(settings, request, options);
      case 'demand': {
        const { product, unit, measure, periods } = settings;
        const asked = { ...request, product: product === '' ? null : product, unit, measure, periods };
        const result = await this.analysis.run('demand', asked, options);
        if (!result.ok) return result;
        const products = await this.#names(result.value.products);
        return found({ kind: 'demand', settings, data: undefined, answer: result.value, products });
      }
      case 'next': {
        const asked = { ...request, horizonDays: settings.horizonDays };
        const result = await this.analysis.run('nextPurchase', asked, options);
        if (!result.ok) return result;
        const best = bestBuyers(result.value, shownCustomers).map((at) => result.value.accounts[at] ?? '');
        const names = await this.#names(best);
        return found({ kind: 'next', settings, data: undefined, answer: result.value, names });
      }
    }
  }

  async #askStaying(
    settings: TimingSettings,
    request: { readonly source: OrderSource; readonly today: number },
    options: SearchOptions,
  ): Promise<Result<TimingFound, { readonly type: string }>> {
    if (settings.by === 'orders') {
      const { silentDays } = settings;
      const result = await this.analysis.run('orderStaying', { ...request, silentDays }, options);
      return result.ok ? found({ kind: 'staying', settings, data: undefined, answer: result.value }) : result;
    }
    const read = await this.reading.read(options.signal);
    if (!read.ok) return read;
    const { time, ended, endedValue, group } = settings;
    const columns = settings.columns.filter((key) => key !== time && key !== ended);
    const table = columnsFor(read.value.table, [time, ended, group, ...columns]);
    const result = await this.analysis.run(
      'staying',
      { table, time, ended: { key: ended, yes: endedValue }, columns, ...(group === '' ? {} : { group }) },
      options,
    );
    return result.ok ? found({ kind: 'staying', settings, data: read.value, answer: result.value }) : result;
  }

  async #names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const labels = await this.#book.index.labels(ids);
    return new Map(ids.map((id, i) => [id, labels.ok ? (labels.value[i] ?? id) : id]));
  }
}

/** Places of the customers who most probably buy, the likeliest first. */
export function bestBuyers({ chance }: NextPurchaseAnswer, count: number): readonly number[] {
  return largestOf(chance, count);
}

/** Fields that can say how long: numbers that are none of 0 and 1. */
export function timesIn(data: SourceTable) {
  const fields = predictionFields(data).filter(
    ({ type, format }) => type === 'number' && format === undefined,
  );
  const rank = ({ label }: SourceField): number => Number(!sounds(label, 'timeWords'));
  return fields.toSorted((a, b) => rank(a) - rank(b));
}

function likelyEnd(ends: readonly Target[]): Target | undefined {
  return ends.find(({ label }) => sounds(label, 'endWords')) ?? ends[0];
}

/** A file's columns may be named in either language. */
function sounds(label: string, like: 'timeWords' | 'endWords'): boolean {
  const words = [...timingTexts.zh[like], ...timingTexts.en[like]];
  return words.some((word) => label.toLowerCase().includes(word));
}

/** Labels with few values, and numbers; not the time itself, nor the end. */
function usualColumns(data: SourceTable, { time, ended }: TimingSettings): readonly string[] {
  return predictionFields(data)
    .filter(({ key, type, isReference }) => {
      if (key === time || key === ended || isReference || type === 'set' || type === 'date') return false;
      const column = data.table.columns.find((each) => each.key === key);
      return (
        column?.type === 'number' ||
        (column?.type === 'category' && fewLabels(column, mostLabels) !== undefined)
      );
    })
    .slice(0, mostColumns)
    .map(({ key }) => key);
}

function found(value: TimingFound): { readonly ok: true; readonly value: TimingFound } {
  return { ok: true, value };
}

/** Settings as a run keeps them; what is not there is as at first. */
function settingsOf(json: Json): TimingSettings {
  const given = Object.fromEntries(
    Object.entries(firstSettings).map(([key, usual]) => {
      const value = entryOf(json, key);
      return [key, Array.isArray(usual) ? textsOf(value) : typeof value === typeof usual ? value : usual];
    }),
  );
  return given as unknown as TimingSettings;
}
