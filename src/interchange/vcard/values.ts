import type { Birthday } from '../../domain/foundPerson.ts';
import type { ReadCard } from './contentLines.ts';

type Version = ReadCard['version'];

/** Backslashes taken out. 2.1 knows them only before separators. */
export function unescapeText(text: string, version: Version): string {
  if (version === '2.1') return text.replace(/\\([;,:\\])/g, '$1');
  return text.replace(/\\([\s\S])/g, (whole, next: string) => {
    if (next === 'n' || next === 'N') return '\n';
    return /[\\;,:]/.test(next) ? next : whole;
  });
}

/** RFC 6350, 3.4; line ends of any kind become `\n`. */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

/** The components of `N`, `ORG` and `ADR`, cut at semicolons that no backslash precedes, each a text. */
export function componentsOf(value: string, version: Version): readonly string[] {
  return cutAtSemicolons(value).map((component) => unescapeText(component, version).trim());
}

function cutAtSemicolons(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && at + 1 < text.length) {
      part += character + text.charAt(at + 1);
      at++;
    } else if (character === ';') {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}

/** The year Apple writes for a birthday without one. */
const applesNoYear = 1604;

/**
 * `19850412`, `1985-04-12`, `--0412`, `--04-12`, each with a time that is cut off; the year 1604 is Apple's word for none.
 * Undefined for the rest: a month or a year alone is no day.
 */
export function readBirthday(text: string): Birthday | undefined {
  const match = /^\s*(?:(\d{4})-?|--)(\d{2})-?(\d{2})(?:$|[T\s])/.exec(text);
  if (match === null) return undefined;
  const stated = match[1] === undefined ? undefined : Number(match[1]);
  const year = stated === applesNoYear || stated === 0 ? undefined : stated;
  const [month, day] = [Number(match[2]), Number(match[3])];
  const days = new Date(Date.UTC(year ?? 2000, month, 0)).getUTCDate();
  return month < 1 || month > 12 || day < 1 || day > days ? undefined : { year, month, day };
}

/** As the version writes it; 3.0 has no day without year, so Apple's is used. */
export function birthdayText({ year, month, day }: Birthday, version: '3.0' | '4.0'): string {
  const [mm, dd] = [month, day].map((part) => String(part).padStart(2, '0')) as [string, string];
  if (version === '4.0') return `${year === undefined ? '--' : String(year).padStart(4, '0')}${mm}${dd}`;
  return `${String(year ?? applesNoYear).padStart(4, '0')}-${mm}-${dd}`;
}
