import { err, ok, type Result } from '../../domain/result.ts';
import { detectEncoding } from '../reading/encoding.ts';
import { decodeBase64, decodeQuotedPrintable } from './transferEncoding.ts';

/** One property of a card, its value decoded to text but not yet cut at semicolons or freed of backslashes. */
export interface Property {
  /** In capitals, without the group that may stand before it. */
  readonly name: string;
  /** In capitals; properties of a group belong together, such as a date and what it is called. */
  readonly group?: string;
  /** Names in capitals. A parameter without a name, as 2.1 writes types, counts as `TYPE`. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly value: string;
}

export interface ReadCard {
  readonly version: '2.1' | '3.0' | '4.0';
  readonly properties: readonly Property[];
}

/** Largest file of cards, in bytes, and the most cards that are read from one. */
export const maxCardBytes = 16 * 1024 * 1024;
export const maxCards = 20_000;

export type CardsProblem =
  /** No BEGIN:VCARD in it. */
  { readonly type: 'no-cards' } | { readonly type: 'cards-too-large'; readonly bytes: number };

/**
 * Takes a file of cards apart: RFC 6350 (4.0), RFC 2426 (3.0) and the vCard 2.1 specification of 1996. Lines end as they
 * like, may be folded, and quoted-printable values may go on after `=`. Charsets are those that a value names, else that of
 * the file. A card that is cut off counts; cards inside a card (AGENT) do not. Linear.
 */
export function readContentLines(file: Uint8Array): Result<readonly ReadCard[], CardsProblem> {
  if (file.length > maxCardBytes) return err({ type: 'cards-too-large', bytes: file.length });
  const { bytes, charset } = plainBytes(file);
  const cards: ReadCard[] = [];
  let properties: Property[] | undefined;
  let depth = 0;
  const finish = (): void => {
    if (properties !== undefined && properties.length > 0)
      cards.push({ version: versionOf(properties), properties });
    properties = undefined;
  };
  for (const line of logicalLines(byteString(bytes))) {
    if (cards.length >= maxCards) break;
    if (line.length < 40 && /^\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*$/i.test(line)) {
      depth++;
      if (depth > 1) continue;
      finish();
      properties = [];
    } else if (line.length < 40 && /^\s*(?:[\w-]+\.)?END\s*:\s*VCARD\s*$/i.test(line)) {
      depth = Math.max(0, depth - 1);
      if (depth === 0) finish();
    } else if (depth <= 1 && properties !== undefined) {
      const property = propertyOf(line, charset);
      if (property !== undefined) properties.push(property);
    }
  }
  finish();
  return cards.length === 0 ? err({ type: 'no-cards' }) : ok(cards);
}

/** Keys and sounds are long and of no use here. */
const skipped = new Set(['LOGO', 'SOUND', 'KEY']);

/** Names of what is read as it stands: bytes. */
const pictures = new Set(['PHOTO']);

/** UTF-16 becomes UTF-8, a byte order mark goes. What values without a charset are written in. */
function plainBytes(file: Uint8Array): { bytes: Uint8Array; charset: string } {
  // A card begins with a letter: half of the first two bytes is nothing in UTF-16, or they are its mark.
  const encoding = file[0] === 0 || file[1] === 0 || (file[0] ?? 0) >= 0xfe ? encodingOf(file) : 'utf-8';
  if (encoding.startsWith('utf-16'))
    return { bytes: new TextEncoder().encode(new TextDecoder(encoding).decode(file)), charset: 'utf-8' };
  const hasMark = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf;
  const bytes = hasMark ? file.subarray(3) : file;
  const unfolded = byteString(bytes).replace(/\r?\n[ \t]/g, '');
  const charset = encodingOf(Uint8Array.from(unfolded, (character) => character.charCodeAt(0)));
  return { bytes, charset: charset.startsWith('utf-16') ? 'utf-8' : charset };
}

function encodingOf(bytes: Uint8Array): string {
  const guess = detectEncoding(bytes);
  return guess.kind === 'text' ? guess.encoding : 'utf-8';
}

/** One character for each byte, so that lines can be unfolded in the middle of a letter. */
function byteString(bytes: Uint8Array): string {
  let text = '';
  const step = 32_768;
  for (let from = 0; from < bytes.length; from += step)
    text += String.fromCharCode(...bytes.subarray(from, from + step));
  return text;
}

function decode(byteText: string, charset: string): string {
  const bytes = Uint8Array.from(byteText, (character) => character.charCodeAt(0));
  return decoderOf(charset).decode(bytes);
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    // A charset that no browser knows: most letters are the same in the widest of them.
    return new TextDecoder('utf-8', { ignoreBOM: true });
  }
}

