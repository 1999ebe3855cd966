import type { AnalysisSource } from '../../domain/analysisSource.ts';

/** One step of preparing a table. Columns are named by their keys; a step makes the columns that `keyOfMade` names. */
export type PreparationStep =
  /** Leaves out records in which one of the columns is empty. */
  | { readonly type: 'dropEmpty'; readonly columns: readonly string[] }
  /** Fills what is empty: numbers by their median or mean, labels by the most frequent one, either by a fixed value. */
  | {
      readonly type: 'fill';
      readonly column: string;
      readonly by: 'median' | 'mean' | 'frequent' | 'value';
      readonly value?: string;
    }
  /** Of records that agree in the columns the first stays. */
  | { readonly type: 'deduplicate'; readonly columns: readonly string[] }
  /** Texts become numbers or days; numbers become labels. What cannot be read becomes empty. */
  | { readonly type: 'convert'; readonly column: string; readonly to: 'number' | 'category' | 'date' }
  /** A column of 0 and 1 for each of the most frequent labels; the column itself goes. */
  | { readonly type: 'oneHot'; readonly column: string; readonly most: number }
  /** Labels become 0, 1, 2 … in the order given; others become empty. */
  | { readonly type: 'ordinal'; readonly column: string; readonly order: readonly string[] }
  /** Mean 0 and population deviation 1; 0 to 1; or the signed logarithm of 1 + |x|. */
  | { readonly type: 'scale'; readonly columns: readonly string[]; readonly by: 'zScore' | 'minMax' | 'log' }
  /** What lies beyond the quantiles `share` and 1 − `share` is pulled in to them. */
  | { readonly type: 'winsorise'; readonly columns: readonly string[]; readonly share: number }
  /** Days from a date to today. */
  | { readonly type: 'daysSince'; readonly column: string }
  /** 1 to 5 by fifths of the records, 5 for the highest, or for the lowest where reversed. */
  | { readonly type: 'fifths'; readonly column: string; readonly isReversed: boolean }
  /** How often each of the most frequent words of a text stands in it. */
  | { readonly type: 'words'; readonly column: string; readonly most: number }
  /** Columns of another source, found by a key: the value of the first match, or a figure over all of them. */
  | {
      readonly type: 'join';
      readonly from: AnalysisSource;
      /** A column of this table, or `id` for the record itself. */
      readonly key: string;
      readonly otherKey: string;
      readonly take: readonly { readonly column: string; readonly by: JoinFigure }[];
    }
  | { readonly type: 'drop'; readonly columns: readonly string[] };

export type JoinFigure = 'first' | 'last' | 'count' | 'sum' | 'mean';

export const stepTypes = [
  'dropEmpty',
  'fill',
  'deduplicate',
  'convert',
  'oneHot',
  'ordinal',
  'scale',
  'winsorise',
  'daysSince',
  'fifths',
  'words',
  'join',
  'drop',
] as const satisfies readonly PreparationStep['type'][];

/** What a step did. */
export interface StepReport {
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly columnsBefore: number;
  readonly columnsAfter: number;
  /** Cells whose value is another than before. */
  readonly changed: number;
  /** Columns that the step names and the table does not have: it was left out for them. */
  readonly missing: readonly string[];
  /** The cells that the table would have had, and may have at most: the step was left out. */
  readonly tooLarge?: { readonly cells: number; readonly most: number };
  /** Of a join: records that found no partner. */
  readonly unmatched?: number;
}

/** The key of a column that a step makes out of another. */
export function keyOfMade(column: string, what: string): string {
  return `${column}:${what}`;
}
