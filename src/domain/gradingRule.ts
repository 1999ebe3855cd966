import { entryOf } from './bookSettings.ts';
import type { Json } from './json.ts';

/** What customers are graded by. */
export const gradeMeasures = ['value', 'frequency', 'potential'] as const;
export type GradeMeasure = (typeof gradeMeasures)[number];

/** The levels of customers, the best first. */
export const grades = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof grades)[number];

/** How customers get their level from what they buy and may buy. */
export interface GradingRule {
  /** How much each measure counts, from 0; only how they stand to each other matters. */
  readonly weights: Readonly<Record<GradeMeasure, number>>;
  /** Percent of the graded customers that get A, B and C, together at most 100; the others get D. */
  readonly shares: Readonly<Record<Exclude<Grade, 'D'>, number>>;
  /** Orders of so many days count. */
  readonly days: number;
}

/** The name of the setting that holds the rule. */
export const gradingSetting = 'grading';

/** What a book begins with. */
export const firstRule: GradingRule = {
  weights: { value: 50, frequency: 30, potential: 20 },
  shares: { A: 10, B: 20, C: 30 },
  days: 365,
};

/** The rule of a setting; whatever is damaged or absent in it is as at first. */
export function gradingRuleOf(value: Json | undefined): GradingRule {
  const rule: GradingRule = {
    weights: figuresOf(entryOf(value, 'weights'), firstRule.weights),
    shares: figuresOf(entryOf(value, 'shares'), firstRule.shares),
    days: figureOf(entryOf(value, 'days'), firstRule.days),
  };
  return gradingProblem(rule) === undefined ? rule : firstRule;
}

/** Why nobody can be graded by a rule; undefined where it can be done. */
export function gradingProblem({
  weights,
  shares,
  days,
}: GradingRule): 'weights' | 'shares' | 'days' | undefined {
  const isFigure = (value: number) => Number.isFinite(value) && value >= 0 && value <= 100;
  const [weighing, sharing] = [Object.values(weights), Object.values(shares)];
  if (!weighing.every(isFigure) || weighing.every((weight) => weight === 0)) return 'weights';
  if (!sharing.every(isFigure) || sharing.reduce((sum, share) => sum + share, 0) > 100) return 'shares';
  if (!(days >= 1 && days <= 3_650)) return 'days';
  return undefined;
}

function figuresOf<K extends string>(
  value: Json | undefined,
  first: Readonly<Record<K, number>>,
): Record<K, number> {
  const entries = Object.entries<number>(first).map(([key, figure]) => [
    key,
    figureOf(entryOf(value, key), figure),
  ]);
  return Object.fromEntries(entries) as Record<K, number>;
}

function figureOf(value: Json | undefined, first: number): number {
  return typeof value === 'number' ? value : first;
}
