import { formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { predictTexts } from '../../i18n/predict.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import { sentencesOf } from './findings.ts';
import type { Found, PredictModel } from './predictModel.svelte.ts';
import { amountText, labelText, nameOfField } from './valueText.ts';

/** A prediction as it is noted in the book. */
export function noteOf(found: Found, { seed }: Pick<PredictModel, 'seed'>): RunNote {
  const words = t(predictTexts);
  const { data, target, yes, columns, answer } = found;
  return {
    task: 'predict',
    title: words.noteTitle(target.label),
    source: data.source,
    sourceLabel: data.label,
    steps: data.steps,
    settings: { target: target.key, yes: yes ?? null, columns: [...columns] },
    seed,
    rows: data.table.rows,
    method: words.methods[answer.chosen],
    scores: scoresOf(found),
    finding: sentencesOf(found).lede,
    limits: words.limits,
  };
}

/** The settings of a prediction as people read them. */
export function settingsOf({ data, target, yes, columns }: Found) {
  const words = t(predictTexts);
  const asked =
    yes === undefined ? target.label : words.valueOf(target.label, labelText(data, target.key, yes));
  return [
    { term: words.settingNames.target, value: asked },
    { term: words.settingNames.columns, value: columns.map((key) => nameOfField(data, key)).join(', ') },
  ];
}

function scoresOf({ answer: { quality } }: Found): readonly RunScore[] {
  if (quality.type === 'class') return [score('AUC', quality.auc, formatNumber(quality.auc, 3, 3))];
  return [
    ...(quality.r2 === null ? [] : [score('R²', quality.r2, formatPercent(quality.r2, 1))]),
    score('MAE', quality.mae, amountText(quality.mae)),
    score('RMSE', quality.rmse, amountText(quality.rmse)),
  ];
}

function score(name: string, value: number, text: string): RunScore {
  return { name, value, text };
}
