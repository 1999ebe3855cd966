import { formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { timingTexts } from '../../i18n/timing.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import { demandLede, sumText } from './demandText.ts';
import { nextLede } from './nextText.ts';
import { ledeOf, timeText } from './stayingText.ts';
import type { TimingFound } from './timingModel.svelte.ts';

/** A result as it is noted in the book. */
export function noteOf(found: TimingFound): RunNote {
  const words = t(timingTexts);
  const { kind, settings, data } = found;
  return {
    task: 'timing',
    title: words[kind],
    source: data?.source ?? { type: 'records', kind: 'order' },
    sourceLabel: data?.label ?? words.byOrders,
    steps: data?.steps ?? [],
    settings: { ...settings, columns: [...settings.columns] },
    seed: 0,
    rows: rowsOf(found),
    method: words.methods[kind],
    scores: scoresOf(found),
    finding: findingOf(found),
    limits: words.limits[kind],
  };
}

function rowsOf(found: TimingFound): number {
  if (found.kind === 'staying') return found.answer.curve.rows;
  return found.kind === 'demand' ? found.answer.series.length : found.answer.accounts.length;
}

function findingOf(found: TimingFound): string {
  if (found.kind === 'staying') return ledeOf(found).lede;
  return found.kind === 'demand' ? demandLede(found) : nextLede(found);
}

function scoresOf(found: TimingFound): readonly RunScore[] {
  switch (found.kind) {
    case 'staying': {
      const { curve, concordance } = found.answer;
      return [
        ...(curve.median === null ? [] : [score('Median', curve.median, timeText(found, curve.median))]),
        ...(concordance === null ? [] : [score('C', concordance, formatNumber(concordance, 3, 3))]),
      ];
    }
    case 'demand': {
      const { check, mean } = found.answer;
      const sum = mean.reduce((total, value) => total + value, 0);
      return [
        score('Σ', sum, sumText(found, mean)),
        ...(check === null ? [] : [score('MAE', check.error, formatNumber(check.error, 1))]),
      ];
    }
    case 'next': {
      const { auc } = found.answer;
      return auc === null ? [] : [score('AUC', auc, formatPercent(auc, 1))];
    }
  }
}

function score(name: string, value: number, text: string): RunScore {
  return { name, value, text };
}
