import { addMonths, type IsoDate } from './dates.ts';
import { phoneDoubt } from './phoneDoubt.ts';
import { isEmail } from './validate.ts';

/** How telephone numbers of a country are dialled at home. */
export interface CallingCountry {
  /** ISO 3166, which names it. */
  readonly region: string;
  /** Without the plus. */
  readonly code: string;
  /** What stands before an area code at home and goes abroad; empty for none. */
  readonly trunk: string;
  /** Digits of a number without code and trunk. */
  readonly digits: readonly [least: number, most: number];
}

/** Source: ITU-T E.164, national numbering plans. */
export const callingCountries: readonly CallingCountry[] = [
  { region: 'CN', code: '86', trunk: '0', digits: [9, 11] },
  { region: 'HK', code: '852', trunk: '', digits: [8, 8] },
  { region: 'TW', code: '886', trunk: '0', digits: [8, 9] },
  { region: 'SG', code: '65', trunk: '', digits: [8, 8] },
  { region: 'JP', code: '81', trunk: '0', digits: [9, 10] },
  { region: 'KR', code: '82', trunk: '0', digits: [8, 10] },
  { region: 'IN', code: '91', trunk: '0', digits: [10, 10] },
  { region: 'AU', code: '61', trunk: '0', digits: [9, 9] },
  { region: 'US', code: '1', trunk: '1', digits: [10, 10] },
  { region: 'CA', code: '1', trunk: '1', digits: [10, 10] },
  { region: 'GB', code: '44', trunk: '0', digits: [9, 10] },
  { region: 'DE', code: '49', trunk: '0', digits: [6, 12] },
  { region: 'AT', code: '43', trunk: '0', digits: [6, 12] },
  { region: 'CH', code: '41', trunk: '0', digits: [9, 9] },
  { region: 'FR', code: '33', trunk: '0', digits: [9, 9] },
  { region: 'IT', code: '39', trunk: '', digits: [6, 11] },
  { region: 'ES', code: '34', trunk: '', digits: [9, 9] },
  { region: 'NL', code: '31', trunk: '0', digits: [9, 9] },
];

/**
 * A number as E.164 writes it, `+8613800138000`, an extension after `x`; undefined where it is written so already, or cannot be told: too
 * short, too long, local, or of another form than numbers of the country.
 */
