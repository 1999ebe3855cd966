import { err, ok, type Result } from '../../domain/result.ts';
import { rowsAt, type Matrix } from '../matrix.ts';
import { kernelRowsOf, type Kernel, type KernelRows } from './kernel.ts';
import { flawOfClasses, type Examples, type FitError, type RunOptions } from './learner.ts';

/** Label 1 is said where the decision value is above 0. */
export type SvmModel = LinearSvmModel | RbfSvmModel;

/** intercept + Σ coefficientⱼ · xⱼ. */
export interface LinearSvmModel {
  readonly method: 'svm';
  readonly kernel: 'linear';
  readonly intercept: number;
  readonly coefficients: Float64Array;
  /** Rows that the plane rests on. */
  readonly supports: number;
}

/** intercept + Σ weightₛ · exp(−gamma · ‖x − supportₛ‖²). */
export interface RbfSvmModel {
  readonly method: 'svm';
  readonly kernel: 'rbf';
  readonly gamma: number;
  readonly intercept: number;
  readonly supportVectors: Matrix;
  readonly weights: Float64Array;
}

export interface SvmOptions extends RunOptions {
  readonly kernel: 'linear' | 'rbf';
  /** Price of a row on the wrong side, 1 by default. */
  readonly c?: number;
  /** Of the RBF kernel: 1 / (columns · variance of all cells) by default. */
  readonly gamma?: number;
  /** Ends when no pair of rows breaks the conditions of the optimum by more than this. 0.001 by default. */
  readonly tolerance?: number;
  /** Memory for rows of the kernel matrix, 128 MB by default. */
  readonly cacheBytes?: number;
}

/**
 * Support vector machine by sequential minimal optimisation with second-order choice of pairs. Columns are taken as they are:
 * bring them to one scale first. Memory is bounded by `cacheBytes`; time grows between rows² and rows³.
 * Source: Platt 1998; Fan, Chen and Lin, Working Set Selection Using Second Order Information, 2005.
 */
export function fitSvm(examples: Examples, options: SvmOptions): Result<SvmModel, FitError> {
  const flaw = flawOfClasses(examples);
  if (flaw !== null) return err(flaw);
  const { features, target } = examples;
  const { c = 1, gamma = scaleGamma(features) } = options;
  if (!(c > 0)) return err({ type: 'bad-option', option: 'c' });
  if (!(gamma > 0)) return err({ type: 'bad-option', option: 'gamma' });
  const kernel: Kernel = options.kernel === 'linear' ? { type: 'linear' } : { type: 'rbf', gamma };
  const solved = solve(kernelRowsOf(features, kernel), target, c, options);
  if (!solved.ok) return solved;
  const { weights, intercept } = solved.value;
  const supports = Int32Array.from({ length: target.length }, (_, i) => i).filter((i) => weights[i] !== 0);
  if (options.kernel === 'rbf') {
    return ok({
      ...{ method: 'svm', kernel: 'rbf', gamma, intercept },
      supportVectors: rowsAt(features, supports),
      weights: Float64Array.from(supports, (row) => weights[row]!),
    });
  }
  const coefficients = new Float64Array(features.columns);
  for (const row of supports) {
    for (let j = 0; j < features.columns; j++) {
      coefficients[j]! += weights[row]! * features.values[row * features.columns + j]!;
    }
  }
  return ok({ method: 'svm', kernel: 'linear', intercept, coefficients, supports: supports.length });
}

/** The decision value of each row. */
export function predictSvm(model: SvmModel, features: Matrix): Float64Array {
  const { rows, columns, values } = features;
  const decisions = new Float64Array(rows).fill(model.intercept);
  if (model.kernel === 'linear') {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) decisions[i]! += model.coefficients[j]! * values[i * columns + j]!;
    }
    return decisions;
  }
  const { supportVectors, weights, gamma } = model;
  for (let i = 0; i < rows; i++) {
    for (let s = 0; s < weights.length; s++) {
      let square = 0;
      for (let j = 0; j < columns; j++) {
        square += (values[i * columns + j]! - supportVectors.values[s * columns + j]!) ** 2;
      }
      decisions[i]! += weights[s]! * Math.exp(-gamma * square);
    }
  }
  return decisions;
}

