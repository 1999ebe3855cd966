import { describe, expect, it } from 'vitest';
import { crossValidate } from '../../src/analytics/validation/crossValidation.ts';
import { stratifiedFolds } from '../../src/analytics/validation/folds.ts';
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

  it('has the mean scores of the reference where methods are compared', () => {
    const { raw, truth } = telcoChurn();
    const foldOf = stratifiedFolds(raw.target, 5);
    const specs = [{ method: 'tree', maxDepth: 5 }, { method: 'boosting' }] as const;
    const compared = crossValidate(raw, specs, { task: 'classes', foldOf, seed: 1, now: () => 0 });
    for (const [i, name] of ['tree_gini_depth5', 'histgb_100x31leaves_lr0.1'].entries()) {
      const { scores } = valueOfResult(compared[i]!.result);
      for (const [what, score, tolerance] of [
        ['roc_auc', scores.auc, 0.005],
        ['accuracy', scores.accuracy, 0.005],
        ['f1', scores.f1, 0.015],
        ['precision', scores.precision, 0.015],
        ['recall', scores.recall, 0.015],
      ] as const) {
        const reference = truth.models[name]![what].mean;
        const method = 'Cross-validation, Telco churn';
        held({ method, what: `${what} of ${name}`, reference, ours: score!.mean!, tolerance });
      }
    }
  });
});
