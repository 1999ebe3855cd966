import { dayToDate } from '../../domain/dates.ts';
import { formatDate, formatPercent } from '../../i18n/formats.ts';
import { groupsTexts } from '../../i18n/groups.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { ClusterAnswer, FeatureName } from '../../workers/analysisTasks.ts';
import { amountText, labelText, nameOfField } from '../predict/valueText.ts';
import type { SourceTable } from '../studio/readSource.ts';

/** What sets a group apart: a feature with the group's mean and that of all. */
export interface Trait {
  readonly feature: number;
  readonly z: number;
  readonly text: string;
  readonly value: string;
  readonly all: string;
}

/** Deviations from which a feature is worth a word. */
const telling = 0.5;

/** A feature by the name that people know: a field, or one of its choices. */
export function featureText(data: SourceTable, { key, label, part }: FeatureName): string {
  const words = t(groupsTexts);
  const field = nameOfField(data, key);
  if (part === 'other') return words.otherOf(field);
  return label === undefined ? field : words.valueOf(field, labelText(data, key, label));
}

/** A mean of a feature, as its field shows values; the share of those with a choice. */
export function meanText(data: SourceTable, { key, label, part }: FeatureName, mean: number): string {
  const field = data.fields.find((each) => each.key === key);
  if (label !== undefined || part !== undefined || field?.format === 'boolean') return formatPercent(mean, 0);
  return field?.type === 'date' ? formatDate(dayToDate(Math.round(mean)), 'always') : amountText(mean);
}

/** The features in which a group differs most from all, the most telling first; empty where none is worth a word. */
export function traitsOf(
  data: SourceTable,
  answer: ClusterAnswer,
  group: number,
  most = 3,
): readonly Trait[] {
  const { names } = answer.features.encoding;
  const own = answer.groups[group];
  if (own === undefined) return [];
  return Array.from(own.z, (z, feature) => ({ z, feature }))
    .filter(({ z }) => Math.abs(z) >= telling)
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
    .slice(0, most)
    .flatMap(({ z, feature }) => {
      const name = names[feature];
      if (name === undefined) return [];
      const value = meanText(data, name, own.values[feature] ?? 0);
      const all = meanText(data, name, answer.all[feature] ?? 0);
      return [{ feature, z, text: featureText(data, name), value, all }];
    });
}

/** A name for each group by what sets it apart; those that would be called alike are numbered. */
export function suggestedNames(data: SourceTable, answer: ClusterAnswer): readonly string[] {
  const words = t(groupsTexts);
  const taken = new Map<string, number>();
  return answer.groups.map((_, group) => {
    const said = traitsOf(data, answer, group, 2).map(({ feature, z }) =>
      traitName(data, answer, feature, z > 0),
    );
    const [first, second] = said;
    const name =
      first === undefined ? words.plain : second === undefined ? first : words.joined(first, second);
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    return number === 1 ? name : words.numbered(name, number);
  });
}

/** "Income high", or a choice by its name alone where the group has more of it. */
function traitName(data: SourceTable, { features }: ClusterAnswer, feature: number, isHigh: boolean): string {
  const words = t(groupsTexts);
  const name = features.encoding.names[feature];
  if (name === undefined) return '';
  const { key, label } = name;
  if (label !== undefined && isHigh) return labelText(data, key, label);
  const text = label === undefined ? shortName(nameOfField(data, key)) : featureText(data, name);
  return isHigh ? words.high(text) : words.low(text);
}

/** Without what stands in brackets, such as a unit. */
function shortName(name: string): string {
  const short = name.replace(/\s*[(\uFF08[].*?[)\uFF09\]]/gu, '').trim();
  return short === '' ? name : short;
}
