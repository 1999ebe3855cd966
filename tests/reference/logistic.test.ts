import { describe, it } from 'vitest';
import { fitLogistic, predictLogistic } from '../../src/analytics/learning/logistic.ts';
import { rankingOf, rocAuc } from '../../src/analytics/validation/ranking.ts';
import { brierScore, classScores, confusionAt, logLoss } from '../../src/analytics/validation/scores.ts';
import { held } from '../support/reference.ts';
import { valueOfResult } from '../support/results.ts';
import { sharedFolder } from '../support/sharedData.ts';
import { heldFolds, scaledBy, telcoChurn } from '../support/telco.ts';

const telco = sharedFolder === null ? null : telcoChurn();

describe.skipIf(telco === null)('Logistic regression on Telco churn', () => {
  it('has the coefficients and scores of the exact solution', () => {
    const { raw, names, truth } = telco!;
    const full = truth.logistic_full;
    const features = scaledBy(raw.features, raw.features);
    const labels = raw.target;
    const { model } = valueOfResult(fitLogistic({ features, target: labels }, { isStandardised: false }));
    same('intercept', full.intercept, model.intercept);
    names.forEach((name, j) => same(`coefficient of ${name}`, full.coef[name]!, model.coefficients[j]!));
    const probabilities = predictLogistic(model, features);
    full.first5_prob.forEach((value, i) => same(`probability of row ${i}`, value, probabilities[i]!));
    same('log-loss', full.logloss, logLoss(labels, probabilities)!);
    same('AUC', full.auc, rocAuc(rankingOf(labels, probabilities))!);
    same('Brier score', full.brier, brierScore(labels, probabilities)!);
    const confusion = confusionAt(labels, probabilities, 0.5);
    same('accuracy', full.accuracy, classScores(confusion).accuracy);
    const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = full.confusion;
    same('true negatives', trueNegatives, confusion.trueNegatives, 0);
    same('false positives', falsePositives, confusion.falsePositives, 0);
    same('false negatives', falseNegatives, confusion.falseNegatives, 0);
    same('true positives', truePositives, confusion.truePositives, 0);
  });

  it('has the scores of the five folds', () => {
    heldFolds(telco!, {
      ...{ method: 'Logistic regression, Telco churn', model: 'logistic_C1_l2', auc: 1e-4, accuracy: 2e-3 },
      predict: (learnt, tested) =>
        predictLogistic(valueOfResult(fitLogistic(learnt, { isStandardised: false })).model, tested),
    });
  });
});

function same(what: string, reference: number, ours: number, tolerance = 1e-6): void {
  held({ method: 'Logistic regression, Telco churn', what, reference, ours, tolerance });
}
