import type { Json } from '../../../src/domain/json.ts';
import { indexOfRecord, shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import { isHidden, valuesOf, type RecordRow } from '../../../src/domain/record.ts';
import { fold } from '../../../src/read/fold.ts';
import {
  isGroup,
  type Condition,
  type FieldCondition,
  type Filter,
  type ListQuery,
} from '../../../src/read/listQuery.ts';
import { transcribe, type Pinyin } from '../../../src/read/pinyin.ts';
import { wordsInKey, writeSortKey } from '../../../src/read/sortKey.ts';

/** The plainest form of a list query, for comparison: no columns, no caches. Only of columns that rows hold themselves. */
export function naiveQuery(
  rows: readonly RecordRow[],
  { filter, search, sort }: ListQuery,
  hidden: ReadonlySet<RecordId>,
  pinyin: Pinyin,
): RecordId[] {
  const found = rows
    .filter((row) => row.deletedAt === undefined && !isHidden(row, hidden))
    .filter((row) => filter === undefined || meetsFilter(row, filter))
    .filter((row) => search === undefined || isFound(row, search, pinyin))
    .sort(byCreation);
  if (sort === undefined) return found.map((row) => row.id);
  const filled = found.filter((row) => valuesOf(row)[sort.by] !== undefined);
  filled.sort((a, b) => compareValues(a, b, sort.by, pinyin));
  if (sort.descending === true) filled.reverse();
  const empty = found.filter((row) => valuesOf(row)[sort.by] === undefined);
  return [...filled, ...empty].map((row) => row.id);
}

export function byCreation(a: RecordRow, b: RecordRow): number {
  const [x, y] = [shardOfRecord(a.id), shardOfRecord(b.id)];
  if (x === y) return indexOfRecord(a.id) - indexOfRecord(b.id);
  return Number.parseInt(x.split('.')[1] ?? '', 36) - Number.parseInt(y.split('.')[1] ?? '', 36);
}

/** True where every word of the text is in a name, its pinyin from the start of a syllable, its initials, a phone or an e-mail. */
export function isFound(row: RecordRow, text: string, pinyin: Pinyin): boolean {
  const words = fold(text)
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return true;
  const digits = /^[\d\s()+./-]*\d[\d\s()+./-]*$/.test(text) ? text.replace(/\D/g, '') : '';
  const values = valuesOf(row);
  const name = textOf(values['name']);
  const details = [
    ...listOf(values['phones']).map((phone) => phone.replace(/\D/g, '')),
    ...[...listOf(values['emails']), ...listOf(values['externalId'])].map(fold),
  ];
  const transcript = transcribe(name, values['kind'] === 'person', pinyin);
  const syllables = transcript?.spaced.split(' ') ?? [];
  const isInPinyin = (word: string): boolean =>
    syllables.some((_, i) => syllables.slice(i).join('').startsWith(word)) ||
    syllables
      .map((syllable) => syllable.charAt(0))
      .join('')
      .includes(word);
  const isInWord = (word: string): boolean =>
    fold(name).includes(word) || isInPinyin(word) || details.some((detail) => detail.includes(word));
  return words.every(isInWord) || (digits !== '' && details.some((detail) => detail.includes(digits)));
}

/** Of conditions on fields only, with groups. */
function meetsFilter(row: RecordRow, filter: Filter): boolean {
  const isMet = (part: Condition | Filter): boolean =>
    isGroup(part) ? meetsFilter(row, part) : !('field' in part) || meets(valuesOf(row), part);
  if (filter.conditions.length === 0) return true;
  return filter.match === 'all' ? filter.conditions.every(isMet) : filter.conditions.some(isMet);
}

export function meets(values: Readonly<Record<string, Json>>, condition: FieldCondition): boolean {
  const value = values[condition.field];
  const list = listOf(value);
  const number = typeof value === 'number' ? value : NaN;
  switch (condition.op) {
    case 'empty':
      return value === undefined;
    case 'notEmpty':
      return value !== undefined;
    case 'contains':
      return list.some((each) => fold(each).includes(fold(condition.text.trim())));
    case 'is':
      return list.some((each) => fold(each).trim() === fold(condition.text.trim()));
    case 'anyOf':
      return list.some((each) => condition.values.includes(each));
    case 'noneOf':
      return !list.some((each) => condition.values.includes(each));
    case 'allOf':
      return condition.values.every((each) => list.includes(each));
    case 'isTrue':
      return value === true;
    case 'isFalse':
      return value !== true;
    case 'between':
      return number >= Number(condition.from ?? -Infinity) && number <= Number(condition.to ?? Infinity);
    default:
      throw new Error(`not compared here: ${condition.op}`);
  }
}

function compareValues(a: RecordRow, b: RecordRow, key: string, pinyin: Pinyin): number {
  const [x, y] = [valuesOf(a)[key], valuesOf(b)[key]];
  if (typeof x === 'number' && typeof y === 'number') return x - y || byCreation(a, b);
  const [left, right] = [soundOf(a, key, pinyin), soundOf(b, key, pinyin)];
  const words = left.key.findIndex((word, i) => word !== right.key[i]);
  if (words >= 0) return (left.key[words] ?? 0) - (right.key[words] ?? 0);
  return left.text < right.text ? -1 : left.text > right.text ? 1 : byCreation(a, b);
}

function soundOf(row: RecordRow, key: string, pinyin: Pinyin): { key: Uint32Array; text: string } {
  const values = valuesOf(row);
  const text = textOf(values[key]);
  const sound = transcribe(text, key === 'name' && values['kind'] === 'person', pinyin);
  const words = new Uint32Array(wordsInKey);
  writeSortKey(sound?.spaced ?? fold(text), words, 0);
  if (key !== 'name') return { key: words, text: fold(text) };
  return { key: words, text: sound === undefined ? fold(text) : `${sound.full}\n${fold(text)}` };
}

export function listOf(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
