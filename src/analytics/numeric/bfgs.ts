/** Writes the gradient at `point` into `gradient` and returns the value. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** False where the rounds ran out, or no step from the last point went down although the gradient is not flat. */
  readonly isConverged: boolean;
}

/**
 * The minimum near a start of a smooth function of a few variables: quasi-Newton steps with a full inverse Hessian and a
 * line search by Armijo's rule. Ends when the gradient is below `tolerance` × max(1, |value|) everywhere.
 * Values that are not finite count as uphill. Source: Nocedal and Wright, Numerical Optimization, 2006, algorithm 6.1.
 */
export function minimise(
  objective: Objective,
  start: readonly number[],
  { tolerance = 1e-9, maxIterations = 500 }: { tolerance?: number; maxIterations?: number } = {},
): Minimum {
  const size = start.length;
  let point = Float64Array.from(start);
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  const inverse = new Float64Array(size * size);
  const step = new Float64Array(size);
  const scaled = new Float64Array(size);
  let isFresh = true;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (isFlat(gradient, tolerance * Math.max(1, Math.abs(value))))
      return { point, value, iterations: iteration, isConverged: true };
    if (isFresh) reset(inverse, size, 1 / Math.max(1, norm(gradient)));
    const slope = directionInto(step, inverse, gradient);
    if (slope >= 0) {
      if (isFresh) return { point, value, iterations: iteration, isConverged: false };
      isFresh = true;
      continue;
    }
    const next = search(objective, point, value, step, slope);
    if (next === null) {
      // A direction that leads nowhere: once more by steepest descent, then the end.
      if (isFresh) {
        const isNear = isFlat(gradient, 1e-6 * Math.max(1, Math.abs(value)));
        return { point, value, iterations: iteration, isConverged: isNear };
      }
      isFresh = true;
      continue;
    }
    const change = next.point.map((x, i) => x - point[i]!);
    const turn = next.gradient.map((g, i) => g - gradient[i]!);
    update(inverse, change, turn, scaled, isFresh);
    isFresh = false;
    ({ point, gradient, value } = next);
  }
  return { point, value, iterations: maxIterations, isConverged: false };
}

/** The objective of a function without a known gradient, by central differences. */
export function byDifferences(value: (point: Float64Array) => number, width = 1e-5): Objective {
  return (point, gradient) => {
    const moved = point.slice();
    for (let i = 0; i < point.length; i++) {
      moved[i] = point[i]! + width;
      const above = value(moved);
      moved[i] = point[i]! - width;
      gradient[i] = (above - value(moved)) / (2 * width);
      moved[i] = point[i]!;
    }
    return value(point);
  };
}

function search(
  objective: Objective,
  point: Float64Array,
  value: number,
  step: Float64Array,
  slope: number,
): { point: Float64Array<ArrayBuffer>; gradient: Float64Array<ArrayBuffer>; value: number } | null {
  // No variable moves by more than 5 at once: in logarithms that is a factor of 150.
  let length = Math.min(1, 5 / step.reduce((most, s) => Math.max(most, Math.abs(s)), 1e-300));
  const gradient = new Float64Array(point.length);
  for (let attempt = 0; attempt < 60; attempt++) {
    const next = Float64Array.from(point, (x, i) => x + length * step[i]!);
    const found = objective(next, gradient);
    const isFinite = Number.isFinite(found) && gradient.every(Number.isFinite);
    if (isFinite && found <= value + 1e-4 * length * slope && next.some((x, i) => x !== point[i]))
      return { point: next, gradient, value: found };
    const parabola = isFinite ? (-slope * length) / (2 * ((found - value) / length - slope)) : 0;
    length = Math.min(0.5 * length, Math.max(0.1 * length, parabola));
  }
  return null;
}

function directionInto(step: Float64Array, inverse: Float64Array, gradient: Float64Array): number {
  const size = gradient.length;
  let slope = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum -= inverse[i * size + j]! * gradient[j]!;
    step[i] = sum;
    slope += sum * gradient[i]!;
  }
  return slope;
}

function update(
  inverse: Float64Array,
  change: Float64Array,
  turn: Float64Array,
  scaled: Float64Array,
  isFirst: boolean,
): void {
  const size = change.length;
  let curvature = 0;
  let turns = 0;
  for (let i = 0; i < size; i++) {
    curvature += change[i]! * turn[i]!;
    turns += turn[i]! * turn[i]!;
  }
  if (curvature <= 1e-14 * turns) return;
  if (isFirst) reset(inverse, size, curvature / turns);
  let quadratic = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += inverse[i * size + j]! * turn[j]!;
    scaled[i] = sum;
    quadratic += sum * turn[i]!;
  }
  const outer = (1 + quadratic / curvature) / curvature;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const cross = (scaled[i]! * change[j]! + change[i]! * scaled[j]!) / curvature;
      inverse[i * size + j]! += outer * change[i]! * change[j]! - cross;
    }
  }
}

function reset(inverse: Float64Array, size: number, scale: number): void {
  inverse.fill(0);
  for (let i = 0; i < size; i++) inverse[i * size + i] = scale;
}

function isFlat(gradient: Float64Array, limit: number): boolean {
  return gradient.every((g) => Math.abs(g) <= limit);
}

function norm(values: Float64Array): number {
  return Math.hypot(...values);
}
