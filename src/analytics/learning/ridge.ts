import { err, ok, type Result } from '../../domain/result.ts';
import { choleskyOf, solveCholesky } from '../numeric/cholesky.ts';
import { crossProducts, penalisedModel, type CrossProducts } from './crossProducts.ts';
import { flawOfValues, type Examples, type FitError, type RunOptions } from './learner.ts';
import type { LinearModel } from './linear.ts';

export interface RidgeOptions extends RunOptions {
  /** Strength of the penalty, at least 0. */
  readonly alpha: number;
  /** Whether the penalty weighs the columns as z-scores (the default) or as they are. Coefficients are of the columns as they are. */
  readonly isStandardised?: boolean;
}

/**
 * The least ‖y − Xw − b‖² + α‖w‖², b not penalised, by Cholesky of the centred normal equations.
 * Source: Hoerl and Kennard, Ridge Regression, 1970.
 */
export function fitRidge(examples: Examples, options: RidgeOptions): Result<LinearModel, FitError> {
  const flaw = flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const products = crossProducts(examples, options.isStandardised ?? true, options);
  if (products === null) return err({ type: 'cancelled' });
  return ridgeOf(products, options.alpha);
}

/** The same from products that are known already. */
export function ridgeOf(products: CrossProducts, alpha: number): Result<LinearModel, FitError> {
  if (!(alpha >= 0)) return err({ type: 'bad-option', option: 'alpha' });
  const size = products.withTarget.length;
  const system = products.gram.slice();
  for (let j = 0; j < size; j++) {
    // A constant column has no effect whatever the penalty.
    system[j * size + j]! += alpha > 0 ? alpha : products.gram[j * size + j] === 0 ? 1 : 0;
  }
  const lower = choleskyOf(system, size);
  if (lower === null) return err({ type: 'bad-option', option: 'alpha' });
  return ok(penalisedModel(products, solveCholesky(lower, products.withTarget), { type: 'ridge', alpha }));
}
