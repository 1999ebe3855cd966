import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { OrderLine } from '../../domain/order.ts';
import type { RecordState } from '../../domain/record.ts';
import type { ColumnMapping } from '../mapping/guess.ts';
import { recordOf, type ImportKind, type Target } from '../mapping/targets.ts';
import type { RowDamage } from '../reading/csvParser.ts';
import type { CellProblem } from './cell.ts';

/** Fields by which a row can be the same as a record of the book, in the order in which they are tried. */
export const matchFields = {
  account: ['externalId', 'emails', 'phones', 'name'],
  contact: ['externalId', 'emails', 'phones', 'name'],
  product: ['code', 'name'],
  orderLine: ['number'],
  lead: ['externalId', 'emails', 'phones', 'name'],
  deal: ['externalId', 'name'],
  quote: ['number'],
  payment: ['externalId', 'number'],
  activity: ['externalId'],
  need: ['externalId'],
  task: ['externalId'],
  behaviour: ['externalId'],
} as const satisfies Record<ImportKind, readonly string[]>;

/** Fields by which a cell names a record that a row refers to, in the order in which they are tried. */
export const lookupFields = {
  account: ['externalId', 'name'],
  contact: ['externalId', 'name'],
  product: ['code', 'name'],
  lead: ['externalId', 'name'],
  deal: ['externalId', 'name'],
  quote: ['number'],
  order: ['number'],
  need: ['title'],
  task: ['title'],
  tag: ['name'],
} as const satisfies Partial<Record<CreatedKind, readonly string[]>>;

export type MatchField = (typeof matchFields)[ImportKind][number] | 'title';

/** True for a field whose value one record has and no other. */
export function isCode(field: MatchField): boolean {
  return field === 'externalId' || field === 'code';
}

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
  /** Targets that only this book has, as it was when the file was opened. */
  ofBook?: readonly Target[];
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

/** Kinds that an import creates, those that others refer to first. */
export const createdKinds = [
  'tag',
  'product',
  'account',
  'contact',
  'deal',
  'lead',
  'quote',
  'order',
  'payment',
  'need',
  'task',
  'activity',
  'behaviour',
] as const;
export type CreatedKind = (typeof createdKinds)[number];

/** What an import knows of the book. `find` answers from memory; `rows` reads records, in the order of the ids. */
export interface ExistingRecords {
  find(kind: CreatedKind, field: MatchField, key: string): RecordId | undefined;
  /** The number or code of a record, as `matchKey` writes it, where rows are matched by it and by something else. */
  codeOf(id: RecordId): string | undefined;
  rows(ids: readonly RecordId[]): Promise<(RecordState | undefined)[]>;
  /** All that have a value in a field that an import matches by. */
  all(kind: CreatedKind, field: MatchField): ReadonlySet<RecordId>;
}

/** A record that is there already, and what the file says of it: values that differ, and elements to add to its sets. */
export interface ReadyUpdate {
  state: RecordState;
  set: Record<string, Json>;
  add: Record<string, string[]>;
  /** All its lines, where the file says others than it has; those with an empty id are new. */
  lines?: readonly OrderLine[];
}

/** The form in which keys are compared: names and e-mail addresses without case, telephone numbers by digits, codes and numbers as they
 *  are (`85123A` and `85123a` are two products). */
export function matchKey(field: MatchField, value: string): string {
  switch (field) {
    case 'phones':
      return value
        .replace(/x.*$/, '')
        .replace(/\D/g, '')
        .replace(/^86(?=1[3-9]\d{9}$)/, '');
    case 'name':
    case 'title':
    case 'emails':
      return value.trim().toLowerCase();
    case 'externalId':
    case 'code':
    case 'number':
      return value.trim();
  }
}

/** Fields to match by unless a person chooses others: those that name one record and have a column; a name only where there is nothing
 *  better. */
export function defaultMatch(kind: ImportKind, mapping: readonly ColumnMapping[]): MatchField[] {
  const record = recordOf(kind);
  const mapped = new Set(mapping.map(({ target }) => target));
  const fields: readonly MatchField[] = matchFields[kind];
  const found = fields.filter((field) => mapped.has(`${record}.${field}`));
  const strong = found.filter((field) => field !== 'name');
  return strong.length > 0 ? strong : fields.filter((field) => field === 'name');
}
