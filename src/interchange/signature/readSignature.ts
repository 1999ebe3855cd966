import { nobody, type FoundPerson } from '../../domain/foundPerson.ts';
import { cleanText } from '../values/text.ts';
import { gap, takeContactWays } from './contactWays.ts';
import { hasHan, type LabelKind, type Recogniser } from './words.ts';

/** A person in the making. */
interface Draft {
  name: string;
  company: string;
  title: string;
  wechat: string;
  website: string;
  readonly address: string[];
  readonly phones: string[];
  readonly emails: string[];
  /** Pieces that no word told anything about, in their order. */
  readonly unknown: string[];
  readonly notes: string[];
}

/**
 * Reads the lines of one signature, business card or one-line note about one person: labels first, then the words of
 * companies, titles and addresses, then what looks like a name. What is left goes to the notes, so that nothing is lost.
 */
export function readSignature(text: string, recogniser: Recogniser): FoundPerson {
  const draft: Draft = {
    ...{ name: '', company: '', title: '', wechat: '', website: '' },
    ...{ address: [], phones: [], emails: [], unknown: [], notes: [] },
  };
  let wasAddress = false;
  for (const line of linesOf(text)) {
    if (recogniser.isClosing(line)) continue;
    wasAddress = readLine(draft, line, wasAddress, recogniser);
  }
  settle(draft, recogniser);
  const isCompany = draft.name === '' && draft.company !== '';
  return {
    ...nobody,
    name: isCompany ? draft.company : draft.name,
    isCompany,
    company: isCompany ? '' : draft.company,
    title: draft.title,
    phones: draft.phones,
    emails: draft.emails,
    wechat: draft.wechat,
    website: draft.website,
    address: draft.address.join(hasHan(draft.address.join('')) ? ' ' : ', '),
    notes: draft.notes.join('\n'),
  };
}

/** Lines without quoting marks, rules, bullets and the small pictures that stand for labels. */
function linesOf(text: string): readonly string[] {
  return cleanText(text)
    .split('\n')
    .map((line) =>
      line
        .replace(/[\p{So}\p{Sk}\ufe0f\u200d]/gu, ' ')
        .replace(/^[\s>*\u2022\u25cf\u25aa-]+(?=\S)/u, '')
        .trim(),
    )
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
}

/** True for a line that was an address, which the next may go on with. */
function readLine(draft: Draft, line: string, wasAddress: boolean, recogniser: Recogniser): boolean {
  const label = recogniser.labelOf(line);
  if (label !== undefined && takeLabelled(draft, label.kind, label.rest, line))
    return label.kind === 'address';
  const { rest: own, taken } = recogniser.takeOthers(line);
  draft.notes.push(...taken);
  const ways = takeContactWays(withoutFax(own, recogniser));
  addUnique(draft.phones, ways.phones);
  addUnique(draft.emails, ways.emails);
  draft.website ||= ways.websites[0] ?? '';
  const rest = ways.rest.replaceAll(new RegExp(`[\\s${gap}]+$|^[\\s${gap}]+`, 'g'), '');
  if (recogniser.isAddress(rest.replaceAll(gap, ' ')) && !rest.includes(gap) && !/[|\uff5c\t]/.test(rest)) {
    draft.address.push(tidy(rest));
    return true;
  }
  const isTown = townWithCode.test(rest) && !rest.includes(gap);
  if (isTown && !wasAddress) takeStreet(draft);
  if (isTown || (wasAddress && goesOnWithAddress(rest))) {
    draft.address.push(tidy(rest));
    return true;
  }
  for (const piece of piecesOf(rest)) placePiece(draft, piece, recogniser);
  return false;
}

function takeLabelled(draft: Draft, kind: LabelKind, rest: string, line: string): boolean {
  const inner = takeContactWays(rest);
  switch (kind) {
    case 'name':
    case 'company':
    case 'title': {
      if (draft[kind] !== '' || inner.rest.includes(gap)) return false;
      draft[kind] = tidy(rest);
      return true;
    }
    case 'address':
      draft.address.push(tidy(rest));
      return true;
    case 'wechat': {
      const id = /^[\p{L}\p{N}_-]+/u.exec(rest)?.[0] ?? '';
      if (id === '' || id.length !== rest.length) return false;
      draft.wechat ||= id;
      return true;
    }
    case 'other':
      draft.notes.push(line);
      return true;
    case 'fax':
    case 'phone':
    case 'email':
    case 'website':
      // Several ways may stand in one line: the whole of it is read.
      return false;
  }
}

/** A fax number is nobody's phone: it goes with its label. */
function withoutFax(line: string, recogniser: Recogniser): string {
  const isFax = (part: string): boolean => recogniser.labelOf(part.trim())?.kind === 'fax';
  const parts = line.split(/(?<=[\d\s])[|\uff5c,;/\uff0c\uff1b]\s*(?=\p{L})|\s{2,}|\s(?=(?:tele)?fax\b)/iu);
  return parts.some(isFax) ? parts.filter((part) => !isFax(part)).join(gap) : line;
}

const townWithCode = /^(?:[A-Z]{1,2}-)?\d{4,6}\s+\p{Lu}\p{L}/u;

