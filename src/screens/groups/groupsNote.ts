import { formatCount, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { groupsTexts } from '../../i18n/groups.ts';
import { t } from '../../i18n/language.svelte.ts';
import { nameOfField } from '../predict/valueText.ts';
import type { RunNote, RunScore } from '../studio/runs.ts';
import { distanceText, remarksOf, sentencesOf } from './findings.ts';
import { settingsJson, type FoundGroups, type GroupsModel } from './groupsModel.svelte.ts';

/** Groups as they are noted in the book. */
export function noteOf(found: FoundGroups, { seed }: Pick<GroupsModel, 'seed'>): RunNote {
  const words = t(groupsTexts);
  const { data, columns, settings, answer } = found;
  return {
    task: 'groups',
    title: words.noteTitle(data.label, answer.k),
    source: data.source,
    sourceLabel: data.label,
    steps: data.steps,
    settings: settingsJson(settings, columns),
    seed,
    rows: answer.looked,
    method: words.methodNames[answer.method],
    scores: scoresOf(found).map(({ name, value, text }) => ({ name, value, text })),
    finding: sentencesOf(found).lede,
    limits: [...remarksOf(found).slice(1), ...words.limits],
  };
}

/** The settings as people read them. */
export function settingsOf({ data, columns, settings, answer }: FoundGroups) {
  const words = t(groupsTexts);
  const { settingNames: names } = words;
  const { k, isScaled, useLog, label } = settings;
  return [
    { term: names.columns, value: columns.map((key) => nameOfField(data, key)).join(', ') },
    {
      term: names.k,
      value: k === null ? `${formatCount(answer.k)} · ${words.suggestedValue}` : formatCount(k),
    },
    ...(answer.eps === null ? [] : [{ term: names.eps, value: distanceText(answer.eps) }]),
    ...(answer.minPts === null ? [] : [{ term: names.minPts, value: formatCount(answer.minPts) }]),
    { term: names.scale, value: isScaled ? words.scaleNames.z : words.scaleNames.own },
    { term: names.log, value: useLog ? words.logNames.yes : words.logNames.no },
    ...(label === null ? [] : [{ term: names.label, value: nameOfField(data, label) }]),
  ];
}

/** All measures that the answer has, with how each is read. */
export function scoresOf({ answer }: FoundGroups): readonly (RunScore & { readonly meaning: string })[] {
  const words = t(groupsTexts);
  type Name = keyof typeof words.measures;
  const score = (name: Name, value: number | null | undefined, text: (value: number) => string) =>
    value === null || value === undefined
      ? []
      : [{ name: words.measures[name], meaning: words.meanings[name], value, text: text(value) }];
  const digits = (value: number) => formatNumber(value, 3, 3);
  const { silhouette, agreement } = answer;
  return [
    ...score('silhouette', silhouette?.value, (value) =>
      silhouette?.isSampled === true
        ? words.sampledValue(digits(value), formatCount(silhouette.rows))
        : digits(value),
    ),
    ...score('inertia', answer.inertia, (value) => formatNumber(value, 3)),
    ...score('daviesBouldin', answer.daviesBouldin, digits),
    ...score('calinskiHarabasz', answer.calinskiHarabasz, (value) => formatNumber(value, 1)),
    ...score('stability', answer.stability, digits),
    ...score('purity', agreement?.purity, (value) => formatPercent(value, 1)),
    ...score('adjustedRand', agreement?.adjustedRand, digits),
    ...score('mutualInformation', agreement?.mutualInformation, digits),
  ];
}
