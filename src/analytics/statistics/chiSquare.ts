import { err, ok, type Result } from '../../domain/result.ts';
import { chiSquareUpper } from './distributions.ts';

export interface ChiSquare {
  readonly chiSquare: number;
  readonly freedom: number;
  readonly p: number;
  /** Strength from 0 to 1: Cramér's V. */
  readonly strength: number;
  /** Counts if both were independent, of rows and columns with any. */
  readonly expected: readonly (readonly number[])[];
  /** Share of expected counts below 5; above 0.2 the p-value is not to be trusted (Cochran 1954). */
  readonly smallShare: number;
}

export type ChiSquareError =
  | { readonly type: 'bad-count'; readonly row: number; readonly column: number }
  /** Fewer than two rows or columns have any count. */
  | { readonly type: 'too-few-groups' };

/** Whether rows and columns of a table of counts are independent. Rows and columns without any count are left out.
 *  Sources: Pearson 1900; Cramér 1946. */
export function chiSquareTest(counts: readonly (readonly number[])[]): Result<ChiSquare, ChiSquareError> {
  for (const [row, cells] of counts.entries()) {
    const column = cells.findIndex((count) => !Number.isFinite(count) || count < 0);
    if (column >= 0) return err({ type: 'bad-count', row, column });
  }
  const sumOf = (cells: readonly number[]) => cells.reduce((sum, count) => sum + count, 0);
  const filled = counts.filter((cells) => sumOf(cells) > 0);
  const columns = (filled[0] ?? []).map((_, j) => sumOf(filled.map((cells) => cells[j]!)));
  const kept = Array.from(columns.keys()).filter((j) => columns[j]! > 0);
  const [rows, width] = [filled.length, kept.length];
  if (rows < 2 || width < 2) return err({ type: 'too-few-groups' });
  const n = sumOf(columns);
  const expected = filled.map((cells) => kept.map((j) => (sumOf(cells) * columns[j]!) / n));
  let chiSquare = 0;
  let small = 0;
  expected.forEach((cells, i) =>
    cells.forEach((count, j) => {
      chiSquare += (filled[i]![kept[j]!]! - count) ** 2 / count;
      if (count < 5) small++;
    }),
  );
  const freedom = (rows - 1) * (width - 1);
  return ok({
    ...{ chiSquare, freedom, p: chiSquareUpper(chiSquare, freedom), expected },
    strength: Math.sqrt(chiSquare / n / (Math.min(rows, width) - 1)),
    smallShare: small / (rows * width),
  });
}
