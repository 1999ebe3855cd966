import { err, ok, type Result } from '../../domain/result.ts';
import { cleanKey } from './text.ts';

/** Which sign starts the fraction: `1,234.5` or `1.234,5`. */
export const numberFormats = ['point', 'comma'] as const;
export type NumberFormat = (typeof numberFormats)[number];

export type NumberProblem =
  { type: 'number-invalid' } | { type: 'number-grouping' } | { type: 'number-too-large' };

const plain = /^-?\d{1,15}(?:\.\d+)?$/;

/** A decimal number of any usual writing as plain text (`-1234.5`), exact: full-width digits, grouping by comma, point, space or
 *  apostrophe (in threes, or the Indian 12,34,567), a sign before or after, accounting brackets for negatives, exponents.
 *  Currency signs and percent signs are not taken here. Errors: `number-grouping` where digits are not grouped as the format
 *  would (`12,34` under `point`), else `number-invalid`. */
export function normaliseDecimal(cell: string, format: NumberFormat): Result<string, NumberProblem> {
  if (format === 'point' && plain.test(cell)) return ok(cell);
  let text = cleanKey(cell)
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/[\s'\u2019]/g, '');
  let negative = false;
  const bracketed = /^\((.+)\)$/.exec(text);
  if (bracketed !== null) {
    negative = true;
    text = bracketed[1] ?? '';
  }
  const signed = /^([+-]?)(.*?)(-?)$/.exec(text);
  const before = signed?.[1] ?? '';
  const after = signed?.[3] ?? '';
  if ((before !== '' || after !== '') && (negative || (before !== '' && after !== '')))
    return err({ type: 'number-invalid' });
  if (before === '-' || after === '-') negative = true;
  text = signed?.[2] ?? '';

  const point = format === 'point' ? '.' : ',';
  const group = format === 'point' ? ',' : '.';
  const parts = /^([\d.,]*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null) return err({ type: 'number-invalid' });
  const mantissa = parts[1] ?? '';
  if (!/\d/.test(mantissa)) return err({ type: 'number-invalid' });
  const at = mantissa.lastIndexOf(point);
  const whole = at < 0 ? mantissa : mantissa.slice(0, at);
  const fraction = at < 0 ? '' : mantissa.slice(at + 1);
  if (whole.includes(point) || fraction.includes(group)) return err({ type: 'number-grouping' });
  if (whole.includes(group) && !isGrouped(whole.split(group))) return err({ type: 'number-grouping' });
  const digits = whole.replaceAll(group, '').replace(/^0+(?=\d)/, '') || '0';
  const exponent = parts[2] === undefined ? '' : `e${parts[2]}`;
  return ok(`${negative ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}${exponent}`);
}

/** A number; `12%` is 0.12. Errors as `normaliseDecimal`, and `number-too-large` beyond what a double holds. */
export function parseNumber(cell: string, format: NumberFormat): Result<number, NumberProblem> {
  const text = cell.includes('%') || cell.includes('\uff05') ? cleanKey(cell) : cell;
  const percent = /^(.*?)\s*%$/.exec(text);
  const decimal = normaliseDecimal(percent?.[1] ?? text, format);
  if (!decimal.ok) return decimal;
  const value = Number(decimal.value);
  if (!Number.isFinite(value)) return err({ type: 'number-too-large' });
  return ok(percent === null ? value : value / 100);
}

/** Groups of three behind a first of one to three, or Indian ones: two digits each and three in the last. */
function isGrouped(groups: readonly string[]): boolean {
  const [first = '', ...rest] = groups;
  const last = rest.at(-1) ?? '';
  if (last.length !== 3 || first.length < 1 || first.length > 3) return false;
  const middle = rest.slice(0, -1);
  return (
    middle.every((group) => group.length === 3) ||
    (first.length <= 2 && middle.every((group) => group.length === 2))
  );
}

export interface NumberTally {
  point: number;
  comma: number;
  /** Values such as `1,234` or `1.234` that mean different numbers under the two formats. */
  ambiguous: number;
}

/** What one cell says about the format of its column; cells without separators say nothing. */
export function tallyNumber(cell: string, tally: NumberTally): void {
  const lastComma = cell.lastIndexOf(',');
  const lastPoint = cell.lastIndexOf('.');
  if (lastComma < 0 && lastPoint < 0) return;
  if (!/\d/.test(cell)) return;
  if (lastComma >= 0 && lastPoint >= 0) {
    if (lastPoint > lastComma) tally.point += 1;
    else tally.comma += 1;
    return;
  }
  const sign = lastComma >= 0 ? ',' : '.';
  const parts = /(\d*)[.,](\d+)\D*$/.exec(cell);
  const isGrouping = cell.indexOf(sign) !== cell.lastIndexOf(sign);
  const isThousand = parts !== null && parts[2]?.length === 3 && /^[1-9]\d{0,2}$/.test(parts[1] ?? '');
  if (isGrouping) tally[sign === ',' ? 'point' : 'comma'] += 1;
  else if (isThousand) tally.ambiguous += 1;
  else tally[sign === ',' ? 'comma' : 'point'] += 1;
}

/** The format most of a column's values were written in; `point` where nothing tells. `unsure` is true where a value would be
 *  another number under the other format and no other value decides, or where values contradict each other. */
export function decideNumberFormat(tally: NumberTally): { format: NumberFormat; unsure: boolean } {
  const { point, comma, ambiguous } = tally;
  const format: NumberFormat = comma > point ? 'comma' : 'point';
  return { format, unsure: (point > 0 && comma > 0) || (ambiguous > 0 && point === 0 && comma === 0) };
}