/** 1 / (columns · population variance of all cells); 1 where they are all the same. */
function scaleGamma({ columns, values }: Matrix): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance > 0 ? 1 / (columns * variance) : 1;
}

interface Solution {
  /** Of each row: its multiplier, negative for label 0. */
  readonly weights: Float64Array;
  readonly intercept: number;
}

/**
 * The dual in signed multipliers β (0 … c for label 1, −c … 0 for label 0): least ½ βᵀKβ − βᵀy with Σβ = 0. `slope` is Kβ − y.
 * Each step moves the pair that gains most, one up and the other down by as much.
 */
function solve(
  kernel: KernelRows,
  target: Float64Array,
  c: number,
  { tolerance = 1e-3, cacheBytes = 128e6, onProgress, signal }: SvmOptions,
): Result<Solution, FitError> {
  const rows = target.length;
  const cache = cacheFor(kernel, cacheBytes);
  const { diagonal } = kernel;
  const weights = new Float64Array(rows);
  const low = target.map((label) => (label === 1 ? 0 : -c));
  const high = target.map((label) => (label === 1 ? c : 0));
  const slope = target.map((label) => (label === 1 ? -1 : 1));
  const state: Descent = {
    weights,
    low,
    high,
    slope,
    moves: new Uint8Array(rows),
    up: -1,
    least: 0,
    most: 0,
  };
  for (let k = 0; k < rows; k++) state.moves[k] = target[k] === 1 ? canRise : canFall;
  const none = new Float32Array(rows);
  moveAndFindWorst(state, 0, none, none);
  const first = state.most - state.least;
  for (let round = 1; state.up >= 0 && state.most - state.least >= tolerance; round++) {
    if (round === mostSteps) return err({ type: 'no-convergence' });
    if ((round & 255) === 0) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      onProgress?.(progressOf(first, state.most - state.least, tolerance));
    }
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
      state.moves[k] = (weights[k]! < high[k]! ? canRise : 0) | (weights[k]! > low[k]! ? canFall : 0);
    }
    moveAndFindWorst(state, step, ups, downs);
  }
  onProgress?.(1);
  return ok({ weights, intercept: -levelOf(weights, slope, low, high) });
}

interface Descent {
  readonly weights: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly slope: Float64Array;
  /** Whether the weight of a row can rise, fall or both. */
  readonly moves: Uint8Array;
  /** The row with the least slope of those that can rise, that slope, and the greatest of those that can fall. */
  up: number;
  least: number;
  most: number;
}

const canRise = 1;
const canFall = 2;

/** Changes the slopes by a step along the two rows of the kernel, and finds the worst pair anew. */
function moveAndFindWorst(state: Descent, step: number, ups: Float32Array, downs: Float32Array): void {
  const { slope, moves } = state;
  let up = -1;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < slope.length; k++) {
    const own = slope[k]! + step * (ups[k]! - downs[k]!);
    slope[k] = own;
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
function partnerOf({ slope, moves, up, least }: Descent, ups: Float32Array, diagonal: Float64Array): number {
  const own = diagonal[up]!;
  let down = -1;
  let best = 0;
  for (let k = 0; k < slope.length; k++) {
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

const leastBend = 1e-12;
const mostSteps = 10_000_000;

/** The gap falls by powers of ten. */
function progressOf(first: number, gap: number, tolerance: number): number {
  return Math.min(1, Math.max(0, Math.log(first / gap) / Math.log(first / tolerance)));
}

/** Mean slope of the rows between their bounds; without any, half-way between what the others allow. */
function levelOf(weights: Float64Array, slope: Float64Array, low: Float64Array, high: Float64Array): number {
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
