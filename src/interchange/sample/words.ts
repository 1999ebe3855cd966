import type { ActivityType } from '../../domain/objects.ts';

/** A word and how an e-mail address spells it. */
export type Spelt = readonly [text: string, latin: string];

/** Countries with customers; each has its own names, telephone numbers and legal forms. */
export const sampleCountries = ['cn', 'de', 'fr', 'it', 'es', 'br', 'gb', 'us', 'dk', 'jp', 'ae'] as const;
export type SampleCountry = (typeof sampleCountries)[number];

/** Names of one country's companies and people. Latin words spell themselves. */
export interface SampleNames {
  /** `{place}`, `{stem}` and `{family}` stand for a word of these lists. */
  readonly companies: readonly string[];
  readonly stems: readonly Spelt[];
  readonly given: readonly Spelt[];
  readonly family: readonly Spelt[];
  /** Set behind a company's name that is taken already. */
  readonly branches: readonly string[];
  /** True where the family name comes first and nothing stands between. */
  readonly isFamilyFirst: boolean;
}

export interface SamplePlace {
  readonly country: SampleCountry;
  /** As a company's name has it. */
  readonly name: string;
  /** As a list shows it. */
  readonly region: string;
  /** Prefix of a landline number with its country code. */
  readonly dial: string;
}

export const sampleCategories = ['machine', 'home', 'grinder', 'part', 'supply', 'service'] as const;
export type SampleCategory = (typeof sampleCategories)[number];

export interface SampleProduct {
  readonly category: SampleCategory;
  readonly name: string;
  /** List price in CNY. */
  readonly price: number;
}

export interface SampleTalk {
  readonly subject: string;
  readonly body: string;
}

/** All words of the demo book in one language. Names of customers are in the languages of the customers. */
export interface SampleWords {
  /** Where customers live in China, and abroad. */
  readonly home: readonly SamplePlace[];
  readonly abroad: readonly SamplePlace[];
  readonly names: Readonly<Record<SampleCountry, SampleNames>>;
  readonly industries: readonly string[];
  readonly sources: readonly string[];
  readonly titles: readonly string[];
  readonly tags: readonly { readonly name: string; readonly color: string }[];
  readonly colleagues: readonly string[];
  readonly categories: Readonly<Record<SampleCategory, string>>;
  readonly products: readonly SampleProduct[];
  readonly streets: readonly string[];
  readonly interests: readonly string[];
  readonly notes: readonly string[];
  /** What people talk about, by the type of activity. */
  readonly talks: Readonly<Record<ActivityType, readonly SampleTalk[]>>;
  readonly needs: readonly { readonly title: string; readonly topic: string }[];
  readonly tasks: readonly string[];
  /** What is being sold. */
  readonly deals: readonly string[];
  readonly searches: readonly string[];
  /** Text of the line of an adjustment. */
  readonly rebate: string;
}
