import { currencyDigits, unitsPerMajor } from '../../domain/money.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { FieldDef } from '../../domain/objects.ts';
import { slotsPerSegment } from '../kindIndex.ts';
import { isInstantColumn, listedKinds, type Filter, type ListedKind } from '../listQuery.ts';
import type { MemoryIndex } from '../memoryIndex.ts';
import { currencyColumn, setSeparator } from '../pack.ts';
import { filteredKind, type ReportDefinition } from './definition.ts';
import { KindColumns, Places, type TextCodes } from './kindColumns.ts';
import { madeNumbers, type Likelihoods } from './madeNumbers.ts';
import type { ShardLines } from './orderLines.ts';
import { isMade, reportFieldOf, type ReportField } from './reportFields.ts';
import type { Dimension } from './tally.ts';
import { localDays } from '../../domain/table.ts';

/** Lines of orders as they are in memory. */
export interface LineSource {
  readonly products: readonly RecordId[];
  readonly shards: Iterable<ShardLines>;
}

/** What rows are put under, with the text of each code. */
export interface Coded extends Dimension {
  readonly entries: readonly string[];
}

/** The rows that a report looks at: records, or lines of orders with the orders that they stand in. */
export class ReportRows {
  readonly rows: number;
  readonly kind: ListedKind;
  readonly columns: KindColumns;
  readonly #index: MemoryIndex;
  readonly #definition: ReportDefinition;
  readonly #likelihoods: Likelihoods;
  /** The ordinal of each row's record, of lines that of the order. */
  readonly #ordinals: Int32Array;
  readonly #lines: Lines | undefined;

  constructor(
    index: MemoryIndex,
    definition: ReportDefinition,
    asked: { readonly today: string; readonly likelihoods: Likelihoods; readonly lines?: LineSource },
  ) {
    this.#index = index;
    this.#definition = definition;
    this.#likelihoods = asked.likelihoods;
    this.kind = filteredKind(definition.object);
    this.columns = new KindColumns(index, asked.today);
    const mask = index.mask(this.kind, definition.filter);
    if (asked.lines === undefined) this.#ordinals = ordinalsOf(mask);
    else {
      this.#lines = linesOf(index, mask, asked.lines);
      this.#ordinals = this.#lines.order;
    }
    this.rows = this.#ordinals.length;
  }

