import type { RecordId } from '../../domain/ids.ts';
import { toStoredLine, type OrderLine } from '../../domain/order.ts';
import { GrowingFloats, GrowingInts } from './growing.ts';
import { namedOf, type Named } from './namedRecords.ts';
import { numberOf, textOf, type FieldValues, type ReadRow } from './rowReader.ts';
import { matchKey, type ExistingRecords, type MatchField } from './settings.ts';

/** The lines that the rows of a file say, in about 40 bytes each, and the products that they name. `owner` is the place of the record
 *  that a line belongs to, among the records of the file. */
export class GatheredLines {
  readonly products: Named[] = [];
  readonly #existing: ExistingRecords;
  readonly #productByKey = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #textByValue = new Map<string, number>();
  readonly #owner = new GrowingInts();
  readonly #row = new GrowingInts();
  readonly #product = new GrowingInts();
  readonly #quantity = new GrowingFloats();
  readonly #price = new GrowingFloats();
  readonly #discount = new GrowingFloats();
  readonly #tax = new GrowingFloats();
  readonly #text = new GrowingInts();

  constructor(existing: ExistingRecords) {
    this.#existing = existing;
  }

  get count(): number {
    return this.#row.length;
  }

  add(owner: number, { row, values: { line, product } }: ReadRow): { quantity: number; price: number } {
    const quantity = numberOf(line['quantity']) ?? 1;
    const price = numberOf(line['price']) ?? 0;
    const name = textOf(line['text']) ?? textOf(product['name']);
    this.#owner.push(owner);
    this.#row.push(row);
    this.#product.push(this.#productOf(product));
    this.#quantity.push(quantity);
    this.#price.push(price);
    this.#discount.push(numberOf(line['discount']) ?? 0);
    this.#tax.push(numberOf(line['tax']) ?? 0);
    this.#text.push(name === undefined ? -1 : this.#positionOfText(name));
    return { quantity, price };
  }

  ownerAt(line: number): number {
    return this.#owner.at(line);
  }

  rowAt(line: number): number {
    return this.#row.at(line);
  }

  /** The place of its product among `products`; −1 where it names none. */
  productAt(line: number): number {
    return this.#product.at(line);
  }

  /** A line once its product has an id. A text that only repeats the product's name is none. */
  at(line: number, product: RecordId | null): Omit<OrderLine, 'id'> {
    const text = this.#texts[this.#text.at(line)];
    const known = this.products[this.productAt(line)]?.values['name'];
    return {
      product,
      quantity: this.#quantity.at(line),
      price: this.#price.at(line),
      discount: this.#discount.at(line),
      text: text === undefined || text === known ? null : text,
      tax: this.#tax.at(line),
    };
  }

  stored(line: number, product: RecordId | null) {
    return toStoredLine(this.at(line, product));
  }

  /** Lines of each record in the order of the file, by counting sort. */
  byOwner(owners: number): { of(owner: number): Int32Array } {
    const start = new Int32Array(owners + 1);
    for (let line = 0; line < this.count; line += 1) {
      const next = this.#owner.at(line) + 1;
      start[next] = (start[next] ?? 0) + 1;
    }
    for (let owner = 0; owner < owners; owner += 1)
      start[owner + 1] = (start[owner + 1] ?? 0) + (start[owner] ?? 0);
    const sorted = new Int32Array(this.count);
    const next = start.slice();
    for (let line = 0; line < this.count; line += 1) {
      const owner = this.#owner.at(line);
      const place = next[owner] ?? 0;
      sorted[place] = line;
      next[owner] = place + 1;
    }
    return { of: (owner: number) => sorted.subarray(start[owner], start[owner + 1]) };
  }

  #productOf(values: FieldValues): number {
    const code = textOf(values['code']);
    const name = textOf(values['name']);
    if (code === undefined && name === undefined) return -1;
    const field: MatchField = code === undefined ? 'name' : 'code';
    return namedOf(
      this.products,
      this.#productByKey,
      `${field}:${matchKey(field, code ?? name ?? '')}`,
      values,
      (key) => this.#existing.find('product', field, key),
    );
  }

  #positionOfText(text: string): number {
    let position = this.#textByValue.get(text);
    if (position === undefined) {
      position = this.#texts.push(text) - 1;
      this.#textByValue.set(text, position);
    }
    return position;
  }
}

/** A row that says nothing of a line: a record without lines has one such row. */
export function isBare({ values: { line, product } }: ReadRow): boolean {
  return Object.keys(line).length + Object.keys(product).length === 0;
}

/** A product that lines name and the book does not have. */
export function productValues(values: FieldValues): FieldValues {
  return { ...values, name: values['name'] ?? values['code'] ?? '' };
}
