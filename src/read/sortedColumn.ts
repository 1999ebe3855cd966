import { segmentOfOrdinal, slotMask, type KindIndex, type Ordinal } from './kindIndex.ts';
import { present } from './pack.ts';
import { digitsOfWords, sortByDigits, sortNumbers } from './radixSort.ts';

/** How the records of a kind compare in one column. */
export interface ColumnOrder {
  /** Parts those with a value from those without; both keep their order. */
  readonly split: (ordinals: Int32Array) => { readonly filled: Int32Array; readonly empty: Int32Array };
  /** Compares positions of one list with positions of another: values are looked up once, not at every comparison. */
  readonly between: (left: Int32Array, right: Int32Array) => (i: number, j: number) => number;
  /** Sorts ordinals that are not empty and stand in the order of their creation; stable. */
  readonly sort: (ordinals: Int32Array) => Int32Array;
}

/** All records of a kind in the order of one column, kept while single records change. */
export class SortedColumn {
  readonly #index: KindIndex;
  readonly #order: ColumnOrder;
  #sorted: Int32Array = new Int32Array();
  #empty: Int32Array = new Int32Array();
  #version = -1;

  constructor(index: KindIndex, order: ColumnOrder) {
    this.#index = index;
    this.#order = order;
  }

  /** Ascending, and those without a value apart, in the order of creation. */
  read(): { readonly sorted: Int32Array; readonly empty: Int32Array } {
    if (this.#version !== this.#index.version) {
      const changed = this.#version < 0 ? undefined : this.#index.changedSince(this.#version);
      if (changed === undefined) this.#build();
      else if (changed.length > 0) this.#merge(changed);
      this.#version = this.#index.version;
    }
    return { sorted: this.#sorted, empty: this.#empty };
  }

  #build(): void {
    const { filled, empty } = this.#order.split(this.#index.presentOrdinals());
    this.#empty = empty;
    this.#sorted = this.#order.sort(filled);
  }

