import { formatList, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { planTexts } from '../../i18n/plan.ts';
import type { BudgetLimit } from '../../workers/analysisTasks.ts';
import type { PlanGroup, PlanRow, PlanSettings } from './planSettings.ts';

/** What a row is called; one without a name by its place. */
export function rowName({ name }: Pick<PlanRow, 'name'>, at: number): string {
  return name.trim() === '' ? t(planTexts).nameless(String(at + 1)) : name;
}

export function nameAt(rows: readonly PlanRow[], at: number): string {
  const row = rows[at];
  return row === undefined ? '' : rowName(row, at);
}

/** "Email and text messages together at most 40%". */
export function groupName(group: PlanGroup, rows: readonly PlanRow[]): string {
  const words = t(planTexts);
  const names = rows.flatMap((row, at) => (group.rows.includes(row.id) ? [rowName(row, at)] : []));
  const bound =
    group.unit === 'share' ? formatPercent((group.bound ?? 0) / 100) : formatNumber(group.bound ?? 0);
  return words.groupText(formatList(names), words.relations[group.relation], bound);
}

/** A limit as it was asked. */
export function limitName(limit: BudgetLimit, { rows, groups, budget }: PlanSettings): string {
  const words = t(planTexts);
  switch (limit.type) {
    case 'budget':
      return words.limitBudget(formatNumber(budget ?? 0));
    case 'least':
    case 'most': {
      const value = formatNumber(rows[limit.row]?.values[limit.type] ?? 0);
      const name = nameAt(rows, limit.row);
      return limit.type === 'least' ? words.limitLeast(name, value) : words.limitMost(name, value);
    }
    case 'group': {
      const group = groups[limit.group];
      return group === undefined ? '' : groupName(group, rows);
    }
  }
}
