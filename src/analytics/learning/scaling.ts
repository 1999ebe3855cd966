import type { Matrix } from '../matrix.ts';
import { momentsOf } from '../standardise.ts';

/** A column becomes (x − shift) / scale. */
export interface Scaling {
  readonly shift: Float64Array;
  readonly scale: Float64Array;
}

/** The scaling that makes z-scores of the columns, with the population deviation; columns of only 0 and 1, and constant ones, stay. */
export function fitScaling(features: Matrix): Scaling {
  const { columns, values } = features;
  const { mean, deviation } = momentsOf(features);
  const isYesNo = new Uint8Array(columns).fill(1);
  values.forEach((value, cell) => {
    if (value !== 0 && value !== 1) isYesNo[cell % columns] = 0;
  });
  const isLeft = Array.from(isYesNo, (flag, j) => flag === 1 || deviation[j]! <= Math.abs(mean[j]!) * 1e-12);
  return {
    shift: mean.map((value, j) => (isLeft[j] ? 0 : value)),
    scale: deviation.map((value, j) => (isLeft[j] ? 1 : value)),
  };
}

export function applyScaling(features: Matrix, { shift, scale }: Scaling): Matrix {
  const { columns } = features;
  const values = features.values.map((value, cell) => {
    const column = cell % columns;
    return (value - shift[column]!) / scale[column]!;
  });
  return { ...features, values };
}
