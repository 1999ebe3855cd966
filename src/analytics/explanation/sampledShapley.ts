import { seededRandom } from '../../domain/random.ts';
import type { Matrix } from '../matrix.ts';
import { shuffle } from '../random.ts';

/** Columns of features that go together, as those that one field was turned into. */
export type FeatureGroups = readonly (readonly number[])[];

/** Orders that are drawn for each row; half of them are the others backwards. */
const draws = 40;

/**
 * What each group of features adds to what `predict` says of each row, against rows of `background`: the mean over drawn orders
 * of what the group's own values change when they take the place of the background's, each order gone through forwards and
 * backwards. For models of any kind; a row's contributions add up to what is said of it less what is said of the drawn
 * background rows. Rows × groups; no rows in, none out, and zeros without a background.
 * Source: Štrumbelj and Kononenko, Explaining Prediction Models, 2014; Mitchell et al., Sampling Permutations, 2022 (antithetic).
 */
export function sampledShapley(
  predict: (features: Matrix) => Float64Array,
  groups: FeatureGroups,
  rows: Matrix,
  background: Matrix,
  seed: number,
): Matrix {
  const values = new Float64Array(rows.rows * groups.length);
  const result = { rows: rows.rows, columns: groups.length, values };
  if (background.rows === 0 || groups.length === 0) return result;
  const random = seededRandom(seed);
  const order = Int32Array.from(groups.keys());
  const steps = groups.length + 1;
  for (let i = 0; i < rows.rows; i++) {
    const own = rows.values.subarray(i * rows.columns, (i + 1) * rows.columns);
    const orders: Int32Array[] = [];
    const mixed = new Float64Array(draws * steps * rows.columns);
    for (let draw = 0; draw < draws; draw++) {
      if (draw % 2 === 0) shuffle(order, random);
      else order.reverse();
      orders.push(order.slice());
      const other = Math.min(background.rows - 1, Math.floor(random() * background.rows));
      const from = other * rows.columns;
      const first = draw * steps * rows.columns;
      mixed.set(background.values.subarray(from, from + rows.columns), first);
      for (let step = 1; step < steps; step++) {
        const at = first + step * rows.columns;
        mixed.copyWithin(at, at - rows.columns, at);
        for (const j of groups[order[step - 1]!]!) mixed[at + j] = own[j]!;
      }
    }
    const said = predict({ rows: draws * steps, columns: rows.columns, values: mixed });
    orders.forEach((each, draw) => {
      each.forEach((group, step) => {
        const at = draw * steps + step;
        values[i * groups.length + group]! += (said[at + 1]! - said[at]!) / draws;
      });
    });
  }
  return result;
}
