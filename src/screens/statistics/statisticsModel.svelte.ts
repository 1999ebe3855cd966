import type { Json } from '../../domain/json.ts';
import { ok } from '../../domain/result.ts';
import { columnsFor } from '../../domain/table.ts';
import type { AnalysisTasks } from '../../workers/analysisTasks.ts';
import type {
  AnswerColumn,
  StatisticsAnswer,
  StatisticsAsk,
  StatisticsKind,
} from '../../workers/tasks/statisticsTypes.ts';
import { predictionFields } from '../predict/targets.ts';
import { PageModel } from '../studio/pageModel.svelte.ts';
import type { SourceTable } from '../studio/source.svelte.ts';
import { askOfJson, isAskable, usualAsk } from './asks.ts';

/** What was asked, and what came of it. */
export interface FoundStatistics {
  readonly data: SourceTable;
  readonly ask: StatisticsAsk;
  readonly answer: StatisticsAnswer;
}

/** What the page of statistics shows and does. */
export class StatisticsModel extends PageModel<FoundStatistics, AnalysisTasks['statistics']['error']> {
  columns = $state.raw<readonly AnswerColumn[]>([]);
  kind = $state<StatisticsKind>('scale');
  /** The question as it stands; undefined where no column fits it. */
  ask = $state.raw<StatisticsAsk>();

  protected forget(): void {
    this.columns = [];
    this.ask = undefined;
  }

  /** A question whose columns are still there stays as it is. */
  protected async lookAt(data: SourceTable): Promise<void> {
    const looked = await this.analysis.run('answerColumns', { table: columnsFor(data.table) });
    if (data !== this.data) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    const shown = new Set(
      predictionFields(data)
        .filter(({ isReference }) => !isReference)
        .map(({ key }) => key),
    );
    this.columns = looked.value.filter(({ key, type }) => shown.has(key) && type !== 'other');
    this.ask = askOfJson(this.ask, this.columns) ?? usualAsk(this.kind, this.columns);
  }

  choose(kind: StatisticsKind): void {
    this.kind = kind;
    this.ask = usualAsk(kind, this.columns);
    this.error = undefined;
  }

  protected async askAgain(settings: Json): Promise<void> {
    const ask = askOfJson(settings, this.columns);
    if (ask === undefined) return;
    this.kind = ask.kind;
    this.ask = ask;
    await this.run();
  }

  async run(): Promise<void> {
    const { ask } = this;
    if (ask === undefined || !isAskable(ask)) return;
    await this.searchSource(async (data, options) => {
      const result = await this.analysis.run('statistics', { table: columnsFor(data.table), ask }, options);
      return result.ok ? ok({ data, ask, answer: result.value }) : result;
    });
  }
}
