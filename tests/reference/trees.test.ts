import { beforeAll, describe, expect, it } from 'vitest';
import { fitBoosting } from '../../src/analytics/learning/boosting.ts';
import { fitForest } from '../../src/analytics/learning/forest.ts';
import type { Examples } from '../../src/analytics/learning/learner.ts';
import { predict } from '../../src/analytics/learning/model.ts';
import { fitTree } from '../../src/analytics/learning/cart.ts';
import { leafCount, type Tree } from '../../src/analytics/learning/tree.ts';
import { compareMethods } from '../../src/analytics/prediction/comparison.ts';
import { boosting, type PredictionMethod } from '../../src/analytics/prediction/methods.ts';
import { ok } from '../../src/domain/result.ts';
import { classScores, confusionAt } from '../../src/analytics/validation/scores.ts';
import { requestOf } from '../support/examples.ts';
import { held, heldWithin } from '../support/reference.ts';
import { valueOfResult } from '../support/results.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';
import { heldFolds, scaledBy, telcoChurn } from '../support/telco.ts';

const telco = sharedFolder === null ? null : telcoChurn();
const task = 'classes' as const;

describe.skipIf(telco === null)('On Telco churn', () => {
  let examples: Examples;
  beforeAll(() => {
    const { features, target } = telco!.raw;
    examples = { features: scaledBy(features, features), target };
  });

  it('a tree of depth 3 has the splits, classes and importances of the reference', () => {
    const truth = telco!.truth.tree_depth3_full;
    const model = valueOfResult(fitTree(examples, { task, maxDepth: 3 }));
    // Of contracts that do not run from month to month, "one year" and "two years" say the same: either may be named.
    const either = (text: string): string => text.replaceAll('One year', 'Two year').trimEnd();
    expect(either(textOf(model.tree, telco!.names))).toBe(either(truth.text));
    const ours = new Map<string, number>();
    telco!.names.forEach((name, j) => {
      ours.set(either(name), (ours.get(either(name)) ?? 0) + model.importances[j]!);
    });
    for (const [name, share] of ours) {
      same('Tree', `importance of ${name}`, truth.importances[name] ?? 0, share, 1e-8);
    }
    same('Tree', 'leaves', truth.leaves, leafCount(model.tree), 0);
    same('Tree', 'accuracy', truth.accuracy, accuracyOf(predict(model, examples.features)), 1e-12);
  });

  it('a tree of depth 5 has the scores of the five folds', () => {
    heldFolds(telco!, {
      ...{
        method: 'Tree, Telco churn',
        model: 'tree_gini_depth5',
        auc: 0.002,
        foldAuc: 0.005,
        accuracy: 0.002,
      },
      predict: (learnt, tested) => predict(valueOfResult(fitTree(learnt, { task, maxDepth: 5 })), tested),
    });
  });

  it.each([
    ['rf100', 1],
    ['rf100_minleaf5', 5],
  ] as const)('%s has the area of the five folds', (model, minLeafRows) => {
    heldFolds(telco!, {
      ...{ method: 'Forest, Telco churn', model, auc: 0.01, foldAuc: 0.015, accuracy: 0.01 },
      predict: (learnt, tested) =>
        predict(valueOfResult(fitForest(learnt, { task, seed: 1, minLeafRows })).model, tested),
    });
  });

  it('a forest has the out-of-bag accuracy of the reference', () => {
    const { outOfBag } = valueOfResult(fitForest(examples, { task, seed: 2 }));
    const known = telco!.truth.rf100_oob_accuracy_5_seeds;
    heldWithin({
      ...{ method: 'Forest, Telco churn', what: 'out-of-bag accuracy', ours: accuracyOf(outOfBag) },
      ...{ from: Math.min(...known) - 0.005, to: Math.max(...known) + 0.005 },
    });
  });

  it('boosting has the area of the five folds', () => {
    heldFolds(telco!, {
      ...{ method: 'Boosting, Telco churn', model: 'histgb_100x31leaves_lr0.1' },
      ...{ auc: 0.01, foldAuc: 0.01, accuracy: 0.01 },
      predict: (learnt, tested) => predict(valueOfResult(fitBoosting(learnt, { task })).model, tested),
    });
  });

  it('boosting with 60 trees of 8 leaves has the area that XGBoost has at depth 3', async () => {
    const { gbdt60_depth3_eta0_2_cv5_auc: reference } = readSharedJson('truth/shap_telco_churn.json') as {
      gbdt60_depth3_eta0_2_cv5_auc: number;
    };
    const limits = { task, rounds: 60, learningRate: 0.2, maxLeaves: 8 };
    const sixty: PredictionMethod = {
      ...boosting(task),
      fit: (learnt, options) => {
        const fit = fitBoosting(learnt, { ...options, ...limits });
        return fit.ok ? ok(fit.value.model) : fit;
      },
    };
    const foldOf = Int32Array.from(telco!.truth.fold_ids, Number);
    const request = { ...requestOf(telco!.raw, true, telco!.names), foldOf };
    const ours = valueOfResult(await compareMethods(request, [sixty])).scores[0]!.metrics.auc!.mean!;
    held({ method: 'Boosting, Telco churn', what: 'mean AUC, 60 trees', reference, ours, tolerance: 0.01 });
  });

  function accuracyOf(probabilities: Float64Array): number {
    return classScores(confusionAt(examples.target, probabilities, 0.5)).accuracy;
  }
});

function same(method: string, what: string, reference: number, ours: number, tolerance: number): void {
  held({ method: `${method}, Telco churn`, what, reference, ours, tolerance });
}

/** The tree as scikit-learn's export_text writes it. */
function textOf(tree: Tree, names: readonly string[], node = 0, indent = ''): string {
  const feature = tree.feature[node]!;
  if (feature < 0) return `${indent}|--- class: ${tree.value[node]! > 0.5 ? 1 : 0}`;
  const at = tree.threshold[node]!.toFixed(6);
  return [
    `${indent}|--- ${names[feature]!} <= ${at}`,
    textOf(tree, names, tree.left[node], `${indent}|   `),
    `${indent}|--- ${names[feature]!} >  ${at}`,
    textOf(tree, names, tree.right[node], `${indent}|   `),
  ].join('\n');
}
