import type { FoundPhoto } from '../../domain/foundPerson.ts';
import { cleanText } from '../values/text.ts';
import type { Property, ReadCard } from './contentLines.ts';
import { decodeBase64 } from './transferEncoding.ts';
import { componentsOf, readBirthday, unescapeText } from './values.ts';

/** Largest picture, in bytes; larger ones say in the notes that they were there. */
const maxPhotoBytes = 4 * 1024 * 1024;

/** What readers have fields for. */
const read = new Set(['FN', 'N', 'ORG', 'TEL', 'EMAIL', 'NOTE', 'KIND', 'X-ABSHOWAS', 'PHOTO', 'X-ABLABEL']);
/** What says nothing of a person: it is for programs. */
const technical = new Set([
  ...[
    'BEGIN',
    'END',
    'VERSION',
    'PRODID',
    'UID',
    'REV',
    'SOURCE',
    'CLIENTPIDMAP',
    'MAILER',
    'CLASS',
    'PROFILE',
  ],
  ...[
    'SORT-STRING',
    'XML',
    'NAME',
    'CALURI',
    'CALADRURI',
    'FBURL',
    'AGENT',
    'X-ABUID',
    'X-ABADR',
    'X-ABRELATEDNAMES-TYPE',
  ],
  ...[
    'X-PRODID',
    'X-IMAGETYPE',
    'X-IMAGEHASH',
    'X-SHARED-PHOTO-DISPLAY-PREF',
    'X-PHONETIC-FIRST-NAME',
    'X-PHONETIC-LAST-NAME',
  ],
]);
/** Of these the first is read, the others are not. */
const readOnce = ['URL', 'ADR', 'LABEL', 'BDAY'] as const;

/** Lines for the notes with all that a card says and readers have no field for: `NICKNAME: Bob`, or as its group calls it. */
export function otherLines(card: ReadCard, name: string): readonly string[] {
  const labels = new Map(
    card.properties.flatMap((property): [string, string][] =>
      property.name === 'X-ABLABEL' && property.group !== undefined
        ? [[property.group, textOf(property, card).replace(/^_\$!<(.*)>!\$_$/, '$1')]]
        : [],
    ),
  );
  const seen = new Set<string>();
  const hasTitle = card.properties.some((each) => each.name === 'TITLE');
  const hasAddress = card.properties.some((each) => each.name === 'ADR');
  return card.properties.flatMap((property) => {
    const isFirst = !seen.has(property.name);
    seen.add(property.name);
    if (read.has(property.name) || technical.has(property.name)) return [];
    if (isFirst && readOnce.some((each) => each === property.name) && !isYearless(property)) {
      if (property.name !== 'LABEL' || !hasAddress) return [];
    }
    if (property.name === 'TITLE' && isFirst) return [];
    if (property.name === 'ROLE' && isFirst && !hasTitle) return [];
    if (isWechat(property)) return [];
    const text = textOf(property, card);
    if (text === '' || (property.name === 'NICKNAME' && text === name)) return [];
    return [`${labels.get(property.group ?? '') ?? property.name}: ${text}`];
  });
}

/** The first picture that stands in the card itself; pictures elsewhere are named in the notes. */
export function photoOf({ properties }: ReadCard): FoundPhoto | undefined {
  const property = properties.find((each) => each.name === 'PHOTO');
  if (property === undefined) return undefined;
  const { parameters, value } = property;
  const data = /^data:([\w.+/-]+);base64,(.*)$/s.exec(value.trim());
  const encoding = (parameters.get('ENCODING')?.[0] ?? '').toUpperCase();
  if (data === null && encoding !== 'B' && encoding !== 'BASE64') return undefined;
  const text = decodeBase64(data?.[2] ?? value);
  if (text === '' || text.length > maxPhotoBytes) return undefined;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const type = typeOfBytes(bytes);
  return type === undefined ? undefined : { type, bytes };
}

/** What a picture is says its beginning, not the card. */
function typeOfBytes(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (head.startsWith('\u0089PNG')) return 'image/png';
  if (head.startsWith('GIF8')) return 'image/gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : undefined;
}

function isWechat({ name, parameters, value }: Property): boolean {
  const service = [...(parameters.get('X-SERVICE-TYPE') ?? []), ...(parameters.get('TYPE') ?? [])];
  return (
    /^X-(?:WECHAT|WEIXIN)/.test(name) ||
    /^(?:wechat|weixin):/i.test(value) ||
    (/^IMPP$|^X-SOCIALPROFILE$/.test(name) && service.some((each) => /wechat|weixin/i.test(each)))
  );
}

/** A month or a year alone is no day, and is kept as it stands. */
function isYearless({ name, value }: Property): boolean {
  return name === 'BDAY' && readBirthday(value) === undefined;
}

function textOf({ name, value }: Property, { version }: ReadCard): string {
  const isParted = ['ADR', 'GENDER', 'X-ABADR'].includes(name);
  const text = isParted
    ? componentsOf(value, version)
        .filter((part) => part !== '')
        .join(', ')
    : unescapeText(value, version);
  return cleanText(text).replace(/\n+/g, ' ');
}
