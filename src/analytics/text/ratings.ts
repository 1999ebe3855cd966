/** How a column rates: from `low` to `high`, content above `middle`, discontent below it. */
export interface RatingScale {
  readonly low: number;
  readonly high: number;
  readonly middle: number;
}

/** Scales that people use; one that holds all values is taken before the span of the values. */
const usual = [
  [0, 1],
  [1, 5],
  [0, 10],
] as const;

/** The scale of some ratings, NaN for none; null where none differ. */
export function ratingScaleOf(ratings: ArrayLike<number>): RatingScale | null {
  let [least, most] = [Infinity, -Infinity];
  let isWhole = true;
  for (let i = 0; i < ratings.length; i++) {
    const value = ratings[i]!;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    isWhole &&= Number.isInteger(value);
  }
  if (!(most > least)) return null;
  const [low, high] = (isWhole
    ? usual.find((scale) => least >= scale[0] && most <= scale[1])
    : undefined) ?? [least, most];
  return { low, high, middle: (low + high) / 2 };
}

/** 1 for a rating above the middle, 0 below, −1 for the middle itself and for none. */
export function contentOf(ratings: ArrayLike<number>, { middle }: RatingScale): Int8Array {
  return Int8Array.from(ratings, (value) => (value > middle ? 1 : value < middle ? 0 : -1));
}
