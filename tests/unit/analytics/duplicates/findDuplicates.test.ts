import { describe, expect, it } from 'vitest';
import { findDuplicates } from '../../../../src/analytics/duplicates/findDuplicates.ts';
import { loadPinyin } from '../../../../src/read/pinyin.ts';
import { duplicateFields, type RawValues } from '../../../../src/workers/tasks/duplicateFields.ts';
import { doubledBook } from '../../../support/doubledBook.ts';
import { pairScore, pairsOfGroups, truePairsOf } from '../../../support/pairScore.ts';

const pinyin = await loadPinyin();

describe.each(['account', 'contact'] as const)('the duplicates of a generated book: %s', (kind) => {
  const { columns, thing } = doubledBook(kind, 4_000);
  const found = findDuplicates(duplicateFields(kind, columns, pinyin));

  it('are nearly all found, and hardly anything else is', () => {
    const sure = found.pairs.filter(({ chance }) => chance >= 0.9);
    const score = pairScore(sure, thing, truePairsOf(thing));
    expect(score.precision).toBeGreaterThan(0.99);
    expect(score.recall).toBeGreaterThan(0.93);
  });

  it('stand in groups of what is one', () => {
    expect(pairScore(pairsOfGroups(found.groups), thing, truePairsOf(thing)).precision).toBeGreaterThan(0.99);
  });
});

describe('Chinese and English records of one thing', () => {
  const padding = doubledBook('account', 500, 2).columns;
  const withPadding = (columns: Readonly<Record<string, RawValues>>): Record<string, RawValues> =>
    Object.fromEntries(
      Object.entries(padding).map(([key, values]) => [key, [...(columns[key] ?? [[], []]), ...values]]),
    );
  const chanceOf = (columns: Readonly<Record<string, RawValues>>): number => {
    const { pairs } = findDuplicates(duplicateFields('account', withPadding(columns), pinyin));
    return pairs.find(({ a, b }) => a === 0 && b === 1)?.chance ?? 0;
  };

  it('are found by another legal form and the place before the name, with one number', () => {
    const name = [['深圳市蓝岸咖啡有限公司'], ['蓝岸咖啡股份有限公司']];
    expect(chanceOf({ name, phones: [['0755-8765 4321'], ['+86 755 87654321']] })).toBeGreaterThan(0.9);
  });

  it('are found by the sound of a name in other letters, with one address', () => {
    const address = [['深圳市南山区科技路88号'], ['南山区科技路88号']];
    expect(chanceOf({ name: [['王晓梅'], ['Wang Xiaomei']], address })).toBeGreaterThan(0.9);
  });

  it('are found by nearly the same long name alone', () => {
    expect(
      chanceOf({ name: [['Nordkaffe Rösterei Hamburg'], ['Nordkaffe Roesterei Hamburg']] }),
    ).toBeGreaterThan(0.5);
  });

  it('are not made one by a name that many have', () => {
    const name = [['王伟'], ['王伟']];
    const others = {
      phones: [['13811112222'], ['13933334444']],
      address: [['北京市和平里8号'], ['广州市建设街12号']],
    };
    expect(chanceOf({ name, ...others })).toBeLessThan(0.5);
  });

  it('are not made one by one switchboard of two companies', () => {
    const name = [['Harbour Bakery Ltd'], ['Nordic Steel GmbH']];
    const others = {
      phones: [['020 12345678'], ['020 12345678']],
      address: [['mill lane 4'], ['station road 77']],
    };
    expect(chanceOf({ name, ...others })).toBeLessThan(0.9);
  });
});
