import { formatCount, formatList, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { basketsTexts } from '../../i18n/baskets.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { BasketsAnswer } from '../../workers/analysisTasks.ts';
import type { Found } from './basketsModel.svelte.ts';

/** A rule with its figures. */
export interface Rule {
  readonly at: number;
  /** Items by position. */
  readonly left: Int32Array;
  readonly right: number;
  readonly count: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  /** Infinity where the left never comes without the right. */
  readonly conviction: number;
}

export const ruleFigures = ['lift', 'confidence', 'support', 'count', 'conviction'] as const;
export type RuleFigure = (typeof ruleFigures)[number];

/** What a rule says of which products. */
export function productsOf(
  { left, right }: Rule,
  { items }: Found,
): { readonly left: string; readonly right: string } {
  return { left: formatList(Array.from(left, (item) => items[item] ?? '')), right: items[right] ?? '' };
}

export function rulesIn({ rules }: BasketsAnswer): readonly Rule[] {
  return Array.from(rules.right, (right, at) => ({
    at,
    left: rules.left.subarray(rules.start[at], rules.start[at + 1]),
    right,
    count: rules.count[at] ?? 0,
    support: rules.support[at] ?? 0,
    confidence: rules.confidence[at] ?? 0,
    lift: rules.lift[at] ?? 0,
    conviction: rules.conviction[at] ?? 0,
  }));
}

export function figureText(rule: Rule, figure: RuleFigure): string {
  const value = rule[figure];
  if (figure === 'count') return formatCount(value);
  if (figure === 'support' || figure === 'confidence') return formatPercent(value, 1);
  return Number.isFinite(value) ? formatNumber(value, 2, 2) : t(basketsTexts).never;
}

/** Below this lift a rule says little more than chance. */
const leastLift = 1.1;

/**
 * The rule that most baskets follow beyond chance: the greatest difference of the support from what it would be if left and
 * right had nothing to do with each other. Rules of two products first. Source: Piatetsky-Shapiro, 1991 (leverage).
 */
export function bestRule(rules: readonly Rule[]): Rule | undefined {
  const telling = rules.filter(({ lift }) => lift >= leastLift);
  const pairs = telling.filter(({ left }) => left.length === 1);
  const leverage = ({ support, lift }: Rule): number => support * (1 - 1 / lift);
  const by = (a: Rule, b: Rule): Rule => {
    const gain = leverage(b) - leverage(a);
    // The two directions of a pair have one leverage; the surer one is told.
    return gain > 1e-12 || (Math.abs(gain) <= 1e-12 && b.confidence > a.confidence) ? b : a;
  };
  const from = pairs.length > 0 ? pairs : telling;
  return from.length === 0 ? undefined : from.reduce(by);
}

/** The finding in a sentence, and what it rests on in another. */
export function sentencesOf(
  found: Found,
  rules: readonly Rule[],
): { readonly lede: string; readonly reason: string } {
  const words = t(basketsTexts);
  const { answer } = found;
  const best = bestRule(rules);
  const products = best === undefined ? undefined : productsOf(best, found);
  const support = formatPercent(answer.support, 2);
  const count = formatCount(answer.minimumCount);
  return {
    lede:
      best === undefined || products === undefined
        ? words.ledeNone
        : words.ledeRule(products.left, products.right, formatNumber(best.lift, 1, 1)),
    reason: [
      words.reason(formatCount(answer.ruleCount), formatCount(answer.baskets), formatCount(answer.itemsSeen)),
      (answer.isChosen ? words.chosen : words.asked)(support, count),
    ].join(''),
  };
}
