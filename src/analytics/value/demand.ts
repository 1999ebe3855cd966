import { err, ok, type Result } from '../../domain/result.ts';
import { normalQuantile } from '../statistics/distributions.ts';
import { fitSmoothing, smoothingAhead, smoothingSpread, type Smoothing } from './smoothing.ts';

export interface DemandOptions {
  /** Periods to forecast. */
  readonly periods: number;
  /** Periods in a season: 12 of months in a year, 7 of days in a week; 1 for none. */
  readonly season: number;
  /** Of the interval, 0.95 by default. */
  readonly level?: number;
}

export interface DemandForecast {
  readonly mean: Float64Array;
  /** 0 and more: nobody buys less than nothing. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly model: Smoothing;
  /** How both did on the last periods, hidden from them: mean absolute errors. Null where too little would be left to learn from. */
  readonly check: { readonly periods: number; readonly error: number; readonly naiveError: number } | null;
}

export type DemandError =
  | { readonly type: 'too-few-rows'; readonly needed: number }
  | { readonly type: 'not-finite'; readonly row: number }
  | { readonly type: 'bad-option'; readonly option: 'periods' | 'season' };

const least = 6;

/**
 * Demand of the next periods by exponential smoothing, with trend and season where the corrected information criterion (Hurvich
 * and Tsai 1989) is for them, compared with the naive forecast: each period as a season before. A season needs two whole ones.
 */
export function forecastDemand(
  series: Float64Array,
  { periods, season, level = 0.95 }: DemandOptions,
): Result<DemandForecast, DemandError> {
  if (series.length < least) return err({ type: 'too-few-rows', needed: least });
  const row = series.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) return err({ type: 'not-finite', row });
  if (!Number.isInteger(periods) || periods < 1) return err({ type: 'bad-option', option: 'periods' });
  if (!Number.isInteger(season) || season < 1) return err({ type: 'bad-option', option: 'season' });
  const model = bestSmoothing(series, season);
  const ahead = smoothingAhead(model, periods);
  const z = normalQuantile(0.5 + level / 2);
  const spread = smoothingSpread(model, periods);
  return ok({
    mean: ahead.map((value) => Math.max(0, value)),
    low: ahead.map((value, h) => Math.max(0, value - z * spread[h]!)),
    high: ahead.map((value, h) => Math.max(0, value + z * spread[h]!)),
    model,
    check: checkOf(series, periods, season),
  });
}

/** Each of the next periods as the same one of the last season. `season` is at most the length of the series. */
export function naiveForecast(series: Float64Array, periods: number, season: number): Float64Array {
  const from = series.length - season;
  return Float64Array.from({ length: periods }, (_, h) => series[from + (h % season)]!);
}

/** Sums of amounts by periods of `unitDays`, from `fromDay` on; what lies before or after is left out. */
export function demandSeries(
  day: ArrayLike<number>,
  amount: ArrayLike<number>,
  { fromDay, periods, unitDays }: { fromDay: number; periods: number; unitDays: number },
): Float64Array {
  const series = new Float64Array(periods);
  for (let i = 0; i < day.length; i++) {
    const period = Math.floor((day[i]! - fromDay) / unitDays);
    if (period >= 0 && period < periods) series[period]! += amount[i]!;
  }
  return series;
}

function bestSmoothing(series: Float64Array, season: number): Smoothing {
  const seasons = season > 1 && series.length >= 2 * season ? [1, season] : [1];
  return seasons
    .flatMap((period) => [fitSmoothing(series, period, false), fitSmoothing(series, period, true)])
    .reduce((best, next) => (next.aicc < best.aicc ? next : best));
}

function checkOf(series: Float64Array, periods: number, season: number): DemandForecast['check'] {
  const hidden = Math.min(periods, Math.floor(series.length / 4));
  const known = series.subarray(0, series.length - hidden);
  if (hidden < 1 || known.length < least) return null;
  const truth = series.subarray(known.length);
  const errorOf = (forecast: Float64Array) =>
    forecast.reduce((sum, value, h) => sum + Math.abs(value - truth[h]!), 0) / hidden;
  const ahead = smoothingAhead(bestSmoothing(known, season), hidden).map((value) => Math.max(0, value));
  const naive = naiveForecast(known, hidden, known.length >= season ? season : 1);
  return { periods: hidden, error: errorOf(ahead), naiveError: errorOf(naive) };
}
