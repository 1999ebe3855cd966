import type { Comparison, DuplicateField } from '../../analytics/duplicates/duplicateRecords.ts';
import { valueSeparator } from '../../analytics/duplicates/duplicateRecords.ts';
import type { MergeableKind } from '../../domain/merging.ts';
import { digitsOf, fold, hasHan } from '../../read/fold.ts';
import { transcribe, type Pinyin } from '../../read/pinyin.ts';
import { coreOf } from '../../read/similar.ts';

/** How each field is compared; what two records of one thing may well have different is left out. */
const comparisons: Readonly<Record<MergeableKind, Readonly<Record<string, Comparison>>>> = {
  account: {
    name: 'name',
    phones: 'phone',
    emails: 'email',
    website: 'text',
    address: 'address',
    region: 'text',
    birthday: 'date',
    externalId: 'code',
  },
  contact: {
    name: 'name',
    phones: 'phone',
    emails: 'email',
    wechat: 'code',
    accounts: 'text',
    address: 'address',
    birthday: 'date',
    externalId: 'code',
  },
};

export function comparedColumns(kind: MergeableKind): readonly string[] {
  return Object.keys(comparisons[kind]);
}

/** The values of a record as they stand in the book; sets as lists. */
export type RawValues = readonly (readonly string[])[];

/**
 * Fields as they are compared: folded, phones as digits, names without legal forms and brackets and with their sound. `columns` holds
 * the values of each of `comparedColumns`, by record. Fields that nobody has filled are left out.
 */
export function duplicateFields(
  kind: MergeableKind,
  columns: Readonly<Record<string, RawValues>>,
  pinyin: Pinyin | undefined,
): readonly DuplicateField[] {
  return comparedColumns(kind).flatMap((key): DuplicateField[] => {
    const comparison = comparisons[kind][key] as Comparison;
    const values = columns[key];
    if (values === undefined || values.every((each) => each.length === 0)) return [];
    const texts = values.map((each) => preparedText(key, comparison, each));
    if (comparison !== 'name') return [{ key, comparison, texts }];
    const sounds = values.map(([name = '']) => soundOf(name, kind === 'contact', pinyin));
    return [{ key, comparison, texts, sounds }];
  });
}

function preparedText(key: string, comparison: Comparison, values: readonly string[]): string {
  const parts = values.map((value) => prepared(key, comparison, value)).filter((value) => value !== '');
  return [...new Set(parts)].sort().join(valueSeparator);
}

function prepared(key: string, comparison: Comparison, value: string): string {
  switch (comparison) {
    case 'phone':
      return digitsOf(value).replace(/^0+/, '');
    case 'email':
      return fold(value.trim());
    case 'date':
      return value.replaceAll('-', '');
    case 'code':
      return fold(value).replace(/[^\p{L}\p{N}]+/gu, '');
    case 'name':
      return spaced(coreOf(fold(value.trim())));
    case 'address':
    case 'text':
      return key === 'website' ? hostOf(value) : spaced(fold(value));
  }
}

/** Letters and numbers with single spaces between. */
function spaced(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function hostOf(website: string): string {
  return fold(website.trim())
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/, '');
}

function soundOf(name: string, isPerson: boolean, pinyin: Pinyin | undefined): string {
  const folded = fold(name.trim());
  if (hasHan(folded)) {
    const core = coreOf(folded);
    return pinyin === undefined ? '' : (transcribe(core, isPerson, pinyin)?.full ?? '');
  }
  return coreOf(folded).replace(/[^a-z]/g, '');
}
