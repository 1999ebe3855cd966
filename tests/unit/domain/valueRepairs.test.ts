import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEmail } from '../../../src/domain/validate.ts';
import {
  birthdayDoubt,
  callingCountries,
  likelySpellings,
  repairedAddress,
  repairedEmail,
  repairedName,
  repairedPhone,
  type CallingCountry,
} from '../../../src/domain/valueRepairs.ts';

const countryOf = (region: string): CallingCountry => {
  const found = callingCountries.find((each) => each.region === region);
  if (found === undefined) throw new Error(region);
  return found;
};

describe('telephone numbers', () => {
  test.each([
    ['CN', '138 0013 8000', '+8613800138000'],
    ['CN', '86-138-0013-8000', '+8613800138000'],
    ['CN', '010-62771234', '+861062771234'],
    ['CN', '010-62771234x802', '+861062771234x802'],
    ['CN', '+8613800138000', undefined],
    ['CN', '62771234', undefined],
    ['CN', '1380013800', undefined],
    ['CN', '95588', undefined],
    ['DE', '040 123456', '+4940123456'],
    ['DE', '+49 (0)40 12 34 56', '+4940123456'],
    ['DE', '0049 40 123456', '+4940123456'],
    ['US', '(415) 555-2671', '+14155552671'],
    ['US', '1-415-555-2671', '+14155552671'],
    ['IT', '06 1234 5678', '+390612345678'],
    ['SG', '6123 4567', undefined],
    ['DE', 'Anna', undefined],
  ])('in %s %s is %s', (region, text, written) => {
    expect(repairedPhone(text, countryOf(region))).toBe(written);
  });

  test('what was repaired is right: looking again finds nothing, and all digits but trunk and code stay', () => {
    const phone = fc.stringMatching(/^[+0-9 ()./-]{5,22}$/);
    fc.assert(
      fc.property(phone, fc.constantFrom(...callingCountries), (text, country) => {
        const written = repairedPhone(text, country);
        if (written === undefined) return;
        expect(written).toMatch(/^\+\d{8,15}$/);
        expect(repairedPhone(written, country)).toBeUndefined();
        expect(text.replace(/\D/g, '')).toContain(written.slice(-6));
      }),
    );
  });
});

describe('e-mail addresses', () => {
  test.each([
    ['anna@gmial.com', 'anna@gmail.com'],
    ['Anna.Berg@Nordkaffe.Example', 'Anna.Berg@nordkaffe.example'],
    [' <anna@a.example>', 'anna@a.example'],
    ['anna@@a.example', 'anna@a.example'],
    ['anna@a,com', 'anna@a.com'],
    ['zhang＠qq．con', 'zhang@qq.com'],
    ['anna@a.example', undefined],
    ['anna at a', undefined],
  ])('%s should be %s', (text, mended) => {
    expect(repairedEmail(text)).toBe(mended);
  });

  test('whatever is suggested is an address and needs no repair itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), fc.string()),
        fc.constantFrom('', ' ', ';', '>'),
        (text, end) => {
          const mended = repairedEmail(text + end);
          if (mended === undefined) return;
          expect(isEmail(mended)).toBe(true);
          expect(repairedEmail(mended)).toBeUndefined();
        },
      ),
    );
  });
});

test.each([
  ['ANNA BERG', 'Anna Berg'],
  ['nordkaffe gmbh', 'Nordkaffe GmbH'],
  ['JEAN-LUC VAN DER BERG', 'Jean-Luc van der Berg'],
  ['IBM', undefined],
  ['IBM DEUTSCHLAND GMBH', 'IBM Deutschland GmbH'],
  ["O'NEILL & SONS LTD.", "O'Neill & Sons Ltd."],
  ['Anna  Berg ', 'Anna Berg'],
  ['Anna Berg', undefined],
  ['adidas', undefined],
  ['张伟', undefined],
])('the name %s should be %s', (text, written) => {
  expect(repairedName(text)).toBe(written);
});

test.each([
  ['Am Kai 3 ,20457  Hamburg,', 'Am Kai 3,20457 Hamburg'],
  ['Linz,Hauptplatz 1', 'Linz, Hauptplatz 1'],
  ['浙江省 杭州市　文三路９０号', '浙江省杭州市文三路90号'],
  ['Am Kai 3, 20457 Hamburg', undefined],
])('the address %s should be %s', (text, written) => {
  expect(repairedAddress(text)).toBe(written);
});

test('a day of birth that is to come lost its century, one before 1900 is only doubted', () => {
  expect(birthdayDoubt('2068-05-01', '2026-11-22')).toEqual({ reason: 'future', repaired: '1968-05-01' });
  expect(birthdayDoubt('0985-05-01', '2026-11-22')).toEqual({ reason: 'ancient', repaired: undefined });
  expect(birthdayDoubt('1985-05-01', '2026-11-22')).toBeUndefined();
});

test('rare spellings are taken for frequent ones, never the other way, and numbers are left alone', () => {
  const counts = new Map([
    ...([
      ['Philippines', 20],
      ['Philipines', 1],
      ['technology', 30],
      ['Technolgy', 2],
      ['Retail', 9],
    ] as const),
    ...([
      ['retail', 1],
      ['Austria', 5],
      ['Australia', 40],
      ['Phase 1', 50],
      ['Phase 2', 1],
      ['Korea', 3],
    ] as const),
  ]);
  expect(Object.fromEntries(likelySpellings(counts))).toEqual({
    ...{ Philipines: 'Philippines', Technolgy: 'technology', retail: 'Retail' },
  });
});
