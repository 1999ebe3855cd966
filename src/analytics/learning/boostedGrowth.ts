import { thresholdBetween, type CodedColumns } from './codedColumns.ts';
import type { Tree } from './tree.ts';

/** What growing takes, kept from one tree to the next. */
export interface BoostedGrower {
  readonly table: CodedColumns;
  /** First bin of each column in the histograms, and after the last one their number. */
  readonly offsets: Int32Array;
  /** The most frequent bin of each column: it is not added up, but known from what is left. */
  readonly usual: Int32Array;
  /** The other bins of each row: `bins[start[i] … start[i + 1])`. */
  readonly start: Int32Array;
  readonly bins: Int32Array;
  /** Of the loss at each row, set by the caller before each tree. */
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly order: Int32Array;
  readonly spare: Int32Array;
  /** Histograms that are free to be used again: slope, curvature and rows of each bin. */
  readonly free: Float64Array[];
}

export interface BoostedLimits {
  readonly maxLeaves: number;
  readonly minLeafRows: number;
  readonly l2: number;
  readonly signal: { readonly aborted: boolean } | undefined;
}

export function boostedGrowerFor(table: CodedColumns): BoostedGrower {
  const { rows, columns, codes } = table;
  const offsets = new Int32Array(columns + 1);
  for (let j = 0; j < columns; j++) offsets[j + 1] = offsets[j]! + table.lowest[j]!.length;
  const counts = new Int32Array(offsets[columns]!);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) counts[offsets[j]! + codes[j * rows + i]!]! += 1;
  }
  const usual = Int32Array.from({ length: columns }, (_, j) => {
    const own = counts.subarray(offsets[j], offsets[j + 1]);
    return offsets[j]! + own.indexOf(own.reduce((most, count) => Math.max(most, count), 0));
  });
  const kept = usual.reduce((sum, bin) => sum - counts[bin]!, rows * columns);
  const bins = new Int32Array(kept);
  const start = new Int32Array(rows + 1);
  let place = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const bin = offsets[j]! + codes[j * rows + i]!;
      if (bin !== usual[j]) bins[place++] = bin;
    }
    start[i + 1] = place;
  }
  return {
    ...{ table, offsets, usual, start, bins },
    slope: new Float64Array(rows),
    curvature: new Float64Array(rows),
    order: new Int32Array(rows),
    spare: new Int32Array(rows),
    free: [],
  };
}

/**
 * A tree grown by the best leaf first, whose leaf values, times `rate`, are added to `margins`; null when aborted. Its covers
 * count rows. The smaller side of a split is added up, the other is what is left of the histogram above.
 */
export function growBoosted(
  grower: BoostedGrower,
  limits: BoostedLimits,
  rate: number,
  margins: Float64Array,
): Tree | null {
  const { order, free } = grower;
  const rows = order.length;
  for (let i = 0; i < rows; i++) order[i] = i;
  const nodes: Leaf[] = [leafOf(grower, limits, 0, rows, histogramOf(grower, 0, rows))];
  for (let leaves = 1; leaves < limits.maxLeaves; leaves++) {
    if (limits.signal?.aborted === true) return null;
    const parent = bestLeaf(nodes);
    if (parent === null) break;
    const { from, to, split, histogram } = parent;
    const middle = partRows(grower, from, to, split);
    const isLeftSmaller = middle - from <= to - middle;
    const small = isLeftSmaller ? histogramOf(grower, from, middle) : histogramOf(grower, middle, to);
    for (let bin = 0; bin < histogram.length; bin++) histogram[bin]! -= small[bin]!;
    parent.left = nodes.length;
    nodes.push(leafOf(grower, limits, from, middle, isLeftSmaller ? small : histogram));
    nodes.push(leafOf(grower, limits, middle, to, isLeftSmaller ? histogram : small));
  }
  for (const node of nodes) {
    if (node.left >= 0) continue;
    free.push(node.histogram);
    for (let i = node.from; i < node.to; i++) margins[order[i]!]! += rate * node.value;
  }
  return treeOf(grower, nodes, rate);
}

/** A node on the way: a leaf until `left` is set. */
interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly split: Split;
  readonly histogram: Float64Array;
  left: number;
}

interface Split {
  column: number;
  /** Ranks up to it go left. */
  code: number;
  gain: number;
}

const leastCurvature = 1e-3;
/** Gains that differ by less than this share come from the order of adding: the first counts. */
const rounding = 1e-9;

