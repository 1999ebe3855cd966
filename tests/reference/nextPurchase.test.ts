import { describe, expect, it } from 'vitest';
import { fitLogistic, predictLogistic } from '../../src/analytics/learning/logistic.ts';
import { rowsAt } from '../../src/analytics/matrix.ts';
import { rowsInside, rowsOutside, stratifiedFolds } from '../../src/analytics/validation/folds.ts';
import { rankingOf, rocAuc } from '../../src/analytics/validation/ranking.ts';
import { brierScore } from '../../src/analytics/validation/scores.ts';
import { boughtWithin, purchaseFeatures } from '../../src/analytics/value/nextPurchase.ts';
import { dateToDay } from '../../src/domain/dates.ts';
import { retailLines } from '../support/onlineRetail.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';

interface Truth {
  readonly n: number;
  readonly positives: number;
  readonly auc: number;
  readonly accuracy: number;
  readonly brier: number;
  readonly feature_means: Record<string, number>;
}

describe.skipIf(sharedFolder === null)('the next purchase on Online Retail', () => {
  it('has the features, labels and scores of the reference', () => {
    const truth = readSharedJson('truth/next_purchase_online_retail.json') as Truth;
    const retail = retailLines();
    const lines = {
      ...retail,
      order: retail.invoice,
      amount: retail.quantity.map((q, i) => q * retail.price[i]!),
    };
    const customers = retail.customers.length;
    const cut = dateToDay('2011-09-10');
    const { customer, features } = purchaseFeatures(lines, customers, cut);
    const target = boughtWithin(lines, customer, customers, cut, 90);
    expect(customer.length).toBe(truth.n);
    expect(target.reduce((sum, label) => sum + label, 0)).toBe(truth.positives);
    Object.entries(truth.feature_means).forEach(([name, reference], j) => {
      let sum = 0;
      for (let i = 0; i < features.rows; i++) sum += features.values[i * features.columns + j]!;
      const ours = sum / features.rows;
      held({
        method: 'Next purchase, Online Retail',
        what: `mean ${name}`,
        reference,
        ours,
        tolerance: 1e-9,
      });
    });

    const folds = stratifiedFolds(target, 5);
    const chance = new Float64Array(target.length);
    for (let fold = 0; fold < 5; fold++) {
      const [train, test] = [rowsOutside(folds, fold), rowsInside(folds, fold)];
      const labels = Float64Array.from(train, (i) => target[i]!);
      const fit = fitLogistic({ features: rowsAt(features, train), target: labels });
      if (!fit.ok) throw new Error(fit.error.type);
      const found = predictLogistic(fit.value.model, rowsAt(features, test));
      test.forEach((row, i) => (chance[row] = found[i]!));
    }
    const auc = rocAuc(rankingOf(target, chance))!;
    const accuracy = chance.filter((p, i) => (p >= 0.5 ? 1 : 0) === target[i]).length / target.length;
    const method = 'Next purchase, Online Retail';
    held({ method, what: 'AUC of five folds', reference: truth.auc, ours: auc, tolerance: 1e-5 });
    held({ method, what: 'accuracy', reference: truth.accuracy, ours: accuracy, tolerance: 1e-9 });
    held({
      method,
      what: 'Brier score',
      reference: truth.brier,
      ours: brierScore(target, chance)!,
      tolerance: 1e-6,
    });
  });
});
