import { formatCount, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { opinionsTexts } from '../../i18n/opinions.ts';
import type { Opinions, TopicFigures } from '../../workers/analysisTasks.ts';
import { complaintOf, type Found } from './opinionsModel.svelte.ts';

/** Below this AUC words tell next to nothing of the rating. */
export const weakAuc = 0.6;

/** The words that tell a topic from others. */
export function topicName({ name }: TopicFigures): string {
  return name.join(' · ');
}

/** A mean rating as people read it: of 0 and 1 the share that is content, else points of how many. */
export function meanText(mean: number, { rating }: Opinions): string {
  const words = t(opinionsTexts);
  if (rating === null) return '';
  const { low, high } = rating.scale;
  return low === 0 && high === 1
    ? words.contentShare(formatPercent(mean, 0))
    : words.points(formatNumber(mean, 1, 1), formatNumber(high, 1));
}

/** Where a mean stands between the worst and the best rating, 0 to 1. */
export function meanShare(mean: number, { rating }: Opinions): number {
  if (rating === null) return 0;
  const { low, high } = rating.scale;
  return Math.min(1, Math.max(0, (mean - low) / (high - low)));
}

/** The finding in a sentence, and how sure it is in another. */
export function sentencesOf({ answer, rows, all }: Found): {
  readonly lede: string;
  readonly reason: string;
} {
  const words = t(opinionsTexts);
  const { topics, rating, sentiment, texts } = answer;
  const worst = topics[complaintOf(answer) ?? -1];
  const largest = topics.toSorted((a, b) => b.texts - a.texts)[0];
  const sampled = rows.length < all ? words.sampled(formatCount(rows.length)) : '';
  const reason = [
    words.reason(formatCount(topics.length), formatCount(texts)),
    sentiment?.type === 'learnt' && sentiment.auc >= weakAuc
      ? words.reasonSentiment(formatPercent(sentiment.accuracy, 0))
      : '',
    sampled,
  ];
  if (worst?.mean !== undefined && worst.mean !== null && rating !== null) {
    const lede = words.ledeWorst(
      topicName(worst),
      meanText(worst.mean, answer),
      meanText(rating.mean, answer),
      formatCount(worst.texts),
    );
    return { lede, reason: reason.join('') };
  }
  const name = largest === undefined ? '' : topicName(largest);
  const share = formatPercent((largest?.texts ?? 0) / Math.max(1, texts), 0);
  return {
    lede: (rating === null ? words.ledeUnrated : words.ledeEven)(name, share),
    reason: reason.join(''),
  };
}
