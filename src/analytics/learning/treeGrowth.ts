import type { Random } from '../../domain/random.ts';
import { thresholdBetween, type CodedColumns } from './codedColumns.ts';
import type { Tree } from './tree.ts';

/** What growing takes, kept from one tree to the next. */
export interface Grower {
  readonly table: CodedColumns;
  readonly target: Float64Array;
  /** Of each row, set by the caller before each tree: how often it counts. Rows of weight 0 are left out. */
  readonly weight: Float64Array;
  /** Weight times target. */
  readonly weighted: Float64Array;
  /** Rows, those of a node next to each other. */
  readonly order: Int32Array;
  readonly spare: Int32Array;
  /** Columns, brought into a random order as they are drawn. */
  readonly drawn: Int32Array;
  readonly perLevel: { readonly rows: Int32Array; readonly weight: Float64Array; readonly sum: Float64Array };
  readonly nodes: { -readonly [Key in keyof Tree]: Tree[Key] };
  readonly best: Split;
}

export interface GrowthOptions {
  readonly maxDepth: number;
  readonly minLeafRows: number;
  /** Columns tried at each split, drawn anew; null tries all in their order. */
  readonly draw: { readonly columns: number; readonly random: Random } | null;
  readonly signal?: { readonly aborted: boolean } | undefined;
}

export function growerFor(table: CodedColumns, target: Float64Array): Grower {
  const { rows, columns } = table;
  const most = 2 * rows + 1;
  const levels = table.lowest.reduce((greatest, each) => Math.max(greatest, each.length), 0);
  return {
    ...{ table, target },
    weight: new Float64Array(rows),
    weighted: new Float64Array(rows),
    order: new Int32Array(rows),
    spare: new Int32Array(rows),
    drawn: Int32Array.from({ length: columns }, (_, j) => j),
    perLevel: {
      rows: new Int32Array(levels),
      weight: new Float64Array(levels),
      sum: new Float64Array(levels),
    },
    nodes: {
      feature: new Int32Array(most),
      threshold: new Float64Array(most),
      left: new Int32Array(most),
      right: new Int32Array(most),
      value: new Float64Array(most),
      cover: new Float64Array(most),
      gain: new Float64Array(most),
    },
    best: { column: -1, code: 0, next: 0, score: 0 },
  };
}

/** A tree grown on the rows by their weights; null when aborted. O(rows · columns · depth). */
export function growTree(grower: Grower, options: GrowthOptions): Tree | null {
  const { nodes, order, weight, weighted, target, best } = grower;
  const stack: Node[] = [{ id: 0, from: 0, to: orderRows(grower), depth: 0 }];
  for (let i = 0; i < weight.length; i++) weighted[i] = weight[i]! * target[i]!;
  let size = 1;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.to - node.from > 2000 && options.signal?.aborted === true) return null;
    const { id, from, to, depth } = node;
    let [all, sum, squares] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      all += weight[row]!;
      sum += weighted[row]!;
      squares += weighted[row]! * target[row]!;
    }
    nodes.value[id] = sum / all;
    nodes.cover[id] = all;
    nodes.feature[id] = -1;
    nodes.gain[id] = 0;
    nodes.threshold[id] = 0;
    nodes.left[id] = -1;
    nodes.right[id] = -1;
    const isPure = squares - (sum * sum) / all <= 1e-12 * squares;
    if (isPure || depth >= options.maxDepth || to - from < 2 * options.minLeafRows) continue;
    findSplit(grower, options, { from, to, all, sum });
    if (best.column < 0) continue;
    const middle = partRows(grower, from, to);
    nodes.feature[id] = best.column;
    nodes.threshold[id] = thresholdBetween(grower.table, best.column, best.code, best.next);
    nodes.gain[id] = Math.max(0, best.score - (sum * sum) / all);
    nodes.left[id] = size;
    nodes.right[id] = size + 1;
    stack.push({ id: size + 1, from: middle, to, depth: depth + 1 });
    stack.push({ id: size, from, to: middle, depth: depth + 1 });
    size += 2;
  }
  return {
    feature: nodes.feature.slice(0, size),
    threshold: nodes.threshold.slice(0, size),
    left: nodes.left.slice(0, size),
    right: nodes.right.slice(0, size),
    value: nodes.value.slice(0, size),
    cover: nodes.cover.slice(0, size),
    gain: nodes.gain.slice(0, size),
  };
}

