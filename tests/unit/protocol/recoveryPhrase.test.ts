import { wordlist as english } from '@scure/bip39/wordlists/english.js';
import { wordlist as chinese } from '@scure/bip39/wordlists/simplified-chinese.js';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import {
  newRecoverySeed,
  recoveryKeys,
  seedOfWords,
  wordsOfSeed,
} from '../../../src/protocol/recoveryPhrase.ts';
import { bytesOf } from '../../support/workspace.ts';

const legal = 'legal winner thank year wave sausage worth useful';

describe('a phrase', () => {
  test.each([
    [0x00, `${'abandon '.repeat(23)}art`],
    [0x7f, `${legal} ${legal} ${legal.replace('useful', 'title')}`],
    [0xff, `${'zoo '.repeat(23)}vote`],
  ])('of 32 bytes %i has the words of the BIP 39 vectors', (byte, words) => {
    const seed = new Uint8Array(32).fill(byte);
    expect(wordsOfSeed(seed, english).join(' ')).toBe(words);
    expect(seedOfWords(words, english)).toEqual(seed);
  });

  test('says the same in either language', () => {
    for (const wordlist of [english, chinese]) {
      const seed = newRecoverySeed();
      const words = wordsOfSeed(seed, wordlist);
      expect(words.length).toBe(24);
      expect(seedOfWords(words.join(' '), wordlist)).toEqual(seed);
    }
  });

  test('is understood in capitals, with any spaces, and in Chinese with none', () => {
    const seed = bytesOf(1);
    const words = wordsOfSeed(seed, english);
    expect(seedOfWords(`\n ${words.join(' \t\n').toUpperCase()} `, english)).toEqual(seed);
    const signs = wordsOfSeed(seed, chinese);
    for (const gap of ['', '\u3000', '\n']) expect(seedOfWords(signs.join(gap), chinese)).toEqual(seed);
  });

  test('with a wrong, missing, further or swapped word is none', () => {
    const words = wordsOfSeed(bytesOf(1), english);
    const wrong = [
      ['zebra', ...words.slice(1)],
      ['notaword', ...words.slice(1)],
      words.slice(1),
      [...words, 'zoo'],
      [words[1], words[0], ...words.slice(2)],
      [],
    ];
    for (const each of wrong) expect(seedOfWords(each.join(' '), english)).toBeUndefined();
  });
});

describe('the keys of a phrase', () => {
  test('are the same each time, differ from each other, and change with the phrase', () => {
    const [first, again, other] = [
      recoveryKeys(bytesOf(1)),
      recoveryKeys(bytesOf(1)),
      recoveryKeys(bytesOf(2)),
    ];
    expect(first.signer.publicKey).toEqual(again.signer.publicKey);
    expect(first.box.publicKey).toEqual(again.box.publicKey);
    const keys = [first, other].flatMap(({ signer, box }) => [toHex(signer.publicKey), toHex(box.publicKey)]);
    expect(new Set(keys).size).toBe(4);
  });
});
