import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import { checkFormula } from '../../domain/formulaSet.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import type { FoundGroups } from './groupsModel.svelte.ts';
import { nearestFormula, type GroupFormula } from './liveFormula.ts';

/** How the members of the segments follow the customers. */
export const follows = ['formula', 'field', 'fixed'] as const;
export type Follow = (typeof follows)[number];

/** Why groups cannot be a formula. */
export type NoFormula =
  | { readonly type: 'method' | 'logged' | 'steps' | 'length' }
  | { readonly type: 'column'; readonly key: string };

/** The formula that finds the group of any customer, or why there is none. */
export function formulaFor(found: FoundGroups, names: readonly string[]): Result<GroupFormula, NoFormula> {
  const { answer, data } = found;
  if (answer.centers === null) return err({ type: 'method' });
  if (data.steps.length > 0) return err({ type: 'steps' });
  const all = definitions();
  const typeOf = (key: string) => all.field('account', key)?.type;
  const { columns } = answer.features.encoding;
  const unread = columns.find(({ key, type }) => type === 'set' || typeOf(key) === undefined);
  if (unread !== undefined) return err({ type: 'column', key: unread.key });
  const formula = nearestFormula(answer, names, typeOf);
  if (formula === undefined) return err({ type: 'logged' });
  const labelsOf = (field: Parameters<typeof all.labelsOf>[1]) => all.labelsOf('account', field);
  const checked = checkFormula('account', all.custom('account'), 'new', formula.text, labelsOf);
  if (checked.ok) return ok(formula);
  const { error } = checked;
  if (error.type === 'too-long' || error.type === 'too-deep') return err({ type: 'length' });
  const key =
    'name' in error && columns.some((column) => column.key === error.name) ? error.name : columns[0]?.key;
  return err({ type: 'column', key: key ?? '' });
}