  #merge(changed: readonly Ordinal[]): void {
    const isChanged = new Uint8Array(this.#index.capacity);
    for (const ordinal of changed) isChanged[ordinal] = 1;
    const standing = [...new Set(changed)].filter((ordinal) => isPresent(this.#index, ordinal));
    const ranks = this.#index.creationRanks();
    standing.sort((a, b) => compareCreation(ranks, a, b));
    const { filled, empty } = this.#order.split(Int32Array.from(standing));
    const few = this.#order.sort(filled);
    const many = without(this.#sorted, isChanged);
    const compare = this.#order.between(many, few);
    this.#sorted = mergeSorted(
      many,
      few,
      (i, j) => compare(i, j) || compareCreation(ranks, many[i] ?? 0, few[j] ?? 0),
    );
    const others = without(this.#empty, isChanged);
    this.#empty = mergeSorted(others, empty, (i, j) => compareCreation(ranks, others[i] ?? 0, empty[j] ?? 0));
  }
}

/** Values of many records at once: what stands in a loop over 100,000 of them must not look up columns each time. */
export type Gather<T> = (ordinals: Int32Array) => T;

/** The order of numbers by ordinal; NaN is empty. */
export function numberOrder(gather: Gather<Float64Array>): ColumnOrder {
  return {
    split: (ordinals) => {
      const values = gather(ordinals);
      return {
        filled: ordinals.filter((_, i) => !Number.isNaN(values[i])),
        empty: ordinals.filter((_, i) => Number.isNaN(values[i])),
      };
    },
    between: (left, right) => {
      const valuesAt = reader(gather, left, right.length);
      const y = gather(right);
      return (i, j) => {
        const [x, at] = valuesAt(i);
        return (x[at] as number) - (y[j] as number);
      };
    },
    sort: (ordinals) => pick(ordinals, sortNumbers(gather(ordinals))),
  };
}

export interface GatheredKeys {
  readonly codes: Uint16Array;
  /** The words of the records' sort keys, the most significant first. */
  readonly words: readonly Uint32Array[];
}

/** The order of texts: by their keys, and where these are equal by what `textOf` gives. Code 0 is empty. */
export function textOrder(gather: Gather<GatheredKeys>, textOf: (ordinal: Ordinal) => string): ColumnOrder {
  return {
    split: (ordinals) => {
      const { codes } = gather(ordinals);
      return {
        filled: ordinals.filter((_, i) => codes[i] !== 0),
        empty: ordinals.filter((_, i) => codes[i] === 0),
      };
    },
    between: (left, right) => {
      const keysAt = reader(gather, left, right.length);
      const y = gather(right).words;
      return (i, j) => {
        const [{ words }, at] = keysAt(i);
        for (let word = 0; word < words.length; word++) {
          const difference = (words[word]?.[at] ?? 0) - (y[word]?.[j] ?? 0);
          if (difference !== 0) return difference;
        }
        return compareTexts(textOf(left[i] ?? 0), textOf(right[j] ?? 0));
      };
    },
    sort: (ordinals) => {
      const { words } = gather(ordinals);
      const order = sortByDigits(ordinals.length, words.toReversed().flatMap(digitsOfWords));
      const sorted = pick(ordinals, order);
      const isTied = (i: number): boolean => {
        const a = order[i] as number;
        const b = order[i + 1] as number;
        return words.every((word) => word[a] === word[b]);
      };
      sortTies(sorted, isTied, textOf);
      return sorted;
    },
  };
}

/** Where to read what belongs to a position: for a few searches one by one, for many from all of them gathered at once. */
function reader<T>(
  gather: Gather<T>,
  ordinals: Int32Array,
  searches: number,
): (i: number) => [values: T, at: number] {
  if (searches < fewSearches) return (i) => [gather(ordinals.subarray(i, i + 1)), 0];
  const values = gather(ordinals);
  return (i) => [values, i];
}

const fewSearches = 64;

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts each run of equal keys by text, in place; stable. */
function sortTies(
  sorted: Int32Array,
  isTied: (i: number) => boolean,
  textOf: (ordinal: Ordinal) => string,
): void {
  for (let from = 0; from < sorted.length - 1; from++) {
    if (!isTied(from)) continue;
    let to = from + 1;
    while (to < sorted.length - 1 && isTied(to)) to++;
    sortRun(sorted.subarray(from, to + 1), textOf);
    from = to;
  }
}

/** Most runs are of one and the same text, as in a column of few texts. */
function sortRun(run: Int32Array, textOf: (ordinal: Ordinal) => string): void {
  const first = textOf(run[0] ?? 0);
  if (run.every((ordinal) => textOf(ordinal) === first)) return;
  const texts = Array.from(run, (ordinal) => ({ ordinal, text: textOf(ordinal) }));
  texts.sort((a, b) => compareTexts(a.text, b.text));
  texts.forEach(({ ordinal }, i) => (run[i] = ordinal));
}

function pick(ordinals: Int32Array, order: Uint32Array): Int32Array {
  const picked = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) picked[i] = ordinals[order[i] as number] as number;
  return picked;
}

function without(ordinals: Int32Array, isChanged: Uint8Array): Int32Array {
  return ordinals.filter((ordinal) => isChanged[ordinal] === 0);
}

/** Merges few into many: a binary search for each of the few. `compare` takes a position in each. */
function mergeSorted(
  many: Int32Array,
  few: Int32Array,
  compare: (i: number, j: number) => number,
): Int32Array {
  if (few.length === 0) return many;
  const merged = new Int32Array(many.length + few.length);
  let taken = 0;
  few.forEach((ordinal, j) => {
    let low = taken;
    let high = many.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(middle, j) <= 0) low = middle + 1;
      else high = middle;
    }
    merged.set(many.subarray(taken, low), taken + j);
    merged[low + j] = ordinal;
    taken = low;
  });
  merged.set(many.subarray(taken), taken + few.length);
  return merged;
}

function isPresent(index: KindIndex, ordinal: Ordinal): boolean {
  return ((index.segments[segmentOfOrdinal(ordinal)]?.flags[ordinal & slotMask] ?? 0) & present) !== 0;
}

function compareCreation(ranks: Int32Array, a: Ordinal, b: Ordinal): number {
  return (
    (ranks[segmentOfOrdinal(a)] ?? 0) - (ranks[segmentOfOrdinal(b)] ?? 0) || (a & slotMask) - (b & slotMask)
  );
}
