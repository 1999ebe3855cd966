import { formatCount, formatList, formatNumber } from '../../i18n/formats.ts';
import { insightTexts } from '../../i18n/insight.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { CrossCheck, CustomersAnswer, Feature, GroupsAnswer } from '../../workers/analysisTasks.ts';
import type { Group, Grouping } from './grouping.ts';
import type { Recipe } from './recipe.ts';
import { dayText, groupName, leftOutText, moneyText, silhouetteWord } from './sentences.ts';

const words = t(insightTexts);

/** A figure with what it means beside it. */
export interface WhyEntry {
  readonly term: string;
  readonly value: string;
  readonly note?: string;
}

export interface WhyText {
  readonly title: string;
  readonly intro: string;
  readonly data: readonly WhyEntry[];
  /** Cut-offs of the scores, or the judges of found groups. */
  readonly sure: { readonly title: string; readonly entries: readonly WhyEntry[] };
  readonly limits: readonly string[];
  readonly method: string;
}

export interface WhyInput {
  readonly customers: CustomersAnswer;
  readonly grouping: Grouping;
  readonly group: Group;
  readonly found: GroupsAnswer | undefined;
  readonly recipe: Recipe;
  readonly seed: number;
}

/** Everything the Why sheet says about a group, in the language on screen. */
export function whyText(input: WhyInput): WhyText {
  const { customers, grouping, group, found, recipe, seed } = input;
  const isFound = grouping.mode === 'found' && found !== undefined;
  const gaps = group.callList.silenceInGaps;
  const silence = group.segment === 'quiet' && gaps > 1 ? words.whySilence(formatNumber(gaps, 1)) : '';
  const sentences = [words.whyIntro[group.segment], silence, isFound ? words.whyFound : words.whyRules];
  return {
    title: words.whyTitle(groupName(group)),
    intro: sentences.filter((sentence) => sentence !== '').join(words.gap),
    data: dataEntries(customers, isFound ? found : undefined, recipe),
    sure: isFound
      ? { title: words.howSure, entries: judgeEntries(found) }
      : { title: words.cutoffs, entries: cutoffEntries(customers) },
    limits: [
      ...words.limitTexts,
      ...(customers.population.rule === 'reference' ? [words.limitReference] : []),
    ],
    method: isFound ? words.methodFound(found.starts, seed) : words.methodRules,
  };
}

/** The same as plain text, to be pasted elsewhere. */
export function whyAsText({ title, intro, data, sure, limits, method }: WhyText): string {
  const lines = (entries: readonly WhyEntry[]) =>
    entries.map(({ term, value, note }) => `${term}: ${value}${note === undefined ? '' : ` (${note})`}`);
  return [
    title,
    intro,
    '',
    words.dataUsed,
    ...lines(data),
    '',
    sure.title,
    ...lines(sure.entries),
    '',
    words.limits,
    ...limits.map((limit) => `- ${limit}`),
    '',
    words.method,
    method,
  ].join('\n');
}

/** What the comparison with ml-kmeans came to. */
export function checkText({ rows, ownInertia, mlKmeansInertia, agreement }: CrossCheck): string {
  const ratio = ownInertia / mlKmeansInertia;
  const verdict =
    ratio < 1 - 1e-6 ? 'crossCheckBetter' : ratio > 1 + 1e-6 ? 'crossCheckWorse' : 'crossCheckSame';
  const figures = words.crossCheckText(
    formatCount(rows),
    formatNumber(ownInertia, 3),
    formatNumber(mlKmeansInertia, 3),
  );
  return `${figures}${words.gap}${words[verdict](formatNumber(agreement, 3))}`;
}

function dataEntries(
  customers: CustomersAnswer,
  found: GroupsAnswer | undefined,
  recipe: Recipe,
): WhyEntry[] {
  const { population, figures, currency } = customers;
  const count = formatCount(customers.accounts.length);
  const to = dayText(population.snapshotDay);
  const { orders, lines, netUnits } = figures.totals;
  return [
    {
      term: words.customersTerm,
      value:
        population.fromDay === null
          ? words.usedCustomersAll(count, to)
          : words.usedCustomers(count, dayText(population.fromDay), to),
    },
    {
      term: words.usedOrders,
      value: words.usedOrdersText(formatCount(orders), formatCount(lines), moneyText(netUnits, currency)),
    },
    ...(found === undefined
      ? []
      : [{ term: words.usedFeatures, value: featuresText(recipe.features, found.logged, found.constant) }]),
    { term: words.leftOut, value: leftOutText(figures.leftOut) },
  ];
}

function featuresText(
  chosen: readonly Feature[],
  logged: readonly Feature[],
  constant: readonly Feature[],
): string {
  const names = (list: readonly Feature[]) => formatList(list.map((feature) => words.features[feature]));
  return [
    words.usedFeaturesText(names(chosen)),
    ...(logged.length > 0 ? [words.usedLog(names(logged))] : []),
    ...(constant.length > 0 ? [words.usedConstant(names(constant))] : []),
  ].join(words.semicolon);
}

function judgeEntries({
  silhouette,
  stability,
  daviesBouldin,
  calinskiHarabasz,
  choice,
  k,
}: GroupsAnswer): WhyEntry[] {
  const { candidates, suggested, clearest, elbow } = choice;
  const first = candidates[0]?.k ?? k;
  const last = candidates.at(-1)?.k ?? k;
  const byK = (digits: number, value: (candidate: (typeof candidates)[number]) => number) =>
    candidates
      .map((candidate) => `${candidate.k}: ${formatNumber(value(candidate), digits, digits)}`)
      .join(' · ');
  return [
    {
      term: words.silhouette,
      value: formatNumber(silhouette.value, 2, 2),
      note: `${silhouetteWord(silhouette.value)}${silhouette.isSampled ? ` ${words.sampled(formatCount(silhouette.rows))}` : ''}`,
    },
    {
      term: words.stability,
      value: formatNumber(stability.agreement, 2, 2),
      note: words.stabilityText(stability.resamples),
    },
    { term: words.daviesBouldin, value: formatNumber(daviesBouldin, 2, 2), note: words.daviesBouldinText },
    {
      term: words.calinskiHarabasz,
      value: formatNumber(calinskiHarabasz, 0),
      note: words.calinskiHarabaszText,
    },
    { term: words.chosenK, value: String(k), note: words.suggestion(suggested, first, last) },
    {
      term: words.kSilhouettes,
      value: byK(2, ({ silhouette: value }) => value),
      note: words.clearest(clearest),
    },
    {
      term: words.kInertias,
      value: byK(0, ({ inertia }) => inertia),
      note: elbow === null ? words.noElbow : words.elbow(elbow),
    },
  ];
}

function cutoffEntries({ rfm: { cutoffs }, currency }: CustomersAnswer): WhyEntry[] {
  const numbers = (values: readonly number[]) => values.map((value) => formatNumber(value, 1)).join(' · ');
  return [
    { term: words.cutoffDays, value: numbers(cutoffs.recencyDays) },
    { term: words.cutoffOrders, value: numbers(cutoffs.orders) },
    {
      term: words.cutoffSpend,
      value: cutoffs.netUnits.map((units) => moneyText(Math.round(units), currency)).join(' · '),
    },
  ];
}
