import type { Json } from '../../domain/json.ts';
import { splitList } from '../values/choice.ts';
import type { JsonRecord } from './recordSplitter.ts';

/** Cells of a row by the names of their columns. */
export type JsonRow = ReadonlyMap<string, string>;

/**
 * A record as rows of a table. Objects become columns such as `address.city`, lists of texts a list in one cell, amounts
 * `12.50 EUR`. A list of objects, as the lines of an order, makes a row for each of them, which repeats the rest; its names stand
 * alone unless the record has them too.
 */
export function rowsOfRecord(record: JsonRecord): JsonRow[] {
  const cells = new Map<string, string>();
  let lines: { readonly name: string; readonly records: readonly JsonRecord[] } | undefined;
  const take = (name: string, value: Json): void => {
    if (isObject(value)) {
      const amount = amountText(value);
      if (amount !== undefined) cells.set(name, amount);
      else for (const [key, inner] of Object.entries(value)) take(`${name}.${key}`, inner);
    } else if (Array.isArray(value)) {
      const list = value as readonly Json[];
      if (lines === undefined && list.length > 0 && list.every(isObject)) lines = { name, records: list };
      else if (list.some((each) => typeof each === 'object' && each !== null))
        cells.set(name, JSON.stringify(list));
      else cells.set(name, listText(list.flatMap((each) => (each === null ? [] : [scalarText(each)]))));
    } else cells.set(name, scalarText(value));
  };
  for (const [key, value] of Object.entries(record)) take(key, value);
  if (lines === undefined) return [cells];
  const { name: prefix, records } = lines;
  return records.map((each) => {
    const row = new Map(cells);
    for (const line of rowsOfRecord(each).slice(0, 1))
      for (const [name, text] of line) row.set(cells.has(name) ? `${prefix}.${name}` : name, text);
    return row;
  });
}

/** A list as one cell: parted by semicolons where each element can be told again, else as JSON, which cells of lists read too. */
export function listText(elements: readonly string[]): string {
  const joined = elements.join('; ');
  const again = splitList(joined, true);
  const isSame = again.length === elements.length && again.every((each, i) => each === elements[i]);
  return isSame ? joined : JSON.stringify(elements);
}

function amountText(value: JsonRecord): string | undefined {
  const { amount, currency } = value;
  if (Object.keys(value).length !== 2 || typeof currency !== 'string') return undefined;
  return typeof amount === 'string' || typeof amount === 'number'
    ? `${String(amount)} ${currency}`
    : undefined;
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

function isObject(value: Json): value is JsonRecord & Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
