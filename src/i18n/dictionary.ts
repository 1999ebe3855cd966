/** The languages of the interface, by their BCP 47 primary tag. */
export type Language = 'zh' | 'en';

/** The same keys in every language. A text with parts in it is a function that gets them; nesting is allowed. */
export type SameTexts<T> = {
  readonly [K in keyof T]: T[K] extends (...parts: infer Parts) => string
    ? (...parts: Parts) => string
    : T[K] extends string
      ? string
      : T[K] extends readonly string[]
        ? readonly string[]
        : SameTexts<T[K]>;
};

/** One feature's texts. `en` is written as `satisfies SameTexts<typeof zh>`, so that a missing key does not compile. */
export interface Dictionary<T> {
  readonly zh: T;
  readonly en: SameTexts<T>;
}

const englishPlural = new Intl.PluralRules('en');

/** The English form of a noun for a count: `plural(2, 'row', 'rows')` is 'rows'. Chinese has one form and needs none. */
export function plural(count: number, one: string, other: string): string {
  return englishPlural.select(count) === 'one' ? one : other;
}

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 8412 → "8,412", as both languages write it. For texts that workers use too, which know no language on screen. */
export function countText(count: number): string {
  return grouped.format(count);
}

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };
