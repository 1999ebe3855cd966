/** What a label before a value can announce. */
export type LabelKind =
  'name' | 'company' | 'title' | 'phone' | 'fax' | 'email' | 'wechat' | 'website' | 'address' | 'other';

/** Words of the languages that signatures are read in; see `captureWords`. */
export interface SignatureWords {
  readonly labels: Readonly<Record<LabelKind, readonly string[]>>;
  readonly letters: Readonly<Partial<Record<LabelKind, readonly string[]>>>;
  readonly company: readonly string[];
  readonly title: readonly string[];
  readonly address: readonly string[];
  readonly streetEndings: readonly string[];
  readonly places: readonly string[];
  readonly surnames: string;
  readonly doubleSurnames: readonly string[];
  readonly courtesies: readonly string[];
  readonly closings: readonly string[];
}

/** Tells what a piece of text is by the words in it. */
export interface Recogniser {
  readonly isCompany: (text: string) => boolean;
  readonly isTitle: (text: string) => boolean;
  readonly isAddress: (text: string) => boolean;
  /** Certain enough to be taken before anything else: a Chinese name, or two to four capitalised words. */
  readonly isName: (text: string) => boolean;
  readonly isClosing: (text: string) => boolean;
  /** What belongs to no field, a tax number for example, taken out with its label. */
  readonly takeOthers: (text: string) => { readonly rest: string; readonly taken: readonly string[] };
  /** The label that a text begins with and what follows it; undefined without one. */
  readonly labelOf: (text: string) => { readonly kind: LabelKind; readonly rest: string } | undefined;
}

export function createRecogniser(words: SignatureWords): Recogniser {
  const company = wordPattern(words.company);
  const title = wordPattern(words.title);
  const address = wordPattern(words.address);
  const streets = new RegExp(`(?:${words.streetEndings.map(escaped).join('|')})(?=$|[\\s,\\d])`, 'iu');
  const places = new RegExp(words.places.map(escaped).join('|'), 'gu');
  const closings = new Set(words.closings);
  const hanName = hanNamePattern(words);
  const labels = labelPatterns(words);
  const others = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${longestFirst(words.labels.other.map(escaped))})\\s*[:\\uff1a#.]?\\s*[A-Z]{0,3}\\d[\\dA-Z-]*`,
    'giu',
  );

  const isCompany = (text: string): boolean => company.test(text);
  const isTitle = (text: string): boolean => title.test(text);
  const isAddress = (text: string): boolean => {
    if (hasHan(text)) {
      const found = new Set(text.match(places) ?? []).size;
      return !isTitle(text) && (found >= 2 || (found === 1 && /\d/.test(text))) && !isBareCompany(text);
    }
    return /\d/.test(text) && (address.test(text) || streets.test(text));
  };
  const isBareCompany = (text: string): boolean => isCompany(text) && !/\d/.test(text);
  return {
    isCompany,
    isTitle,
    isAddress,
    isName: (text) => {
      if (hasHan(text)) return hanName.test(text.replace(/[\s\u00b7]/g, ''));
      return latinName.test(text) && !isCompany(text) && !isTitle(text);
    },
    isClosing: (text) => closings.has(text.toLowerCase().replace(/[\s,.!\uff0c\u3002\uff01\uff1a:-]+$/u, '')),
    takeOthers: (text) => {
      const taken = text.match(others) ?? [];
      return { rest: taken.length === 0 ? text : text.replace(others, ' '), taken };
    },
    labelOf: (text) => {
      for (const [kind, pattern] of labels) {
        const match = pattern.exec(text);
        if (match !== null) return { kind, rest: text.slice(match[0].length).trim() };
      }
      return undefined;
    },
  };
}

export function hasHan(text: string): boolean {
  return /[\u3400-\u9fff]/.test(text);
}

const particle = String.raw`(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|bin|ibn|al|el|ter|zu|y)`;
const nameWord = String.raw`(?:\p{Lu}[\p{L}\p{M}'\u2019-]+|\p{Lu}\.?)`;
/** Two to four words that begin with a capital, particles between them, an academic title before or a degree after them. */
const latinName = new RegExp(
  String.raw`^(?:(?:Dr|Prof|Mr|Mrs|Ms|Ing|Herr|Frau|Mag)\.?\s+)*${nameWord}(?:\s+(?:${particle}\s+)*${nameWord}){1,3}(?:,?\s+(?:PhD|MBA|M\.?Sc\.?|B\.?Sc\.?|Jr\.?|Sr\.?))?$`,
  'u',
);

function hanNamePattern({ surnames, doubleSurnames, courtesies }: SignatureWords): RegExp {
  const called = courtesies.map(escaped).join('|');
  const family = `(?:${doubleSurnames.map(escaped).join('|')}|[${surnames}])`;
  return new RegExp(
    `^(?:(?:${doubleSurnames.map(escaped).join('|')})[\\u3400-\\u9fff]{1,2}|[${surnames}][\\u3400-\\u9fff]{1,2}|${family}(?:${called}))$`,
    'u',
  );
}

/** Latin words stand alone; Chinese ones anywhere. */
function wordPattern(words: readonly string[]): RegExp {
  const latin = words.filter((word) => !hasHan(word)).map(escaped);
  const han = words.filter(hasHan).map(escaped);
  const parts = [
    ...(latin.length === 0 ? [] : [`(?<![\\p{L}\\p{N}])(?:${longestFirst(latin)})(?![\\p{L}\\p{N}])`]),
    ...(han.length === 0 ? [] : [longestFirst(han)]),
  ];
  return new RegExp(parts.join('|'), 'iu');
}

/** Words want a colon, a full stop or a space after them; single letters a number, an address or a link. */
function labelPatterns(words: SignatureWords): readonly (readonly [LabelKind, RegExp])[] {
  const kinds = Object.keys(words.labels) as LabelKind[];
  const patterns = kinds.map((kind) => {
    const all = longestFirst(words.labels[kind].map((word) => escaped(word).replace(/ /g, '\\s+')));
    // Words such as "contact" and "web" begin sentences and names too: only numbers may follow without a colon.
    const bare = kind === 'phone' || kind === 'fax' ? '|\\s+(?=[+(\\d])|(?=[+(\\d])' : '|\\s+(?=\\S+[@.]\\S)';
    return [
      kind,
      new RegExp(
        `^(?:${all})\\s*(?:\\([^)]*\\)|\\uff08[^\\uff09]*\\uff09|#|\\d)?\\s*(?:[:\\uff1a|=]\\s*|\\.:?\\s*(?=[+(\\d])${bare})`,
        'iu',
      ),
    ] as const;
  });
  const letters = kinds.flatMap((kind) => {
    const all = words.letters[kind];
    if (all === undefined) return [];
    const next =
      kind === 'phone' || kind === 'fax' ? '[+(\\d]' : kind === 'address' ? '[\\p{L}\\d]' : '\\S+[@.]';
    const mark = kind === 'address' ? '\\s*[:\\uff1a|]\\s*' : '\\s*[:\\uff1a|.]?\\s*';
    return [[kind, new RegExp(`^(?:${all.join('|')})${mark}(?=${next})`, 'iu')] as const];
  });
  return [...patterns, ...letters];
}

function longestFirst(words: readonly string[]): string {
  return [...words].sort((a, b) => b.length - a.length).join('|');
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
