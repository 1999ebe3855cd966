import type { FoundPerson } from '../../domain/foundPerson.ts';
import { nobody } from '../../domain/foundPerson.ts';
import { ok, type Result } from '../../domain/result.ts';
import { parseEmail, parsePhone } from '../values/contactWays.ts';
import { cleanText } from '../values/text.ts';
import { otherLines, photoOf } from './otherProperties.ts';
import { readContentLines, type CardsProblem, type Property, type ReadCard } from './contentLines.ts';
import { componentsOf, readBirthday, unescapeText } from './values.ts';

/** The persons and companies of a file of cards; a card without any name, number or address is left out. */
export function readCards(file: Uint8Array): Result<readonly FoundPerson[], CardsProblem> {
  const cards = readContentLines(file);
  return cards.ok ? ok(cards.value.map(personOf).filter(saysAnything)) : cards;
}

/** Cards in a text: one that was pasted, or read from a code. */
export function readCardText(text: string): Result<readonly FoundPerson[], CardsProblem> {
  return readCards(new TextEncoder().encode(text));
}

const maxTextLength = 2_000;
const maxNotesLength = 20_000;
const maxElements = 20;

function personOf(card: ReadCard): FoundPerson {
  const all = (...names: string[]): readonly Property[] =>
    card.properties.filter((property) => names.includes(property.name));
  const texts = (...names: string[]): readonly string[] =>
    all(...names)
      .map(({ value }) => cleanText(unescapeText(value, card.version)).slice(0, maxTextLength))
      .filter((text) => text !== '');
  const first = (...names: string[]): string => texts(...names)[0] ?? '';

  const [company = '', ...units] = componentsOf(all('ORG')[0]?.value ?? '', card.version);
  const structured = structuredName(componentsOf(all('N')[0]?.value ?? '', card.version));
  const name = first('FN') || structured || first('NICKNAME');
  const photo = photoOf(card);
  const isCompany =
    first('KIND').toLowerCase() === 'org' ||
    first('X-ABSHOWAS').toUpperCase() === 'COMPANY' ||
    (company !== '' && structured === '' && (name === '' || name === company));
  return {
    ...nobody,
    name: isCompany ? company || name : name,
    isCompany,
    company: isCompany ? '' : company,
    title: first('TITLE', 'ROLE') || units.filter((unit) => unit !== '').join(', '),
    phones: unique(texts('TEL').map(phoneText)).slice(0, maxElements),
    emails: unique(texts('EMAIL').map(emailText)).slice(0, maxElements),
    wechat: wechatOf(card),
    website: first('URL'),
    address: all('ADR').map((property) => addressText(property, card.version))[0] ?? first('LABEL'),
    birthday: readBirthday(first('BDAY')),
    notes: [...texts('NOTE'), ...otherLines(card, name)].join('\n').slice(0, maxNotesLength),
    ...(photo === undefined ? {} : { photo }),
  };
}

function saysAnything(person: FoundPerson): boolean {
  return person.name !== '' || person.company !== '' || person.phones.length + person.emails.length > 0;
}

/** Family, given, additional, prefix and suffix in the order in which their script writes them. */
function structuredName([family = '', given = '', middle = '', , suffix = '']: readonly string[]): string {
  if (isHan(family + given)) return `${family}${middle}${given}`.replace(/\s/g, '');
  return [given, middle, family, suffix].filter((part) => part !== '').join(' ');
}

/** Post box, extension, street, town, region, code, country: the widest first without spaces where it is Chinese. */
function addressText({ value }: Property, version: ReadCard['version']): string {
  const parts = componentsOf(value, version).map((part) => cleanText(part).replace(/\n/g, ' '));
  const [box = '', extension = '', street = '', town = '', region = '', code = '', country = ''] = parts;
  if (isHan(parts.join(''))) {
    const place = `${region}${town === region ? '' : town}${street}${extension}${box}`;
    return [place, code]
      .filter((part) => part !== '')
      .join(' ')
      .slice(0, maxTextLength);
  }
  return [box, extension, street, [code, town].filter((part) => part !== '').join(' '), region, country]
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, maxTextLength);
}

/** One writing for a number where it is understood; as it stands where it is not. */
function phoneText(text: string): string {
  const plain = text.replace(/^tel:/i, '').replace(/;ext=/i, ' x');
  const parsed = parsePhone(plain);
  return parsed.ok ? parsed.value : plain.trim();
}

function emailText(text: string): string {
  const parsed = parseEmail(text);
  return parsed.ok ? parsed.value : text;
}

/** Phones and address books have no common place for it. */
function wechatOf({ properties, version }: ReadCard): string {
  for (const { name, parameters, value } of properties) {
    const service = [...(parameters.get('X-SERVICE-TYPE') ?? []), ...(parameters.get('TYPE') ?? [])];
    const isWechat =
      /^X-(?:WECHAT|WEIXIN)/.test(name) ||
      (/^IMPP$|^X-SOCIALPROFILE$/.test(name) && service.some((each) => /wechat|weixin/i.test(each))) ||
      /^(?:wechat|weixin):/i.test(value);
    if (isWechat)
      return unescapeText(value, version)
        .replace(/^[\w-]+:(?:\/\/)?/, '')
        .trim();
  }
  return '';
}

function isHan(text: string): boolean {
  return /[\u3400-\u9fff]/.test(text);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
