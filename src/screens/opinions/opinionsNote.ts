import { formatCount, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { opinionsTexts } from '../../i18n/opinions.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import { sentencesOf, topicName } from './findings.ts';
import type { Found, OpinionsModel } from './opinionsModel.svelte.ts';

/** The topics of texts as they are noted in the book. */
export function noteOf(found: Found, { seed }: Pick<OpinionsModel, 'seed'>): RunNote {
  const words = t(opinionsTexts);
  const { data, field, rating, date, topics, answer } = found;
  return {
    task: 'opinions',
    title: words.noteTitle(field.label),
    source: data.source,
    sourceLabel: data.label,
    steps: data.steps,
    settings: { text: field.id, rating: rating?.key ?? null, date: date?.key ?? null, topics },
    seed,
    rows: answer.texts,
    method: words.method,
    scores: scoresOf(found),
    finding: sentencesOf(found).lede,
    limits: words.limits,
  };
}

/** The settings as people read them. */
export function settingsOf({ field, rating, date, topics, answer }: Found) {
  const words = t(opinionsTexts);
  const names = words.settingNames;
  return [
    { term: names.text, value: field.label },
    { term: names.rating, value: rating?.label ?? words.none },
    { term: names.date, value: date?.label ?? words.none },
    {
      term: names.topics,
      value:
        topics === null
          ? words.topicsSuggested(formatCount(answer.topics.length))
          : formatCount(answer.topics.length),
    },
    ...answer.choice.map((each) => ({
      term: words.topicsTried(formatCount(each.topics)),
      value: `NPMI ${formatNumber(each.coherence, 3, 3)}`,
    })),
    { term: names.words, value: formatCount(answer.vocabulary) },
    { term: names.wordless, value: formatCount(answer.wordless) },
    { term: names.found, value: answer.topics.map(topicName).join('; ') },
  ];
}

function scoresOf({ answer: { coherence, sentiment } }: Found): readonly RunScore[] {
  const words = t(opinionsTexts);
  return [
    { name: 'NPMI', value: coherence, text: formatNumber(coherence, 3, 3) },
    ...(sentiment?.type === 'learnt'
      ? [
          { name: 'AUC', value: sentiment.auc, text: formatNumber(sentiment.auc, 3, 3) },
          { name: words.accuracy, value: sentiment.accuracy, text: formatPercent(sentiment.accuracy, 1) },
        ]
      : []),
  ];
}
