import { entryOf } from '../../domain/bookSettings.ts';
import { columnOfTable } from '../../domain/table.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { AnalysisTasks, BasketsAnswer, BasketSource, CallError } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import type { Run } from '../studio/runs.ts';
import { SourceModel, type SourceError, type SourceTable } from '../studio/source.svelte.ts';
import type { Kept } from '../studio/studio.svelte.ts';
import { usualPair, waysOf, type PairColumns, type Way } from './ways.ts';

export type BasketsError = AnalysisTasks['baskets']['error'] | CallError | SourceError;

/** What was asked, and what came of it. */
export interface Found {
  readonly data: SourceTable;
  readonly way: Way;
  readonly pair: PairColumns | undefined;
  /** Shares, null where they were chosen. */
  readonly support: number | null;
  readonly confidence: number | null;
  readonly answer: BasketsAnswer;
  /** What each item is called, and each customer who is offered something. */
  readonly items: readonly string[];
  readonly customers: readonly string[];
}

/** What the page of baskets shows and does. Tables and results are raw: they go to workers and back. */
export class BasketsModel implements Kept {
  readonly reading: SourceModel;
  readonly seed: number;
  ways = $state.raw<readonly Way[]>([]);
  way = $state.raw<Way>();
  pair = $state.raw<PairColumns>();
  /** In percent as a person types them; null and undefined leave them to be chosen. */
  support = $state<number | null | undefined>(null);
  confidence = $state<number | null | undefined>(null);
  found = $state.raw<Found>();
  /** The item that the page speaks of. */
  picked = $state(0);
  error = $state.raw<BasketsError>();
  /** Share done, 0 to 1, while baskets are compared. */
  done = $state<number>();
  #abort = new AbortController();

  readonly #book: ScreenBook;
  readonly #analysis: Analysis;
  readonly #bookName: string;

  /** The same seed and baskets give the same result on every device. */
  constructor(book: ScreenBook, analysis: Analysis, bookName: string, seed: number) {
    this.reading = new SourceModel(book, analysis);
    this.#book = book;
    this.#analysis = analysis;
    this.#bookName = bookName;
    this.seed = seed;
  }

  get data(): SourceTable | undefined {
    return this.reading.prepared;
  }

  async load(): Promise<void> {
    this.error = undefined;
    const data = await this.#read();
    if (data !== undefined) this.#look(data);
  }

  /** Asks again what an earlier analysis asked, of the baskets as they are now. */
  async repeat(run: Run): Promise<void> {
    this.reading.use(run.source, run.steps);
    this.found = undefined;
    await this.load();
    const asked = (key: string) => entryOf(run.settings, key);
    const way = this.ways.find(({ id }) => id === asked('way'));
    if (way === undefined) return;
    this.way = way;
    const [basket, item] = [asked('basket'), asked('item')];
    if (typeof basket === 'string' && typeof item === 'string') this.pair = { basket, item };
    const [support, confidence] = [asked('support'), asked('confidence')];
    this.support = typeof support === 'number' ? 100 * support : null;
    this.confidence = typeof confidence === 'number' ? 100 * confidence : null;
    await this.run();
  }

  async run(): Promise<void> {
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.done = 0;
    const found = await this.#find(signal);
    if (this.#abort.signal !== signal) return;
    this.done = undefined;
    if (found === undefined) return;
    this.found = found;
    this.picked = mostBought(found.answer);
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #find(signal: AbortSignal): Promise<Found | undefined> {
    const data = await this.#read();
    if (data === undefined || this.#abort.signal !== signal) return undefined;
    this.#look(data);
    const { way, pair } = this;
    const source = way === undefined ? undefined : this.#sourceOf(data, way, pair);
    if (way === undefined || source === undefined) return undefined;
    const [support, confidence] = [shareOf(this.support), shareOf(this.confidence)];
    const result = await this.#analysis.run(
      'baskets',
      { source, support, confidence, seed: this.seed },
      { signal, onProgress: (done) => (this.done = done) },
    );
    if (this.#abort.signal !== signal) return undefined;
    if (!result.ok) {
      this.error = result.error;
      return undefined;
    }
    const answer = result.value;
    const isBook = source.type === 'orders';
    const items = isBook ? await this.#namesOf(answer.items) : namesIn(data, way, pair, answer.items);
    const customers = await this.#namesOf(answer.offers?.accounts ?? []);
    if (this.#abort.signal !== signal) return undefined;
    return { data, way, pair, support, confidence, answer, items, customers };
  }

  #look(data: SourceTable): void {
    this.ways = waysOf(data, this.reading.steps.length > 0);
    this.way = this.ways.find(({ id }) => id === this.way?.id) ?? this.ways[0];
    const known = new Set(data.fields.map(({ key }) => key));
    const isKept = this.pair !== undefined && known.has(this.pair.basket) && known.has(this.pair.item);
    if (!isKept) this.pair = data.source.type === 'table' ? usualPair(data) : undefined;
  }

  #sourceOf(data: SourceTable, way: Way, pair: PairColumns | undefined): BasketSource | undefined {
    const { source, table } = data;
    if (way.type === 'set') {
      const column = columnOfTable(table, way.key ?? '');
      return column?.type === 'set' ? { type: 'sets', column } : undefined;
    }
    if (way.type === 'columns') {
      const [basket, item] = [pair?.basket ?? '', pair?.item ?? ''].map((key) => columnOfTable(table, key));
      return basket === undefined || item === undefined ? undefined : { type: 'columns', basket, item };
    }
    const isSome =
      source.type === 'records' &&
      source.kind === 'account' &&
      (source.segment !== undefined || this.reading.steps.length > 0);
    const orders = { type: 'book', name: this.#bookName } as const;
    return { type: 'orders', orders, by: way.type, accounts: isSome ? table.ids : null };
  }

  async #namesOf(ids: readonly string[]): Promise<readonly string[]> {
    const labels = await this.#book.index.labels(ids);
    return ids.map((id, i) => (labels.ok ? (labels.value[i] ?? id) : id));
  }

  async #read(): Promise<SourceTable | undefined> {
    const read = await this.reading.read();
    if (read.ok) return read.value;
    if (read.error.type !== 'cancelled') this.error = read.error;
    return undefined;
  }
}

/** True for what may stand in a field of percent: nothing, or more than 0 and at most 100. */
export function isPercent(value: number | null | undefined): boolean {
  return value === null || value === undefined || (value > 0 && value <= 100);
}

function shareOf(percent: number | null | undefined): number | null {
  return percent === null || percent === undefined ? null : percent / 100;
}

function mostBought({ counts }: BasketsAnswer): number {
  let most = 0;
  counts.forEach((count, item) => {
    if (count > (counts[most] ?? 0)) most = item;
  });
  return most;
}

/** Labels of a table as people read them. */
function namesIn(
  data: SourceTable,
  way: Way,
  pair: PairColumns | undefined,
  labels: readonly string[],
): readonly string[] {
  const field = data.fields.find(({ key }) => key === (way.key ?? pair?.item));
  return field === undefined ? labels : labels.map((label) => field.textOf(label));
}
