import { formatCount } from '../../i18n/formats.ts';
import { insightTexts } from '../../i18n/insight.ts';
import { t } from '../../i18n/language.svelte.ts';
import { dayToDate } from '../../domain/dates.ts';
import type { Json } from '../../domain/json.ts';
import type { Toasts } from '../../ui/toasts.svelte.ts';
import type { CustomersAnswer } from '../../workers/analysisTasks.ts';
import type { Answer, ScreenBook } from '../book.ts';
import { goTo } from '../routes.ts';
import { accountsOf, type Group, type Grouping } from './grouping.ts';
import type { Recipe } from './recipe.ts';

/** A segment about to be saved: a whole group, or those of it who are to be called. */
export interface SegmentDraft {
  readonly customers: CustomersAnswer;
  readonly grouping: Grouping;
  readonly group: Group;
  readonly which: 'all' | 'callList';
  readonly name: string;
  readonly recipe: Recipe;
  readonly seed: number;
}

/** Saves the members under a name with how they were found, and says so with a way to the list, or why it failed. */
export async function saveSegment(book: ScreenBook, toasts: Toasts, draft: SegmentDraft): Answer {
  const words = t(insightTexts);
  const members = accountsOf(draft.customers, draft.grouping, draft.group, draft.which);
  const method = draft.which === 'callList' ? 'list' : draft.grouping.mode === 'rules' ? 'rfm' : 'cluster';
  const result = await book.create('segment', { name: draft.name, method, members, recipe: recipeOf(draft) });
  if (!result.ok) {
    toasts.show(`${words.notSaved} · ${words.notSavedText}`);
    return result;
  }
  const [segment] = result.value.ids;
  toasts.show(words.saved(draft.name, formatCount(members.length)), {
    label: words.openList,
    run: () => {
      if (segment !== undefined) goTo({ page: 'list', kind: 'account', view: segment });
    },
  });
  return result;
}

/** How the members were found, enough to find them again. */
function recipeOf({ customers, grouping, group, which, recipe, seed }: SegmentDraft): Json {
  const { population, currency } = customers;
  return {
    segment: group.segment,
    which,
    rule: population.rule,
    asOf: dayToDate(population.snapshotDay),
    from: population.fromDay === null ? null : dayToDate(population.fromDay),
    currency,
    ...(grouping.mode === 'found'
      ? { features: [...recipe.features], useLog: recipe.useLog, k: grouping.groups.length, seed }
      : {}),
  };
}
