import type { FieldDef } from '../domain/objects.ts';
import type { CategoryColumn, NumberColumn, SetColumn, TableColumn } from '../domain/table.ts';
import type { Ordinal } from './kindIndex.ts';
import { isNumberColumn, setSeparator } from './pack.ts';

/** What a column of a kind holds, by ordinal: of a formula, what it gives. */
export interface ColumnValues {
  readonly column: FieldDef;
  /** NaN is empty. */
  readonly numberOf: (ordinal: Ordinal) => number;
  /** '' is empty; the elements of a set are joined by `setSeparator`. */
  readonly textOf: (ordinal: Ordinal) => string;
}

/** One column of a table, for the records at the ordinals in their order. Linear. */
export function tableColumn(key: string, values: ColumnValues, ordinals: Int32Array): TableColumn {
  if (isNumberColumn(values.column)) return numbersOf(key, values, ordinals);
  return values.column.type === 'set' ? setsOf(key, values, ordinals) : categoriesOf(key, values, ordinals);
}

function numbersOf(key: string, { numberOf }: ColumnValues, ordinals: Int32Array): NumberColumn {
  return { key, type: 'number', values: Float64Array.from(ordinals, numberOf) };
}

function categoriesOf(key: string, { textOf }: ColumnValues, ordinals: Int32Array): CategoryColumn {
  const places = new Map<string, number>();
  const codes = Int32Array.from(ordinals, (ordinal) => {
    const text = textOf(ordinal);
    return text === '' ? -1 : placeIn(places, text);
  });
  return { key, type: 'category', labels: [...places.keys()], codes };
}

function setsOf(key: string, { textOf }: ColumnValues, ordinals: Int32Array): SetColumn {
  const places = new Map<string, number>();
  const codes: number[] = [];
  const start = new Uint32Array(ordinals.length + 1);
  ordinals.forEach((ordinal, i) => {
    const text = textOf(ordinal);
    if (text !== '') for (const element of text.split(setSeparator)) codes.push(placeIn(places, element));
    start[i + 1] = codes.length;
  });
  return { key, type: 'set', labels: [...places.keys()], start, codes: Uint32Array.from(codes) };
}

function placeIn(places: Map<string, number>, text: string): number {
  const known = places.get(text);
  if (known !== undefined) return known;
  places.set(text, places.size);
  return places.size - 1;
}
