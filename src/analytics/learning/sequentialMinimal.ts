import { err, ok, type Result } from '../../domain/result.ts';
import type { KernelRows } from './kernel.ts';
import type { FitError, RunOptions } from './learner.ts';

export interface PairOptions extends RunOptions {
  readonly c: number;
  readonly tolerance?: number;
  readonly cacheBytes?: number;
}

export interface PairSolution {
  /** Of each row: its multiplier, negative for label 0. */
  readonly weights: Float64Array;
  readonly intercept: number;
}

/**
 * The dual of a support vector machine in signed multipliers β (0 … c for label 1, −c … 0 for label 0): least ½ βᵀKβ − βᵀy
 * with Σβ = 0. Each step moves the pair that gains most, one up and the other down by as much. Rows that rest at a bound and
 * are far from moving are left out meanwhile, and looked at again at the end.
 * Source: Fan, Chen and Lin, 2005; the leaving out of Joachims, Making Large-Scale SVM Learning Practical, 1999.
 */
export function solvePairs(
  kernel: KernelRows,
  target: Float64Array,
  { c, tolerance = 1e-3, cacheBytes = 128e6, onProgress, signal }: PairOptions,
): Result<PairSolution, FitError> {
  const cache = cacheFor(kernel, cacheBytes);
  const { diagonal } = kernel;
  const state = startOf(target, c);
  const { weights, low, high, slope, moves } = state;
  const rows = target.length;
  const pause = Math.min(rows, 1000);
  findWorst(state);
  const first = state.most - state.least;
  for (let round = 1; ; round++) {
    if (state.up < 0 || state.most - state.least < tolerance) {
      if (state.count === rows) break;
      takeAllBack(state, target, cache);
      if (state.most - state.least < tolerance) break;
    }
    if (round === mostSteps) return err({ type: 'no-convergence' });
    if ((round & 255) === 0) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      onProgress?.(progressOf(first, state.most - state.least, tolerance));
    }
    if (round % pause === 0) leaveOut(state);
    const { up, least } = state;
    const ups = cache.row(up);
    const down = partnerOf(state, ups, diagonal);
    const downs = cache.row(down);
    const bend = Math.max(leastBend, diagonal[up]! + diagonal[down]! - 2 * ups[down]!);
    const roomUp = high[up]! - weights[up]!;
    const roomDown = weights[down]! - low[down]!;
    const step = Math.min((slope[down]! - least) / bend, roomUp, roomDown);
    // A row at its bound is put there exactly, as rounding would leave it free.
    weights[up] = step === roomUp ? high[up]! : weights[up]! + step;
    weights[down] = step === roomDown ? low[down]! : weights[down]! - step;
    for (const k of [up, down]) {
      moves[k] = (weights[k]! < high[k]! ? canRise : 0) | (weights[k]! > low[k]! ? canFall : 0);
    }
    moveSlopes(state, step, ups, downs);
  }
  onProgress?.(1);
  return ok({ weights, intercept: -levelOf(state) });
}

interface Descent {
  readonly weights: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Kβ − y of the rows that are looked at. */
  readonly slope: Float64Array;
  /** Whether the weight of a row can rise, fall or both. */
  readonly moves: Uint8Array;
  /** The first `count` of these rows are looked at. */
  readonly active: Int32Array;
  count: number;
  /** The row with the least slope of those that can rise, that slope, and the greatest of those that can fall. */
  up: number;
  least: number;
  most: number;
}

const canRise = 1;
const canFall = 2;
const leastBend = 1e-12;
const mostSteps = 10_000_000;

function startOf(target: Float64Array, c: number): Descent {
  return {
    weights: new Float64Array(target.length),
    low: target.map((label) => (label === 1 ? 0 : -c)),
    high: target.map((label) => (label === 1 ? c : 0)),
    slope: target.map((label) => (label === 1 ? -1 : 1)),
    moves: Uint8Array.from(target, (label) => (label === 1 ? canRise : canFall)),
    active: Int32Array.from({ length: target.length }, (_, k) => k),
    count: target.length,
    ...{ up: -1, least: 0, most: 0 },
  };
}

/** Changes the slopes by a step along the two rows of the kernel, and finds the worst pair anew. */
function moveSlopes(state: Descent, step: number, ups: Float32Array, downs: Float32Array): void {
  const { slope, active, count } = state;
  for (let a = 0; a < count; a++) {
    const k = active[a]!;
    slope[k]! += step * (ups[k]! - downs[k]!);
  }
  findWorst(state);
}

