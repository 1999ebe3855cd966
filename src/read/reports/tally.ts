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

/** Linear in rows, and in their elements where they are put together by sets. */
export function tally(asked: TallyRows): Tally {
  const places = placesOf(asked);
  const [groups, splits] = [sizeOf(asked.group), sizeOf(asked.split)];
  const counts = new Float64Array(groups * splits);
  const { cells } = places;
  for (let i = 0; i < cells.length; i++) counts[cells[i]!]!++;
  return { groups, splits, counts, values: measure(asked.measured, places, counts) };
}

function sizeOf(dimension: Dimension | undefined): number {
  return dimension === undefined ? 1 : dimension.size + 1;
}

/** The cell of each row; where a row is in several, `rows` says which it is. */
interface Places {
  readonly cells: Int32Array;
  readonly rows: Int32Array;
}

function placesOf({ rows, group, split }: TallyRows): Places {
  const splits = sizeOf(split);
  if (group?.start === undefined && split?.start === undefined) {
    const cells = new Int32Array(rows);
    if (group !== undefined) addCodes(cells, group, splits);
    if (split !== undefined) addCodes(cells, split, 1);
    return { cells, rows: rowsFromZero(rows) };
  }
  const [cells, of]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row++) {
    for (const first of codesOf(group, row)) {
      for (const second of codesOf(split, row)) {
        cells.push(first * splits + second);
        of.push(row);
      }
    }
  }
  return { cells: Int32Array.from(cells), rows: Int32Array.from(of) };
}

function addCodes(cells: Int32Array, { codes, size }: Dimension, step: number): void {
  for (let row = 0; row < cells.length; row++) {
    const code = codes[row]!;
    cells[row]! += (code < 0 ? size : code) * step;
  }
}

let fromZero = new Int32Array();

/** 0, 1, 2, …: made once for the longest report so far. */
function rowsFromZero(rows: number): Int32Array {
  if (fromZero.length < rows) {
    fromZero = new Int32Array(rows);
    for (let row = 0; row < rows; row++) fromZero[row] = row;
  }
  return fromZero.subarray(0, rows);
}

const onlyCode = [0];

/** Each code of a row once. */
function codesOf(dimension: Dimension | undefined, row: number): Iterable<number> {
  if (dimension === undefined) return onlyCode;
  const { start, codes, size } = dimension;
  if (start === undefined) return [codes[row]! < 0 ? size : codes[row]!];
  const [from, to] = [start[row]!, start[row + 1]!];
  return from === to ? [size] : new Set(codes.subarray(from, to));
}

function measure(measured: Measured, places: Places, counts: Float64Array): Float64Array {
  const { op, values, size = 0 } = measured;
  const { length } = counts;
  if (op === 'rate') return shares(length, places, measured);
  if (op === 'count' || values === undefined) return counts.slice();
  switch (op) {
    case 'sum':
      return sums(length, places, values).sum;
    case 'mean': {
      const { sum, known } = sums(length, places, values);
      return sum.map((each, cell) => each / known[cell]!);
    }
    case 'min':
    case 'max':
      return ends(length, places, values, op === 'min' ? -1 : 1);
    case 'median':
      return medians(length, places, values);
    case 'distinct':
      return distinct(length, places, values, size);
  }
}

/** Compensated (Neumaier 1974), so that the order of the rows does not tell in what people read. */
function sums(length: number, { cells, rows }: Places, values: ArrayLike<number>) {
  const [sum, lost, known] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < cells.length; i++) {
    const [value, cell] = [values[rows[i]!]!, cells[i]!];
    if (value !== value) continue;
    const before = sum[cell]!;
    const after = before + value;
    lost[cell]! += Math.abs(before) >= Math.abs(value) ? before - after + value : value - after + before;
    sum[cell] = after;
    known[cell]!++;
  }
  return { sum: sum.map((each, cell) => each + lost[cell]!), known };
}

function ends(length: number, { cells, rows }: Places, values: ArrayLike<number>, sign: -1 | 1) {
  const end = new Float64Array(length).fill(NaN);
  for (let i = 0; i < cells.length; i++) {
    const [value, cell] = [values[rows[i]!]!, cells[i]!];
    if (value === value && !(sign * value <= sign * end[cell]!)) end[cell] = value;
  }
  return end;
}

/** The mean of the two in the middle where they are even in number. */
function medians(length: number, { cells, rows }: Places, values: ArrayLike<number>) {
  const start = new Float64Array(length + 1);
  for (let i = 0; i < cells.length; i++) {
    const value = values[rows[i]!]!;
    if (value === value) start[cells[i]! + 1]!++;
  }
  for (let cell = 0; cell < length; cell++) start[cell + 1]! += start[cell]!;
  const next = start.slice();
  const apart = new Float64Array(start[length]!);
  for (let i = 0; i < cells.length; i++) {
    const value = values[rows[i]!]!;
    if (value === value) apart[next[cells[i]!]!++] = value;
  }
  const found = new Float64Array(length);
  for (let cell = 0; cell < length; cell++)
    found[cell] = medianOf(apart.subarray(start[cell], start[cell + 1]));
  return found;
}

/** Puts what it is given into another order. NaN of nothing. Linear on average. */
function medianOf(values: Float64Array): number {
  const { length } = values;
  if (length === 0) return NaN;
  const upper = length >> 1;
  select(values, upper);
  const high = values[upper]!;
  if (length % 2 === 1) return high;
  let low = -Infinity;
  for (let i = 0; i < upper; i++) if (values[i]! > low) low = values[i]!;
  return (low + high) / 2;
}

/** Afterwards the value at a place is the one that would stand there if all were sorted, and none before it is greater (Hoare 1961). */
function select(values: Float64Array, place: number): void {
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const pivot = values[(first + last) >> 1]!;
    let [i, j] = [first, last];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (place <= j) last = j;
    else if (place >= i) first = i;
    else return;
  }
}

/** One byte for each pair of a cell and what is referred to, where those are few; otherwise a set of pairs. */
function distinct(length: number, { cells, rows }: Places, codes: ArrayLike<number>, size: number) {
  const found = new Float64Array(length);
  const isMany = length * size > mostBytes;
  const seen = new Uint8Array(isMany ? 0 : length * size);
  const pairs = new Set<number>();
  for (let i = 0; i < cells.length; i++) {
    const [code, cell] = [codes[rows[i]!]!, cells[i]!];
    if (code < 0) continue;
    const pair = cell * size + code;
    if (isMany ? pairs.has(pair) : seen[pair] === 1) continue;
    if (isMany) pairs.add(pair);
    else seen[pair] = 1;
    found[cell]!++;
  }
  return found;
}

const mostBytes = 64_000_000;

function shares(length: number, { cells, rows }: Places, { values, part, whole }: Measured) {
  const [met, all] = [new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < cells.length; i++) {
    const [row, cell] = [rows[i]!, cells[i]!];
    const weight = values === undefined ? 1 : Math.abs(values[row]!) || 0;
    if (part?.[row] === 1) met[cell]! += weight;
    if (whole === undefined || whole[row] === 1) all[cell]! += weight;
  }
  return met.map((each, cell) => each / all[cell]!);
}