export function repairedPhone(text: string, country: CallingCountry): string | undefined {
  const [number = '', extension = ''] = text
    .normalize('NFKC')
    .trim()
    .split(/\s*(?:x|ext\.?|#)\s*(?=\d+$)/i, 2);
  if (phoneDoubt(number) !== undefined || /[^\d\s()+\-./]/.test(number)) return undefined;
  const written = withCode(number, country);
  if (written === undefined) return undefined;
  const whole = extension === '' ? written : `${written}x${extension}`;
  return whole === text ? undefined : whole;
}

function withCode(
  number: string,
  { code, trunk, digits: [least, most] }: CallingCountry,
): string | undefined {
  const digits = number.replace(/\D/g, '');
  if (/^\s*(?:\+|00)/.test(number)) {
    // "+49 (0)40" names the trunk digit that is not dialled from abroad.
    const plain = number.replace(/\(0\)/, '').replace(/\D/g, '').replace(/^00/, '');
    return plain.length >= 8 && plain.length <= 15 ? `+${plain}` : undefined;
  }
  if (code === '86' && /^(?:86)?1[3-9]\d{9}$/.test(digits)) return `+86${digits.slice(-11)}`;
  const needsTrunk = trunk === '0';
  const national = trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits;
  if (needsTrunk && national === digits) return undefined;
  return national.length >= least && national.length <= most ? `+${code}${national}` : undefined;
}

/** What people type for domains that many have; each is one letter away. */
const domainSlips: ReadonlyMap<string, string> = new Map([
  ...[
    'gmial.com',
    'gmai.com',
    'gmal.com',
    'gmail.co',
    'gmail.con',
    'gmaill.com',
    'gamil.com',
    'gnail.com',
  ].map((slip): [string, string] => [slip, 'gmail.com']),
  ...['hotmial.com', 'hotmail.con', 'hotmai.com', 'hotnail.com'].map((slip): [string, string] => [
    slip,
    'hotmail.com',
  ]),
  ...['outlok.com', 'outlook.con', 'outloook.com'].map((slip): [string, string] => [slip, 'outlook.com']),
  ...['yaho.com', 'yahooo.com', 'yahoo.con'].map((slip): [string, string] => [slip, 'yahoo.com']),
  ...['qq.con', 'qq.co', 'qqq.com'].map((slip): [string, string] => [slip, 'qq.com']),
  ...['163.con', '163.co'].map((slip): [string, string] => [slip, '163.com']),
  ...['126.con', '126.co'].map((slip): [string, string] => [slip, '126.com']),
]);

/** An address with what cannot be in it taken out and slips of known domains mended; undefined where nothing is wrong or nothing would be right. */
export function repairedEmail(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/^mailto:/i, '')
    .replace(/\s+/g, '')
    .replace(/^[<('"]+|[>)'",;.\u3002]+$/g, '')
    .replace(/@{2,}/, '@')
    .replace(/\.{2,}/g, '.')
    .replace(/,(?=[a-z]{2,6}$)/i, '.');
  const at = plain.lastIndexOf('@');
  const domain = plain.slice(at + 1).toLowerCase();
  const mended = at < 1 ? plain : `${plain.slice(0, at)}@${domainSlips.get(domain) ?? domain}`;
  return mended === text || !isEmail(mended) ? undefined : mended;
}

const legalForms: ReadonlyMap<string, string> = new Map(
  [
    'GmbH',
    'mbH',
    'AG',
    'KG',
    'SE',
    'OHG',
    'UG',
    'Ltd',
    'Ltd.',
    'LLC',
    'LLP',
    'PLC',
    'Inc',
    'Inc.',
    'Corp.',
    'Co.',
    'S.A.',
    'SARL',
    'S.p.A.',
    'B.V.',
    'N.V.',
    'AB',
    'A/S',
    'Oy',
    'USA',
    'UK',
    'EU',
  ].map((form) => [form.toLowerCase(), form]),
);
const smallWords: ReadonlySet<string> = new Set(
  'de del della di da dos du la le van von vom zu der den und and of the for y e et en'.split(' '),
);

/** A name that is all capitals or all small, as names are written: first letters large, forms of companies as they are, short words of capitals kept. Spaces too many go. */
export function repairedName(text: string): string | undefined {
  const spaced = text.replace(/[\s\u3000]+/g, ' ').trim();
  const letters = spaced.replace(/[^\p{Script=Latin}]/gu, '');
  const isShouted = letters.length > 4 && letters === letters.toUpperCase();
  const isWhispered = letters.length > 2 && letters === letters.toLowerCase() && spaced.includes(' ');
  const written = isShouted || isWhispered ? capitalised(spaced, isShouted) : spaced;
  return written === text ? undefined : written;
}

function capitalised(text: string, isShouted: boolean): string {
  return text
    .split(' ')
    .map((word, i) => {
      const small = word.toLowerCase();
      const form = legalForms.get(small.replace(/,$/, ''));
      if (form !== undefined) return form + (word.endsWith(',') ? ',' : '');
      if (i > 0 && smallWords.has(small)) return small;
      const letters = word.replace(/[^\p{L}]/gu, '');
      if (isShouted && letters.length <= 3) return word;
      return small
        .replace(
          /(^|[^\p{L}'’\d])(\p{L})/gu,
          (_part, before: string, first: string) => before + first.toUpperCase(),
        )
        .replace(
          /^([OD]['’])(\p{L})/u,
          (_part, before: string, first: string) => before + first.toUpperCase(),
        );
    })
    .join(' ');
}

/** An address with narrow signs, single spaces, one space after a comma, none between Han letters, and no comma at its ends. */
export function repairedAddress(text: string): string | undefined {
  const plain = text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000]/g, (sign) => sign.normalize('NFKC'))
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .replace(/ +([,;])/g, '$1')
    .replace(/,(?=[^\s\d,])/g, ', ')
    .replace(/(?:, ?){2,}/g, ', ')
    .replace(/^[,;\uff0c ]+|[,;\uff0c ]+$/g, '');
  return plain === text || plain === '' ? undefined : plain;
}

const oldestBirth = '1900-01-01';

/** What is wrong with a day of birth; one in the future was most likely written with two digits of its year. */
export function birthdayDoubt(
  day: IsoDate,
  today: IsoDate,
): { readonly reason: 'future' | 'ancient'; readonly repaired: IsoDate | undefined } | undefined {
  if (day > today) {
    const earlier = addMonths(day, -1_200);
    return { reason: 'future', repaired: earlier >= oldestBirth && earlier <= today ? earlier : undefined };
  }
  return day < oldestBirth ? { reason: 'ancient', repaired: undefined } : undefined;
}

/** How much more frequent a text must be to be what another was meant to be. */
const surer = 5;

/**
 * Texts of a field that are most likely other texts of it, misspelt: the same but for capitals, spaces and signs, or one letter away from
 * one that is at least five times as frequent. `counts` by text. Quadratic in texts of like length; at most a thousand are looked at.
 */
export function likelySpellings(counts: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const texts = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 1_000);
  const byKey = new Map<string, string>();
  const meant = new Map<string, string>();
  for (const [text] of texts) {
    const key = text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, text);
    else if (known !== text && key !== '') meant.set(text, known);
  }
  const keys = [...byKey];
  for (const [key, text] of keys) {
    if (key.length < 5 || /\d/.test(key)) continue;
    const count = counts.get(text) ?? 0;
    const better = keys.find(
      ([other, its]) => !/\d/.test(other) && (counts.get(its) ?? 0) >= surer * count && isOneSlip(key, other),
    );
    if (better !== undefined) meant.set(text, better[1]);
  }
  return meant;
}

/** One letter more, less or other, or two neighbours changed about. */
function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  );
}