  /** 1 for each row whose record meets a filter. */
  met(filter: Filter): Uint8Array {
    const mask = this.#index.mask(this.kind, filter);
    const met = new Uint8Array(this.#ordinals.length);
    for (let row = 0; row < met.length; row++) met[row] = mask[this.#ordinals[row]!]!;
    return met;
  }

  /** A number for each row, NaN for none. Dates and moments in days. */
  numbers(key: string): Float64Array {
    const field = this.#field(key);
    const values =
      field.kind === 'line'
        ? this.#lineNumbers(field.column.key)
        : this.#gathered(field, this.#numbersOf(field.kind, field.column.key));
    return isInstantColumn(field.column) ? values.map(localDays()) : values;
  }

  codes(key: string): Coded {
    const field = this.#field(key);
    const { entries, codes } = this.#texts(field);
    return field.column.type === 'set' ? elements(entries, codes) : { entries, codes, size: entries.length };
  }

  /** The currency of each row's amount; undefined for a number that is none. One text where all are in one. */
  currencies(key: string): TextCodes | string | undefined {
    const field = this.#field(key);
    const { kind, column } = field;
    if (kind === 'account' && column.key === 'revenue') return this.#index.derived.orders().currency;
    const own = currencyKeyOf(kind, column);
    if (own === undefined) return undefined;
    return this.#texts(kind === 'line' ? { kind: 'order', column: own } : { ...field, column: own });
  }

  /** True for a field of lines, whose amounts may be fractions of a minor unit. */
  isLine(key: string): boolean {
    return this.#field(key).kind === 'line';
  }

  /** The type of a field, of a formula that of its result. */
  typeOf(key: string): string | undefined {
    const { kind, column } = this.#field(key);
    if (kind !== 'line' && isInstantColumn(column)) return 'instant';
    return kind === 'line' || isMade(kind, column.key) ? column.type : this.columns.typeOf(kind, column.key);
  }

  #field(key: string): ReportField {
    const field = reportFieldOf(this.#definition.object, key);
    if (field === undefined) throw new Error(`no field ${key} of ${this.#definition.object}`);
    return field;
  }

  #numbersOf(kind: ListedKind, key: string): Float64Array {
    return isMade(kind, key)
      ? madeNumbers(this.columns, kind, key, this.#likelihoods)
      : this.columns.numbers(kind, key);
  }

  #lineNumbers(key: string): Float64Array {
    const { quantity, price, discount, order } = this.#lines!;
    if (key === 'quantity') return quantity;
    if (key === 'unitPrice') return price.map((units) => units / unitsPerMajor);
    if (key === 'discount') return discount;
    const amounts = new Float64Array(quantity.length);
    const isReturn = key === 'net' ? this.#returns() : undefined;
    for (let line = 0; line < amounts.length; line++) {
      const units = quantity[line]! * price[line]! * (1 - discount[line]!);
      amounts[line] = (isReturn?.[order[line]!] === 1 ? -Math.abs(units) : units) / unitsPerMajor;
    }
    return amounts;
  }

  #returns(): Uint8Array {
    return this.#index.mask('order', {
      match: 'all',
      conditions: [{ field: 'kind', op: 'anyOf', values: ['return'] }],
    });
  }

  #texts(field: ReportField): TextCodes {
    if (field.kind === 'line') return { entries: this.#lines!.products, codes: this.#lines!.product };
    const { entries, codes } = this.columns.texts(field.kind, field.column.key);
    return { entries, codes: this.#gathered(field, codes) };
  }

  /** Values of records, by row: of what a reference means, -1 or NaN where it means nothing. */
  #gathered<T extends Float64Array | Int32Array>({ through }: ReportField, values: T): T {
    const rows = this.#ordinals.length;
    const none = values instanceof Float64Array ? NaN : -1;
    const found = values instanceof Float64Array ? new Float64Array(rows) : new Int32Array(rows);
    if (through === undefined) {
      for (let row = 0; row < rows; row++) found[row] = values[this.#ordinals[row]!] ?? none;
      return found as T;
    }
    const reference = this.#texts(this.#field(through));
    const to = listedKinds.find((kind) => kind === this.#field(through).column.to);
    const ordinals = Int32Array.from(reference.entries, (id) =>
      to === undefined ? -1 : this.#index.kinds[to].ordinalOf(id),
    );
    for (let row = 0; row < rows; row++) {
      const entry = reference.codes[row]!;
      found[row] = (entry < 0 ? undefined : values[ordinals[entry]!]) ?? none;
    }
    return found as T;
  }
}

/** Digits after the point of amounts in a currency: sums are taken in whole minor units. */
export function minorsOf(currency: string): number {
  return 10 ** currencyDigits(currency);
}

function currencyKeyOf(kind: ListedKind | 'line', { key, type }: FieldDef): FieldDef | undefined {
  const named = (name: string): FieldDef => ({ key: name, type: 'text' });
  if (kind === 'line') return type === 'money' ? named('currency') : undefined;
  if ((kind === 'order' || kind === 'quote') && (key === 'total' || key === 'net')) return named('currency');
  if (type === 'unitPrice') return named('currency');
  if (kind === 'deal' && key === 'weighted') return named('currency');
  return type === 'money' ? named(currencyColumn(key)) : undefined;
}

function ordinalsOf(mask: Uint8Array): Int32Array {
  let count = 0;
  for (const met of mask) count += met;
  const ordinals = new Int32Array(count);
  let next = 0;
  for (let ordinal = 0; ordinal < mask.length; ordinal++) if (mask[ordinal] === 1) ordinals[next++] = ordinal;
  return ordinals;
}

interface Lines {
  readonly products: readonly RecordId[];
  /** The ordinal of each line's order. */
  readonly order: Int32Array;
  readonly product: Int32Array;
  readonly quantity: Float64Array;
  readonly price: Float64Array;
  readonly discount: Float64Array;
}

/** The lines of the orders that a mask lets through, end to end. Linear. */
function linesOf(index: MemoryIndex, mask: Uint8Array, { products, shards }: LineSource): Lines {
  const numbers = new Map(index.kinds.order.segments.map((segment, number) => [segment.shard, number]));
  const runs: { readonly from: ShardLines; readonly position: number; readonly ordinal: number }[] = [];
  let count = 0;
  for (const from of shards) {
    const number = numbers.get(from.shard);
    if (number === undefined) continue;
    for (let position = 0; position < from.slots.length; position++) {
      const slot = from.slots[position]!;
      const ordinal = number * slotsPerSegment + slot;
      if (slot < 0 || mask[ordinal] !== 1) continue;
      runs.push({ from, position, ordinal });
      count += from.start[position + 1]! - from.start[position]!;
    }
  }
  const [order, product] = [new Int32Array(count), new Int32Array(count)];
  const [quantity, price, discount] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
  ];
  let next = 0;
  for (const { from, position, ordinal } of runs) {
    const end = from.start[position + 1]!;
    for (let line = from.start[position]!; line < end; line++, next++) {
      order[next] = ordinal;
      product[next] = from.product[line]!;
      quantity[next] = from.quantity[line]!;
      price[next] = from.price[line]!;
      discount[next] = from.discount[line]!;
    }
  }
  return { products, order, product, quantity, price, discount };
}

function elements(entries: readonly string[], codes: Int32Array): Coded {
  const places = new Places();
  const ofEntry = entries.map((text) => text.split(setSeparator).map((element) => places.of(element)));
  const start = new Uint32Array(codes.length + 1);
  codes.forEach((code, row) => (start[row + 1] = start[row]! + (code < 0 ? 0 : ofEntry[code]!.length)));
  const all = new Int32Array(start[codes.length]!);
  codes.forEach((code, row) => {
    if (code >= 0) all.set(ofEntry[code]!, start[row]);
  });
  return { entries: places.entries, codes: all, start, size: places.entries.length };
}
