/** Rows with few cells that are not 0: those of row i are `columns[k]`, `values[k]` for k from `start[i]` to `start[i + 1]`. */
export interface SparseTable {
  readonly width: number;
  readonly start: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** The plane that parts two classes: a row's margin is intercept + Σ weight · value. */
export interface Plane {
  readonly intercept: number;
  readonly weights: Float64Array;
}

/**
 * The least ½‖w‖² + c · Σ log-loss over rows with labels 0 and 1, the intercept not penalised, until the gradient is below 1e-7
 * of the first; null where it was aborted. Memory is linear in the cells.
 * Source: Newton's method with conjugate gradients, Lin, Weng and Keerthi, Trust Region Newton Method for Large-Scale Logistic
 * Regression, 2008, with halved steps in place of the region.
 */
export function fitPlane(
  table: SparseTable,
  labels: ArrayLike<number>,
  c: number,
  signal?: { readonly aborted: boolean },
): Plane | null {
  const { width } = table;
  const size = width + 1;
  const rows = table.start.length - 1;
  const point = new Float64Array(size);
  const gradient = new Float64Array(size);
  const residual = new Float64Array(rows);
  const curvature = new Float64Array(rows);
  const margins = new Float64Array(rows);
  const moved = new Float64Array(size);
  let value = lossAt(table, labels, c, point, margins);
  let first = 0;
  for (let round = 0; round < 100; round++) {
    for (let i = 0; i < rows; i++) {
      const chance = 1 / (1 + Math.exp(-margins[i]!));
      residual[i] = c * (chance - labels[i]!);
      curvature[i] = c * Math.max(1e-12, chance * (1 - chance));
    }
    addTransposed(table, residual, gradient);
    for (let j = 0; j < width; j++) gradient[j]! += point[j]!;
    const steepness = Math.sqrt(dot(gradient, gradient));
    if (round === 0) first = steepness;
    if (steepness <= 1e-7 * first) break;
    const step = newtonStep(
      table,
      curvature,
      gradient,
      Math.min(0.1, Math.sqrt(steepness / first)) * steepness,
      signal,
    );
    if (step === null) return null;
    const slope = dot(gradient, step);
    let isLower = false;
    for (let length = 1; length > 1e-8 && !isLower; length /= 2) {
      for (let j = 0; j < size; j++) moved[j] = point[j]! + length * step[j]!;
      const next = lossAt(table, labels, c, moved, margins);
      isLower = next <= value + 1e-4 * length * slope;
      if (isLower) {
        value = next;
        point.set(moved);
      }
    }
    if (!isLower) break;
  }
  return { intercept: point[width]!, weights: point.slice(0, width) };
}

/** intercept + Σ weight · value of each row. */
export function marginsOf(
  { start, columns, values }: SparseTable,
  { intercept, weights }: Plane,
): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, i) => {
    let sum = intercept;
    for (let at = start[i]!; at < start[i + 1]!; at++) sum += weights[columns[at]!]! * values[at]!;
    return sum;
  });
}

/** The d with (I + Xᵀ D X) d = −gradient, up to a remainder of length `limit`; the intercept is the last. */
function newtonStep(
  table: SparseTable,
  curvature: Float64Array,
  gradient: Float64Array,
  limit: number,
  signal: { readonly aborted: boolean } | undefined,
): Float64Array | null {
  const size = gradient.length;
  const step = new Float64Array(size);
  const rest = gradient.map((g) => -g);
  const direction = rest.slice();
  const image = new Float64Array(size);
  const product = new Float64Array(curvature.length);
  let square = dot(rest, rest);
  for (let round = 0; round < 200 && Math.sqrt(square) > limit; round++) {
    if (signal?.aborted === true) return null;
    multiply(table, direction, product);
    for (let i = 0; i < product.length; i++) product[i]! *= curvature[i]!;
    addTransposed(table, product, image);
    for (let j = 0; j < size - 1; j++) image[j]! += direction[j]!;
    const length = square / dot(direction, image);
    for (let j = 0; j < size; j++) {
      step[j]! += length * direction[j]!;
      rest[j]! -= length * image[j]!;
    }
    const next = dot(rest, rest);
    for (let j = 0; j < size; j++) direction[j] = rest[j]! + (next / square) * direction[j]!;
    square = next;
  }
  return step;
}

function lossAt(
  table: SparseTable,
  labels: ArrayLike<number>,
  c: number,
  point: Float64Array,
  margins: Float64Array,
): number {
  multiply(table, point, margins);
  let sum = 0;
  for (let j = 0; j < table.width; j++) sum += 0.5 * point[j]! * point[j]!;
  for (let i = 0; i < margins.length; i++) {
    const against = labels[i] === 1 ? -margins[i]! : margins[i]!;
    sum += c * (against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against)));
  }
  return sum;
}

/** X · point with the intercept last. */
function multiply(
  { width, start, columns, values }: SparseTable,
  point: Float64Array,
  product: Float64Array,
): void {
  for (let i = 0; i < product.length; i++) {
    let sum = point[width]!;
    const end = start[i + 1]!;
    for (let at = start[i]!; at < end; at++) sum += point[columns[at]!]! * values[at]!;
    product[i] = sum;
  }
}

/** Xᵀ · each with the intercept last, written over `product`. */
function addTransposed(
  { width, start, columns, values }: SparseTable,
  each: Float64Array,
  product: Float64Array,
): void {
  product.fill(0);
  for (let i = 0; i < each.length; i++) {
    const weight = each[i]!;
    const end = start[i + 1]!;
    for (let at = start[i]!; at < end; at++) product[columns[at]!]! += weight * values[at]!;
    product[width]! += weight;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
