import { t } from '../../i18n/language.svelte.ts';
import { statisticsTexts } from '../../i18n/statistics.ts';
import type { Json } from '../../domain/json.ts';
import type { FeedbackStatistics, StatisticsAnswer } from '../../workers/tasks/statisticsTypes.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import { keysOf } from './asks.ts';
import { namesIn, shareText, twoDigits } from './figureTexts.ts';
import { sentencesOf, upliftText } from './sentences.ts';
import type { FoundStatistics } from './statisticsModel.svelte.ts';

/** Statistics as they are noted in the book. */
export function noteOf(found: FoundStatistics): RunNote {
  const words = t(statisticsTexts);
  const { data, ask, answer } = found;
  const { lede, remarks } = sentencesOf(found);
  return {
    task: 'statistics',
    title: words.noteTitle(words.kindNames[ask.kind], data.label),
    source: data.source,
    sourceLabel: data.label,
    steps: data.steps,
    settings: JSON.parse(JSON.stringify(ask)) as Json,
    seed: 0,
    rows: data.table.rows,
    method: words.kindNames[ask.kind],
    scores: scoresOf(answer),
    finding: lede,
    limits: [...remarks, ...words.limits],
  };
}

export function settingsOf({ data, ask }: FoundStatistics) {
  const names = namesIn(data);
  return [{ term: t(statisticsTexts).settingName, value: keysOf(ask).map(names.of).join(', ') }];
}

function scoresOf(answer: StatisticsAnswer): readonly RunScore[] {
  switch (answer.kind) {
    case 'scale':
      return answer.reliability === null ? [] : [score('α', answer.reliability.alpha)];
    case 'groups':
      return [score('F', answer.anova.f), score('η²', answer.anova.eta2, shareText(answer.anova.eta2))];
    case 'choices':
      return [score('χ²', answer.test.chiSquare), score('V', answer.test.strength)];
    case 'correlation':
    case 'kano':
      return [];
    case 'feedback':
      return [feedbackScore(answer)];
    case 'uplift': {
      const { uplift, isShare } = answer;
      return [score('Δ', uplift.difference, upliftText(isShare)(uplift.difference))];
    }
  }
}

function feedbackScore(answer: FeedbackStatistics): RunScore {
  switch (answer.measure) {
    case 'nps':
      return score('NPS', answer.result.score);
    case 'csat':
      return score('CSAT', answer.result.topTwo.share, shareText(answer.result.topTwo.share));
    case 'ces':
      return score('CES', answer.result.mean);
  }
}

function score(name: string, value: number, text = twoDigits(value)): RunScore {
  return { name, value, text };
}
