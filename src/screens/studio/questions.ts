import type { RunTask } from '../../domain/objects.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { IconName } from '../../ui/icons.ts';
import type { Route } from '../routes.ts';

/** The questions that can be asked, each with the page that answers it. */
export const questions = [
  { task: 'insight', icon: 'star' },
  { task: 'value', icon: 'money' },
  { task: 'grading', icon: 'sortup' },
  { task: 'predict', icon: 'way' },
  { task: 'baskets', icon: 'products' },
  { task: 'opinions', icon: 'note' },
  { task: 'groups', icon: 'customers' },
  { task: 'statistics', icon: 'board' },
  { task: 'timing', icon: 'clock' },
  { task: 'plan', icon: 'split' },
] as const satisfies readonly { readonly task: RunTask; readonly icon: IconName }[];

/** The page of a task; with `run`, as it was made then. */
export function routeOf(task: RunTask, run?: RecordId): Route {
  const made = run === undefined ? {} : { run };
  return task === 'insight' || task === 'predict' || task === 'value'
    ? { page: task, ...made }
    : { page: 'studio', part: task, ...made };
}

/** False for a task whose page this version does not have. */
export function isAnswered(task: RunTask): boolean {
  return questions.some((question) => question.task === task);
}
