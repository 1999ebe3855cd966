import { beforeAll, expect, test } from 'vitest';
import { loadPinyin, transcribe, type Pinyin } from '../../../src/read/pinyin.ts';

let pinyin: Pinyin;
beforeAll(async () => {
  pinyin = await loadPinyin();
});

test.each([
  ['曾国藩', 'zeng guo fan'],
  ['单田芳', 'shan tian fang'],
  ['仇英', 'qiu ying'],
  ['解缙', 'xie jin'],
  ['任正非', 'ren zheng fei'],
  ['查良镛', 'zha liang yong'],
  ['盖叫天', 'ge jiao tian'],
  ['朴树', 'piao shu'],
  ['区伯', 'ou bo'],
  ['尉迟恭', 'yu chi gong'],
  ['令狐冲', 'ling hu chong'],
])('the surname in %s is read as one: %s', (name, spaced) => {
  expect(transcribe(name, true, pinyin)?.spaced).toBe(spaced);
});

test.each([
  ['重庆长安汽车', 'chong qing chang an qi che'],
  ['长沙银行', 'chang sha yin hang'],
  ['厦门航空', 'xia men hang kong'],
  ['会计事务所', 'kuai ji shi wu suo'],
  ['吕梁绿地', 'lv liang lv di'],
])('the words in the company %s decide how it is read: %s', (name, spaced) => {
  expect(transcribe(name, false, pinyin)?.spaced).toBe(spaced);
});

test('Latin words and numbers in a Chinese name are tokens of their own', () => {
  const transcript = transcribe('蓝岸Coffee 24号', false, pinyin);
  expect(transcript).toMatchObject({ full: 'lanancoffee24hao', initials: 'lac2h' });
  expect(transcript?.spans).toEqual([0, 1, 3, 1, 1, 2, 2, 6, 6, 9, 2, 2, 11, 1, 3]);
});

test('a name without Han characters has no transcript', () => {
  expect(transcribe('Blue Coast', false, pinyin)).toBeUndefined();
});

test('characters beyond the basic plane and unknown ones keep offsets right', () => {
  const transcript = transcribe('𠮷野家', false, pinyin);
  expect(transcript?.spans.filter((_, i) => i % 3 === 0)).toEqual([0, 2, 3]);
});
