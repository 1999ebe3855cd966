import { formatCount, formatPercent } from '../../i18n/formats.ts';
import { basketsTexts } from '../../i18n/baskets.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import type { BasketsModel, Found } from './basketsModel.svelte.ts';
import { rulesIn, sentencesOf } from './rules.ts';

/** Rules and offers as they are noted in the book. */
export function noteOf(found: Found, { seed }: Pick<BasketsModel, 'seed'>): RunNote {
  const words = t(basketsTexts);
  const { data, way, pair, support, confidence, answer } = found;
  return {
    task: 'baskets',
    title: words.noteTitle(way.label),
    source: data.source,
    sourceLabel: data.label,
    steps: data.steps,
    settings: { way: way.id, basket: pair?.basket ?? null, item: pair?.item ?? null, support, confidence },
    seed,
    rows: answer.baskets,
    method: words.method,
    scores: scoresOf(found),
    finding: sentencesOf(found, rulesIn(answer)).lede,
    limits: words.limits,
  };
}

/** The settings as people read them. */
export function settingsOf({ way, support, confidence, answer }: Found) {
  const words = t(basketsTexts);
  const names = words.settingNames;
  const shareText = (share: number, asked: number | null): string =>
    `${formatPercent(share, 2)}${asked === null ? ` (${words.automatic})` : ''}`;
  return [
    { term: names.way, value: way.label },
    { term: names.support, value: shareText(answer.support, support) },
    { term: names.confidence, value: shareText(answer.confidence, confidence) },
    { term: names.sets, value: formatCount(answer.sets) },
  ];
}

function scoresOf({ answer: { ruleCount: count, check } }: Found): readonly RunScore[] {
  const words = t(basketsTexts);
  const rate = (name: string, value: number): RunScore => ({ name, value, text: formatPercent(value, 1) });
  return [
    { name: words.ruleCount, value: count, text: formatCount(count) },
    ...(check === null
      ? []
      : [rate(words.hitRate, check.likeness.hitRate), rate(words.hitPopular, check.popularity.hitRate)]),
  ];
}
