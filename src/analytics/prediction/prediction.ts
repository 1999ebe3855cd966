import { err, ok, type Result } from '../../domain/result.ts';
import type { Columns } from '../../domain/table.ts';
import type { RunOptions } from '../learning/learner.ts';
import { encode, fitEncoding, type Encoding } from '../preparation/encoding.ts';
import { saidInParts } from '../preparation/parts.ts';
import { targetOf, type TargetRecipe } from '../preparation/target.ts';
import { calibrationCurve, type CalibrationBin } from '../validation/calibration.ts';
import { conformalHalfWidth } from '../validation/conformal.ts';
import { bestF1Threshold, rankingOf, rocAuc } from '../validation/ranking.ts';
import { valueScores, type ValueScores } from '../validation/scores.ts';
import { compareMethods, type ComparisonError, type Method, type MethodScore } from './comparison.ts';
import { columnImportance, type ColumnImportance, type PositionScore } from './importance.ts';

export interface PredictionRequest {
  readonly table: Columns;
  readonly target: TargetRecipe;
  /** Columns to learn from. */
  readonly columns: readonly string[];
  readonly seed: number;
}

export interface Prediction<N extends string, M> {
  readonly scores: readonly MethodScore<N>[];
  readonly failed: readonly N[];
  readonly chosen: N;
  /** Records whose target is known. */
  readonly known: number;
  /** Of those, the ones that were learnt from and tested, positions in the table: a sample where they are many. */
  readonly rows: Int32Array;
  /** The target of `rows`, and what was said of each by a model that had not seen it. */
  readonly truth: Float64Array;
  readonly unseen: Float64Array;
  /** What is said of every record of the table: of `rows` what a model said that had not seen it, else what the final one says. */
  readonly said: Float64Array;
  readonly importance: readonly ColumnImportance[];
  readonly quality: ClassQuality | ValueQuality;
  /** Learnt from all of `rows`. */
  readonly encoding: Encoding;
  readonly model: M;
}

/** How good predictions of "yes" are, by what was said of records not seen. */
export interface ClassQuality {
  readonly type: 'class';
  readonly auc: number;
  /** Share of "yes" among the records. */
  readonly share: number;
  readonly calibration: readonly CalibrationBin[];
  /** The threshold of the best F1. */
  readonly threshold: number;
}

export interface ValueQuality extends ValueScores {
  readonly type: 'value';
  /** Nine of ten records lie within this distance of what is said of them. Source: Lei et al., Distribution-Free Predictive Inference, 2018. */
  readonly reach: number;
}

const calibrationBins = 10;
const confidence = 0.9;

/** Compares the methods, has the chosen one learn from all that is known, and says it of every record. */
export async function predictTarget<N extends string, M>(
  { table, target, columns, seed }: PredictionRequest,
  methods: readonly Method<N, M>[],
  options: RunOptions = {},
): Promise<Result<Prediction<N, M>, ComparisonError>> {
  const isClass = target.yes !== undefined;
  const values = targetOf(table, target);
  const within = (from: number, to: number) => (done: number) =>
    options.onProgress?.(from + (to - from) * done);
  const compared = await compareMethods({ table, target: values, isClass, columns, seed }, methods, {
    ...options,
    onProgress: within(0, 0.8),
  });
  if (!compared.ok) return compared;
  const { scores, failed, chosen, rows, unseen } = compared.value;
  const method = methods.find(({ name }) => name === chosen);
  if (method === undefined) return err({ type: 'no-columns' });
  const truth = Float64Array.from(rows, (row) => values[row]!);
  const score = scoresOf(truth, isClass);
  const run = { ...options, seed, onProgress: within(0.8, 0.9) };
  const importance = columnImportance(table, compared.value, method.predict, score, run);
  if (!importance.ok) return importance;
  const encoding = fitEncoding(table, columns, rows);
  const examples = { features: encode(encoding, table, rows), target: truth };
  const fitted = await method.fit(examples, { ...run, onProgress: within(0.9, 1) });
  if (!fitted.ok) return fitted;
  const said = saidInParts(encoding, table, (features) => method.predict(fitted.value, features));
  rows.forEach((row, i) => (said[row] = unseen[i]!));
  return ok({
    ...{ scores, failed: failed.map((each) => each.method), chosen, rows, truth, unseen, said },
    importance: importance.value,
    known: values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0),
    quality: isClass ? classQuality(truth, unseen) : valueQuality(truth, unseen),
    ...{ encoding, model: fitted.value },
  });
}

function scoresOf(truth: Float64Array, isClass: boolean): PositionScore {
  return (positions, said) => {
    const known = Float64Array.from(positions, (position) => truth[position]!);
    return isClass ? (rocAuc(rankingOf(known, said)) ?? 0.5) : (valueScores(known, said)?.r2 ?? 0);
  };
}

function classQuality(truth: Float64Array, unseen: Float64Array): ClassQuality {
  return {
    type: 'class',
    auc: rocAuc(rankingOf(truth, unseen)) ?? 0.5,
    share: truth.reduce((sum, value) => sum + value, 0) / truth.length,
    calibration: calibrationCurve(truth, unseen, calibrationBins),
    threshold: bestF1Threshold(truth, unseen).threshold,
  };
}

function valueQuality(truth: Float64Array, unseen: Float64Array): ValueQuality {
  const scores = valueScores(truth, unseen) ?? { r2: null, mae: 0, rmse: 0 };
  return { type: 'value', ...scores, reach: conformalHalfWidth(truth, unseen, confidence) ?? 0 };
}
