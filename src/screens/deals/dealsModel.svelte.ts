import { dayToDate, localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Pipeline, Stage } from '../../domain/pipelines.ts';
import { valuesOf, type Values } from '../../domain/record.ts';
import type { Table } from '../../domain/table.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { Answer, ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { nameOfRow } from '../fields/names.svelte.ts';
import { openConditions } from '../tasks/taskRows.svelte.ts';
import { useListStates } from '../list/listState.svelte.ts';
import { dealColumns, dealsOf, type Deal } from './board.ts';

/** The next thing to do about a deal. */
export interface NextStep {
  readonly title: string;
  readonly due: string;
  readonly time?: string;
}

/** The deals of a pipeline, read anew whenever deals or tasks change: those that the list's filter lets through. */
export class DealsModel {
  #table = $state.raw<Table>();
  error = $state.raw<ListIndexError>();
  readonly #book: ScreenBook;
  readonly #pipeline: () => Pipeline;

  readonly deals = $derived.by<readonly Deal[] | undefined>(() => {
    const table = this.#table;
    return table === undefined
      ? undefined
      : dealsOf(table, definitions().pipelines, this.#pipeline(), localDate(Date.now()));
  });

  constructor(book: ScreenBook, pipeline: () => Pipeline) {
    this.#book = book;
    this.#pipeline = pipeline;
    const list = useListStates().of('deal');
    $effect(() => {
      const { group: _group, ...query } = list.query(undefined, book.member);
      let isCurrent = true;
      const read = () =>
        void book.index.table(query, [...dealColumns]).then((answer) => {
          if (!isCurrent) return;
          if (answer.ok) this.#table = answer.value;
          else this.error = answer.error;
        });
      read();
      const stop = book.index.onChange((kinds) => {
        if (kinds.has('deal') || kinds.has('task')) read();
      });
      return () => {
        isCurrent = false;
        stop();
      };
    });
  }

  /** Moves a deal to a stage, with what goes with it; one undoable step. Undefined where it is no longer there. */
  async move(id: RecordId, stage: Stage, more: Values = {}): Promise<Answer | undefined> {
    const [row] = await this.#book.rows([id]);
    if (row === undefined) return undefined;
    const closing = stage.outcome === 'open' ? {} : { closeDate: localDate(Date.now()) };
    const wasLost = valuesOf(row)['stage'] === 'lost' && stage.outcome !== 'lost';
    const reopening = wasLost ? { lostReason: null, competitor: null } : {};
    const pipeline = this.#pipeline().id;
    return this.#book.update(row, { pipeline, stage: stage.id, ...closing, ...reopening, ...more });
  }
}

/** The first open task of each of some deals. */
export async function nextStepsOf(
  book: ScreenBook,
  deals: readonly Deal[],
): Promise<ReadonlyMap<RecordId, NextStep>> {
  const ids = deals.filter(({ nextDay }) => nextDay !== undefined).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const conditions = [...openConditions, { field: 'deal', op: 'anyOf' as const, values: ids }];
  const found = await book.index.query(
    { kind: 'task', filter: { match: 'all', conditions }, sort: { by: 'due' } },
    { offset: 0, limit: 4 * ids.length },
  );
  const rows = found.ok ? await book.rows(found.value.ids) : [];
  const steps = new Map<RecordId, NextStep>();
  for (const row of rows) {
    if (row === undefined) continue;
    const { deal, due, time } = valuesOf(row);
    if (typeof deal !== 'string' || typeof due !== 'string' || steps.has(deal)) continue;
    steps.set(deal, { title: nameOfRow(row), due, ...(typeof time === 'string' ? { time } : {}) });
  }
  return steps;
}

/** The day of a deal's next step as a date. */
export function nextDateOf({ nextDay }: Deal): string {
  return nextDay === undefined ? '' : dayToDate(nextDay);
}
