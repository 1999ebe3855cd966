import { dayToDate, type IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Pipeline, Stage } from '../../domain/pipelines.ts';
import { valuesOf, type Values } from '../../domain/record.ts';
import type { Table } from '../../domain/table.ts';
import type { Condition, Filter } from '../../read/listQuery.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { Answer, ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { nameOfRow } from '../fields/names.svelte.ts';
import { openConditions } from '../tasks/taskRows.svelte.ts';
import { movedTo } from './stageTimes.ts';
import { useListStates } from '../list/listState.svelte.ts';
import { dealColumns, dealsOf, type Deal } from './board.ts';

/** The next thing to do about a deal. */
export interface NextStep {
  readonly title: string;
  readonly due: string;
  readonly time?: string;
}

/**
 * The deals of a pipeline that are open or were won this month, read anew whenever deals or tasks change: those that the list's filter
 * lets through. What was typed to search the table is not on screen here, and narrows nothing.
 */
export class DealsModel {
  #table = $state.raw<Table>();
  error = $state.raw<ListIndexError>();
  /** All deals of the book; undefined until they are counted. */
  total = $state<number>();
  readonly #book: ScreenBook;
  readonly #pipeline: () => Pipeline;
  readonly #today: () => IsoDate;

  readonly deals = $derived.by<readonly Deal[] | undefined>(() => {
    const table = this.#table;
    return table === undefined
      ? undefined
      : dealsOf(table, definitions().pipelines, this.#pipeline(), this.#today());
  });

  constructor(book: ScreenBook, pipeline: () => Pipeline, today: () => IsoDate) {
    this.#book = book;
    this.#pipeline = pipeline;
    this.#today = today;
    const list = useListStates().of('deal');
    $effect(() => {
      const filter = currentDeals(list.query(undefined, book.member).filter, today());
      let isCurrent = true;
      const read = async () => {
        const [answer, counts] = await Promise.all([
          book.index.table({ kind: 'deal', filter, sort: { by: 'closeDate' } }, [...dealColumns]),
          book.index.counts(['deal']),
        ]);
        if (!isCurrent) return;
        if (answer.ok) this.#table = answer.value;
        else this.error = answer.error;
        if (counts.ok) this.total = counts.value.deal ?? 0;
      };
      void read();
      const stop = book.index.onChange((kinds) => {
        if (kinds.has('deal') || kinds.has('task')) void read();
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
    return this.#book.update(row, movedTo(row, this.#pipeline(), stage, more));
  }
}

/** Of what a filter lets through: what is open, and what was won since the month began. */
function currentDeals(filter: Filter | undefined, today: IsoDate): Filter {
  const won: Filter = {
    match: 'all',
    conditions: [
      { field: 'stage', op: 'anyOf', values: ['won'] },
      { field: 'closeDate', op: 'between', from: `${today.slice(0, 8)}01` },
    ],
  };
  const open: Condition = { field: 'stage', op: 'noneOf', values: ['won', 'lost'] };
  const current: Filter = { match: 'any', conditions: [open, won] };
  return { match: 'all', conditions: filter === undefined ? [current] : [filter, current] };
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
