import { afterEach, describe, expect, it, vi } from 'vitest';
import { wordRanges, wordsOf } from '../../../../src/analytics/text/words.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('words', () => {
  it('are runs of letters of two or more, in small letters, with an apostrophe inside', () => {
    expect(wordsOf()("The room's A/C didn't work, 24 h!")).toEqual(['the', "room's", "didn't", 'work', '24']);
  });
  it('of a text without spaces are those of the dictionary, single letters too', () => {
    expect(wordsOf()('前台的服务态度不好，wifi慢')).toEqual([
      ...['前台', '的', '服务', '态度', '不好', 'wifi', '慢'],
    ]);
  });
  it('are pairs of neighbours where the browser has no dictionary', () => {
    vi.stubGlobal('Intl', {});
    expect(wordsOf()('隔音差 很 bad')).toEqual(['隔音', '音差', '很', 'bad']);
  });
  it('that are to stay whole do, the longest first, Latin ones only between other letters than theirs', () => {
    const words = wordsOf({ whole: ['大床', '大床房', 'Wi-Fi', 'front desk'] });
    expect(words('豪华大床房')).toEqual(['豪华', '大床房']);
    expect(words('Front desk without wi-fi')).toEqual(['front desk', 'without', 'wi-fi']);
    expect(words('storefront desks')).toEqual(['storefront', 'desks']);
  });
  it('of other scripts are found, and signs that a pattern would read are taken as they are', () => {
    expect(wordsOf()('Номер грязный')).toEqual(['номер', 'грязный']);
    expect(wordsOf({ whole: ['c++ (new)'] })('a C++ (new) kit')).toEqual(['c++ (new)', 'kit']);
    expect(wordsOf({ whole: ['  '] })('')).toEqual([]);
  });
});

describe('places of words in a text', () => {
  it('are whole words of Latin letters and any place of Han ones', () => {
    expect(wordRanges('Tea, teapot; TEA', ['tea'])).toEqual([
      [0, 3],
      [13, 16],
    ]);
    expect(wordRanges('隔音很差', ['隔音'])).toEqual([[0, 2]]);
  });
  it('are none where letters change their length with their case', () => {
    expect(wordRanges('İ tea', ['tea'])).toEqual([]);
  });
});
