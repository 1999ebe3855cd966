import type { IsoDate } from '../../domain/dates.ts';
import { derivedFrom } from '../derivedKinds.ts';
import { slotsPerSegment } from '../kindIndex.ts';
import { columnOf, listedKinds, type ColumnKey, type ListedKind } from '../listQuery.ts';
import type { MemoryIndex } from '../memoryIndex.ts';

/** Texts of a column by ordinal: the place of each among the distinct ones, −1 for none. */
export interface TextCodes {
  readonly entries: readonly string[];
  readonly codes: Int32Array;
}

/** Whole columns of a kind, read segment by segment: a text is looked at once for all records of a shard that share it. */
export class KindColumns {
  readonly #index: MemoryIndex;
  readonly #today: IsoDate;

  constructor(index: MemoryIndex, today: IsoDate) {
    this.#index = index;
    this.#today = today;
  }

  /** NaN for none. Not to be changed. */
  numbers(kind: ListedKind, key: ColumnKey): Float64Array {
    const { derived, formulas, kinds } = this.#index;
    if (derivedFrom(kind, key) !== undefined) return derived.column(kind, key);
    const index = kinds[kind];
    const column = columnOf(kind, key);
    if (column?.type === 'formula')
      return formulas.column(kind, key, this.#today)?.numbers ?? new Float64Array(index.capacity).fill(NaN);
    const numbers = new Float64Array(index.capacity).fill(NaN);
    index.segments.forEach((segment, number) => {
      const values = segment.numbers.get(key);
      if (values !== undefined) numbers.set(values.subarray(0, segment.size), number * slotsPerSegment);
    });
    return numbers;
  }

  /** Of references: what is meant now, where records were merged. */
  texts(kind: ListedKind, key: ColumnKey): TextCodes {
    const index = this.#index.kinds[kind];
    const to = listedKinds.find((each) => each === columnOf(kind, key)?.to);
    const standingFor =
      to === undefined || !this.#index.kinds[to].hasMerged ? undefined : this.#index.kinds[to];
    const places = new Places();
    const codes = new Int32Array(index.capacity).fill(-1);
    const made = this.#formulaTexts(kind, key);
    if (made !== undefined) {
      made.forEach((text, ordinal) => (codes[ordinal] = text === '' ? -1 : places.of(text)));
      return { entries: places.entries, codes };
    }
    index.segments.forEach((segment, number) => {
      const column = segment.texts.get(key);
      if (column === undefined) return;
      const known = new Int32Array(column.table.size).fill(-2);
      for (let slot = 0; slot < segment.size; slot++) {
        const entry = column.codes[slot]!;
        if (entry === 0) continue;
        if (known[entry]! === -2) {
          const text = column.table.textOf(entry);
          known[entry] = places.of(standingFor?.standingFor(text) ?? text);
        }
        codes[number * slotsPerSegment + slot] = known[entry]!;
      }
    });
    return { entries: places.entries, codes };
  }

  /** The type that a formula gives. */
  typeOf(kind: ListedKind, key: ColumnKey): string | undefined {
    const column = columnOf(kind, key);
    if (column?.type !== 'formula') return column?.type;
    return this.#index.formulas.column(kind, key, this.#today)?.field.type;
  }

  #formulaTexts(kind: ListedKind, key: ColumnKey): readonly string[] | undefined {
    if (columnOf(kind, key)?.type !== 'formula') return undefined;
    return this.#index.formulas.column(kind, key, this.#today)?.texts;
  }
}

/** Distinct texts, each with its place. */
export class Places {
  readonly entries: string[] = [];
  readonly #places = new Map<string, number>();

  of(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.entries.push(text) - 1;
      this.#places.set(text, place);
    }
    return place;
  }
}
