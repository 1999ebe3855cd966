import type { IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import type { FieldDef } from '../domain/objects.ts';
import { choiceOrderKey, type ChoiceOrders } from './choiceOrders.ts';
import { choiceOrder, referenceOrder, storedOrder } from './columnOrders.ts';
import type { DerivedColumns } from './derivedColumns.ts';
import { derivedFrom } from './derivedKinds.ts';
import { fold } from './fold.ts';
import type { FormulaColumn, FormulaColumns } from './formulaColumns.ts';
import type { Kept } from './kept.ts';
import type { KindIndex } from './kindIndex.ts';
import { columnOf, type ColumnKey, type ListedKind, type Sort } from './listQuery.ts';
import { labelColumn } from './pack.ts';
import { isListed } from './packRows.ts';
import { kindsOfOrder } from './queryKinds.ts';
import { compareTexts, numberOrder, SortedColumn } from './sortedColumn.ts';

/** Columns that records do not hold themselves. */
export interface ComputedColumns {
  readonly derived: DerivedColumns;
  readonly formulas: FormulaColumns;
}

/** The orders of lists: records of each kind sorted by one column or another, kept while they stay as they are. */
export class ListOrders {
  readonly #kinds: Readonly<Record<ListedKind, KindIndex>>;
  readonly #derived: DerivedColumns;
  readonly #formulas: FormulaColumns;
  readonly #kept: Kept;
  readonly #stored = new Map<string, SortedColumn>();
  #labels: ReadonlyMap<RecordId, string> = new Map();
  #choices: ChoiceOrders = new Map();
  /** Rises with every change of labels and choices. */
  #smallVersion = 0;

  constructor(
    kinds: Readonly<Record<ListedKind, KindIndex>>,
    { derived, formulas }: ComputedColumns,
    kept: Kept,
  ) {
    this.#kinds = kinds;
    this.#derived = derived;
    this.#formulas = formulas;
    this.#kept = kept;
  }

  /** Names of the small records that others refer to, and how choices are arranged. */
  setSmallRecords(labels: ReadonlyMap<RecordId, string>, choices: ChoiceOrders): void {
    this.#labels = labels;
    this.#choices = choices;
    this.#smallVersion++;
  }

  /** The records that a mask marks, in the order of a column; those without a value last. */
  inOrder(kind: ListedKind, sort: Sort, mask: Uint8Array, today: IsoDate): Int32Array {
    const { sorted, empty } = this.column(kind, sort.by, today).read();
    const matches = new Int32Array(sorted.length + empty.length);
    let count = 0;
    for (let i = 0; i < sorted.length; i++) {
      const ordinal = sorted[sort.descending === true ? sorted.length - 1 - i : i] as number;
      if (mask[ordinal] === 1) matches[count++] = ordinal;
    }
    for (const ordinal of empty) if (mask[ordinal] === 1) matches[count++] = ordinal;
    return matches.subarray(0, count);
  }

  /** `today` is where the person is: formulas may ask for it. */
  column(kind: ListedKind, key: ColumnKey, today: IsoDate): SortedColumn {
    const index = this.#kinds[kind];
    const column = columnOf(kind, key);
    if (column === undefined) throw new Error(`no column ${key} of ${kind}`);
    const stamp = this.#stampOf([kind, ...kindsOfOrder(kind, key)]);
    if (derivedFrom(kind, key) !== undefined) {
      return this.#kept.get(`sorted:${kind}/${key}`, stamp, () => {
        const values = this.#derived.column(kind, key);
        return new SortedColumn(
          index,
          numberOrder((ordinals) => Float64Array.from(ordinals, (each) => values[each] ?? NaN)),
        );
      });
    }
    if (column.type === 'formula') {
      return this.#kept.get(`sorted:${kind}/${key}`, `${stamp}.${today}`, () => {
        const ranks = ranksOf(this.#formulas.column(kind, key, today));
        return new SortedColumn(
          index,
          numberOrder((ordinals) => Float64Array.from(ordinals, (each) => ranks[each] ?? NaN)),
        );
      });
    }
    if (column.to !== undefined) {
      return this.#kept.get(`sorted:${kind}/${key}`, stamp, () =>
        this.#referenceColumn(index, column, today),
      );
    }
    if (column.type === 'choice' || column.element === 'choice') {
      const choices = this.#choices.get(choiceOrderKey(kind, key)) ?? column.choices ?? [];
      const make = (): SortedColumn => new SortedColumn(index, choiceOrder(index, key, choices));
      // Kept over changes of records, which it follows by itself.
      return this.#kept.get(`choices:${kind}/${key}`, String(this.#smallVersion), make);
    }
    const known = this.#stored.get(`${kind}/${key}`);
    if (known !== undefined) return known;
    const made = new SortedColumn(index, storedOrder(index, column));
    if (this.#stored.size >= maxStored) this.#stored.delete(this.#stored.keys().next().value ?? '');
    this.#stored.set(`${kind}/${key}`, made);
    return made;
  }

  #referenceColumn(index: KindIndex, column: FieldDef, today: IsoDate): SortedColumn {
    const to = column.to;
    const rankOf = to !== undefined && isListed(to) ? this.#listedRanks(to, today) : this.#smallRanks();
    return new SortedColumn(index, referenceOrder(index, column.key, rankOf));
  }

  #listedRanks(kind: ListedKind, today: IsoDate): (id: RecordId) => number {
    const index = this.#kinds[kind];
    const ranks = new Float64Array(index.capacity).fill(NaN);
    const { sorted } = this.column(kind, labelColumn(kind), today).read();
    sorted.forEach((ordinal, rank) => (ranks[ordinal] = rank));
    return (id) => {
      const ordinal = index.ordinalOf(id);
      return ordinal < 0 ? NaN : (ranks[ordinal] ?? NaN);
    };
  }

  #smallRanks(): (id: RecordId) => number {
    const collator = new Intl.Collator(['zh-u-co-pinyin', 'en'], { numeric: true });
    const sorted = [...this.#labels].sort(([a, x], [b, y]) => collator.compare(x, y) || (a < b ? -1 : 1));
    const ranks = new Map(sorted.map(([id], rank) => [id, rank]));
    return (id) => ranks.get(id) ?? NaN;
  }

  #stampOf(kinds: readonly ListedKind[]): string {
    return [...kinds.map((kind) => this.#kinds[kind].version), this.#smallVersion].join('.');
  }
}

/** Places by which what a formula gives sorts: numbers as they are, texts by their folded form. NaN is empty. */
function ranksOf(formula: FormulaColumn | undefined): Float64Array {
  if (formula?.texts === undefined) return formula?.numbers ?? new Float64Array();
  const distinct = [...new Set(formula.texts)].map((text) => ({ text, folded: fold(text) }));
  distinct.sort((a, b) => compareTexts(a.folded, b.folded) || compareTexts(a.text, b.text));
  const ranks = new Map(distinct.map(({ text }, rank) => [text, text === '' ? NaN : rank]));
  return Float64Array.from(formula.texts, (text) => ranks.get(text) ?? NaN);
}

/** Sorted columns of stored values that are kept at most; 4 bytes per record each. */
const maxStored = 12;
