import type { RecordId } from '../domain/ids.ts';
import { digitsOf, fold, hasHan } from './fold.ts';
import { jaroWinkler } from '../domain/jaroWinkler.ts';
import type { KindIndex } from './kindIndex.ts';
import { slotMask, type Ordinal } from './kindIndex.ts';
import { transcribe, type Pinyin } from './pinyin.ts';
import { detailSeparator, lineOf, packLines, type PackedLines, type PackedSearch } from './searchTexts.ts';

export interface SimilarRequest {
  readonly kind: 'account' | 'contact';
  readonly name: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** Left out of the answer: the record that is being written. */
  readonly except?: RecordId;
  readonly limit: number;
}

export interface SimilarHit {
  readonly kind: 'account' | 'contact';
  readonly id: RecordId;
  readonly name: string;
  readonly why: 'phone' | 'email' | 'name';
  /** 1 for the same; names from `similarFrom`. */
  readonly likeness: number;
}

/** Names below this likeness are different names. */
export const similarFrom = 0.92;

/**
 * Visible records with the same phone number or e-mail address in either kind, and those of the kind with a similar name:
 * the same letters in another order of words, the same sound in pinyin, or a Jaro-Winkler likeness of `similarFrom` or more
 * once the legal form of companies is left out. The likeliest first. Linear in the records of both kinds; a few milliseconds
 * at 100,000, because only names whose letters allow it are compared letter by letter.
 */
export function findSimilar(
  indexes: Readonly<Record<'account' | 'contact', KindIndex>>,
  request: SimilarRequest,
  pinyin: Pinyin | undefined,
): SimilarHit[] {
  const found = new Map<RecordId, SimilarHit>();
  const add = (index: KindIndex, ordinal: Ordinal, why: SimilarHit['why'], likeness: number): void => {
    const id = index.idOf(ordinal);
    if (id === request.except || (found.get(id)?.likeness ?? 0) >= likeness) return;
    found.set(id, { kind: kindOf(index), id, name: index.labelOf(ordinal), why, likeness });
  };
  for (const index of [indexes[request.kind], indexes[otherKind(request.kind)]]) {
    const phones = request.phones.map(digitsOf).filter((digits) => digits.length >= shortestPhone);
    const emails = request.emails.map((email) => fold(email.trim())).filter((email) => email.includes('@'));
    for (const phone of phones)
      eachDetail(index, phone.slice(-comparedDigits), (ordinal, detail) => {
        if (isSamePhone(phone, detail)) add(index, ordinal, 'phone', 1);
      });
    for (const email of emails)
      eachDetail(index, email, (ordinal, detail) => {
        if (detail === email) add(index, ordinal, 'email', 1);
      });
  }
  eachSimilarName(indexes[request.kind], request.name, pinyin, (ordinal, likeness) =>
    add(indexes[request.kind], ordinal, 'name', likeness),
  );
  return [...found.values()]
    .sort((a, b) => b.likeness - a.likeness || a.name.length - b.name.length)
    .slice(0, request.limit);
}

function kindOf(index: KindIndex): 'account' | 'contact' {
  return index.kind === 'account' ? 'account' : 'contact';
}

function otherKind(kind: 'account' | 'contact'): 'account' | 'contact' {
  return kind === 'account' ? 'contact' : 'account';
}

/** Shorter ones are extensions and service numbers that many share. */
const shortestPhone = 7;
/** The end of a number that country and area codes do not change. */
const comparedDigits = 8;

/** One number ends with the other, once zeros before an area code are gone: `+86 138…` and `138…`. */
function isSamePhone(a: string, b: string): boolean {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length >= y.length ? x.endsWith(y) && y.length >= comparedDigits - 1 : y.endsWith(x);
}

/** Every detail of a visible record that has a text in it. */
function eachDetail(index: KindIndex, text: string, visit: (ordinal: Ordinal, detail: string) => void): void {
  index.segments.forEach((segment, number) => {
    const { joined, offsets } = segment.search.packed().details;
    for (let at = joined.indexOf(text); at >= 0; at = joined.indexOf(text, at + 1)) {
      const slot = slotAt(offsets, at);
      if (segment.visible[slot] !== 1) continue;
      for (const detail of lineOf({ joined, offsets }, slot).split(detailSeparator)) {
        if (detail.includes(text)) visit(number * (slotMask + 1) + slot, detail);
      }
    }
  });
}

