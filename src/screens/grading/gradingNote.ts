import { grades } from '../../domain/gradingRule.ts';
import { formatCount, formatPercent } from '../../i18n/formats.ts';
import { gradingTexts } from '../../i18n/grading.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { GradingAnswer } from '../../workers/analysisTasks.ts';
import type { RunNote } from '../studio/runs.ts';
import type { GradingModel } from './gradingModel.svelte.ts';

/** The share of the whole amount that customers of grade A brought, 0 to 1. */
export function shareOfBest({ value, grades: given }: GradingAnswer): number {
  const whole = value.reduce((sum, amount) => sum + amount, 0);
  const best = value.reduce((sum, amount, i) => sum + (given[i] === 0 ? amount : 0), 0);
  return whole === 0 ? 0 : best / whole;
}

/** A result as it is noted in the book. */
export function noteOf(answer: GradingAnswer, { seed, rule }: Pick<GradingModel, 'seed' | 'rule'>): RunNote {
  const words = t(gradingTexts);
  const share = shareOfBest(answer);
  const best = answer.counts[0] ?? 0;
  return {
    task: 'grading',
    title: words.noteTitle,
    source: { type: 'records', kind: 'order' },
    sourceLabel: answer.currency,
    steps: [],
    settings: { currency: answer.currency, ...rule },
    seed,
    rows: answer.accounts.length,
    method: words.methodName,
    scores: [
      { name: words.scores.best, value: best, text: formatCount(best) },
      { name: words.scores.share, value: share, text: formatPercent(share, 0) },
    ],
    finding: words.lede(best, formatPercent(share, 0), answer.accounts.length),
    limits: words.limits,
  };
}

/** The level of each graded customer. */
export function levelsOf({ accounts, grades: given }: GradingAnswer): Readonly<Record<string, string>> {
  return Object.fromEntries(accounts.map((id, i) => [id, grades[given[i] ?? 3] ?? 'D']));
}
