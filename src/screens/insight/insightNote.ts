import { formatNumber, formatPercent } from '../../i18n/formats.ts';
import { insightTexts } from '../../i18n/insight.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { RunNote } from '../studio/runs.ts';
import type { Grouping } from './grouping.ts';
import { valueOf, type InsightModel } from './model.svelte.ts';
import { headline } from './sentences.ts';
import { whyText } from './why.ts';

/** Groups as they are noted in the book; undefined until the customers are there. */
export function noteOf(grouping: Grouping, model: InsightModel): RunNote | undefined {
  const words = t(insightTexts);
  const customers = valueOf(model.customers);
  const [group] = grouping.groups;
  if (customers === undefined || group === undefined) return undefined;
  const { recipe, seed } = model;
  const found = grouping.mode === 'found' ? valueOf(model.groups) : undefined;
  const why = whyText({ customers, grouping, group, found, recipe, seed });
  const { topTenthShare } = customers;
  const { gini } = customers.concentration;
  const silhouette = found?.silhouette.value;
  return {
    task: 'insight',
    title: grouping.mode === 'rules' ? words.rules : words.found,
    source: { type: 'records', kind: 'order' },
    sourceLabel: customers.currency,
    steps: [],
    settings: { ...recipe, features: [...recipe.features], mode: grouping.mode },
    seed,
    rows: customers.accounts.length,
    method: why.method,
    scores: [
      ...(Number.isNaN(gini) ? [] : [{ name: 'Gini', value: gini, text: formatNumber(gini, 2, 2) }]),
      ...(Number.isNaN(topTenthShare)
        ? []
        : [{ name: '10%', value: topTenthShare, text: formatPercent(topTenthShare, 0) }]),
      ...(silhouette === undefined
        ? []
        : [{ name: 'Silhouette', value: silhouette, text: formatNumber(silhouette, 2, 2) }]),
    ],
    finding: headline(customers, recipe, group).lede,
    limits: why.limits,
  };
}
