import { seededRandom } from '../../domain/random.ts';
import { blocksOf, eachCandidate } from './blocks.ts';
import { compareField, comparedDigits } from './compareFields.ts';
import {
  levelCount,
  levels,
  valuesOfText,
  wordsInOrder,
  type Comparison,
  type DuplicateField,
  type Level,
} from './duplicateRecords.ts';
import { groupPairs, type DuplicateGroup } from './groups.ts';
import {
  chanceOf,
  chancesOfTwo,
  learnChances,
  levelOf,
  priorBits,
  priorChances,
  shareOfValue,
  usualOfTwo,
  weightOf,
  weightsOf,
  type Chances,
  type FieldWeights,
} from './weights.ts';

export interface DuplicatePair {
  /** Records, the smaller number first. */
  readonly a: number;
  readonly b: number;
  /** The probability that both are one, 0 to 1. */
  readonly chance: number;
  /** What each field came to, in the order of the fields. */
  readonly levels: readonly Level[];
  /** What each field adds to or takes from the odds, in bits. */
  readonly bits: readonly number[];
}

export interface FoundDuplicates {
  /** From `lowestChance` on, the likeliest first. */
  readonly pairs: readonly DuplicatePair[];
  /** Records that belong together at `groupChance`, the likeliest first. */
  readonly groups: readonly DuplicateGroup[];
  /** Pairs that were compared. */
  readonly compared: number;
  /** Keys that too many records share; there only neighbours were compared. The most records that one key had. */
  readonly giantBlocks: number;
  readonly largestBlock: number;
}

export interface SearchOptions {
  /** Gets the share that is done. */
  readonly onProgress?: (done: number) => void;
  /** Records that somebody has said are not one: never told, and in no group together. */
  readonly areDistinct?: (a: number, b: number) => boolean;
}

/** Pairs below this are not told. */
export const lowestChance = 0.5;
/** Pairs that are told at most, the likeliest: nobody looks through more. */
const maxPairs = 100_000;
/** Pairs from here on make groups. */
export const groupChance = 0.9;

/**
 * Records that are probably the same, found without being told any: candidates by blocking, their fields compared, the weight of each
 * agreement learnt from the records themselves. The order of the records changes nothing.
 */
export function findDuplicates(
  fields: readonly DuplicateField[],
  { onProgress = () => undefined, areDistinct = () => false }: SearchOptions = {},
): FoundDuplicates {
  const size = fields[0]?.texts.length ?? 0;
  const order = canonicalOrder(fields, size);
  const u = chancesOfTwo(fields, randomLevels(fields, order));
  const allPairs = (size * (size - 1)) / 2;
  const early = weightsOf(priorChances(fields, u));
  const blocks = blocksOf(fields, order);
  onProgress(0.1);
  const kept = new KeptPairs();
  const numberOf = new Map<number, number>();
  const patterns: number[] = [];
  const counts: number[] = [];
  const isWorth: boolean[] = [];
  const seen = new Int32Array(size);
  const eachOther = (position: number, visit: (other: number) => void): void => {
    if (size > comparedWhole) return eachCandidate(blocks, position, seen, visit);
    for (let other = position + 1; other < size; other++) visit(other);
  };
  let compared = 0;
  for (let position = 0; position < size; position++) {
    const record = order[position] as number;
    eachOther(position, (other) => {
      const pattern = patternOf(fields, record, order[other] as number);
      compared++;
      let number = numberOf.get(pattern);
      if (number === undefined) {
        number = patterns.push(pattern) - 1;
        numberOf.set(pattern, number);
        counts.push(0);
        isWorth.push(
          weightOf(pattern, early) + priorBits(size, allPairs) > worthFrom ||
            isIdentical(pattern, fields.length),
        );
      }
      counts[number] = (counts[number] as number) + 1;
      if (isWorth[number] === true) kept.add(record, order[other] as number, pattern);
    });
    if (position % progressEvery === 0) onProgress(0.1 + (0.8 * position) / size);
  }
  const { chances, expected } = learnChances(fields, u, { patterns, counts }, allPairs);
  const scorer = new Scorer(fields, chances, priorBits(expected, allPairs));
  const told: {
    readonly a: number;
    readonly b: number;
    readonly pattern: number;
    readonly chance: number;
  }[] = [];
  for (const [a, b, pattern] of kept) {
    const chance = scorer.chance(a, b, pattern);
    if (chance >= lowestChance && !areDistinct(a, b)) told.push({ a, b, pattern, chance });
  }
  told.sort((p, q) => q.chance - p.chance);
  const pairs = told.slice(0, maxPairs).map(({ a, b, pattern }) => scorer.score(a, b, pattern));
  onProgress(0.95);
  const groups = groupPairs(pairs, groupChance);
  return { pairs, groups, compared, giantBlocks: blocks.giant, largestBlock: blocks.largest };
}

