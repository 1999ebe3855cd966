import type { FoundPerson } from '../../domain/foundPerson.ts';
import { birthdayText, escapeText } from './values.ts';

/** Cards as one file, each ended by CRLF. 3.0 is what phones read best; 4.0 has days without a year. */
export function writeCards(people: Iterable<FoundPerson>, version: '3.0' | '4.0' = '3.0'): string {
  let file = '';
  for (const person of people) file += cardOf(person, version);
  return file;
}

function cardOf(person: FoundPerson, version: '3.0' | '4.0'): string {
  const lines: string[] = ['BEGIN:VCARD', `VERSION:${version}`];
  const add = (name: string, value: string): void => {
    if (value !== '') lines.push(`${name}:${value}`);
  };
  const text = (name: string, value: string): void => add(name, escapeText(value));
  text('FN', person.name || person.emails[0] || person.phones[0] || '?');
  if (version === '4.0') add('KIND', person.isCompany ? 'org' : 'individual');
  else if (person.isCompany) add('X-ABSHOWAS', 'COMPANY');
  add('N', person.isCompany ? ';;;;' : `${nameParts(person.name).map(escapeText).join(';')};;;`);
  add('ORG', escapeText(person.isCompany ? person.name : person.company));
  text('TITLE', person.title);
  for (const phone of person.phones) text(`TEL;TYPE=${isMobile(phone) ? 'CELL' : 'WORK'}`, phone);
  for (const email of person.emails) text('EMAIL;TYPE=WORK', email);
  text('X-WECHAT', person.wechat);
  text('URL', person.website);
  if (person.address !== '') add('ADR;TYPE=WORK', `;;${escapeText(person.address)};;;;`);
  const { birthday } = person;
  if (birthday !== undefined) {
    const hasNoYear = version === '3.0' && birthday.year === undefined;
    add(hasNoYear ? 'BDAY;X-APPLE-OMIT-YEAR=1604' : 'BDAY', birthdayText(birthday, version));
  }
  text('NOTE', person.notes);
  lines.push('END:VCARD');
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Family and given name: Chinese surnames of one letter; the last word of others. What the whole name is says FN. */
function nameParts(name: string): readonly [family: string, given: string] {
  if (/^[\u3400-\u9fff]{2,4}$/.test(name)) return [name.slice(0, 1), name.slice(1)];
  const words = name.split(/\s+/);
  return words.length < 2 ? ['', name] : [words.at(-1) ?? '', words.slice(0, -1).join(' ')];
}

function isMobile(phone: string): boolean {
  return /^(?:\+86)?1[3-9]\d{9}$/.test(phone);
}

const maxOctets = 75;

/** Lines of 75 octets at most, never cut inside a letter (RFC 6350, 3.2). */
function folded(line: string): string {
  if (line.length * 3 <= maxOctets) return line;
  let text = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + size > maxOctets) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
