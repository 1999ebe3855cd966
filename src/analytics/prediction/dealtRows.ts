import { seededRandom } from '../../domain/random.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Columns } from '../../domain/table.ts';
import type { Examples } from '../learning/learner.ts';
import { encode, fitEncoding, type Encoding } from '../preparation/encoding.ts';
import { mostLearntCells, rowsWithin, widthAtMost } from '../preparation/parts.ts';
import { knownRows } from '../preparation/target.ts';
import { samplePositions } from '../random.ts';
import { kFold, rowsInside, rowsOutside, stratifiedFolds } from '../validation/folds.ts';

/** What is to be learnt from a table. */
export interface LearningRequest {
  readonly table: Columns;
  /** One for each record of the table; NaN where it is not known. 0 and 1 where `isClass`. */
  readonly target: Float64Array;
  readonly isClass: boolean;
  /** Columns to learn from. */
  readonly columns: readonly string[];
  readonly seed: number;
  /** The fold of each record with a known target, 0 to 4; by default dealt by the seed. */
  readonly foldOf?: Int32Array;
}

/** The records that are learnt from, dealt into folds: the same for all methods, in whichever worker they run. */
export interface DealtRows {
  /** Positions in the table, rising. */
  readonly rows: Int32Array;
  /** The target of each of `rows`. */
  readonly truth: Float64Array;
  /** The fold of each of `rows`, 0 to `foldCount` − 1. */
  readonly foldOf: Int32Array;
}

/** Fewer records with a known target than it takes to learn and to test. */
export interface TooFewKnown {
  readonly type: 'too-few-known';
  readonly known: number;
  readonly needed: number;
}

export const foldCount = 5;
/** Records with a known target below which nothing is learnt. */
export const leastKnown = 30;
/** Records that methods are compared on, at most: a seeded sample of more. */
export const mostCompared = 20_000;

/**
 * The records with a known target, in folds (stratified by class): a seeded sample where there are more than `compared`, or where
 * their features would be more than `cells`.
 */
export function dealRows(
  request: LearningRequest,
  compared = mostCompared,
  cells = mostLearntCells,
): Result<DealtRows, TooFewKnown> {
  const { table, target, isClass, columns, seed } = request;
  const most = Math.max(leastKnown, Math.min(compared, rowsWithin(widthAtMost(table, columns), cells)));
  const known = knownRows(target);
  if (known.length < leastKnown)
    return err({ type: 'too-few-known', known: known.length, needed: leastKnown });
  const rows =
    known.length <= most ? known : at(known, samplePositions(known.length, most, seededRandom(seed)));
  const truth = Float64Array.from(rows, (row) => target[row]!);
  const dealt = isClass ? stratifiedFolds(truth, foldCount, seed) : kFold(rows.length, foldCount, seed);
  const foldOf = request.foldOf?.length === rows.length ? request.foldOf : dealt;
  return ok({ rows, truth, foldOf });
}

/** What a fold learns from and is tested on. How columns become features is learnt from the former alone. */
export interface FoldExamples {
  readonly encoding: Encoding;
  readonly learnt: Examples;
  readonly unseen: Examples;
  /** Positions in `rows` that are tested. */
  readonly tested: Int32Array;
}

/** One fold, learning from those of its rows that `keep` leaves. */
export function examplesOfFold(
  { table, columns }: Pick<LearningRequest, 'table' | 'columns'>,
  { rows, truth, foldOf }: DealtRows,
  fold: number,
  keep: (learnt: Int32Array) => Int32Array = (learnt) => learnt,
): FoldExamples {
  const learnt = keep(rowsOutside(foldOf, fold));
  const tested = rowsInside(foldOf, fold);
  const encoding = fitEncoding(table, columns, at(rows, learnt));
  const examples = (positions: Int32Array): Examples => ({
    features: encode(encoding, table, at(rows, positions)),
    target: Float64Array.from(positions, (position) => truth[position]!),
  });
  return { encoding, learnt: examples(learnt), unseen: examples(tested), tested };
}

function at(values: Int32Array, positions: Int32Array): Int32Array {
  return Int32Array.from(positions, (position) => values[position]!);
}
