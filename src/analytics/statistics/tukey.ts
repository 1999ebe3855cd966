import { err, ok, type Result } from '../../domain/result.ts';
import { anova } from './anova.ts';
import type { GroupsError } from './sample.ts';
import { studentizedRangeQuantile, studentizedRangeUpper } from './studentizedRange.ts';

/** Two groups compared: the mean of the second less that of the first. */
export interface TukeyPair {
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** Every two groups compared, so that all intervals hold together at the level. Source: Tukey 1949; Kramer 1956 for unequal sizes. */
export function tukeyPairs(
  groups: readonly ArrayLike<number>[],
  level = 0.95,
): Result<readonly TukeyPair[], GroupsError> {
  const found = anova(groups);
  if (!found.ok) return err(found.error);
  const { groups: samples, squaresWithin, below } = found.value;
  const meanWithin = squaresWithin / below;
  const limit = studentizedRangeQuantile(1 - level, groups.length, below);
  return ok(
    samples.flatMap((one, first) =>
      samples.slice(first + 1).map((other, i) => {
        const error = Math.sqrt((meanWithin / 2) * (1 / one.n + 1 / other.n));
        const difference = other.mean - one.mean;
        return {
          ...{ first, second: first + 1 + i, difference },
          ...{ low: difference - limit * error, high: difference + limit * error },
          p: studentizedRangeUpper(Math.abs(difference) / error, groups.length, below),
        };
      }),
    ),
  );
}
