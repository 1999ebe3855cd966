import { err, ok, type Result } from '../../domain/result.ts';
import type { Columns } from '../../domain/table.ts';
import type { RunOptions, Task } from '../learning/learner.ts';
import { encode, fitEncoding } from '../preparation/encoding.ts';
import { targetOf, type TargetRecipe } from '../preparation/target.ts';
import {
  precisionRecallCurve,
  averagePrecision,
  rankingOf,
  rocCurve,
  type Curve,
} from '../validation/ranking.ts';
import { coefficientRows, type CoefficientRow } from './coefficientRows.ts';
import type { ComparisonError } from './comparison.ts';
import { dealRows, type LearningRequest } from './dealtRows.ts';
import { drawnTree, type DrawnNode } from './drawnTree.ts';
import { learningCurve, validationCurve, type CurvePoint } from './fitCurves.ts';
import {
  boosting,
  forest,
  logistic,
  methodsFor,
  svm,
  tree,
  usual,
  type MethodName,
  type PredictionMethod,
} from './methods.ts';
import { penaltyPath, type PenaltyPath } from './penaltyPath.ts';

export interface ExaminationRequest {
  readonly table: Columns;
  readonly target: TargetRecipe;
  readonly columns: readonly string[];
  readonly seed: number;
  /** The method that is looked into; a network brings its own curves. */
  readonly method: MethodName | 'network';
  /** What is true and what was said of records not seen. */
  readonly truth: Float64Array;
  readonly unseen: Float64Array;
}

/** What else there is to know of a prediction; null where a part does not apply. */
export interface Examination {
  /** Scores by how many records are learnt from. */
  readonly learning: readonly CurvePoint[] | null;
  /** Scores by a setting of the method, and the one that is used. */
  readonly settings: SettingsCurve | null;
  /** Of amounts: the error by the strength of the penalty, and which columns stay. */
  readonly penalty: PenaltyPath | null;
  /** Of labels, at most `mostPoints` points each. */
  readonly ranking: { readonly roc: Curve; readonly recall: Curve; readonly averagePrecision: number } | null;
  /** Of a plain regression on all columns that do not follow from others. */
  readonly coefficients: readonly CoefficientRow[] | null;
  readonly tree: readonly DrawnNode[] | null;
}

/** What is varied: the price of an error (C), the depth, the rows of a leaf or the number of trees. */
export type Setting = 'c' | 'depth' | 'leafRows' | 'rounds';

export interface SettingsCurve {
  readonly setting: Setting;
  readonly values: readonly number[];
  readonly used: number;
  readonly points: readonly CurvePoint[];
}

/** Records that curves are made from at most: they show where a method stands, and do not decide. */
const mostRows = { quick: 2_000, slow: 800 };
const shares = [0.1, 0.2, 0.4, 0.6, 0.8, 1];
const mostPoints = 200;

export async function examine(
  request: ExaminationRequest,
  options: RunOptions = {},
): Promise<Result<Examination, ComparisonError>> {
  const { table, target, columns, seed, truth, unseen } = request;
  const isClass = target.yes !== undefined;
  const asked: LearningRequest = { table, target: targetOf(table, target), isClass, columns, seed };
  const within = (from: number, to: number): RunOptions => ({
    ...options,
    onProgress: (done) => options.onProgress?.(from + (to - from) * done),
  });
  const dealt = dealRows(asked);
  if (!dealt.ok) return dealt;
  const encoding = fitEncoding(table, columns, dealt.value.rows);
  const examples = { features: encode(encoding, table, dealt.value.rows), target: dealt.value.truth };
  const task: Task = isClass ? 'classes' : 'values';
  const coefficients = coefficientRows(examples, encoding, task, options);
  const drawn = drawnTree(examples, encoding, task, options);
  const penalty = isClass ? null : penaltyPath(examples, encoding, seed, options);
  options.onProgress?.(0.2);
  const method = methodsFor(isClass, true).find(({ name }) => name === request.method);
  const most = request.method.startsWith('svm') ? mostRows.slow : mostRows.quick;
  const learning = method && (await learningCurve(asked, method, shares, { ...within(0.2, 0.6), most }));
  const varied = variationsOf(request.method, task);
  const settings = varied && (await validationCurve(asked, varied.methods, { ...within(0.6, 1), most }));
  if (options.signal?.aborted === true) return err({ type: 'cancelled' });
  return ok({
    learning: learning?.ok === true ? learning.value : null,
    settings:
      varied !== undefined && settings?.ok === true
        ? { setting: varied.setting, values: varied.values, used: varied.used, points: settings.value }
        : null,
    ...{ penalty, coefficients, tree: drawn },
    ranking: isClass ? curvesOf(truth, unseen) : null,
  });
}

interface Variations {
  readonly setting: Setting;
  readonly values: readonly number[];
  readonly used: number;
  readonly methods: readonly PredictionMethod[];
}

function variationsOf(method: MethodName | 'network', task: Task): Variations | undefined {
  const vary = (
    setting: Setting,
    used: number,
    values: readonly number[],
    make: (value: number) => PredictionMethod,
  ): Variations => ({ setting, used, values, methods: values.map(make) });
  switch (method) {
    case 'logistic':
      return vary('c', usual.c, [0.001, 0.01, 0.1, 1, 10, 100], logistic);
    case 'svmLinear':
      return vary('c', usual.c, [0.01, 0.1, 1, 10], (c) => svm('linear', c));
    case 'svmRbf':
      return vary('c', usual.c, [0.01, 0.1, 1, 10, 100], (c) => svm('rbf', c));
    case 'tree':
      return vary('depth', usual.maxDepth, [1, 2, 3, 4, 5, 6, 8, 10, 15], (depth) => tree(task, depth));
    case 'forest':
      return vary('leafRows', usual.minForestRows, [1, 2, 5, 10, 20, 50, 100], (rows) => forest(task, rows));
    case 'boosting':
      return vary('rounds', usual.rounds, [5, 10, 20, 50, 100, 200], (rounds) => boosting(task, rounds));
    default:
      return undefined;
  }
}

function curvesOf(truth: Float64Array, said: Float64Array): Examination['ranking'] {
  const ranking = rankingOf(truth, said);
  const [roc, recall] = [rocCurve(ranking), precisionRecallCurve(ranking)];
  if (roc === null || recall === null) return null;
  return { roc: thinned(roc), recall: thinned(recall), averagePrecision: averagePrecision(ranking) ?? 0 };
}

/** Points spread over the curve, its ends among them. */
function thinned({ x, y }: Curve): Curve {
  if (x.length <= mostPoints) return { x, y };
  const at = (i: number): number => Math.round((i * (x.length - 1)) / (mostPoints - 1));
  return {
    x: Float64Array.from({ length: mostPoints }, (_, i) => x[at(i)]!),
    y: Float64Array.from({ length: mostPoints }, (_, i) => y[at(i)]!),
  };
}