function findWorst(state: Descent): void {
  const { slope, moves, active, count } = state;
  let up = -1;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < count; a++) {
    const k = active[a]!;
    const own = slope[k]!;
    const move = moves[k]!;
    if (own < least && (move & canRise) !== 0) {
      least = own;
      up = k;
    }
    if (own > most && (move & canFall) !== 0) most = own;
  }
  state.up = up;
  state.least = least;
  state.most = most;
}

/** The row that falls while `up` rises with the greatest gain. */
function partnerOf(
  { slope, moves, active, count, up, least }: Descent,
  ups: Float32Array,
  diagonal: Float64Array,
): number {
  const own = diagonal[up]!;
  let down = -1;
  let best = 0;
  for (let a = 0; a < count; a++) {
    const k = active[a]!;
    const rise = slope[k]! - least;
    if (!(rise > 0) || (moves[k]! & canFall) === 0) continue;
    const bend = Math.max(leastBend, own + diagonal[k]! - 2 * ups[k]!);
    const gain = (rise * rise) / bend;
    if (gain > best) {
      best = gain;
      down = k;
    }
  }
  return down;
}

/** Looks no more at rows that could only move away from the worst pair. */
function leaveOut(state: Descent): void {
  const { slope, moves, active, least, most } = state;
  let kept = 0;
  for (let a = 0; a < state.count; a++) {
    const k = active[a]!;
    const isIdle = (moves[k] === canRise && slope[k]! > most) || (moves[k] === canFall && slope[k]! < least);
    if (!isIdle) active[kept++] = k;
  }
  state.count = kept;
}

/** Looks at all rows again: the slopes of those left out are added up from the weights. */
function takeAllBack(state: Descent, target: Float64Array, cache: Cache): void {
  const { weights, slope, active } = state;
  const rows = target.length;
  const isLeftOut = new Uint8Array(rows).fill(1);
  for (let a = 0; a < state.count; a++) isLeftOut[active[a]!] = 0;
  const out = Int32Array.from({ length: rows }, (_, k) => k).filter((k) => isLeftOut[k] === 1);
  for (const k of out) slope[k] = target[k] === 1 ? -1 : 1;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    const along = cache.row(row);
    for (let a = 0; a < out.length; a++) slope[out[a]!]! += weight * along[out[a]!]!;
  }
  for (let k = 0; k < rows; k++) active[k] = k;
  state.count = rows;
  findWorst(state);
}

/** The gap falls by powers of ten. */
function progressOf(first: number, gap: number, tolerance: number): number {
  return Math.min(1, Math.max(0, Math.log(first / gap) / Math.log(first / tolerance)));
}

/** Mean slope of the rows between their bounds; without any, half-way between what the others allow. */
function levelOf({ weights, slope, low, high }: Descent): number {
  let [sum, free] = [0, 0];
  let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let k = 0; k < weights.length; k++) {
    const canRise = weights[k]! < high[k]!;
    const canFall = weights[k]! > low[k]!;
    if (canRise && canFall) {
      sum += slope[k]!;
      free++;
    } else if (canRise) least = Math.min(least, slope[k]!);
    else most = Math.max(most, slope[k]!);
  }
  return free > 0 ? sum / free : (most + least) / 2;
}

interface Cache {
  readonly row: (i: number) => Float32Array;
}

/** Rows of the kernel matrix that were asked for last, as many as the bytes hold, and two at least. */
function cacheFor(kernel: KernelRows, bytes: number): Cache {
  const size = Math.max(2, Math.min(kernel.rows, Math.floor(bytes / (4 * kernel.rows))));
  const slotOf = new Int32Array(kernel.rows).fill(-1);
  const ownerOf = new Int32Array(size).fill(-1);
  const usedAt = new Float64Array(size);
  const slots: Float32Array[] = [];
  let now = 0;
  return {
    row: (i) => {
      let slot = slotOf[i]!;
      if (slot < 0) {
        slot =
          slots.length < size
            ? slots.length
            : usedAt.indexOf(usedAt.reduce((least, at) => Math.min(least, at)));
        if (slot === slots.length) slots.push(new Float32Array(kernel.rows));
        else slotOf[ownerOf[slot]!] = -1;
        kernel.fill(i, slots[slot]!);
        slotOf[i] = slot;
        ownerOf[slot] = i;
      }
      usedAt[slot] = ++now;
      return slots[slot]!;
    },
  };
}