interface Node {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** The best split found so far: ranks up to `code` go left, `next` is the least rank on the right. */
interface Split {
  column: number;
  code: number;
  next: number;
  /** sum² / weight of both sides added: the greater, the less impurity is left. */
  score: number;
}

/** The rows of a node with their summed weight and weighted target. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly sum: number;
}

/** Brings the rows that count to the front. How many they are. */
function orderRows({ order, weight }: Grower): number {
  let count = 0;
  for (let i = 0; i < weight.length; i++) if (weight[i]! > 0) order[count++] = i;
  return count;
}

/** Tries columns until as many as asked have been tried, and one at least that is not constant in the node. */
function findSplit(grower: Grower, { draw, minLeafRows }: GrowthOptions, span: Span): void {
  const { drawn, best, table } = grower;
  best.column = -1;
  best.score = Number.NEGATIVE_INFINITY;
  if (draw === null) {
    for (let j = 0; j < table.columns; j++) scanColumn(grower, span, j, minLeafRows);
    return;
  }
  let isAnyVaried = false;
  for (let k = 0; k < drawn.length && (k < draw.columns || !isAnyVaried); k++) {
    const other = k + Math.floor(draw.random() * (drawn.length - k));
    const column = drawn[other]!;
    drawn[other] = drawn[k]!;
    drawn[k] = column;
    if (scanColumn(grower, span, column, minLeafRows)) isAnyVaried = true;
  }
}

/** Takes the best split of a column where it beats the one found so far. Whether the column varies in the node. */
function scanColumn(grower: Grower, span: Span, column: number, minLeafRows: number): boolean {
  const levels = grower.table.lowest[column]!.length;
  if (levels < 2) return false;
  if (levels === 2) return scanTwo(grower, span, column, minLeafRows);
  const rows = span.to - span.from;
  return rows * 4 < levels && rows <= mostSorted
    ? scanSorted(grower, span, column, minLeafRows)
    : scanCounted(grower, span, column, minLeafRows, levels);
}

function scanTwo(
  { table, order, weight, weighted, best }: Grower,
  { from, to, all, sum }: Span,
  column: number,
  minLeafRows: number,
): boolean {
  const { codes } = table;
  const base = column * table.rows;
  let [rows, above, sumAbove] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    const code = codes[base + row]!;
    rows += code;
    above += code * weight[row]!;
    sumAbove += code * weighted[row]!;
  }
  if (rows === 0 || rows === to - from) return false;
  if (rows < minLeafRows || to - from - rows < minLeafRows) return true;
  const score = scoreOf(all - above, sum - sumAbove, above, sumAbove);
  if (isBetter(score, best.score)) take(best, column, 0, 1, score);
  return true;
}

function scanCounted(
  { table, order, weight, weighted, best, perLevel }: Grower,
  { from, to, all, sum }: Span,
  column: number,
  minLeafRows: number,
  levels: number,
): boolean {
  const { codes } = table;
  const base = column * table.rows;
  const { rows: rowsAt, weight: weightAt, sum: sumAt } = perLevel;
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    const code = codes[base + row]!;
    rowsAt[code]! += 1;
    weightAt[code]! += weight[row]!;
    sumAt[code]! += weighted[row]!;
  }
  let [rows, below, sumBelow, before] = [0, 0, 0, -1];
  const most = to - from - minLeafRows;
  let isVaried = false;
  for (let code = 0; code < levels; code++) {
    if (rowsAt[code] === 0) continue;
    if (before >= 0) {
      isVaried = true;
      if (rows >= minLeafRows && rows <= most) {
        const score = scoreOf(below, sumBelow, all - below, sum - sumBelow);
        if (isBetter(score, best.score)) take(best, column, before, code, score);
      }
    }
    rows += rowsAt[code]!;
    below += weightAt[code]!;
    sumBelow += sumAt[code]!;
    before = code;
    rowsAt[code] = 0;
    weightAt[code] = 0;
    sumAt[code] = 0;
  }
  return isVaried;
}

/** Rows of a node that are sorted rather than counted, at most: a rank and a place fit in 31 bits. */
const mostSorted = 16_384;

function scanSorted(
  { table, order, weight, weighted, best, spare }: Grower,
  { from, to, all, sum }: Span,
  column: number,
  minLeafRows: number,
): boolean {
  const { codes } = table;
  const base = column * table.rows;
  const rows = to - from;
  for (let k = 0; k < rows; k++) spare[k] = (codes[base + order[from + k]!]! << 14) | k;
  sortFirst(spare, rows);
  if (spare[0]! >> 14 === spare[rows - 1]! >> 14) return false;
  let [below, sumBelow] = [0, 0];
  for (let k = 0; k < rows - 1; k++) {
    const row = order[from + (spare[k]! & (mostSorted - 1))]!;
    below += weight[row]!;
    sumBelow += weighted[row]!;
    const code = spare[k]! >> 14;
    const next = spare[k + 1]! >> 14;
    if (code === next || k + 1 < minLeafRows || rows - k - 1 < minLeafRows) continue;
    const score = scoreOf(below, sumBelow, all - below, sum - sumBelow);
    if (isBetter(score, best.score)) take(best, column, code, next, score);
  }
  return true;
}

function sortFirst(values: Int32Array, count: number): void {
  if (count > 40) {
    values.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let k = i - 1;
    for (; k >= 0 && values[k]! > value; k--) values[k + 1] = values[k]!;
    values[k + 1] = value;
  }
}

function scoreOf(below: number, sumBelow: number, above: number, sumAbove: number): number {
  return (sumBelow * sumBelow) / below + (sumAbove * sumAbove) / above;
}

/** Differences in the last digits come from the order of adding, and do not count. */
function isBetter(score: number, best: number): boolean {
  return score > best + 1e-12 * Math.abs(best === Number.NEGATIVE_INFINITY ? 0 : best);
}

function take(best: Split, column: number, code: number, next: number, score: number): void {
  best.column = column;
  best.code = code;
  best.next = next;
  best.score = score;
}

/** Brings the rows that go left before those that go right. Where the right ones begin. */
function partRows({ table, order, spare, best }: Grower, from: number, to: number): number {
  const base = best.column * table.rows;
  let place = from;
  let apart = 0;
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    if (table.codes[base + row]! <= best.code) order[place++] = row;
    else spare[apart++] = row;
  }
  for (let k = 0; k < apart; k++) order[place + k] = spare[k]!;
  return place;
}
