import { err, ok, type Result } from '../../domain/result.ts';
import { crossProducts, penalisedModel, type CrossProducts } from './crossProducts.ts';
import { flawOfValues, type Examples, type FitError, type RunOptions } from './learner.ts';
import type { LinearModel } from './linear.ts';

export interface LassoOptions extends RunOptions {
  /** Share of the penalty that is ‖w‖₁, above 0 and at most 1 (the default): below 1 it is the elastic net. */
  readonly lassoShare?: number;
  /** Whether the penalty weighs the columns as z-scores (the default) or as they are. Coefficients are of the columns as they are. */
  readonly isStandardised?: boolean;
}

/**
 * The least ‖y − Xw − b‖²/2n + α(l‖w‖₁ + (1 − l)‖w‖²/2) by cyclic coordinate descent on the products of the columns.
 * Source: Tibshirani 1996; Zou and Hastie 2005; Friedman, Hastie and Tibshirani, Regularization Paths, 2010.
 */
export function fitLasso(
  examples: Examples,
  options: LassoOptions & { readonly alpha: number },
): Result<LinearModel, FitError> {
  const path = lassoPath(examples, { ...options, alphas: [options.alpha] });
  return path.ok ? ok(path.value[0]!) : path;
}

/** The models for falling strengths of penalty, each found from the one before it. Without `alphas`, those of `pathAlphas`. */
export function lassoPath(
  examples: Examples,
  options: LassoOptions & { readonly alphas?: readonly number[] },
): Result<LinearModel[], FitError> {
  const flaw = flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const products = crossProducts(examples, options.isStandardised ?? true, options);
  if (products === null) return err({ type: 'cancelled' });
  return lassoPathOf(products, options.alphas ?? pathAlphas(products, options.lassoShare), options);
}

/** `count` strengths on a logarithmic scale: from the least that leaves no column, down to a thousandth of it. */
export function pathAlphas(products: CrossProducts, lassoShare = 1, count = 60): number[] {
  const most = products.withTarget.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  const greatest = most / (products.rows * lassoShare);
  return Array.from({ length: count }, (_, i) => greatest * 1000 ** (-i / (count - 1)));
}

/** The same as `lassoPath` from products that are known already. */
export function lassoPathOf(
  products: CrossProducts,
  alphas: readonly number[],
  { lassoShare = 1, onProgress, signal }: LassoOptions,
): Result<LinearModel[], FitError> {
  if (!(lassoShare > 0 && lassoShare <= 1)) return err({ type: 'bad-option', option: 'lassoShare' });
  if (alphas.some((alpha) => !(alpha > 0))) return err({ type: 'bad-option', option: 'alpha' });
  const size = products.withTarget.length;
  const state = {
    scaled: new Float64Array(size),
    gradient: products.withTarget.map((v) => v / products.rows),
  };
  const models: LinearModel[] = [];
  for (const alpha of alphas) {
    for (let sweep = 0, change = 1; change > tolerance; sweep++) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      if (sweep === mostSweeps) return err({ type: 'no-convergence' });
      change = sweepOver(products, state, alpha * lassoShare, alpha * (1 - lassoShare));
    }
    models.push(penalisedModel(products, state.scaled.slice(), { type: 'elastic-net', alpha, lassoShare }));
    onProgress?.(models.length / alphas.length);
  }
  return ok(models);
}

/** Sweeps end when no column's effect on the fit moves by more than this share of the deviation of the target. */
const tolerance = 1e-11;
const mostSweeps = 100_000;

interface Descent {
  readonly scaled: Float64Array;
  /** Xᵀ(y − Xw) / n at the present w. */
  readonly gradient: Float64Array;
}

/** One round over the columns. The greatest move, relative to the greatest coefficient. */
function sweepOver(
  { gram, rows }: CrossProducts,
  { scaled, gradient }: Descent,
  lasso: number,
  ridge: number,
): number {
  const size = scaled.length;
  let most = 0;
  let greatest = 0;
  for (let j = 0; j < size; j++) {
    const own = gram[j * size + j]! / rows;
    if (own === 0) continue;
    const before = scaled[j]!;
    const pull = gradient[j]! + own * before;
    const kept = Math.max(0, Math.abs(pull) - lasso);
    const after = kept === 0 ? 0 : (Math.sign(pull) * kept) / (own + ridge);
    greatest = Math.max(greatest, Math.abs(after));
    if (after === before) continue;
    const move = after - before;
    scaled[j] = after;
    most = Math.max(most, Math.abs(move));
    for (let k = 0; k < size; k++) gradient[k]! -= (gram[j * size + k]! / rows) * move;
  }
  return greatest === 0 ? most : most / greatest;
}
