import { byDifferences, minimise } from '../numeric/bfgs.ts';

/** Exponential smoothing with additive errors: level ℓ, damped trend b and season s. */
export interface Smoothing {
  /** Weights of the newest error in level, trend and season, 0 to 1; trend and season 0 where there is none. */
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** By which the trend shrinks each period, 0.8 to 0.98; 0 where there is none. */
  readonly phi: number;
  readonly level: number;
  readonly trend: number;
  /** The season's additions, the next period first; empty where there is none. */
  readonly season: Float64Array;
  /** Of forecasts of one period, with the number of parameters taken off. */
  readonly deviation: number;
  /** Sum of squared errors and the corrected information criterion by which models are compared. */
  readonly squares: number;
  readonly aicc: number;
}

/**
 * The smoothing of a series (three values or more) of least squared errors of one period. `period` is the length of a season,
 * 1 for none. Source: Holt 1957; Winters 1960; as the models ETS(A, Ad, A) of Hyndman, Koehler, Ord and Snyder, Forecasting
 * with Exponential Smoothing, 2008; first states as there, 2.6.1.
 */
export function fitSmoothing(series: Float64Array, period: number, hasTrend: boolean): Smoothing {
  const isSeasonal = period > 1 && series.length >= 2 * period;
  const start = firstStates(series, isSeasonal ? period : 1, hasTrend);
  // α from 0.001 to 0.999, β up to α, γ up to 1 − α, φ from 0.8 to 0.98.
  const parametersAt = (point: ArrayLike<number>) => {
    const alpha = between(0.001, 0.999, point[0]!);
    let at = 1;
    const beta = hasTrend ? alpha * between(0.0001, 0.999, point[at++]!) : 0;
    const phi = hasTrend ? between(0.8, 0.98, point[at++]!) : 0;
    const gamma = isSeasonal ? (1 - alpha) * between(0.0001, 0.999, point[at]!) : 0;
    return { alpha, beta, gamma, phi };
  };
  const origin = [0, ...(hasTrend ? [-2, 2] : []), ...(isSeasonal ? [-2] : [])];
  const objective = byDifferences((point) => {
    const { squares } = run(series, start, parametersAt(point));
    return Math.log(Math.max(squares, 1e-300));
  }, 1e-4);
  const starts = [origin, [2, ...origin.slice(1)], [-3, ...origin.slice(1)]];
  const found = starts
    .map((first) => minimise(objective, first, { tolerance: 1e-6, maxIterations: 80, reach: 15 }))
    .reduce((best, next) => (next.value < best.value ? next : best));
  const parameters = parametersAt(found.point);
  const end = run(series, start, parameters);
  const n = series.length;
  const count = origin.length + 1 + (hasTrend ? 1 : 0) + (isSeasonal ? period - 1 : 0);
  const freedom = Math.max(1, n - count);
  const squares = end.squares < 1e-20 * series.reduce((sum, x) => sum + x * x, 1e-300) ? 0 : end.squares;
  const room = n - count - 2;
  const aicc =
    room > 0
      ? n * Math.log(Math.max(squares, 1e-300) / n) + 2 * (count + 1) + (2 * (count + 1) * (count + 2)) / room
      : Number.POSITIVE_INFINITY;
  return {
    ...parameters,
    ...{ level: end.level, trend: end.trend, season: end.season },
    deviation: Math.sqrt(squares / freedom),
    ...{ squares, aicc },
  };
}

/** Mean of each of the next periods. */
export function smoothingAhead({ level, trend, phi, season }: Smoothing, periods: number): Float64Array {
  let [drift, factor] = [0, phi];
  return Float64Array.from({ length: periods }, (_, h) => {
    drift += factor * trend;
    factor *= phi;
    return level + drift + (season.length === 0 ? 0 : season[h % season.length]!);
  });
}

/** Standard deviation of the error of each of the next periods: σ² (1 + Σ cⱼ²). Source: Hyndman and others 2008, table 6.1. */
export function smoothingSpread(model: Smoothing, periods: number): Float64Array {
  const { alpha, beta, gamma, phi, season, deviation } = model;
  let [sum, damped, factor] = [1, 0, phi];
  return Float64Array.from({ length: periods }, (_, h) => {
    const spread = deviation * Math.sqrt(sum);
    damped += factor;
    factor *= phi;
    const c = alpha + beta * damped + (season.length > 0 && (h + 1) % season.length === 0 ? gamma : 0);
    sum += c * c;
    return spread;
  });
}

interface States {
  level: number;
  trend: number;
  season: Float64Array;
}

function run(
  series: Float64Array,
  start: States,
  { alpha, beta, gamma, phi }: { alpha: number; beta: number; gamma: number; phi: number },
): States & { squares: number } {
  const period = start.season.length;
  const season = start.season.slice();
  let { level, trend } = start;
  let squares = 0;
  for (let t = 0; t < series.length; t++) {
    const own = period === 0 ? 0 : season[t % period]!;
    const error = series[t]! - (level + phi * trend + own);
    squares += error * error;
    level += phi * trend + alpha * error;
    trend = phi * trend + beta * error;
    if (period > 0) season[t % period] = own + gamma * error;
  }
  const turned = season.map((_, h) => season[(series.length + h) % period]!);
  return { level, trend, season: turned, squares };
}

/** Level and trend by a line through the first values without their season, the season as mean distance from the moving mean. */
function firstStates(series: Float64Array, period: number, hasTrend: boolean): States {
  const season = new Float64Array(period > 1 ? period : 0);
  if (period > 1) {
    const counts = new Float64Array(period);
    const half = Math.floor(period / 2);
    for (let t = half; t + half < series.length; t++) {
      // Even periods weigh both ends half.
      let mean = 0;
      for (let k = -half; k <= half; k++)
        mean += series[t + k]! * (period % 2 === 0 && Math.abs(k) === half ? 0.5 : 1);
      season[t % period]! += series[t]! - mean / period;
      counts[t % period]! += 1;
    }
    for (let k = 0; k < period; k++) season[k] = counts[k] === 0 ? 0 : season[k]! / counts[k]!;
    const mean = season.reduce((sum, s) => sum + s, 0) / period;
    for (let k = 0; k < period; k++) season[k]! -= mean;
  }
  const count = Math.min(series.length, Math.max(10, 2 * period));
  let [sumT, sumY, sumTT, sumTY] = [0, 0, 0, 0];
  for (let t = 0; t < count; t++) {
    const y = series[t]! - (period > 1 ? season[t % period]! : 0);
    sumT += t + 1;
    sumY += y;
    sumTT += (t + 1) ** 2;
    sumTY += (t + 1) * y;
  }
  const slope = hasTrend ? (count * sumTY - sumT * sumY) / (count * sumTT - sumT * sumT) : 0;
  return { level: (sumY - slope * sumT) / count, trend: slope, season };
}

function between(low: number, high: number, x: number): number {
  return low + (high - low) / (1 + Math.exp(-x));
}
