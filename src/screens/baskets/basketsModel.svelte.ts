import { entryOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import { ok, type Result } from '../../domain/result.ts';
import { columnOfTable } from '../../domain/table.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { AnalysisTasks, BasketsAnswer, BasketSource, CallError } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { PageModel, type SearchOptions } from '../studio/pageModel.svelte.ts';
import type { SourceError, SourceTable } from '../studio/source.svelte.ts';
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

/** What the page of baskets shows and does. */
export class BasketsModel extends PageModel<Found, AnalysisTasks['baskets']['error']> {
  ways = $state.raw<readonly Way[]>([]);
  way = $state.raw<Way>();
  pair = $state.raw<PairColumns>();
  /** In percent as a person types them; null leaves them to be chosen. */
  support = $state<number | null>(null);
  confidence = $state<number | null>(null);
  /** The item that the page speaks of. */
  picked = $state(0);
  readonly #book: ScreenBook;
  readonly #bookName: string;

  constructor(book: ScreenBook, analysis: Analysis, bookName: string) {
    super(book, analysis);
    this.#book = book;
    this.#bookName = bookName;
  }

  protected forget(): void {
    this.way = undefined;
    this.pair = undefined;
  }

  protected async askAgain(settings: Json): Promise<void> {
    const asked = (key: string) => entryOf(settings, key);
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
    await this.searchSource(
      (data, options) => this.#look(data, options),
      ({ answer }) => (this.picked = mostBought(answer)),
    );
  }

  async #look(data: SourceTable, options: SearchOptions): Promise<Result<Found, BasketsError> | undefined> {
    await this.lookAt(data);
    const { way, pair } = this;
    const source = way === undefined ? undefined : this.#sourceOf(data, way, pair);
    if (way === undefined || source === undefined) return undefined;
    const [support, confidence] = [shareOf(this.support), shareOf(this.confidence)];
    const result = await this.analysis.run(
      'baskets',
      { source, support, confidence, seed: this.seed },
      options,
    );
    if (!result.ok) return result;
    const answer = result.value;
    const isBook = source.type === 'orders';
    const items = isBook ? await this.#namesOf(answer.items) : namesIn(data, way, pair, answer.items);
    const customers = await this.#namesOf(answer.offers?.accounts ?? []);
    return ok({ data, way, pair, support, confidence, answer, items, customers });
  }

  protected async lookAt(data: SourceTable): Promise<void> {
    this.ways = waysOf(data, this.reading.steps.length > 0);
    this.way = this.ways.find(({ id }) => id === this.way?.id) ?? this.ways[0];
    const known = new Set(data.fields.map(({ key }) => key));
    const isKept = this.pair !== undefined && known.has(this.pair.basket) && known.has(this.pair.item);
    if (isKept) return;
    const pair = data.source.type === 'table' ? await usualPair(data) : undefined;
    if (data === this.data) this.pair = pair;
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
    const names: string[] = [];
    for (let from = 0; from < ids.length; from += askedAtOnce) {
      const some = ids.slice(from, from + askedAtOnce);
      const labels = await this.#book.index.labels(some);
      some.forEach((id, i) => names.push(labels.ok ? (labels.value[i] ?? id) : id));
    }
    return names;
  }
}

/** More texts in one message keep the page from drawing. */
const askedAtOnce = 4_000;

/** True for what may stand in a field of percent: nothing, or more than 0 and at most 100. */
export function isPercent(value: number | null): boolean {
  return value === null || (value > 0 && value <= 100);
}

function shareOf(percent: number | null): number | null {
  return percent === null ? null : percent / 100;
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
