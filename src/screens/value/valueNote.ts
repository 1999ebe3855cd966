import { formatNumber, formatPercent, formatRoundMoney } from '../../i18n/formats.ts';
import { valueTexts } from '../../i18n/customerValue.ts';
import { formatCount } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { ValueAnswer } from '../../workers/analysisTasks.ts';
import type { RunNote } from '../studio/runs.ts';
import { checkGap, totalOf } from './findings.ts';
import type { ValueModel } from './valueModel.svelte.ts';

/** A result as it is noted in the book. */
export function noteOf(answer: ValueAnswer, { seed }: Pick<ValueModel, 'seed'>): RunNote {
  const words = t(valueTexts);
  const { total, topTenth } = totalOf(answer);
  const money = formatRoundMoney(total, answer.currency);
  const round = (amount: number) => formatRoundMoney(amount, answer.currency, 'short');
  const { low, high } = answer.spread.total;
  const gap = checkGap(answer);
  const { gini } = answer.concentration;
  return {
    task: 'value',
    title: words.noteTitle,
    source: { type: 'records', kind: 'order' },
    sourceLabel: answer.currency,
    steps: [],
    settings: { currency: answer.currency },
    seed,
    rows: answer.accounts.length,
    method: words.methodName,
    scores: [
      { name: words.scores.total, value: total, text: money },
      { name: words.between, value: high - low, text: words.fromTo(round(low), round(high)) },
      ...(gap === undefined ? [] : [{ name: words.scores.error, value: gap, text: formatPercent(gap, 1) }]),
      ...(Number.isNaN(gini)
        ? []
        : [{ name: words.scores.gini, value: gini, text: formatNumber(gini, 2, 2) }]),
    ],
    finding: words.lede(money, formatCount(answer.accounts.length), formatPercent(topTenth, 0)),
    limits: answer.spread.isOfModel ? words.limits : [...words.limits, words.parametersTaken],
  };
}
