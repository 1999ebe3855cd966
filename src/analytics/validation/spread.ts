/** A score over the folds. */
export interface Spread {
  readonly folds: readonly (number | null)[];
  /** Null where a fold has no such score. */
  readonly mean: number | null;
  /** Standard deviation over the folds, dividing by one less than their number. */
  readonly deviation: number | null;
}

/** Mean and deviation of the scores of the folds. */
export function spreadOf(folds: readonly (number | null)[]): Spread {
  const known = folds.filter((value) => value !== null);
  if (known.length < folds.length || known.length === 0) return { folds, mean: null, deviation: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { folds, mean, deviation: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : null };
}
