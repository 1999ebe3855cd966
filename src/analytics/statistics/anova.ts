import { err, ok, type Result } from '../../domain/result.ts';
import { median } from '../quantile.ts';
import { chiSquareUpper, fUpper } from './distributions.ts';
import { ranksOf } from './ranks.ts';
import { groupsFlaw, sampleOf, varianceOf, type GroupsError, type Sample } from './sample.ts';

/** A ratio of variances and the chance of a greater one if all groups were alike. */
export interface FTest {
  readonly f: number;
  readonly above: number;
  readonly below: number;
  readonly p: number;
}

export interface Anova extends FTest {
  readonly groups: readonly Sample[];
  readonly squaresBetween: number;
  readonly squaresWithin: number;
  readonly squaresTotal: number;
  /** Share of the total that lies between groups: η². */
  readonly eta2: number;
  /** The same without the bias of small samples; may be below 0. */
  readonly omega2: number;
  /** Share of the total that lies within groups: SS_within / SS_total. */
  readonly withinShare: number;
}

/** One-way analysis of variance of groups with two values or more. Source: Fisher 1925; ω² of Hays 1963. */
export function anova(groups: readonly ArrayLike<number>[]): Result<Anova, GroupsError> {
  const flaw = groupsFlaw(groups, 2);
  if (flaw !== null) return err(flaw);
  const samples = groups.map(sampleOf);
  const n = samples.reduce((sum, sample) => sum + sample.n, 0);
  const mean = samples.reduce((sum, sample) => sum + sample.n * sample.mean, 0) / n;
  const squaresBetween = samples.reduce((sum, sample) => sum + sample.n * (sample.mean - mean) ** 2, 0);
  const squaresWithin = samples.reduce((sum, sample) => sum + sample.squares, 0);
  if (!(squaresWithin > 0)) return err({ type: 'constant' });
  const above = groups.length - 1;
  const below = n - groups.length;
  const meanWithin = squaresWithin / below;
  const f = squaresBetween / above / meanWithin;
  const squaresTotal = squaresBetween + squaresWithin;
  return ok({
    ...{ f, above, below, p: fUpper(f, above, below) },
    ...{ groups: samples, squaresBetween, squaresWithin, squaresTotal },
    eta2: squaresBetween / squaresTotal,
    omega2: (squaresBetween - above * meanWithin) / (squaresTotal + meanWithin),
    withinShare: squaresWithin / squaresTotal,
  });
}

/** Whether means differ, without the assumption of equal variances. Source: Welch, On the comparison of several mean values, 1951. */
export function welchAnova(groups: readonly ArrayLike<number>[]): Result<FTest, GroupsError> {
  const flaw = groupsFlaw(groups, 2);
  if (flaw !== null) return err(flaw);
  const samples = groups.map(sampleOf);
  if (samples.some((sample) => !(sample.squares > 0))) return err({ type: 'constant' });
  const weights = samples.map((sample) => sample.n / varianceOf(sample));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = samples.reduce((sum, sample, i) => sum + weights[i]! * sample.mean, 0) / total;
  const above = groups.length - 1;
  const between =
    samples.reduce((sum, sample, i) => sum + weights[i]! * (sample.mean - mean) ** 2, 0) / above;
  const spread = samples.reduce((sum, { n }, i) => sum + (1 - weights[i]! / total) ** 2 / (n - 1), 0);
  const k = groups.length;
  const f = between / (1 + (2 * (k - 2) * spread) / (k * k - 1));
  const below = (k * k - 1) / (3 * spread);
  return ok({ f, above, below, p: fUpper(f, above, below) });
}

/** Whether groups spread alike: analysis of variance of the distances to each group's mean, or to its median, which bears
 *  skewed values better. Sources: Levene 1960; Brown and Forsythe 1974. */
export function levene(
  groups: readonly ArrayLike<number>[],
  center: 'mean' | 'median' = 'mean',
): Result<FTest, GroupsError> {
  const flaw = groupsFlaw(groups, 2);
  if (flaw !== null) return err(flaw);
  const distances = groups.map((values) => {
    const middle = center === 'mean' ? sampleOf(values).mean : median(values);
    return Float64Array.from(values, (value) => Math.abs(value - middle));
  });
  return anova(distances);
}

/** Whether groups lie alike, by ranks alone, with the correction for ties. Source: Kruskal and Wallis 1952. */
export function kruskalWallis(
  groups: readonly ArrayLike<number>[],
): Result<{ readonly h: number; readonly freedom: number; readonly p: number }, GroupsError> {
  const flaw = groupsFlaw(groups, 1);
  if (flaw !== null) return err(flaw);
  const all = Float64Array.from(groups.flatMap((values) => Array.from(values)));
  const { ranks, ties } = ranksOf(all);
  const n = all.length;
  const correction = 1 - ties / (n ** 3 - n);
  if (!(correction > 0)) return err({ type: 'constant' });
  let at = 0;
  let sum = 0;
  for (const values of groups) {
    let rankSum = 0;
    for (let i = 0; i < values.length; i++) rankSum += ranks[at++]!;
    sum += (rankSum - (values.length * (n + 1)) / 2) ** 2 / values.length;
  }
  const h = (12 * sum) / (n * (n + 1)) / correction;
  const freedom = groups.length - 1;
  return ok({ h, freedom, p: chiSquareUpper(h, freedom) });
}
