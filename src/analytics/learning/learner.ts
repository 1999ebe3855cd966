import { firstNotFinite, rowsAt, type Matrix } from '../matrix.ts';

/** Rows to learn from: one target for each row of `features`. Class labels are 0 and 1. */
export interface Examples {
  readonly features: Matrix;
  readonly target: Float64Array;
}

/** Whether targets are labels 0 and 1 or amounts. */
export type Task = 'classes' | 'values';

/** What every long computation takes. */
export interface RunOptions {
  /** Called now and then with the share done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Looked at often enough for a cancel to take effect within 200 ms. */
  readonly signal?: { readonly aborted: boolean };
}

/** Why nothing can be learnt from the examples. Rows and columns are positions from 0. */
export type FitError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'no-columns' }
  | { readonly type: 'one-row' }
  /** `column` is null where it is the target that is missing or infinite. */
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number | null }
  | { readonly type: 'constant-target' }
  /** A label that is neither 0 nor 1. */
  | { readonly type: 'bad-label'; readonly row: number }
  | {
      readonly type: 'too-few-of-class';
      readonly label: number;
      readonly rows: number;
      readonly needed: number;
    }
  | { readonly type: 'too-few-rows'; readonly rows: number; readonly needed: number }
  /** Columns that the ones before them, or a constant, already determine. */
  | { readonly type: 'collinear'; readonly columns: readonly number[] }
  /** A weighted sum of the columns parts the classes without a mistake: likelihood has no maximum. */
  | { readonly type: 'perfect-separation' }
  | { readonly type: 'bad-option'; readonly option: string }
  | { readonly type: 'no-convergence' }
  | { readonly type: 'too-large'; readonly cells: number; readonly most: number }
  | { readonly type: 'cancelled' };

/** Cells (rows × columns) beyond which a table is refused: a sample of the rows is to be taken. */
export const mostCells = 20_000_000;

/** The flaw of examples with an amount as target, or null. A target that is everywhere the same is one. */
export function flawOfValues({ features, target }: Examples): FitError | null {
  const flaw = flawOfTable(features, target);
  if (flaw !== null) return flaw;
  return target.every((value) => value === target[0]) ? { type: 'constant-target' } : null;
}

/** The flaw of examples with labels 0 and 1, or null. Each class must have `needed` rows. */
export function flawOfClasses({ features, target }: Examples, needed = 2): FitError | null {
  const flaw = flawOfTable(features, target);
  if (flaw !== null) return flaw;
  const rows = [0, 0];
  for (let i = 0; i < target.length; i++) {
    const label = target[i]!;
    if (label !== 0 && label !== 1) return { type: 'bad-label', row: i };
    rows[label]! += 1;
  }
  if (rows[0] === 0 || rows[1] === 0) return { type: 'constant-target' };
  for (const label of [0, 1]) {
    if (rows[label]! < needed) return { type: 'too-few-of-class', label, rows: rows[label]!, needed };
  }
  return null;
}

/** The examples at the given positions, in their order. */
export function examplesAt({ features, target }: Examples, rows: Int32Array): Examples {
  return { features: rowsAt(features, rows), target: Float64Array.from(rows, (row) => target[row]!) };
}

function flawOfTable(features: Matrix, target: Float64Array): FitError | null {
  if (features.rows === 0) return { type: 'no-rows' };
  if (features.columns === 0) return { type: 'no-columns' };
  if (features.rows === 1) return { type: 'one-row' };
  const cells = features.rows * features.columns;
  if (cells > mostCells) return { type: 'too-large', cells, most: mostCells };
  const flaw = firstNotFinite(features);
  if (flaw !== null) return { type: 'not-finite', ...flaw };
  const row = target.findIndex((value) => !Number.isFinite(value));
  return row < 0 ? null : { type: 'not-finite', row, column: null };
}