/** What belongs to one thing alone, or to few. */
const ownComparisons: ReadonlySet<Comparison> = new Set(['phone', 'email', 'code', 'date']);
/** Of so few records every pair is compared. */
const comparedWhole = 300;
/** Bits of a pair by the priors, below which it is not kept: what is learnt moves a weight by less. */
const worthFrom = -12;
const progressEvery = 2_000;

function patternOf(fields: readonly DuplicateField[], a: number, b: number): number {
  let pattern = 0;
  for (let f = fields.length - 1; f >= 0; f--) {
    pattern = pattern * levelCount + compareField(fields[f] as DuplicateField, a, b);
  }
  return pattern;
}

/** True where nothing differs and at least two fields are there: what nobody could tell apart. */
function isIdentical(pattern: number, fields: number): boolean {
  let same = 0;
  for (let f = 0; f < fields; f++) {
    const level = levelOf(pattern, f);
    if (level === levels.same) same++;
    else if (level !== levels.missing) return false;
  }
  return same > 1;
}

/** Scores pairs by what was learnt, and by how rare the values are in which they agree. */
class Scorer {
  readonly #fields: readonly DuplicateField[];
  readonly #chances: readonly Chances[];
  readonly #weights: FieldWeights;
  readonly #bits: number;
  readonly #counts: readonly ReadonlyMap<string, number>[];

  constructor(fields: readonly DuplicateField[], chances: readonly Chances[], bits: number) {
    this.#fields = fields;
    this.#chances = chances;
    this.#weights = weightsOf(chances);
    this.#bits = bits;
    this.#counts = fields.map(countValues);
  }

