import { describe, expect, it } from 'vitest';
import { fitTree } from '../../src/analytics/learning/cart.ts';
import { compareMethods } from '../../src/analytics/prediction/comparison.ts';
import { boosting, tree, type PredictionMethod } from '../../src/analytics/prediction/methods.ts';
import { stratifiedFolds } from '../../src/analytics/validation/folds.ts';
import { requestOf } from '../support/examples.ts';
import { held } from '../support/reference.ts';
import { valueOfResult } from '../support/results.ts';
import { sharedFolder } from '../support/sharedData.ts';
import { telcoChurn } from '../support/telco.ts';

describe.skipIf(sharedFolder === null)('Telco churn', () => {
  it('is prepared and dealt into stratified folds as the reference has it', () => {
    const { names, raw, truth } = telcoChurn();
    expect(names).toEqual(truth.feature_names);
    const folds = stratifiedFolds(raw.target, 5);
    const unlike = Array.from(truth.fold_ids).filter((fold, row) => Number(fold) !== folds[row]).length;
    held({
      ...{ method: 'Stratified folds', what: 'rows in another fold, Telco churn' },
      ...{ reference: 0, ours: unlike, tolerance: 0 },
    });
  });

  it('has the mean scores of the reference where methods are compared', async () => {
    const { names, raw, truth } = telcoChurn();
    const foldOf = stratifiedFolds(raw.target, 5);
    const grown: PredictionMethod = {
      ...tree('classes'),
      fit: (examples, options) => fitTree(examples, { ...options, task: 'classes', maxDepth: 5 }),
    };
    const compared = await compareMethods({ ...requestOf(raw, true, names), foldOf }, [
      grown,
      boosting('classes'),
    ]);
    const { scores } = valueOfResult(compared);
    for (const [method, name] of [
      ['tree', 'tree_gini_depth5'],
      ['boosting', 'histgb_100x31leaves_lr0.1'],
    ] as const) {
      const { metrics } = scores.find((each) => each.method === method)!;
      for (const [what, score, tolerance] of [
        ['roc_auc', metrics.auc, 0.005],
        ['accuracy', metrics.accuracy, 0.005],
        ['f1', metrics.f1, 0.015],
        ['precision', metrics.precision, 0.015],
        ['recall', metrics.recall, 0.015],
      ] as const) {
        const reference = truth.models[name]![what].mean;
        const method = 'Cross-validation, Telco churn';
        held({ method, what: `${what} of ${name}`, reference, ours: score!.mean!, tolerance });
      }
    }
  });
});
