import { err, ok, type Result } from '../../domain/result.ts';
import { normaliseDecimal, type NumberFormat, type NumberProblem } from './number.ts';
import { cleanKey } from './text.ts';

/** An amount as written: exact decimal text, and the currency if a sign or code stood beside it. */
export interface ParsedMoney {
  decimal: string;
  currency: string | undefined;
}

/** Currency signs that mean one currency wherever they stand. `$`, `kr` and the yen or yuan sign depend on the column. */
const codeBySign: Readonly<Record<string, string>> = {
  '\u20ac': 'EUR',
  '\u00a3': 'GBP',
  '\u20b9': 'INR',
  '\u20a9': 'KRW',
  '\u20bd': 'RUB',
  '\u20ba': 'TRY',
  '\u20ab': 'VND',
  '\u0e3f': 'THB',
  '\u20b1': 'PHP',
  US$: 'USD',
  HK$: 'HKD',
  A$: 'AUD',
  C$: 'CAD',
  S$: 'SGD',
  NT$: 'TWD',
  R$: 'BRL',
};

/** Signs that stand for the currency of the column or, without one, for the first named here. */
const sharedSigns: Readonly<Record<string, readonly string[]>> = {
  '\u00a5': ['CNY', 'JPY'],
  $: ['USD', 'AUD', 'CAD', 'HKD', 'SGD', 'TWD', 'MXN', 'NZD'],
};

/** Words for currencies in other scripts come with the synonyms table: lower-cased word → ISO 4217 code. */
export type CurrencyWords = ReadonlyMap<string, string>;

/** An amount with or without a sign, code or word before or after it: `\u00a51,200`, `USD 12.50`, `12,50 \u20ac`, `(12)`.
 *  `columnCurrency` decides shared signs (`$` in a column of AUD). Errors: as `normaliseDecimal`. */
export function parseMoney(
  cell: string,
  format: NumberFormat,
  words: CurrencyWords,
  columnCurrency?: string,
): Result<ParsedMoney, NumberProblem> {
  const direct = normaliseDecimal(cell, format);
  if (direct.ok) return ok({ decimal: direct.value, currency: undefined });
  const text = cleanKey(cell);
  const match =
    /^([(+-]?)\s*([^\d().,+-]*)\s*([(+-]?[\d.,'\s\u2019]*\d[\d.,'\s\u2019]*-?\)?)\s*([^\d().,+-]*)(\)?)$/.exec(
      text,
    );
  if (match === null) return direct;
  const [, open = '', before = '', number = '', after = '', close = ''] = match;
  const sign = before.trim() || after.trim();
  if (sign === '' || (before.trim() !== '' && after.trim() !== '')) return direct;
  const currency = currencyOf(sign, words, columnCurrency);
  if (currency === undefined) return err({ type: 'number-invalid' });
  const decimal = normaliseDecimal(`${open}${number.trim()}${close}`, format);
  return decimal.ok ? ok({ decimal: decimal.value, currency }) : decimal;
}

/** An exact decimal text as an integer of 10⁻`digits`, half away from zero; undefined beyond 2⁵³. */
export function decimalToInteger(decimal: string, digits: number): number | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(decimal);
  if (match === null) return undefined;
  const shift = digits + Number(match[4] ?? 0);
  const fraction = match[3] ?? '';
  const all = (match[2] ?? '') + fraction;
  const point = all.length - fraction.length + shift;
  if (point > 24) return Number(all) === 0 ? 0 : undefined;
  const whole = point <= 0 ? '0' : all.slice(0, point).padEnd(point, '0');
  const next = point < 0 ? '0' : (all[point] ?? '0');
  const magnitude = Number(whole) + (next >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(magnitude)) return undefined;
  return magnitude === 0 ? 0 : match[1] === '-' ? -magnitude : magnitude;
}

function currencyOf(
  sign: string,
  words: CurrencyWords,
  columnCurrency: string | undefined,
): string | undefined {
  const upper = sign.toUpperCase();
  if (/^[A-Z]{3}$/.test(upper) && isCurrency(upper)) return upper;
  const shared = sharedSigns[upper];
  if (shared !== undefined)
    return columnCurrency !== undefined && shared.includes(columnCurrency) ? columnCurrency : shared[0];
  return (Object.hasOwn(codeBySign, upper) ? codeBySign[upper] : undefined) ?? words.get(sign.toLowerCase());
}

let knownCurrencies: ReadonlySet<string> | undefined;

/** ISO 4217 codes that the platform knows. */
export function isCurrency(code: string): boolean {
  knownCurrencies ??= new Set(Intl.supportedValuesOf('currency'));
  return knownCurrencies.has(code);
}
