import { entryOf } from '../../domain/bookSettings.ts';
import { dateToDay, localDate } from '../../domain/dates.ts';
import { gradingProblem, gradingRuleOf, gradingSetting, type GradingRule } from '../../domain/gradingRule.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { AnalysisTasks, GradingAnswer, OrderSource, Potential } from '../../workers/analysisTasks.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { ScreenBook } from '../book.ts';
import { dealColumns, dealsOf } from '../deals/board.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { ResultModel } from '../studio/pageModel.svelte.ts';
import type { Run } from '../studio/runs.ts';

/** What the page of grades shows and does. */
export class GradingModel extends ResultModel<
  GradingAnswer,
  AnalysisTasks['grading']['error'] | ListIndexError
> {
  /** As somebody has changed it and not saved yet. */
  #written = $state.raw<GradingRule>();
  /** Null for the currency with most orders. */
  #currency: string | null = null;
  readonly #book: ScreenBook;
  readonly #source: OrderSource;

  readonly rule = $derived(this.#written ?? gradingRuleOf(definitions().settings.get(gradingSetting)?.value));
  readonly problem = $derived(gradingProblem(this.rule));

  constructor(book: ScreenBook, analysis: Analysis, source: OrderSource) {
    super(analysis);
    this.#book = book;
    this.#source = source;
  }

  get isChanged(): boolean {
    return this.#written !== undefined;
  }

  change(more: Partial<GradingRule>): void {
    this.#written = { ...this.rule, ...more };
    if (this.problem === undefined) void this.run();
  }

  /** The rule stands in the book now. */
  saved(): void {
    this.#written = undefined;
  }

  load(): Promise<void> {
    return this.run();
  }

  async run(): Promise<void> {
    const { rule } = this;
    await this.search(async (options) => {
      const potentials = await this.#potentials();
      if (!potentials.ok) return potentials;
      const today = dateToDay(localDate(Date.now()));
      const request = {
        source: this.#source,
        currency: this.#currency,
        rule,
        potentials: potentials.value,
        today,
      };
      return this.analysis.run('grading', request, options);
    });
  }

  repeat({ settings, seed }: Run): Promise<void> {
    const currency = entryOf(settings, 'currency');
    this.#currency = typeof currency === 'string' ? currency : null;
    this.seed = seed;
    return this.run();
  }

  /** Amount × likelihood of open deals that have a customer and an amount, of all pipelines. */
  async #potentials(): Promise<Result<readonly Potential[], ListIndexError>> {
    const filter = {
      match: 'all',
      conditions: [{ field: 'stage', op: 'noneOf', values: ['won', 'lost'] }],
    } as const;
    const answer = await this.#book.index.table({ kind: 'deal', filter, sort: { by: 'name' } }, [
      ...dealColumns,
    ]);
    if (!answer.ok) return answer;
    const { pipelines } = definitions();
    const today = localDate(Date.now());
    const deals = pipelines.flatMap((each) => dealsOf(answer.value, pipelines, each, today));
    return ok(
      deals.flatMap(({ account, amount, currency, likelihood }) =>
        account === undefined || amount === undefined
          ? []
          : [{ account, currency, amount: amount * likelihood }],
      ),
    );
  }
}
