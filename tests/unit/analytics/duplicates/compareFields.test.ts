import { describe, expect, it } from 'vitest';
import { compareField } from '../../../../src/analytics/duplicates/compareFields.ts';
import { levels, type Comparison } from '../../../../src/analytics/duplicates/duplicateRecords.ts';
import { editDistance } from '../../../../src/analytics/duplicates/editDistance.ts';
import { wordSound } from '../../../../src/analytics/duplicates/wordSound.ts';

const compare = (comparison: Comparison, a: string, b: string, sounds: readonly string[] = ['', '']) =>
  compareField({ key: 'field', comparison, texts: [a, b], sounds }, 0, 1);

describe('names', () => {
  it('are the same in another order of words, and near with a slip in one of them', () => {
    expect(compare('name', 'anna weber', 'weber anna')).toBe(levels.same);
    expect(compare('name', 'anna weber', 'ana weber')).toBe(levels.near);
    expect(compare('name', 'anna weber', 'anna fischer')).toBe(levels.differs);
  });

  it('that are long are close with a slip or two', () => {
    expect(compare('name', 'nordkaffe rosterei hamburg', 'nordkaffe roesterei hamburg')).toBe(levels.close);
    expect(
      compare(
        'name',
        '\u6df1\u5733\u84dd\u5cb8\u5496\u5561\u8d38\u6613',
        '\u84dd\u5cb8\u5496\u5561\u8d38\u6613',
      ),
    ).toBe(levels.close);
  });

  it('with a first name shortened to its letter are alike', () => {
    expect(compare('name', 'j smith', 'john smith')).toBe(levels.alike);
    expect(compare('name', 'k smith', 'john smith')).toBe(levels.differs);
  });

  it('of two or three Chinese characters are others when one character differs, but near when they sound the same', () => {
    expect(compare('name', '\u738b\u4f1f', '\u738b\u829a')).toBe(levels.differs);
    expect(compare('name', '\u738b\u4f1f', '\u738b\u709c', ['wangwei', 'wangwei'])).toBe(levels.near);
    expect(compare('name', '\u738b\u4f1f', 'wang wei', ['wangwei', 'wangwei'])).toBe(levels.near);
  });

  it('of a Chinese company stay near with its place before them', () => {
    expect(compare('name', '\u6df1\u5733\u84dd\u5cb8\u5496\u5561', '\u84dd\u5cb8\u5496\u5561')).toBe(
      levels.near,
    );
    expect(compare('name', '\u5317\u4eac\u84dd\u5cb8', '\u4e0a\u6d77\u7ea2\u5cb8')).toBe(levels.differs);
  });
});

describe('other fields', () => {
  it('without a value on one side say nothing', () => {
    expect(compare('code', '', '4711')).toBe(levels.missing);
  });

  it('hold phones to their ends, whatever country code stands before', () => {
    expect(compare('phone', '8613800138000', '13800138000')).toBe(levels.same);
    expect(compare('phone', '13800138000', '13800138001')).toBe(levels.near);
    expect(compare('phone', '13800138000\n02012345678', '02012345678')).toBe(levels.same);
    expect(compare('phone', '13800138000', '13911112222')).toBe(levels.differs);
  });

  it('hold one name at another provider of mail as near', () => {
    expect(compare('email', 'anna.weber@a.example', 'anna.weber@b.example')).toBe(levels.near);
    expect(compare('email', 'info@a.example', 'info@b.example')).toBe(levels.differs);
  });

  it('take a date with day and month changed, or one slip, as near', () => {
    expect(compare('date', '19800412', '19801204')).toBe(levels.near);
    expect(compare('date', '19800412', '19800413')).toBe(levels.near);
    expect(compare('date', '19800412', '19531230')).toBe(levels.differs);
  });

  it('take another house number as another door', () => {
    expect(compare('address', 'main street 12 springfield', 'main st 12 springfield')).toBe(levels.near);
    expect(compare('address', 'main street 12 springfield', 'main street 14 springfield')).toBe(levels.alike);
    expect(
      compare(
        'address',
        '\u5357\u5c71\u533a\u79d1\u6280\u8def88\u53f7',
        '\u6df1\u5733\u5e02\u5357\u5c71\u533a\u79d1\u6280\u8def88\u53f7',
      ),
    ).toBe(levels.near);
  });
});

describe('letters', () => {
  it('are counted as edited by Damerau and Levenshtein, with two that changed places as one', () => {
    expect(editDistance('kitten', 'sitting', 4)).toBe(3);
    expect(editDistance('smith', 'simth', 2)).toBe(1);
    expect(editDistance('abcdef', 'ghijkl', 2)).toBe(3);
    expect(editDistance('', 'ab', 2)).toBe(2);
  });

  it('of words that sound alike have one code', () => {
    expect(wordSound('meyer')).toBe(wordSound('maier'));
    expect(wordSound('stephen')).toBe(wordSound('steven'));
    expect(wordSound('weber')).not.toBe(wordSound('fischer'));
  });
});
