import { formatNumber, formatPercent, formatRoundMoney } from '../../i18n/formats.ts';
import { valueTexts } from '../../i18n/customerValue.ts';
import { formatCount } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { ValueAnswer } from '../../workers/analysisTasks.ts';
import type { RunNote } from '../studio/runs.ts';
import { checkGap, totalOf } from './findings.ts';

/** A result as it is noted in the book. */
export function noteOf(answer: ValueAnswer): RunNote {
  const words = t(valueTexts);
  const { total, topTenth } = totalOf(answer);
  const money = formatRoundMoney(total, answer.currency);
  const gap = checkGap(answer);
  const { gini } = answer.concentration;
  return {
    task: 'value',
    title: words.noteTitle,
    source: { type: 'records', kind: 'order' },
    sourceLabel: answer.currency,
    steps: [],
    settings: { currency: answer.currency },
    seed: 0,
    rows: answer.accounts.length,
    method: words.methodName,
    scores: [
      { name: words.scores.total, value: total, text: money },
      ...(gap === undefined ? [] : [{ name: words.scores.error, value: gap, text: formatPercent(gap, 1) }]),
      ...(Number.isNaN(gini)
        ? []
        : [{ name: words.scores.gini, value: gini, text: formatNumber(gini, 2, 2) }]),
    ],
    finding: words.lede(money, formatCount(answer.accounts.length), formatPercent(topTenth, 0)),
    limits: words.limits,
  };
}
