import { planTexts } from '../../i18n/plan.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { PlanRow, PlanSettings } from './planSettings.ts';

/** What is wrong with settings: a text for each place. Places are names of settings, or `rows.<id>.<column>`. */
export type PlanProblems = ReadonlyMap<string, string>;

/** What keeps the settings of this kind from being worked out, in words beside the fields. */
export function problemsOf(settings: PlanSettings): PlanProblems {
  const words = t(planTexts).problems;
  const problems = new Map<string, string>();
  const note = (place: string, problem: string | undefined) => {
    if (problem !== undefined) problems.set(place, problem);
  };
  const amount = (value: number | null | undefined, isNeeded: boolean): string | undefined => {
    if (value === null || value === undefined) return isNeeded ? words.missing : undefined;
    if (!Number.isFinite(value)) return words.notNumber;
    return value < 0 ? words.negative : undefined;
  };
  const percent = (value: number | null | undefined): string | undefined =>
    value === null || value === undefined
      ? words.missing
      : value >= 0 && value <= 100
        ? undefined
        : words.percent;
  const rows = (name: string, of: readonly PlanRow[], check: (row: PlanRow, place: string) => void) => {
    if (of.length === 0) problems.set(name, words.noRows);
    for (const row of of) check(row, `${name}.${row.id}`);
  };

  if (settings.kind === 'budget') {
    rows('rows', settings.rows, ({ values: { gain, least, most } }, place) => {
      note(`${place}.gain`, amount(gain, true));
      note(`${place}.least`, amount(least, false));
      note(`${place}.most`, amount(most, false));
      if ((least ?? 0) > (most ?? Infinity)) note(`${place}.least`, words.leastOverMost);
    });
    for (const { id, rows: members, unit, bound } of settings.groups) {
      note(`groups.${id}.bound`, unit === 'share' ? percent(bound) : amount(bound, true));
      if (members.length === 0) note(`groups.${id}.rows`, words.noMembers);
    }
    note('budget', amount(settings.budget, false));
  } else if (settings.kind === 'selection') {
    note('purse', amount(settings.purse, true));
    if (settings.from === 'customers') note('contactCost', amount(settings.contactCost, true));
    else
      rows('items', settings.items, ({ values: { cost, worth } }, place) => {
        note(`${place}.cost`, amount(cost, true));
        note(`${place}.worth`, amount(worth, true));
      });
  } else {
    rows('states', settings.states, ({ values }, place) => {
      for (const column of ['contacted', 'alone', 'leaves'])
        note(`${place}.${column}`, percent(values[column]));
    });
    note('margin', amount(settings.margin, true));
    note('contactPrice', amount(settings.contactPrice, true));
    note('interest', percent(settings.interest));
    const { periods } = settings;
    if (periods === null) note('periods', words.missing);
    else if (!Number.isInteger(periods) || periods < 1 || periods > 120) note('periods', words.periods);
  }
  return problems;
}
