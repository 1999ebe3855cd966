import type { RecordId } from '../../domain/ids.ts';
import { taskPriorities } from '../../domain/objects.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { dueState, type WallClock } from '../../domain/taskTime.ts';
import type { Condition, Filter, ListQuery, Sort } from '../../read/listQuery.ts';
import type { TodayTask } from '../../read/today.ts';
import type { ScreenBook } from '../book.ts';
import { nameOfRow } from '../fields/names.svelte.ts';

/** A task on a calendar or a board: as the page of today knows it, or without a date. */
export interface ShownTask {
  readonly id: RecordId;
  readonly title: string;
  readonly due?: string;
  readonly time?: string;
  readonly status: string;
  readonly account?: { readonly id: RecordId; readonly name: string };
}

export const openConditions: readonly Condition[] = [
  { field: 'status', op: 'noneOf', values: ['done', 'cancelled'] },
];

/** The tasks that a list shows, and of those the ones that meet some more conditions. */
export function within(list: ListQuery, conditions: readonly Condition[], sort: Sort): ListQuery {
  const filter: Filter = {
    match: 'all',
    conditions: [...(list.filter === undefined ? [] : [list.filter]), ...conditions],
  };
  return { ...list, filter, sort };
}

/** Reads tasks by a query, anew whenever tasks or the query change. */
export class TaskRows {
  #tasks = $state.raw<readonly ShownTask[]>([]);
  #matched = $state<number>();
  readonly #book: ScreenBook;

  constructor(book: ScreenBook, query: () => ListQuery, limit: number) {
    this.#book = book;
    $effect(() => {
      const asked = query();
      let isCurrent = true;
      const read = () => void this.#read(asked, limit, () => isCurrent);
      read();
      const stop = book.index.onChange(read);
      return () => {
        isCurrent = false;
        stop();
      };
    });
  }

  get tasks(): readonly ShownTask[] {
    return this.#tasks;
  }

  /** All that the query finds, those beyond the limit included; undefined until the first answer. */
  get matched(): number | undefined {
    return this.#matched;
  }

  async #read(query: ListQuery, limit: number, isCurrent: () => boolean): Promise<void> {
    const { group: _group, ...ungrouped } = query;
    const answer = await this.#book.index.query(ungrouped, { offset: 0, limit });
    if (!answer.ok || !isCurrent()) return;
    const rows = (await this.#book.rows(answer.value.ids)).flatMap((row) => row ?? []);
    const accounts = [...new Set(rows.flatMap((row) => accountOf(row) ?? []))];
    const labels = await this.#book.index.labels(accounts);
    if (!isCurrent()) return;
    const names = new Map(accounts.map((id, i) => [id, labels.ok ? (labels.value[i] ?? '') : '']));
    this.#tasks = rows.map((row) => shownTask(row, names));
    this.#matched = answer.value.matched;
  }
}

/** As rows of the page of today show it. */
export function asTodayTask(task: ShownTask, now: WallClock): TodayTask | undefined {
  const { id, title, due, time, account } = task;
  if (due === undefined) return undefined;
  return {
    id,
    title,
    due,
    state: dueState({ due, time }, now),
    priority: taskPriorities.indexOf('normal'),
    repeats: false,
    ...(time === undefined ? {} : { time }),
    ...(account === undefined ? {} : { account }),
  };
}

function accountOf(row: RecordRow): RecordId | undefined {
  const { account } = valuesOf(row);
  return typeof account === 'string' ? account : undefined;
}

function shownTask(row: RecordRow, names: ReadonlyMap<RecordId, string>): ShownTask {
  const { due, time, status } = valuesOf(row);
  const account = accountOf(row);
  const name = account === undefined ? '' : (names.get(account) ?? '');
  return {
    id: row.id,
    title: nameOfRow(row),
    status: typeof status === 'string' ? status : 'open',
    ...(typeof due === 'string' ? { due } : {}),
    ...(typeof time === 'string' ? { time } : {}),
    ...(account === undefined || name === '' ? {} : { account: { id: account, name } }),
  };
}