/** A town before its code, or a country, under a street. */
function goesOnWithAddress(rest: string): boolean {
  if (rest === '' || rest.includes(gap)) return false;
  return (
    /^\p{Lu}[\p{L} .]+,?\s+(?:[A-Z]{2}\s+)?\d{4,6}\b/u.test(rest) || /^(?:\p{Lu}\p{L}+ ?){1,3}$/u.test(rest)
  );
}

/** A street whose name says nothing is known by the house number at its end, and by the town below it. */
function takeStreet(draft: Draft): void {
  const last = draft.unknown.at(-1);
  if (last === undefined || !/^\p{L}[\p{L} .'-]+\s\d+\s?[a-z]?$/iu.test(last)) return;
  draft.unknown.pop();
  draft.address.push(last);
}

/** Marks between parts; a comma not before the legal form of a company: `Blue Harbor Coffee, Inc.` */
const betweenPieces = new RegExp(
  [
    `[${gap}|\\uff5c\\t\\u2022\\u3001\\uff0c\\uff1b;()\\uff08\\uff09\\u3010\\u3011\\[\\]<>]`,
    String.raw`\s{2,}|\s[-\u2013\u2014/\u00b7]\s`,
    String.raw`,(?=\s)(?!\s(?:Inc|LLC|Ltd|Limited|Corp|Co|GmbH|S\.)\b)`,
    String.raw`,(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]),`,
  ].join('|'),
  'u',
);

/** A line cut where something was taken out, at marks between its parts, and between Chinese words. */
function piecesOf(rest: string): readonly string[] {
  return rest
    .split(betweenPieces)
    .flatMap(hanAndLatin)
    .map(tidy)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** Chinese words parted by a space stand alone; Latin ones stay together. */
function hanAndLatin(text: string): readonly string[] {
  if (!hasHan(text)) return [text];
  const pieces: string[] = [];
  let latin: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    if (!hasHan(word)) {
      latin.push(word);
      continue;
    }
    if (latin.length > 0) pieces.push(latin.join(' '));
    latin = [];
    pieces.push(word);
  }
  return latin.length > 0 ? [...pieces, latin.join(' ')] : pieces;
}

function placePiece(draft: Draft, piece: string, recogniser: Recogniser): void {
  const label = recogniser.labelOf(`${piece} `) ?? recogniser.labelOf(piece);
  if (label !== undefined) {
    if (label.rest === '' || takeLabelled(draft, label.kind, label.rest, piece)) return;
    placePiece(draft, label.rest, recogniser);
    return;
  }
  if (isLoneLabel(piece, recogniser) || recogniser.isClosing(piece)) return;
  if (recogniser.isName(piece) && draft.name === '' && !recogniser.isCompany(piece)) draft.name = piece;
  else if (recogniser.isAddress(piece)) draft.address.push(piece);
  else if (recogniser.isCompany(piece) && draft.company === '' && !isTitleOfCompany(piece, recogniser))
    draft.company = piece;
  else if (recogniser.isTitle(piece)) draft.title = draft.title === '' ? piece : `${draft.title}, ${piece}`;
  else draft.unknown.push(piece);
}

/** `Sales Manager International`: a title wins unless the company's word comes last. */
function isTitleOfCompany(piece: string, recogniser: Recogniser): boolean {
  if (!recogniser.isTitle(piece)) return false;
  const last = hasHan(piece) ? piece.slice(-2) : (piece.split(' ').at(-1) ?? '');
  return !recogniser.isCompany(last);
}

/** A label whose value has been taken out already: `Tel` or `T`. */
function isLoneLabel(piece: string, recogniser: Recogniser): boolean {
  const bare = piece.replace(/[\s:.\uff1a#/&+-]+$/u, '');
  const kinds = ['1', 'a@b.cc'].map((value) => recogniser.labelOf(`${bare}: ${value}`)?.kind);
  return kinds.some((kind) => kind !== undefined) && bare.length <= 16;
}

/** Names from what is left, the rest to the notes. */
function settle(draft: Draft, recogniser: Recogniser): void {
  if (draft.name === '') {
    const at = draft.unknown.findIndex((piece) => isPossibleName(piece));
    const [name] = at < 0 ? [] : draft.unknown.splice(at, 1);
    draft.name = name ?? '';
  }
  if (draft.company === '') {
    const at = draft.unknown.findIndex(
      (piece) => /^\p{L}[\p{L}\p{M}\p{N} &.'-]{1,40}$/u.test(piece) && !recogniser.isName(piece),
    );
    const [company] = at < 0 ? [] : draft.unknown.splice(at, 1);
    draft.company = company ?? '';
  }
  draft.notes.push(...draft.unknown);
}

function isPossibleName(piece: string): boolean {
  if (hasHan(piece)) return /^[\u3400-\u9fff\u00b7]{2,4}$/.test(piece);
  return /^\p{L}[\p{L}\p{M}.'\u2019 -]*$/u.test(piece) && piece.split(' ').length <= 4;
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.:;\uff0c\uff1a/-]+|[\s,:;\uff0c\uff1a/-]+$/gu, '')
    .trim();
}

function addUnique(list: string[], values: readonly string[]): void {
  for (const value of values) if (!list.includes(value)) list.push(value);
}
