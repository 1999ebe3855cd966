import { formatNumber, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { statisticsTexts } from '../../i18n/statistics.ts';
import { amountText, labelText, nameOfField } from '../predict/valueText.ts';
import type { SourceTable } from '../studio/readSource.ts';

/** Chances of coincidence below which something is held to be real, and almost certain. */
export const real = 0.05;
const certain = 0.01;
/** Answers below which a warning stands beside a result. */
export const fewAnswers = 30;

export function sureText(p: number): string {
  const { sure } = t(statisticsTexts);
  return p < certain ? sure.high : p < real ? sure.middle : sure.low;
}

/** "p < 0.001" or "p = 0.032". */
export function pText(p: number): string {
  const words = t(statisticsTexts);
  return words.pText(p < 0.001 ? words.below('0.001') : words.equal(formatNumber(p, 3, 3)));
}

export function intervalText(
  low: number,
  high: number,
  format: (value: number) => string = amountText,
): string {
  return t(statisticsTexts).interval(format(low), format(high));
}

export function shareText(share: number): string {
  return formatPercent(share, 1);
}

/** A coefficient with two decimals. */
export function twoDigits(value: number): string {
  // What rounds to nothing has no sign.
  return formatNumber(Math.abs(value) < 0.005 ? 0 : value, 2, 2);
}

/** Names of a source's columns and values. */
export interface Names {
  readonly of: (key: string) => string;
  readonly label: (key: string, label: string) => string;
}

export function namesIn(data: SourceTable): Names {
  return {
    of: (key) => nameOfField(data, key),
    label: (key, label) => labelText(data, key, label),
  };
}
