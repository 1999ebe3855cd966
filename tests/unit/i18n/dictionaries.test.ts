import { expect, test } from 'vitest';

const modules = import.meta.glob('../../../src/i18n/*.ts', { eager: true });
const han = /\p{Script=Han}/u;

/** Words that are the same in both languages: names of products, of languages and of methods. */
const allowedInEnglish = new Set(['Rapport 默契', '默', 'Switch language to 中文']);

const dictionaries = Object.entries(modules).flatMap(([path, module]) =>
  Object.entries(module as Record<string, unknown>).flatMap(([name, value]) =>
    isDictionary(value) ? [[`${path.split('/').at(-1) ?? ''} ${name}`, value] as const] : [],
  ),
);

test('there are dictionaries to look at', () => {
  expect(dictionaries.length).toBeGreaterThan(8);
});

test.each(dictionaries)('%s says the same things in both languages', (_name, dictionary) => {
  expect(keysOf(dictionary.en).sort()).toEqual(keysOf(dictionary.zh).sort());
});

test.each(dictionaries)(
  '%s has no Chinese words in its English texts and no empty text',
  (_name, dictionary) => {
    for (const [key, text] of textsOf(dictionary.en)) {
      if (!allowedInEnglish.has(text)) expect(han.test(text), `${key}: ${text}`).toBe(false);
    }
  },
);

function isDictionary(value: unknown): value is { zh: object; en: object } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'zh' in value &&
    'en' in value &&
    typeof value.zh === 'object'
  );
}

function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? keysOf(value, `${prefix}${key}.`)
      : [prefix + key],
  );
}

function textsOf(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[prefix + key, value]];
    return typeof value === 'object' && value !== null ? textsOf(value, `${prefix}${key}.`) : [];
  });
}
