import type { Comparison, DuplicateField } from '../../src/analytics/duplicates/duplicateRecords.ts';
import { readSharedJson, readSharedText } from './sharedData.ts';

export interface Febrl {
  readonly fields: readonly DuplicateField[];
  /** The person whom each record is about. */
  readonly person: readonly string[];
  readonly truth: FebrlTruth;
}

interface FebrlTruth {
  readonly records: number;
  readonly true_pairs: number;
  readonly baseline: { readonly precision: number; readonly recall: number; readonly f1: number };
}

const comparisons: Readonly<Record<string, Comparison>> = {
  given_name: 'name',
  surname: 'name',
  street_number: 'code',
  address_1: 'text',
  address_2: 'text',
  suburb: 'text',
  postcode: 'code',
  state: 'code',
  date_of_birth: 'date',
  soc_sec_id: 'code',
};

/** The synthetic persons of a Febrl data set, each of its columns compared in its own way. */
export function febrl(set: 1 | 3): Febrl {
  const lines = readSharedText(`data/febrl/dataset${set}.csv`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const [header = [], ...rows] = lines;
  const fields = Object.entries(comparisons).map(([key, comparison]): DuplicateField => {
    const column = header.indexOf(key);
    return { key, comparison, texts: rows.map((row) => row[column] ?? '') };
  });
  return {
    fields,
    person: rows.map(([id = '']) => id.split('-')[1] ?? ''),
    truth: readSharedJson(`truth/dedup_febrl${set}.json`) as FebrlTruth,
  };
}
