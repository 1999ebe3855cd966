import { dateToDay, dayToDate, type IsoDate } from '../../domain/dates.ts';
import { taskStatuses, type TaskStatus } from '../../domain/objects.ts';
import { quickDate } from '../../domain/taskTime.ts';
import type { Condition } from '../../read/listQuery.ts';
import { openConditions } from './taskRows.svelte.ts';

export const dueBuckets = ['overdue', 'today', 'tomorrow', 'week', 'later', 'undated'] as const;
export type DueBucket = (typeof dueBuckets)[number];
export type Arrangement = 'due' | 'status';

export interface BoardColumn {
  readonly key: DueBucket | TaskStatus;
  readonly conditions: readonly Condition[];
  /** What a task that is moved here gets; absent where nothing can be moved. */
  readonly gets?: { readonly due: IsoDate | null } | { readonly status: TaskStatus };
}

const weekDays = 7;
const laterDays = 14;

/** Open tasks by when they are due, or all tasks by status. Every open task stands in exactly one column. */
export function boardColumns(arrangement: Arrangement, today: IsoDate): readonly BoardColumn[] {
  if (arrangement === 'status') {
    return taskStatuses.map((status) => ({
      key: status,
      conditions: status === 'open' ? openConditions : [{ field: 'status', op: 'anyOf', values: [status] }],
      gets: { status },
    }));
  }
  const at = (days: number): IsoDate => dayToDate(dateToDay(today) + days);
  const between = (from: IsoDate | undefined, to: IsoDate | undefined): readonly Condition[] => [
    ...openConditions,
    {
      field: 'due',
      op: 'between',
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  ];
  return [
    { key: 'overdue', conditions: between(undefined, at(-1)) },
    { key: 'today', conditions: between(today, today), gets: { due: today } },
    { key: 'tomorrow', conditions: between(at(1), at(1)), gets: { due: at(1) } },
    { key: 'week', conditions: between(at(2), at(weekDays)), gets: { due: quickDate('inThreeDays', today) } },
    { key: 'later', conditions: between(at(weekDays + 1), undefined), gets: { due: at(laterDays) } },
    {
      key: 'undated',
      conditions: [...openConditions, { field: 'due', op: 'empty' }],
      gets: { due: null },
    },
  ];
}
