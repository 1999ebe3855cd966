import { err, ok, type Result } from '../../domain/result.ts';
import type { Examples, FitError } from '../learning/learner.ts';
import { fitLogistic, predictLogistic, type LogisticModel } from '../learning/logistic.ts';
import { rowsAt, type Matrix } from '../matrix.ts';

/** Two models of the same outcome, 0 or 1: of those who got the action, and of those who did not. */
export interface UpliftModel {
  readonly method: 'uplift';
  readonly treated: LogisticModel;
  readonly control: LogisticModel;
}

/** `group` says which of both models could not be learnt. */
export type UpliftFitError = { readonly group: 'treated' | 'control'; readonly error: FitError };

/** Learns for whom an action pays, from rows parted by chance into treated (1) and control (0). The penalty weighs columns as
 *  they are: bring them to like units first. Source: the two-model approach of Hansotia and Rukstales 2002. */
export function fitUplift(
  { features, target }: Examples,
  isTreated: ArrayLike<number>,
  c = 1,
): Result<UpliftModel, UpliftFitError> {
  const fit = (treatment: number) => {
    const rows = Int32Array.from({ length: features.rows }, (_, i) => i).filter(
      (i) => isTreated[i] === treatment,
    );
    const own = { features: rowsAt(features, rows), target: Float64Array.from(rows, (i) => target[i]!) };
    return fitLogistic(own, { c, isStandardised: false });
  };
  const [treated, control] = [fit(1), fit(0)];
  if (!treated.ok) return err({ group: 'treated', error: treated.error });
  if (!control.ok) return err({ group: 'control', error: control.error });
  return ok({ method: 'uplift', treated: treated.value.model, control: control.value.model });
}

/** By how much the action raises each row's chance; below 0 where it does harm. */
export function predictUplift({ treated, control }: UpliftModel, features: Matrix): Float64Array {
  const without = predictLogistic(control, features);
  return predictLogistic(treated, features).map((chance, i) => chance - without[i]!);
}
