import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { RecordState } from '../../domain/record.ts';
import type { ColumnMapping } from '../mapping/guess.ts';
import type { ImportKind } from '../mapping/targets.ts';
import type { RowDamage } from '../reading/csvParser.ts';
import type { CellProblem } from './cell.ts';

/** Fields by which a row can be the same as a record of the book, in the order in which they are tried. */
export const matchFields = {
  account: ['externalId', 'emails', 'phones', 'name'],
  contact: ['externalId', 'emails', 'phones', 'name'],
  product: ['code', 'name'],
  orderLine: ['number'],
} as const satisfies Record<ImportKind, readonly string[]>;

export type MatchField = (typeof matchFields)[ImportKind][number];

/** What happens to a row whose record is in the book: its values are taken over, it is left alone, or another record is made. */
export type MatchPolicy = 'update' | 'skip' | 'create';

/** Everything a person has decided about an import; plain data, kept to go on with an unfinished one. */
export interface ImportSettings {
  kind: ImportKind;
  mapping: readonly ColumnMapping[];
  /** ISO 4217 code of amounts that name none. */
  currency: string;
  matchBy: readonly MatchField[];
  policy: MatchPolicy;
  /** Cells that were corrected: row → column → text. */
  corrections: Readonly<Record<number, Readonly<Record<number, string>>>>;
}

export type RowProblem =
  | RowDamage
  | { type: 'cell'; column: number; cell: string; problem: CellProblem }
  | { type: 'missing'; target: string }
  | { type: 'extra-cells'; cells: number; columns: number }
  | { type: 'repeated-in-file'; firstRow: number }
  | { type: 'order-differs'; target: string; firstRow: number }
  | { type: 'order-incomplete'; row: number }
  | { type: 'order-too-long'; maxLines: number };

/** What becomes of a row. `skipped` has a record in the book and was left alone as chosen. */
export type RowOutcome = 'new' | 'updated' | 'same' | 'skipped' | 'out';

/** Kinds that an import creates. Orders may refer to the others, contacts to accounts. */
export const createdKinds = ['product', 'account', 'contact', 'order'] as const;
export type CreatedKind = (typeof createdKinds)[number];

/** The id of the n-th record (from 0) of its kind that this import creates. While nothing is written yet, any distinct text will do. */
export type NewIds = (kind: CreatedKind, n: number) => RecordId;

/** What an import knows of the book. `find` answers from memory; `rows` reads records, in the order of the ids. */
export interface ExistingRecords {
  find(kind: CreatedKind, field: MatchField, key: string): RecordId | undefined;
  rows(ids: readonly RecordId[]): Promise<(RecordState | undefined)[]>;
}

/** A record that is there already, and what the file says of it: values that differ, and elements to add to its sets. */
export interface ReadyUpdate {
  state: RecordState;
  set: Record<string, Json>;
  add: Record<string, string[]>;
}

/** The form in which keys are compared: codes and names without case, e-mail addresses in lower case, telephone numbers by digits. */
export function matchKey(field: MatchField, value: string): string {
  if (field === 'phones') {
    const digits = value.replace(/x.*$/, '').replace(/\D/g, '');
    return digits.replace(/^86(?=1[3-9]\d{9}$)/, '');
  }
  return value.trim().toLowerCase();
}
