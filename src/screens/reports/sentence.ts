import { localDate } from '../../domain/dates.ts';
import { formatCount, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { reportTexts } from '../../i18n/reports.ts';
import type { ReportAnswer, ReportGroup } from '../../read/reports/answerReport.ts';
import { numberColumnKind, type ReportDefinition } from '../../read/reports/definition.ts';
import { funnelOf } from '../../read/reports/funnel.ts';
import type { NameLookup } from '../fields/format.ts';
import { amountText, isAdditive, isOver, keyText, measureText } from './reportText.ts';
import { stepsOf } from './steps.ts';

const words = t(reportTexts);

/** What a report says, in a sentence: the greatest group and its share, or what the last period brought beside the one before. */
export function sentenceOf(
  definition: ReportDefinition,
  answer: ReportAnswer,
  names: NameLookup,
  today: string = localDate(Date.now()),
): string {
  const { currency, rows, value } = answer;
  if (rows === 0) return words.sentence.none;
  const said = (of: number | null) => amountText(definition, of, currency, 'long');
  const nameOf = (group: ReportGroup) => keyText(definition, 'group', answer, group, names);
  if (definition.group === undefined)
    return words.sentence.figure(
      measureText(definition.object, definition.measure),
      said(value),
      formatCount(rows),
    );
  if (definition.chart === 'funnel') return funnelSentence(definition, answer, names);
  if (numberColumnKind(answer.groupType) === 'date') {
    const inTime = answer.groups
      .filter(({ key }) => key !== null)
      .toSorted((a, b) => (a.key! < b.key! ? -1 : 1));
    return timeSentence(inTime, said, nameOf, today, definition);
  }
  const told = answer.groups.filter((group) => group.value !== null && group.others === undefined);
  const ranked = told.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const [first] = ranked;
  const last = ranked.at(-1);
  if (first === undefined || last === undefined) return words.sentence.none;
  if (definition.measure.op === 'rate') {
    if (first === last) return words.sentence.rateOnly(said(value));
    if (answer.groups.some(({ others }) => others !== undefined))
      return words.sentence.rateHigh(said(value), nameOf(first), said(first.value));
    return words.sentence.rate(said(value), nameOf(first), said(first.value), nameOf(last), said(last.value));
  }
  if (!isAdditive(definition.measure))
    return words.sentence.highest(nameOf(first), said(first.value), said(value));
  const isWhole = answer.groups.every((group) => (group.value ?? 0) >= 0) && (value ?? 0) > 0;
  if (!isWhole) return words.sentence.largestOnly(nameOf(first), said(first.value));
  const share = formatPercent((first.value ?? 0) / (value ?? 1));
  return words.sentence.largest(nameOf(first), said(first.value), share, said(value));
}

/** The last period that is over, beside the one before it; else the one that is under way. */
function timeSentence(
  groups: readonly ReportGroup[],
  said: (value: number | null) => string,
  nameOf: (group: ReportGroup) => string,
  today: string,
  { measure }: ReportDefinition,
): string {
  const over = groups.filter(({ key }) => key !== null && isOver(key, today));
  const [before, last] = [over.at(-2), over.at(-1)];
  if (last === undefined) {
    const [next] = groups;
    return next === undefined ? words.sentence.none : words.sentence.soFar(nameOf(next), said(next.value));
  }
  if (before === undefined || before.value === null || last.value === null)
    return words.sentence.first(nameOf(last), said(last.value));
  const change = last.value - before.value;
  if (change === 0) return words.sentence.same(nameOf(last), said(last.value), nameOf(before));
  const isShare = measure.op !== 'rate' && before.value > 0;
  const size = isShare ? formatPercent(Math.abs(change) / before.value) : said(Math.abs(change));
  const say = change > 0 ? words.sentence.rise : words.sentence.fall;
  return say(nameOf(last), said(last.value), size, nameOf(before));
}

function funnelSentence(definition: ReportDefinition, answer: ReportAnswer, names: NameLookup): string {
  const steps = funnelOf(answer, stepsOf(definition));
  const last = steps.at(-1);
  if (last === undefined || steps.length < 2) return words.sentence.none;
  const nameOf = (key: string) => keyText(definition, 'group', answer, { key }, names);
  const share = formatPercent(last.ofFirst);
  const loss = steps.slice(1).toSorted((a, b) => a.ofBefore - b.ofBefore)[0];
  const before = steps[steps.findIndex((step) => step === loss) - 1];
  if (loss === undefined || before === undefined || loss.ofBefore >= 1)
    return words.sentence.funnelOnly(share, nameOf(last.key));
  const step = words.step(nameOf(before.key), nameOf(loss.key));
  return words.sentence.funnel(share, nameOf(last.key), step, formatPercent(loss.ofBefore));
}
