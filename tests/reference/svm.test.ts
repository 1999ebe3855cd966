import { describe, it } from 'vitest';
import { predict } from '../../src/analytics/learning/model.ts';
import { fitSvm, type RbfSvmModel } from '../../src/analytics/learning/svm.ts';
import { classScores, confusionAt } from '../../src/analytics/validation/scores.ts';
import { held } from '../support/reference.ts';
import { valueOfResult } from '../support/results.ts';
import { sharedFolder } from '../support/sharedData.ts';
import { heldFolds, scaledBy, telcoChurn } from '../support/telco.ts';

const telco = sharedFolder === null ? null : telcoChurn();
const method = 'Support vector machine, Telco churn';

describe.skipIf(telco === null)('Support vector machines on Telco churn', () => {
  it('have the decision values of LIBSVM', () => {
    const { raw, truth } = telco!;
    const { gamma, intercept, decision_first5, n_support, train_accuracy } = truth.svm_rbf_full;
    const features = scaledBy(raw.features, raw.features);
    const model = valueOfResult(fitSvm({ features, target: raw.target }, { kernel: 'rbf' })) as RbfSvmModel;
    const decisions = predict(model, features);
    held({ method, what: 'gamma', reference: gamma, ours: model.gamma, tolerance: 1e-10 });
    held({ method, what: 'intercept', reference: intercept, ours: model.intercept, tolerance: 1e-3 });
    decision_first5.forEach((value, i) => {
      held({
        method,
        what: `decision value of row ${i}`,
        reference: value,
        ours: decisions[i]!,
        tolerance: 1e-3,
      });
    });
    const supports = n_support[0] + n_support[1];
    held({ method, what: 'support vectors', reference: supports, ours: model.weights.length, tolerance: 10 });
    const { accuracy } = classScores(confusionAt(raw.target, decisions, 0));
    held({ method, what: 'accuracy', reference: train_accuracy, ours: accuracy, tolerance: 5e-4 });
  });

  it.each([
    ['svm_rbf_C1_gammascale', 'rbf'],
    ['svm_linear_C1', 'linear'],
  ] as const)('%s has the area of the five folds', (model, kernel) => {
    heldFolds(telco!, {
      ...{ method, model, threshold: 0, auc: 0.003, accuracy: 0.003 },
      predict: (learnt, tested) => predict(valueOfResult(fitSvm(learnt, { kernel })), tested),
    });
  });
});
