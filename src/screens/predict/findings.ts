import { formatInstant, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { neuralTexts } from '../../i18n/neural.ts';
import { predictTexts } from '../../i18n/predict.ts';
import type { PredictionAnswer } from '../../workers/analysisTasks.ts';
import type { Found } from './predictModel.svelte.ts';
import { amountText, labelText } from './valueText.ts';

/** Customers who are looked at first, as a share of all. */
export const firstShare = 0.2;
/** An AUC, or an R², below which a prediction is no better than guessing. */
const weak = { class: 0.55, value: 0.02 };

/** Of those who are "yes": the share found among the so many customers with the highest chance. Both curves from 0 to 1. */
export interface Gains {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Found among the first fifth. */
  readonly first: number;
}

/** By what was said of customers not seen. Points for at most 100 shares of the customers. */
export function gainsOf(answer: Pick<PredictionAnswer, 'truth' | 'unseen'>): Gains {
  const known = gains.get(answer.truth);
  if (known !== undefined) return known;
  const made = madeGains(answer);
  gains.set(answer.truth, made);
  return made;
}

/** Sorting many customers takes a moment, and several parts of a page ask. */
const gains = new WeakMap<Float64Array, Gains>();

function madeGains({ truth, unseen }: Pick<PredictionAnswer, 'truth' | 'unseen'>): Gains {
  const order = Int32Array.from(truth.keys()).sort((a, b) => (unseen[b] ?? 0) - (unseen[a] ?? 0) || a - b);
  const all = truth.reduce((sum, value) => sum + value, 0);
  const found = new Float64Array(order.length + 1);
  order.forEach((row, i) => (found[i + 1] = (found[i] ?? 0) + (truth[row] ?? 0)));
  const at = (share: number): number => (found[Math.round(share * order.length)] ?? 0) / Math.max(1, all);
  const steps = Math.min(100, order.length);
  return {
    points: Array.from({ length: steps + 1 }, (_, i) => ({ x: i / steps, y: at(i / steps) })),
    first: at(firstShare),
  };
}

/** The finding in a sentence, and how sure it is in another. */
export function sentencesOf({ data, target, yes, answer, saved }: Found): {
  readonly lede: string;
  readonly reason: string;
} {
  const words = t(predictTexts);
  const { quality, chosen } = answer;
  const method = words.methods[chosen];
  if (saved !== undefined) {
    const neural = t(neuralTexts);
    return {
      lede: neural.savedLede(target.label, formatInstant(saved.trainedAt)),
      reason: neural.savedReason(scoreText(answer)),
    };
  }
  if (quality.type === 'class') {
    if (quality.auc < weak.class) return { lede: words.ledeWeak(target.label), reason: words.reasonWeak };
    const found = formatPercent(gainsOf(answer).first, 0);
    const label = labelText(data, target.key, yes ?? '');
    return {
      lede: words.ledeClass(formatPercent(firstShare, 0), found, label, target.label),
      reason: words.reasonClass(method, formatPercent(quality.auc, 0)),
    };
  }
  const { r2, mae, reach } = quality;
  if ((r2 ?? 0) < weak.value) return { lede: words.ledeWeak(target.label), reason: words.reasonWeak };
  return {
    lede: words.ledeValue(target.label, amountText(mae)),
    reason: words.reasonValue(method, formatPercent(r2 ?? 0, 0), amountText(reach)),
  };
}

/** How good the chosen method is, in two or three words for where there is no room. */
export function scoreText({ quality }: Pick<PredictionAnswer, 'quality'>): string {
  return quality.type === 'class'
    ? `AUC ${formatNumber(quality.auc, 3, 3)}`
    : `R² ${formatNumber(quality.r2 ?? 0, 3, 3)}`;
}