function leafOf(
  grower: BoostedGrower,
  limits: BoostedLimits,
  from: number,
  to: number,
  histogram: Float64Array,
): Leaf {
  const { order, slope, curvature } = grower;
  let [slopes, curvatures] = [0, 0];
  for (let i = from; i < to; i++) {
    slopes += slope[order[i]!]!;
    curvatures += curvature[order[i]!]!;
  }
  const split: Split = { column: -1, code: 0, gain: 0 };
  if (to - from >= 2 * limits.minLeafRows) {
    fillUsual(grower, histogram, slopes, curvatures, to - from);
    findSplit(grower, limits, histogram, { rows: to - from, slopes, curvatures }, split);
  }
  const bend = curvatures + limits.l2;
  return { from, to, value: bend > 0 ? -slopes / bend : 0, split, histogram, left: -1 };
}

function histogramOf(
  { order, start, bins, slope, curvature, offsets, free }: BoostedGrower,
  from: number,
  to: number,
): Float64Array {
  const histogram = free.pop()?.fill(0) ?? new Float64Array(3 * offsets[offsets.length - 1]!);
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    const down = slope[row]!;
    const bend = curvature[row]!;
    const last = start[row + 1]!;
    for (let k = start[row]!; k < last; k++) {
      const place = 3 * bins[k]!;
      histogram[place]! += down;
      histogram[place + 1]! += bend;
      histogram[place + 2]! += 1;
    }
  }
  return histogram;
}

/** The most frequent bin of each column has what the others leave of the sums. */
function fillUsual(
  { usual, offsets }: BoostedGrower,
  histogram: Float64Array,
  slopes: number,
  curvatures: number,
  rows: number,
): void {
  for (let j = 0; j < usual.length; j++) {
    let [down, bend, count] = [slopes, curvatures, rows];
    for (let bin = offsets[j]!; bin < offsets[j + 1]!; bin++) {
      if (bin === usual[j]) continue;
      down -= histogram[3 * bin]!;
      bend -= histogram[3 * bin + 1]!;
      count -= histogram[3 * bin + 2]!;
    }
    const place = 3 * usual[j]!;
    histogram[place] = down;
    histogram[place + 1] = bend;
    histogram[place + 2] = count;
  }
}

function findSplit(
  { offsets, usual }: BoostedGrower,
  { minLeafRows, l2 }: BoostedLimits,
  histogram: Float64Array,
  { rows, slopes, curvatures }: { rows: number; slopes: number; curvatures: number },
  split: Split,
): void {
  const whole = (slopes * slopes) / (curvatures + l2);
  for (let j = 0; j < usual.length; j++) {
    let [down, bend, count] = [0, 0, 0];
    const last = offsets[j + 1]! - 1;
    for (let bin = offsets[j]!; bin < last; bin++) {
      down += histogram[3 * bin]!;
      bend += histogram[3 * bin + 1]!;
      count += histogram[3 * bin + 2]!;
      if (count < minLeafRows || bend < leastCurvature) continue;
      if (rows - count < minLeafRows || curvatures - bend < leastCurvature) break;
      const other = slopes - down;
      const parts = (down * down) / (bend + l2) + (other * other) / (curvatures - bend + l2);
      const gain = parts - whole;
      if (gain <= split.gain + rounding * parts) continue;
      split.gain = gain;
      split.column = j;
      split.code = bin - offsets[j]!;
    }
  }
  // The subtraction of the greater side's histogram takes the usual bin anew.
  for (let j = 0; j < usual.length; j++) histogram.fill(0, 3 * usual[j]!, 3 * usual[j]! + 3);
}

function bestLeaf(nodes: readonly Leaf[]): Leaf | null {
  let best: Leaf | null = null;
  for (const node of nodes) {
    if (node.left >= 0 || node.split.column < 0) continue;
    if (node.split.gain > (best?.split.gain ?? 0) * (1 + rounding)) best = node;
  }
  return best;
}

function partRows({ table, order, spare }: BoostedGrower, from: number, to: number, split: Split): number {
  const base = split.column * table.rows;
  let place = from;
  let apart = 0;
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    if (table.codes[base + row]! <= split.code) order[place++] = row;
    else spare[apart++] = row;
  }
  for (let k = 0; k < apart; k++) order[place + k] = spare[k]!;
  return place;
}

function treeOf({ table }: BoostedGrower, nodes: readonly Leaf[], rate: number): Tree {
  const isParent = nodes.map(({ left }) => left >= 0);
  return {
    feature: Int32Array.from(nodes, ({ split }, i) => (isParent[i] ? split.column : -1)),
    threshold: Float64Array.from(nodes, ({ split: { column, code } }, i) =>
      isParent[i] ? thresholdBetween(table, column, code, code + 1) : 0,
    ),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ left }) => (left >= 0 ? left + 1 : -1)),
    value: Float64Array.from(nodes, ({ value }) => rate * value),
    cover: Float64Array.from(nodes, ({ from, to }) => to - from),
    gain: Float64Array.from(nodes, ({ split }, i) => (isParent[i] ? split.gain : 0)),
  };
}