/** Unfolded: a line that begins with a space or tab goes on with the line before it. */
function* logicalLines(text: string): Generator<string> {
  let line: string | undefined;
  let softBreak = false;
  for (const physical of text.split(/\r\n|\r|\n/)) {
    if (line !== undefined && softBreak) line += physical.replace(/^[ \t](?=\S)/, '');
    else if (line !== undefined && /^[ \t]/.test(physical)) line += physical.slice(1);
    else {
      if (line !== undefined && line !== '') yield line;
      line = physical;
    }
    softBreak = isQuotedPrintable(line) && line.endsWith('=');
    if (softBreak) line = line.slice(0, -1);
  }
  if (line !== undefined && line !== '') yield line;
}

function isQuotedPrintable(line: string): boolean {
  const colon = line.indexOf(':');
  return colon > 0 && /;(?:ENCODING=)?QUOTED-PRINTABLE/i.test(line.slice(0, colon));
}

function propertyOf(line: string, fileCharset: string): Property | undefined {
  const head = headOf(line);
  if (head === undefined) return undefined;
  const { name, group, parameters, valueAt } = head;
  if (skipped.has(name)) return undefined;
  const raw = line.slice(valueAt);
  if (pictures.has(name)) return { name, parameters, value: raw };
  const encoding = (parameters.get('ENCODING')?.[0] ?? '').toUpperCase();
  const charset = parameters.get('CHARSET')?.[0] ?? fileCharset;
  const bytes =
    encoding === 'QUOTED-PRINTABLE'
      ? decodeQuotedPrintable(raw)
      : encoding === 'B' || encoding === 'BASE64'
        ? decodeBase64(raw)
        : raw;
  return { name, ...(group === undefined ? {} : { group }), parameters, value: decode(bytes, charset) };
}

/** `group.NAME;PARAMETER=value,"quoted: value":` and where the value begins. */
function headOf(
  line: string,
):
  | { name: string; group: string | undefined; parameters: Map<string, readonly string[]>; valueAt: number }
  | undefined {
  const start = /^\s*(?:([\w-]+)\.)?([\w-]+)(?=[;:])/.exec(line);
  if (start === null) return undefined;
  const parameters = new Map<string, readonly string[]>();
  let at = start[0].length;
  while (line[at] === ';') {
    const end = endOfParameter(line, at + 1);
    if (end === undefined) return undefined;
    addParameter(parameters, line.slice(at + 1, end));
    at = end;
  }
  if (line[at] !== ':') return undefined;
  return {
    name: (start[2] ?? '').toUpperCase(),
    group: start[1]?.toUpperCase(),
    parameters,
    valueAt: at + 1,
  };
}

function endOfParameter(line: string, from: number): number | undefined {
  let isQuoted = false;
  for (let at = from; at < line.length; at++) {
    const character = line[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ';' || character === ':')) return at;
  }
  return undefined;
}

const encodings = new Set(['QUOTED-PRINTABLE', 'BASE64', 'B', '7BIT', '8BIT']);

function addParameter(parameters: Map<string, readonly string[]>, text: string): void {
  const equals = text.indexOf('=');
  const bare = equals < 0 && encodings.has(text.toUpperCase()) ? 'ENCODING' : 'TYPE';
  const name = equals < 0 ? bare : text.slice(0, equals).trim().toUpperCase();
  const values = (text.slice(equals + 1).match(/"[^"]*"|[^,]+/g) ?? []).map((value) =>
    value.replace(/^"|"$/g, '').replaceAll('^n', '\n').replaceAll("^'", '"').replaceAll('^^', '^').trim(),
  );
  parameters.set(name, [...(parameters.get(name) ?? []), ...values]);
}

function versionOf(properties: readonly Property[]): ReadCard['version'] {
  const stated = properties.find(({ name }) => name === 'VERSION')?.value.trim();
  return stated === '2.1' || stated === '4.0' ? stated : '3.0';
}
