import { expect, test } from 'vitest';
import { newRecoverySeed } from '../../../src/protocol/recoveryPhrase.ts';
import { phraseOf, seedOf } from '../../../src/workers/phraseWords.ts';

test.each(['zh', 'en'] as const)(
  '24 words in %s give their seed back, with or without numbers',
  async (language) => {
    const seed = newRecoverySeed();
    const words = await phraseOf(seed, language);
    expect(words).toHaveLength(24);
    expect(await seedOf(words.join(' '))).toEqual({ ok: true, value: seed });
    const numbered = words.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n');
    expect(await seedOf(numbered)).toEqual({ ok: true, value: seed });
  },
);

test('Chinese words need no spaces between them', async () => {
  const seed = newRecoverySeed();
  expect(await seedOf((await phraseOf(seed, 'zh')).join(''))).toEqual({ ok: true, value: seed });
});

test('a word that is in no list is named, and too few words are counted', async () => {
  expect(await seedOf('abandon rapport')).toEqual({ ok: false, error: { type: 'unknown', word: 'rapport' } });
  expect(await seedOf('abandon ability')).toEqual({ ok: false, error: { type: 'count', count: 2 } });
});

test('known words that are no phrase together are told apart from unknown ones', async () => {
  const words = [...(await phraseOf(new Uint8Array(32).fill(7), 'en'))];
  [words[0], words[1]] = [words[1] ?? '', words[0] ?? ''];
  expect(await seedOf(words.join(' '))).toEqual({ ok: false, error: { type: 'checksum' } });
});
