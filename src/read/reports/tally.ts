import type { MeasureOp } from './definition.ts';

/** What each row is put under: a code, −1 for none. Of a set, row `i` has the codes at `codes[start[i] … start[i + 1])`. */
export interface Dimension {
  /** How many codes there are. */
  readonly size: number;
  readonly codes: Int32Array;
  readonly start?: Uint32Array;
}

export interface Measured {
  readonly op: MeasureOp;
  /** A number for each row, NaN for none; of `distinct` the code of what it refers to, −1 for none. */
  readonly values?: ArrayLike<number>;
  /** Of `distinct`: how many codes there are. */
  readonly size?: number;
  /** Of `rate`: 1 for each row that meets the part, and the whole. */
  readonly part?: Uint8Array;
  readonly whole?: Uint8Array;
}

/** Rows and what is asked of them. */
export interface TallyRows {
  readonly rows: number;
  readonly group?: Dimension | undefined;
  readonly split?: Dimension | undefined;
  readonly measured: Measured;
}

/** One result for each cell, by `group × splits + split`: the last group and the last split are those without a value. */
export interface Tally {
  readonly groups: number;
  readonly splits: number;
  /** NaN where there is nothing to measure; sums and counts are 0 there. */
  readonly values: Float64Array;
  /** Rows in the cell. */
  readonly counts: Float64Array;
}

/** Linear in rows, and in their elements where they are put together by sets; a median sorts what it looks at. */
export function tally(rows: TallyRows): Tally {
  const cells = cellsOf(rows);
  const [groups, splits] = [sizeOf(rows.group), sizeOf(rows.split)];
  const counts = new Float64Array(groups * splits);
  cells.each((_, cell) => (counts[cell] = counts[cell]! + 1));
  return { groups, splits, counts, values: measure(rows.measured, cells, counts) };
}

function sizeOf(dimension: Dimension | undefined): number {
  return dimension === undefined ? 1 : dimension.size + 1;
}

interface Cells {
  readonly each: (visit: (row: number, cell: number) => void) => void;
}

function cellsOf({ rows, group, split }: TallyRows): Cells {
  const splits = sizeOf(split);
  if (group?.start === undefined && split?.start === undefined) {
    const [none, noSplit] = [group?.size ?? 0, split?.size ?? 0];
    const cells = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const first = group === undefined ? 0 : group.codes[row]!;
      const second = split === undefined ? 0 : split.codes[row]!;
      cells[row] = (first < 0 ? none : first) * splits + (second < 0 ? noSplit : second);
    }
    return {
      each: (visit) => {
        for (let row = 0; row < rows; row++) visit(row, cells[row]!);
      },
    };
  }
  return {
    each: (visit) => {
      for (let row = 0; row < rows; row++)
        eachCode(group, row, (first) =>
          eachCode(split, row, (second) => visit(row, first * splits + second)),
        );
    },
  };
}

/** Each code of a row once. */
function eachCode(dimension: Dimension | undefined, row: number, visit: (code: number) => void): void {
  if (dimension === undefined) return visit(0);
  const { start, codes, size } = dimension;
  if (start === undefined) return visit(codes[row]! < 0 ? size : codes[row]!);
  const [from, to] = [start[row]!, start[row + 1]!];
  if (from === to) return visit(size);
  for (let at = from; at < to; at++) if (codes.indexOf(codes[at]!, from) === at) visit(codes[at]!);
}

function measure({ op, values, size = 0, part, whole }: Measured, cells: Cells, counts: Float64Array) {
  const { length } = counts;
  if (op === 'count' || values === undefined) {
    if (op !== 'rate') return counts.slice();
    return shares(length, cells, () => 1, part, whole);
  }
  switch (op) {
    case 'sum':
      return sums(length, cells, values).sum;
    case 'mean': {
      const { sum, known } = sums(length, cells, values);
      return sum.map((each, cell) => each / known[cell]!);
    }
    case 'min':
    case 'max':
      return ends(length, cells, values, op === 'min' ? -1 : 1);
    case 'median':
      return medians(length, cells, values);
    case 'distinct':
      return distinct(length, cells, values, size);
    case 'rate':
      return shares(length, cells, (row) => Math.abs(values[row]!) || 0, part, whole);
  }
}

/** Compensated (Neumaier 1974), so that the order of the rows does not tell in what people read. */
function sums(length: number, cells: Cells, values: ArrayLike<number>) {
  const [sum, lost, known] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  cells.each((row, cell) => {
    const value = values[row]!;
    if (value !== value) return;
    const before = sum[cell]!;
    const after = before + value;
    lost[cell]! += Math.abs(before) >= Math.abs(value) ? before - after + value : value - after + before;
    sum[cell] = after;
    known[cell]!++;
  });
  return { sum: sum.map((each, cell) => each + lost[cell]!), known };
}

function ends(length: number, cells: Cells, values: ArrayLike<number>, sign: -1 | 1) {
  const end = new Float64Array(length).fill(NaN);
  cells.each((row, cell) => {
    const value = values[row]!;
    if (value === value && !(sign * value <= sign * end[cell]!)) end[cell] = value;
  });
  return end;
}

/** The mean of the two in the middle where they are even in number. */
function medians(length: number, cells: Cells, values: ArrayLike<number>) {
  const start = new Float64Array(length + 1);
  cells.each((row, cell) => {
    if (values[row]! === values[row]!) start[cell + 1]!++;
  });
  for (let cell = 0; cell < length; cell++) start[cell + 1]! += start[cell]!;
  const next = start.slice();
  const sorted = new Float64Array(start[length]!);
  cells.each((row, cell) => {
    const value = values[row]!;
    if (value === value) sorted[next[cell]!++] = value;
  });
  return Float64Array.from({ length }, (_, cell) => {
    const own = sorted.subarray(start[cell], start[cell + 1]).sort();
    const middle = own.length >> 1;
    return own.length % 2 === 1 ? own[middle]! : (own[middle - 1]! + own[middle]!) / 2;
  });
}

/** One bit for each pair of a cell and what is referred to, where those are few; otherwise a set of pairs. */
function distinct(length: number, cells: Cells, codes: ArrayLike<number>, size: number) {
  const found = new Float64Array(length);
  const isSeen = seenPairs(length * size);
  cells.each((row, cell) => {
    const code = codes[row]!;
    if (code >= 0 && !isSeen(cell * size + code)) found[cell]!++;
  });
  return found;
}

const mostBytes = 64_000_000;

function seenPairs(pairs: number): (pair: number) => boolean {
  if (pairs > mostBytes) {
    const seen = new Set<number>();
    return (pair) => seen.size === seen.add(pair).size;
  }
  const seen = new Uint8Array(pairs);
  return (pair) => {
    const was = seen[pair] === 1;
    seen[pair] = 1;
    return was;
  };
}

function shares(
  length: number,
  cells: Cells,
  weight: (row: number) => number,
  part: Uint8Array | undefined,
  whole: Uint8Array | undefined,
) {
  const [met, all] = [new Float64Array(length), new Float64Array(length)];
  cells.each((row, cell) => {
    if (part?.[row] === 1) met[cell]! += weight(row);
    if (whole === undefined || whole[row] === 1) all[cell]! += weight(row);
  });
  return met.map((each, cell) => each / all[cell]!);
}
