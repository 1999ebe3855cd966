import { formatCount, formatList, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { groupsTexts } from '../../i18n/groups.ts';
import { t } from '../../i18n/language.svelte.ts';
import { nameOfField } from '../predict/valueText.ts';
import type { FoundGroups } from './groupsModel.svelte.ts';
import { suggestedNames } from './groupTexts.ts';

/** How clearly groups stand apart. */
export type Clarity = 'high' | 'middle' | 'low' | 'unknown';

/** Mean silhouettes from which groups stand apart, or at least differ. Source: Kaufman and Rousseeuw, Finding Groups in Data, 1990. */
const clear = { high: 0.5, middle: 0.25 };

export function clarityOf({ answer }: FoundGroups): Clarity {
  const value = answer.silhouette?.value;
  if (value === undefined) return 'unknown';
  return value >= clear.high ? 'high' : value >= clear.middle ? 'middle' : 'low';
}

/** The finding and what to do in a sentence each. */
export function sentencesOf(found: FoundGroups): { readonly lede: string; readonly todo: string } {
  const words = t(groupsTexts);
  const { data, answer } = found;
  const rows = formatCount(answer.looked);
  if (answer.k === 0) return { lede: words.ledeNone(data.label, rows), todo: words.todoNone[answer.method] };
  if (answer.k === 1) return { lede: words.ledeOne(data.label, rows), todo: words.todoOne[answer.method] };
  const clarity = clarityOf(found);
  return { lede: words.lede(data.label, rows, answer.k, words.clear[clarity]), todo: words.todo[clarity] };
}

/** How the groups were found, and all that was done to the data on the way. */
export function remarksOf({ data, answer, settings }: FoundGroups): readonly string[] {
  const words = t(groupsTexts);
  const { features, looked } = answer;
  const namesOf = (keys: readonly string[]) => formatList(keys.map((key) => nameOfField(data, key)));
  const total = data.table.rows;
  const logged = features.encoding.columns.flatMap((column) =>
    column.type === 'number' && column.isLogged ? [column.key] : [],
  );
  return [
    howText(answer),
    ...(answer.noise > 0
      ? [words.noise(formatCount(answer.noise), formatPercent(answer.noise / looked, 0))]
      : []),
    ...(looked < total
      ? [
          words.sampled(formatCount(looked), formatCount(total)),
          answer.centers === null ? words.sampledWithout : words.sampledRest,
        ]
      : []),
    ...(answer.method === 'kmeans' && settings.k !== null && answer.k < settings.k
      ? [words.fewer(settings.k, answer.k)]
      : []),
    ...(features.leftOut.length > 0
      ? [
          words.leftOut(
            formatList(
              features.leftOut.map(({ key, why }) =>
                words.leftOutField(nameOfField(data, key), words.flaws[why]),
              ),
            ),
          ),
        ]
      : []),
    ...(features.filled.length > 0
      ? [
          words.filledText(
            formatList(
              features.filled.map(({ key, cells }) =>
                words.filledField(nameOfField(data, key), formatCount(cells)),
              ),
            ),
          ),
        ]
      : []),
    ...(logged.length > 0 ? [words.logged(namesOf(logged))] : []),
    ...(features.shortened.length > 0 ? [words.shortened(namesOf(features.shortened))] : []),
  ];
}

/** What each group is called: as the person says, or as suggested. */
export function namesOf(
  { data, answer }: FoundGroups,
  given: ReadonlyMap<number, string>,
): readonly string[] {
  return suggestedNames(data, answer).map((name, group) => given.get(group) ?? name);
}

/** A distance with three digits. */
export function distanceText(distance: number): string {
  return formatNumber(Number(distance.toPrecision(3)), 6);
}

function howText(answer: FoundGroups['answer']): string {
  const words = t(groupsTexts);
  const fields = formatCount(answer.features.encoding.columns.length);
  const minPts = formatCount(answer.minPts ?? 0);
  switch (answer.method) {
    case 'kmeans':
      return words.how.kmeans(
        fields,
        answer.silhouette === null ? '–' : formatNumber(answer.silhouette.value, 2, 2),
        answer.stability === null ? '–' : formatPercent(Math.max(0, answer.stability), 0),
      );
    case 'dbscan':
      return words.how.dbscan(fields, distanceText(answer.eps ?? 0), minPts);
    case 'hdbscan':
      return words.how.hdbscan(fields, minPts);
  }
}
