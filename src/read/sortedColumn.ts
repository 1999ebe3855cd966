import { segmentOfOrdinal, slotMask, type KindIndex, type Ordinal } from './kindIndex.ts';
import { present } from './pack.ts';
import { digitsOfWords, sortByDigits, sortNumbers } from './radixSort.ts';

/** How the records of a kind compare in one column. */
export interface ColumnOrder {
  readonly isEmpty: (ordinal: Ordinal) => boolean;
  readonly compare: (a: Ordinal, b: Ordinal) => number;
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
    const all = this.#index.presentOrdinals();
    this.#empty = all.filter((ordinal) => this.#order.isEmpty(ordinal));
    this.#sorted = this.#order.sort(all.filter((ordinal) => !this.#order.isEmpty(ordinal)));
  }

  #merge(changed: readonly Ordinal[]): void {
    const isChanged = new Uint8Array(this.#index.capacity);
    for (const ordinal of changed) isChanged[ordinal] = 1;
    const standing = [...new Set(changed)].filter((ordinal) => isPresent(this.#index, ordinal));
    const ranks = this.#index.creationRanks();
    const byCreation = (a: Ordinal, b: Ordinal): number => compareCreation(ranks, a, b);
    const filled = standing.filter((ordinal) => !this.#order.isEmpty(ordinal));
    const empty = standing.filter((ordinal) => this.#order.isEmpty(ordinal));
    const inOrder = (a: Ordinal, b: Ordinal): number => this.#order.compare(a, b) || byCreation(a, b);
    this.#sorted = mergeSorted(without(this.#sorted, isChanged), filled, inOrder);
    this.#empty = mergeSorted(without(this.#empty, isChanged), empty, byCreation);
  }
}

/** The order of numbers by ordinal; NaN is empty. */
export function numberOrder(valueOf: (ordinal: Ordinal) => number): ColumnOrder {
  return {
    isEmpty: (ordinal) => Number.isNaN(valueOf(ordinal)),
    compare: (a, b) => valueOf(a) - valueOf(b),
    sort: (ordinals) => pick(ordinals, sortNumbers(Float64Array.from(ordinals, valueOf))),
  };
}

export interface TextKeys {
  /** The two words of a record's sort key. */
  readonly highOf: (ordinal: Ordinal) => number;
  readonly lowOf: (ordinal: Ordinal) => number;
  /** Decides between equal keys. */
  readonly textOf: (ordinal: Ordinal) => string;
  readonly isEmpty: (ordinal: Ordinal) => boolean;
}

/** The order of texts: by their keys, and where these are equal by the texts. */
export function textOrder({ highOf, lowOf, textOf, isEmpty }: TextKeys): ColumnOrder {
  const compare = (a: Ordinal, b: Ordinal): number =>
    highOf(a) - highOf(b) || lowOf(a) - lowOf(b) || compareTexts(textOf(a), textOf(b));
  return {
    isEmpty,
    compare,
    sort: (ordinals) => {
      const high = Uint32Array.from(ordinals, highOf);
      const low = Uint32Array.from(ordinals, lowOf);
      const order = sortByDigits(ordinals.length, [...digitsOfWords(low), ...digitsOfWords(high)]);
      const sorted = pick(ordinals, order);
      sortTies(sorted, (i) => high[order[i] ?? 0] === high[order[i + 1] ?? 0] && low[order[i] ?? 0] === low[order[i + 1] ?? 0], textOf);
      return sorted;
    },
  };
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts each run of equal keys by text, in place; stable. */
function sortTies(sorted: Int32Array, isTied: (i: number) => boolean, textOf: (ordinal: Ordinal) => string): void {
  for (let from = 0; from < sorted.length - 1; from++) {
    if (!isTied(from)) continue;
    let to = from + 1;
    while (to < sorted.length - 1 && isTied(to)) to++;
    const run = Array.from(sorted.subarray(from, to + 1), (ordinal) => ({ ordinal, text: textOf(ordinal) }));
    run.sort((a, b) => compareTexts(a.text, b.text));
    run.forEach(({ ordinal }, i) => (sorted[from + i] = ordinal));
    from = to;
  }
}

function pick(ordinals: Int32Array, order: Uint32Array): Int32Array {
  const picked = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) picked[i] = ordinals[order[i] as number] as number;
  return picked;
}

function without(ordinals: Int32Array, isChanged: Uint8Array): Int32Array {
  return ordinals.filter((ordinal) => isChanged[ordinal] === 0);
}

/** Merges few into many: a binary search for each of the few. */
function mergeSorted(
  many: Int32Array,
  few: Ordinal[],
  compare: (a: Ordinal, b: Ordinal) => number,
): Int32Array {
  if (few.length === 0) return many;
  few.sort(compare);
  const merged = new Int32Array(many.length + few.length);
  let taken = 0;
  few.forEach((ordinal, i) => {
    let low = taken;
    let high = many.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(many[middle] ?? 0, ordinal) <= 0) low = middle + 1;
      else high = middle;
    }
    merged.set(many.subarray(taken, low), taken + i);
    merged[low + i] = ordinal;
    taken = low;
  });
  merged.set(many.subarray(taken), taken + few.length);
  return merged;
}

function isPresent(index: KindIndex, ordinal: Ordinal): boolean {
  return ((index.segments[segmentOfOrdinal(ordinal)]?.flags[ordinal & slotMask] ?? 0) & present) !== 0;
}

function compareCreation(ranks: Int32Array, a: Ordinal, b: Ordinal): number {
  return (ranks[segmentOfOrdinal(a)] ?? 0) - (ranks[segmentOfOrdinal(b)] ?? 0) || (a & slotMask) - (b & slotMask);
}
