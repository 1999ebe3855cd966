import { err, ok, type Result } from '../../domain/result.ts';
import type { Baskets } from './baskets.ts';
import { frequentItemsets, type ItemsetError } from './itemsets.ts';
import { rulesOf, type Rules } from './rules.ts';

export interface FoundRules {
  /** Shares of the baskets, and of those with the left. */
  readonly support: number;
  readonly confidence: number;
  /** The least number of baskets that counted. */
  readonly minimumCount: number;
  readonly sets: number;
  readonly rules: Rules;
  /** Whether the support was looked for: the highest of some steps with enough rules. */
  readonly isChosen: boolean;
}

/** Supports that are tried where none is asked for, from the highest; a set is never counted by fewer baskets than `leastCount`. */
const steps = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;
const leastCount = 5;
/** So many rules are enough to choose from. */
const enoughRules = 40;
const usualConfidence = 0.2;
/** More sets than this are not gone through: more rules than anybody reads. */
const mostSets = 100_000;

export interface RuleOptions {
  /** Null for the highest of some steps that has enough rules. */
  readonly support: number | null;
  readonly confidence: number | null;
  readonly onProgress?: (done: number) => void;
}

/** Rules of at least a support and a confidence. */
export function usefulRules(
  baskets: Baskets,
  { support, confidence, onProgress }: RuleOptions,
): Result<FoundRules, ItemsetError> {
  const least = confidence ?? usualConfidence;
  const at = (minimumSupport: number): Result<FoundRules, ItemsetError> => {
    const progress = onProgress === undefined ? {} : { onProgress };
    const sets = frequentItemsets(baskets, { minimumSupport, maxSets: mostSets, ...progress });
    if (!sets.ok) return sets;
    const { minimumCount, count } = sets.value;
    const rules = rulesOf(sets.value, least);
    const found = { support: minimumSupport, confidence: least, minimumCount, sets: count.length, rules };
    return ok({ ...found, isChosen: support === null });
  };
  if (support !== null) return at(support);
  const n = baskets.start.length - 1;
  if (n < 1) return err({ type: 'no-rows' });
  const lowest = Math.min(1, leastCount / n);
  const tried = [...steps.filter((step) => step > lowest), lowest].filter((step) => step >= steps.at(-1)!);
  let best: Result<FoundRules, ItemsetError> | undefined;
  for (const step of tried.length > 0 ? tried : [steps.at(-1)!]) {
    const found = at(step);
    // Below a step with too many sets there are more still.
    if (!found.ok) return best ?? found;
    best = found;
    if (found.value.rules.right.length >= enoughRules) break;
  }
  return best ?? err({ type: 'no-rows' });
}