/** The slot whose line holds a place of the joined text. */
function slotAt(offsets: Uint32Array, at: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function eachSimilarName(
  index: KindIndex,
  typed: string,
  pinyin: Pinyin | undefined,
  visit: (ordinal: Ordinal, likeness: number) => void,
): void {
  const name = fold(typed.trim());
  const core = coreOf(name);
  if (core.length < 2) return;
  const isPerson = index.kind === 'contact';
  const sound = pinyin === undefined ? undefined : transcribe(typed.trim(), isPerson, pinyin)?.full;
  const spoken = sound ?? (hasHan(name) ? undefined : name.replace(/[^a-z]/g, ''));
  const letters = lettersOf(core);
  index.segments.forEach((segment, number) => {
    const packed = segment.search.packed();
    const cores = coresOf(packed);
    for (let slot = 0; slot < segment.size; slot++) {
      if (segment.visible[slot] !== 1) continue;
      const from = cores.offsets[slot] ?? 0;
      const to = (cores.offsets[slot + 1] ?? 1) - 1;
      const isNear = mayBeNear(cores.joined, from, to, letters, core.length);
      const likeness = isNear ? likenessOf(core, cores.joined.slice(from, to)) : 0;
      if (likeness >= similarFrom) visit(number * (slotMask + 1) + slot, likeness);
      else if (spoken !== undefined && spoken.length > 3 && isLine(packed.full, slot, spoken))
        visit(number * (slotMask + 1) + slot, similarFrom);
    }
  });
}

const coresByShard = new WeakMap<PackedSearch, PackedLines>();

/** The names of a shard without legal forms, kept until it is packed again. */
function coresOf(packed: PackedSearch): PackedLines {
  const known = coresByShard.get(packed);
  if (known !== undefined) return known;
  const cores = packLines(packed.names.joined.split('\n').slice(0, -1).map(coreOf));
  coresByShard.set(packed, cores);
  return cores;
}

function isLine(
  lines: { readonly joined: string; readonly offsets: Uint32Array },
  slot: number,
  text: string,
): boolean {
  const from = lines.offsets[slot] ?? 0;
  return (lines.offsets[slot + 1] ?? 0) - 1 - from === text.length && lines.joined.startsWith(text, from);
}

function likenessOf(a: string, b: string): number {
  if (a === b) return 1;
  // A short Chinese name is another name when one character differs.
  if (hasHan(a) && Math.min(a.length, b.length) <= 3) return 0;
  if (inOrder(a) === inOrder(b)) return 0.99;
  const [x, y] = [a.split(' '), b.split(' ')];
  // A first name in common makes nobody the same: each word must be alike.
  if (x.length > 1 && x.length === y.length)
    return Math.min(...x.map((word, i) => jaroWinkler(word, y[i] ?? '')));
  return jaroWinkler(a, b);
}

function inOrder(name: string): string {
  return name.split(' ').sort().join(' ');
}

const buckets = 64;

/** How often each letter stands in a text, letters of the same bucket as one. */
function lettersOf(text: string): Uint8Array {
  const counts = new Uint8Array(buckets);
  for (let i = 0; i < text.length; i++) {
    const bucket = text.charCodeAt(i) % buckets;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

const left = new Uint8Array(buckets);

/**
 * Whether a likeness of `similarFrom` is possible at all. Winkler adds four tenths of what Jaro leaves at most, so Jaro must reach
 * (similarFrom − 0.4) / 0.6, and Jaro is at most a third of common/wanted + common/length + 1.
 */
function mayBeNear(joined: string, from: number, to: number, letters: Uint8Array, wanted: number): boolean {
  const length = to - from;
  if (length < 2) return false;
  const needed = 3 * ((similarFrom - 0.4) / 0.6) - 1;
  const shorter = Math.min(wanted, length);
  if (shorter / wanted + shorter / length < needed) return false;
  left.set(letters);
  let common = 0;
  for (let at = from; at < to; at++) {
    const bucket = joined.charCodeAt(at) % buckets;
    const count = left[bucket] as number;
    if (count > 0) {
      left[bucket] = count - 1;
      common++;
    }
  }
  return common / wanted + common / length >= needed;
}

/** Legal forms and words that most names of companies share, Chinese ones written as codes: limited, stock, group, company, responsible. */
const legalForm =
  /(?:\u80a1\u4efd|\u8d23\u4efb)?\u6709\u9650(?:\u8d23\u4efb)?\u516c\u53f8|\u96c6\u56e2|\u516c\u53f8|[,.]|(?<![a-z])(?:co|ltd|limited|inc|llc|gmbh|ag|kg|corp|corporation|company|plc|pty|srl|bv|sa|oy|ab|aps|group|holding)(?![a-z])/gu;

/** What tells a name from others: without legal form and what stands in brackets. */
export function coreOf(name: string): string {
  const core = name
    .replace(/[(\uff08][^)\uff09]*[)\uff09]/g, '')
    .replace(legalForm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return core === '' ? name : core;
}
