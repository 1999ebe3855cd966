import { nobody, type FoundPerson } from '../../domain/foundPerson.ts';
import { parseEmail, parsePhone } from '../values/contactWays.ts';
import { readBirthday } from '../vcard/values.ts';

/** `MECARD:N:Berg,Anna;TEL:…;EMAIL:…;;`, as NTT Docomo wrote it down and phones put it into codes. Undefined for other text. */
export function readMeCard(text: string): FoundPerson | undefined {
  const body = /^\s*MECARD:([\s\S]*)$/i.exec(text)?.[1];
  if (body === undefined) return undefined;
  const values = new Map<string, string[]>();
  for (const field of body.match(/(?:\\[\s\S]|[^;\\])+/g) ?? []) {
    const colon = field.indexOf(':');
    if (colon < 0) continue;
    const key = field.slice(0, colon).trim().toUpperCase();
    const value = field
      .slice(colon + 1)
      .replace(/\\([\s\S])/g, '$1')
      .trim();
    if (value !== '') values.set(key, [...(values.get(key) ?? []), value]);
  }
  const first = (key: string): string => values.get(key)?.[0] ?? '';
  const [family = '', given = ''] = first('N')
    .split(',')
    .map((part) => part.trim());
  const isHan = /[\u3400-\u9fff]/.test(family + given);
  return {
    ...nobody,
    name: isHan ? `${family}${given}` : [given, family].filter((part) => part !== '').join(' '),
    company: first('ORG'),
    title: first('TITLE'),
    phones: (values.get('TEL') ?? []).map((number) => {
      const parsed = parsePhone(number);
      return parsed.ok ? parsed.value : number;
    }),
    emails: (values.get('EMAIL') ?? []).map((address) => {
      const parsed = parseEmail(address);
      return parsed.ok ? parsed.value : address;
    }),
    website: first('URL'),
    address: first('ADR')
      .split(',')
      .filter((part) => part.trim() !== '')
      .join(isHan ? '' : ', '),
    birthday: readBirthday(first('BDAY')),
    notes: first('NOTE'),
  };
}
