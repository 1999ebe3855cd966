import type { Matrix } from '../matrix.ts';

/** A table whose cells are the ranks of their values among the different values of the column. */
export interface CodedColumns {
  readonly rows: number;
  readonly columns: number;
  /** Column after column: the rank of cell (i, j) is `codes[j * rows + i]`. */
  readonly codes: Uint16Array;
  /** Least and greatest value of each rank of each column; the same where no values were merged. */
  readonly lowest: readonly Float64Array[];
  readonly highest: readonly Float64Array[];
}

/**
 * Codes the columns. Where one has more than `mostLevels` different values, neighbours are merged so that each rank has about
 * as many rows. At most 65,536 ranks. Null when aborted. O(rows · columns · log rows).
 */
export function codeColumns(
  { rows, columns, values }: Matrix,
  signal?: { readonly aborted: boolean },
  mostLevels = 65_536,
): CodedColumns | null {
  const codes = new Uint16Array(rows * columns);
  const lowest: Float64Array[] = [];
  const highest: Float64Array[] = [];
  const column = new Float64Array(rows);
  for (let j = 0; j < columns; j++) {
    if (signal?.aborted === true) return null;
    for (let i = 0; i < rows; i++) column[i] = values[i * columns + j]!;
    const levels = fewLevelsOf(column) ?? levelsOf(column, mostLevels);
    lowest.push(levels.lowest);
    highest.push(levels.highest);
    for (let i = 0; i < rows; i++) codes[j * rows + i] = rankIn(levels.highest, column[i]!);
  }
  return { rows, columns, codes, lowest, highest };
}

/** The value between the greatest of one rank and the least of a later one, at which a rule parts them: x ≤ it goes left. */
export function thresholdBetween(
  { lowest, highest }: CodedColumns,
  column: number,
  left: number,
  right: number,
): number {
  const below = highest[column]![left]!;
  const above = lowest[column]![right]!;
  const middle = below + (above - below) / 2;
  return middle < above ? middle : below;
}

interface Levels {
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

const few = 8;

/** The different values where there are only a few, as in columns of 0 and 1; null otherwise. */
function fewLevelsOf(column: Float64Array): Levels | null {
  const seen: number[] = [];
  for (let i = 0; i < column.length; i++) {
    if (seen.includes(column[i]!)) continue;
    if (seen.length === few) return null;
    seen.push(column[i]!);
  }
  const levels = Float64Array.from(seen).sort();
  return { lowest: levels, highest: levels };
}

function levelsOf(column: Float64Array, mostLevels: number): Levels {
  const ascending = column.slice().sort();
  let different = 0;
  for (let i = 0; i < ascending.length; i++) if (i === 0 || ascending[i] !== ascending[i - 1]) different++;
  const step = different > mostLevels ? ascending.length / mostLevels : 0;
  const lowest: number[] = [];
  const highest: number[] = [];
  let full = 0;
  for (let i = 0; i < ascending.length;) {
    let next = i + 1;
    while (next < ascending.length && ascending[next] === ascending[i]) next++;
    if (lowest.length === 0 || i >= full) {
      lowest.push(ascending[i]!);
      highest.push(ascending[i]!);
      full = lowest.length * step;
    } else highest[highest.length - 1] = ascending[i]!;
    i = next;
  }
  return { lowest: Float64Array.from(lowest), highest: Float64Array.from(highest) };
}

function rankIn(highest: Float64Array, value: number): number {
  let low = 0;
  let high = highest.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (highest[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
