import { matrixOf, type Matrix } from '../../src/analytics/matrix.ts';
import { momentsOf } from '../../src/analytics/standardise.ts';
import { examplesAt, type Examples } from '../../src/analytics/learning/learner.ts';
import { rowsInside, rowsOutside } from '../../src/analytics/validation/folds.ts';
import { rankingOf, rocAuc } from '../../src/analytics/validation/ranking.ts';
import { classScores, confusionAt } from '../../src/analytics/validation/scores.ts';
import { held } from './reference.ts';
import { readSharedJson, readSharedTable } from './sharedData.ts';

interface Averages {
  readonly folds: number[];
  readonly mean: number;
}
type Score = 'accuracy' | 'roc_auc' | 'f1' | 'precision' | 'recall';

export interface TelcoTruth {
  readonly feature_names: string[];
  readonly fold_ids: string;
  readonly models: Record<string, Record<Score, Averages>>;
  readonly logistic_full: {
    readonly intercept: number;
    readonly coef: Record<string, number>;
    readonly logloss: number;
    readonly auc: number;
    readonly accuracy: number;
    readonly brier: number;
    readonly first5_prob: number[];
    readonly confusion: [[number, number], [number, number]];
  };
  readonly tree_depth3_full: {
    readonly text: string;
    readonly accuracy: number;
    readonly importances: Record<string, number>;
    readonly leaves: number;
  };
  readonly svm_rbf_full: {
    readonly n_support: [number, number];
    readonly train_accuracy: number;
    readonly gamma: number;
    readonly intercept: number;
    readonly decision_first5: number[];
  };
  readonly rf100_oob_accuracy_5_seeds: number[];
}

const numeric = ['SeniorCitizen', 'tenure', 'MonthlyCharges', 'TotalCharges'];
const categorical = [
  ...['gender', 'Partner', 'Dependents', 'PhoneService', 'MultipleLines', 'InternetService'],
  ...['OnlineSecurity', 'OnlineBackup', 'DeviceProtection', 'TechSupport', 'StreamingTV'],
  ...['StreamingMovies', 'Contract', 'PaperlessBilling', 'PaymentMethod'],
];

/** Telco churn as the reference prepares it: numbers (a blank total is 0), then every level of every category as 0 or 1. */
export function telcoChurn(): { names: string[]; raw: Examples; truth: TelcoTruth } {
  const rows = readSharedTable('data/telco_churn/Telco-Customer-Churn.csv', ',');
  const columns: [string, number[]][] = numeric.map((name) => [name, rows.map((row) => Number(row[name]))]);
  for (const name of categorical) {
    const levels = [...new Set(rows.map((row) => row[name]!))].sort((a, b) => (a < b ? -1 : 1));
    for (const level of levels) {
      columns.push([`${name}_${level}`, rows.map((row) => (row[name] === level ? 1 : 0))]);
    }
  }
  return {
    names: columns.map(([name]) => name),
    raw: {
      features: matrixOf(columns.map(([, values]) => values)),
      target: Float64Array.from(rows, (row) => (row['Churn'] === 'Yes' ? 1 : 0)),
    },
    truth: readSharedJson('truth/classification_telco_churn.json') as TelcoTruth,
  };
}

/** The numeric columns of `data` as z-scores, with the mean and population deviation of `fitted`. */
export function scaledBy(data: Matrix, fitted: Matrix): Matrix {
  const { mean, deviation } = momentsOf(fitted);
  const values = data.values.slice();
  for (let i = 0; i < data.rows; i++) {
    for (let j = 0; j < numeric.length; j++) {
      const cell = i * data.columns + j;
      values[cell] = (values[cell]! - mean[j]!) / deviation[j]!;
    }
  }
  return { ...data, values };
}

export interface FoldCheck {
  readonly method: string;
  /** The name under which the reference has its scores. */
  readonly model: string;
  readonly predict: (learnt: Examples, tested: Matrix) => Float64Array;
  /** What is "yes": above ½, or above 0 for decision values. */
  readonly threshold?: number;
  /** Greatest gap of the area under the ROC curve, of each fold and of the mean, and of the mean accuracy. */
  readonly auc: number;
  readonly foldAuc?: number;
  readonly accuracy: number;
}

/** Holds a method to the scores of the reference on its five folds, scaling fitted on the rows learnt from. */
export function heldFolds({ raw, truth }: ReturnType<typeof telcoChurn>, check: FoldCheck): void {
  const { method, auc, foldAuc = auc, threshold = 0.5 } = check;
  const foldOf = Int32Array.from(truth.fold_ids, Number);
  const expected = truth.models[check.model]!;
  const areas: number[] = [];
  const accuracies: number[] = [];
  for (let fold = 0; fold < 5; fold++) {
    const learnt = examplesAt(raw, rowsOutside(foldOf, fold));
    const tested = examplesAt(raw, rowsInside(foldOf, fold));
    const features = scaledBy(learnt.features, learnt.features);
    const scores = check.predict(
      { features, target: learnt.target },
      scaledBy(tested.features, learnt.features),
    );
    areas.push(rocAuc(rankingOf(tested.target, scores))!);
    accuracies.push(classScores(confusionAt(tested.target, scores, threshold)).accuracy);
    const of = { method, what: `AUC of fold ${fold}, ${check.model}`, ours: areas[fold]! };
    held({ ...of, reference: expected.roc_auc.folds[fold]!, tolerance: foldAuc });
  }
  const means: [string, number, number, number][] = [
    ['mean AUC', expected.roc_auc.mean, meanOf(areas), auc],
    ['mean accuracy', expected.accuracy.mean, meanOf(accuracies), check.accuracy],
  ];
  for (const [what, reference, ours, tolerance] of means) {
    held({ method, what: `${what}, ${check.model}`, reference, ours, tolerance });
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
