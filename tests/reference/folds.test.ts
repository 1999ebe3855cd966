import { describe, expect, it } from 'vitest';
import { stratifiedFolds } from '../../src/analytics/validation/folds.ts';
import { held } from '../support/reference.ts';
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
});
