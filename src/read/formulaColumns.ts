import { dateToDay, dayToDate, isIsoDate, type IsoDate } from '../domain/dates.ts';
import type { FormulaType, FormulaValue } from '../domain/formula.ts';
import type { FormulaSet } from '../domain/formulaSet.ts';
import type { Json } from '../domain/json.ts';
import { unitsPerMajor } from '../domain/money.ts';
import type { FieldDef } from '../domain/objects.ts';
import { segmentOfOrdinal, slotMask, type KindIndex, type Ordinal } from './kindIndex.ts';
import { columnOf, type ColumnKey, type ListedKind } from './listQuery.ts';
import { isNumberColumn, setSeparator } from './pack.ts';

/** What a formula gives for every record of a kind, by ordinal. */
export interface FormulaColumn {
  /** The column as one of its result: a number, a date in days, a boolean as 1 or 0, or a text. */
  readonly field: FieldDef;
  /** NaN is empty. Only numbers where the result is no text. */
  readonly numbers: Float64Array;
  /** Left out where the result is no text; empty texts are empty values. */
  readonly texts?: readonly string[];
}

interface Computed {
  column: FormulaColumn;
  capacity: number;
  generation: number;
  version: number;
  readonly today: IsoDate;
}

type Kinds = Readonly<Record<ListedKind, KindIndex>>;

/** The columns of formulas: computed when a list first asks for one, and then again for the records that change. */
export class FormulaColumns {
  readonly #kinds: Kinds;
  #sets: ReadonlyMap<ListedKind, FormulaSet> = new Map();
  readonly #computed = new Map<string, Computed>();

  constructor(kinds: Kinds) {
    this.#kinds = kinds;
  }

  setFormulas(sets: ReadonlyMap<ListedKind, FormulaSet>): void {
    this.#sets = sets;
    this.#computed.clear();
  }

  /**
   * Undefined for a formula that is not defined or cannot be computed here, as one of long texts, which are not kept in
   * memory: it is empty everywhere.
   */
  column(kind: ListedKind, key: ColumnKey, today: IsoDate): FormulaColumn | undefined {
    const set = this.#sets.get(kind);
    const formula = set?.formulas.find((each) => each.key === key);
    if (set === undefined || formula === undefined || !isComputable(kind, set, key)) return undefined;
    const index = this.#kinds[kind];
    const name = `${kind}/${key}`;
    const known = this.#computed.get(name);
    const isUsable =
      known?.today === today && known.generation === index.generation && known.capacity === index.capacity;
    const changed = isUsable ? index.changedSince(known.version) : undefined;
    if (known !== undefined && changed !== undefined) {
      if (changed.length > 0) compute(index, set, known.column, changed, today);
      known.version = index.version;
      return known.column;
    }
    const column = emptyColumn(key, formula.type, index.capacity);
    compute(index, set, column, index.presentOrdinals(), today);
    const { capacity, generation, version } = index;
    if (this.#computed.size >= maxComputed) this.#computed.delete(this.#computed.keys().next().value ?? '');
    this.#computed.set(name, { column, capacity, generation, version, today });
    return column;
  }
}

/** Columns that are kept; 8 bytes for each record, or a text. */
const maxComputed = 12;

function emptyColumn(key: ColumnKey, type: FormulaType, capacity: number): FormulaColumn {
  if (type !== 'text') return { field: { key, type }, numbers: new Float64Array(capacity).fill(NaN) };
  return { field: { key, type }, numbers: new Float64Array(), texts: new Array<string>(capacity).fill('') };
}

function compute(
  index: KindIndex,
  set: FormulaSet,
  { field, numbers, texts }: FormulaColumn,
  ordinals: ArrayLike<Ordinal>,
  today: IsoDate,
): void {
  const needed = neededFormulas(set, field.key);
  const isFormula = new Set(needed.map(({ key }) => key));
  const reads = [...new Set(needed.flatMap((each) => each.reads))].filter((key) => !isFormula.has(key));
  const read = reads.flatMap((key) => {
    const column = columnOf(index.kind, key);
    return column === undefined ? [] : [[key, readerOf(index, column)] as const];
  });
  for (let i = 0; i < ordinals.length; i++) {
    const ordinal = ordinals[i] as number;
    const values: Record<string, Json> = {};
    for (const [key, valueAt] of read) {
      const value = valueAt(ordinal);
      if (value !== null) values[key] = value;
    }
    let result: FormulaValue = null;
    for (const { key, evaluate } of needed) {
      result = evaluate(values, today);
      if (result !== null) values[key] = result;
    }
    if (texts !== undefined) (texts as string[])[ordinal] = typeof result === 'string' ? result : '';
    else numbers[ordinal] = numberOf(result);
  }
}

function isComputable(kind: ListedKind, set: FormulaSet, key: ColumnKey): boolean {
  return neededFormulas(set, key).every(({ reads }) =>
    reads.every((read) => columnOf(kind, read) !== undefined),
  );
}

/** A formula and those that it reads, each after what it reads: the last is the one that is asked for. */
function neededFormulas(set: FormulaSet, key: ColumnKey): FormulaSet['formulas'] {
  const needed = new Set([key]);
  for (const formula of set.formulas.toReversed()) {
    if (needed.has(formula.key)) for (const read of formula.reads) needed.add(read);
  }
  const ordered = set.formulas.filter((formula) => needed.has(formula.key));
  return ordered.slice(0, ordered.findIndex((formula) => formula.key === key) + 1);
}

/** A value as records hold it, from what the index keeps of it; null where it is empty. */
function readerOf(index: KindIndex, column: FieldDef): (ordinal: Ordinal) => Json {
  const { key } = column;
  if (!isNumberColumn(column)) {
    return (ordinal) => {
      const text = index.textOf(ordinal, key);
      if (text === '') return null;
      return column.type === 'set' ? text.split(setSeparator) : text;
    };
  }
  const shown = shownAs(column);
  return (ordinal) => {
    const number = index.segments[segmentOfOrdinal(ordinal)]?.numbers.get(key)?.[ordinal & slotMask] ?? NaN;
    return Number.isNaN(number) ? null : shown(number);
  };
}

function shownAs({ type }: FieldDef): (number: number) => Json {
  switch (type) {
    case 'boolean':
      return (number) => number === 1;
    case 'date':
      return dayToDate;
    case 'unitPrice':
      return (number) => Math.round(number * unitsPerMajor);
    case 'money':
      // The currency is not kept: one without minor units says the same amount.
      return (number) => ({ minor: number, currency: 'JPY' });
    default:
      return (number) => number;
  }
}

function numberOf(value: FormulaValue): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  return typeof value === 'string' && isIsoDate(value) ? dateToDay(value) : NaN;
}