  score(a: number, b: number, pattern: number): DuplicatePair {
    const found = this.#fields.map((_, f) => levelOf(pattern, f) as Level);
    const bits = found.map((level, f) => this.#bitsOf(f, level, a, b));
    return {
      ...(a < b ? { a, b } : { a: b, b: a }),
      chance: this.chance(a, b, pattern),
      levels: found,
      bits,
    };
  }

  /** The probability alone: most pairs are looked at for no more. */
  chance(a: number, b: number, pattern: number): number {
    if (this.#isOnlyAlike(pattern)) return 0;
    let bits = this.#bits;
    for (let f = 0; f < this.#fields.length; f++) bits += this.#bitsOf(f, levelOf(pattern, f) as Level, a, b);
    const isCopy = isIdentical(pattern, this.#fields.length) && this.#isFilledAlike(a, b);
    return isCopy ? Math.max(chanceOf(bits), groupChance) : chanceOf(bits);
  }

  /**
   * True where every name differs and nothing that belongs to one thing alone is the same: numbers next to each other and houses of one
   * street make no two things one, whatever few records seem to teach.
   */
  #isOnlyAlike(pattern: number): boolean {
    let named = 0;
    for (let f = 0; f < this.#fields.length; f++) {
      const { comparison } = this.#fields[f] as DuplicateField;
      const level = levelOf(pattern, f);
      if (comparison === 'name' && level > levels.differs) return false;
      if (comparison === 'name' && level === levels.differs) named++;
      if (ownComparisons.has(comparison) && level === levels.same) return false;
    }
    return named > 0;
  }

  #bitsOf(f: number, level: Level, a: number, b: number): number {
    if (level !== levels.same) return this.#weights[f]?.[level] ?? 0;
    const field = this.#fields[f] as DuplicateField;
    const counts = this.#counts[f] as ReadonlyMap<string, number>;
    const share = shareOfValue(field.comparison, rarestInCommon(counts, field, a, b), field.texts.length);
    return Math.log2((this.#chances[f]?.m[level] ?? 0) / share);
  }

  #isFilledAlike(a: number, b: number): boolean {
    return this.#fields.every(({ texts }) => (texts[a] === '') === (texts[b] === ''));
  }
}

/** How many records have each value, as it is looked up by `valueKeys`. */
function countValues(field: DuplicateField): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of field.texts) {
    for (const key of valueKeys(field, text)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function rarestInCommon(
  counts: ReadonlyMap<string, number>,
  field: DuplicateField,
  a: number,
  b: number,
): number {
  const others = new Set(valueKeys(field, field.texts[b] ?? ''));
  const common = valueKeys(field, field.texts[a] ?? '').filter((key) => others.has(key));
  return common.reduce(
    (least, key) => Math.min(least, counts.get(key) ?? 2),
    common.length === 0 ? 2 : Infinity,
  );
}

function valueKeys({ comparison }: DuplicateField, text: string): readonly string[] {
  if (text === '') return [];
  if (comparison === 'phone') return valuesOfText(text).map((digits) => digits.slice(-comparedDigits));
  if (comparison === 'email') return valuesOfText(text);
  return [comparison === 'address' ? text.replaceAll(' ', '') : wordsInOrder(text)];
}

/** Records in the order of all that they say, so that nothing depends on the order in which they come. */
function canonicalOrder(fields: readonly DuplicateField[], size: number): Int32Array {
  const keys = Array.from({ length: size }, (_, i) =>
    fields.map(({ texts }) => texts[i] ?? '').join('\u0000'),
  );
  return Int32Array.from(keys.keys()).sort((a, b) => {
    const [x, y] = [keys[a] as string, keys[b] as string];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}

const randomPairs = 100_000;

/** How often each level stands between random pairs, by field; pairs that look like one thing are left out, or they would teach otherwise. */
function randomLevels(fields: readonly DuplicateField[], order: Int32Array): readonly (readonly number[])[] {
  const counts = fields.map(() => new Array<number>(levelCount).fill(0));
  if (order.length < 2) return counts;
  const random = seededRandom(1);
  const weights = weightsOf(priorChances(fields, usualOfTwo(fields)));
  const bits = priorBits(order.length, (order.length * (order.length - 1)) / 2);
  const draws = Math.min(randomPairs, order.length * (order.length - 1));
  for (let i = 0; i < draws; i++) {
    const a = Math.floor(random() * order.length);
    const b = (a + 1 + Math.floor(random() * (order.length - 1))) % order.length;
    const pattern = patternOf(fields, order[a] as number, order[b] as number);
    if (weightOf(pattern, weights) + bits > 0) continue;
    fields.forEach((_, f) => {
      const ofField = counts[f] as number[];
      const level = levelOf(pattern, f);
      ofField[level] = (ofField[level] as number) + 1;
    });
  }
  return counts;
}

/** Pairs worth a closer look, in arrays that grow. */
class KeptPairs {
  #firsts = new Int32Array(1_024);
  #seconds = new Int32Array(1_024);
  #patterns = new Float64Array(1_024);
  #count = 0;

  add(a: number, b: number, pattern: number): void {
    if (this.#count === this.#firsts.length) {
      this.#firsts = grown(this.#firsts, new Int32Array(2 * this.#count));
      this.#seconds = grown(this.#seconds, new Int32Array(2 * this.#count));
      this.#patterns = grown(this.#patterns, new Float64Array(2 * this.#count));
    }
    this.#firsts[this.#count] = a;
    this.#seconds[this.#count] = b;
    this.#patterns[this.#count] = pattern;
    this.#count++;
  }

  *[Symbol.iterator](): Generator<readonly [a: number, b: number, pattern: number]> {
    for (let i = 0; i < this.#count; i++) {
      yield [this.#firsts[i] as number, this.#seconds[i] as number, this.#patterns[i] as number];
    }
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
