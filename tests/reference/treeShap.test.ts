import { describe, expect, it } from 'vitest';
import { meanAbsolute } from '../../src/analytics/explanation/linearContributions.ts';
import { treeShap } from '../../src/analytics/explanation/treeShap.ts';
import { held } from '../support/reference.ts';
import { valueOfResult } from '../support/results.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';
import { telcoChurn } from '../support/telco.ts';
import { xgboostTrees } from '../support/xgboost.ts';

interface Truth {
  readonly feature_order: string[];
  readonly rows: { row: number; x: number[]; margin: number; shap: number[]; bias: number }[];
  readonly mean_abs_shap_top10: [string, number][];
}

describe.skipIf(sharedFolder === null)('TreeSHAP of the XGBoost model of Telco churn', () => {
  it('gives every row the contributions of XGBoost', () => {
    const truth = readSharedJson('truth/shap_telco_churn.json') as Truth;
    const { raw, names } = telcoChurn();
    expect(names).toEqual(truth.feature_order);
    const features = { ...raw.features, values: raw.features.values.map(Math.fround) };
    const trees = xgboostTrees('truth/xgb_telco_churn_model.json');
    const { values, expected } = valueOfResult(treeShap(trees, { share: 1, baseline: 0 }, features, {}));
    for (const { row, x, margin, shap, bias } of truth.rows) {
      const from = row * features.columns;
      expect(Array.from(features.values.subarray(from, from + features.columns))).toEqual(x);
      const ours = values.values.subarray(from, from + features.columns);
      const gap = ours.reduce((most, value, j) => Math.max(most, Math.abs(value - shap[j]!)), 0);
      same(`greatest gap of a contribution, row ${row}`, 0, gap);
      same(
        `sum of the contributions, row ${row}`,
        margin,
        ours.reduce((sum, value) => sum + value, expected),
      );
      same(`expected margin, row ${row}`, bias, expected);
    }
    const mean = meanAbsolute(values);
    for (const [name, size] of truth.mean_abs_shap_top10) {
      same(`mean size of ${name}`, size, mean[names.indexOf(name)]!);
    }
  });
});

function same(what: string, reference: number, ours: number): void {
  held({ method: 'TreeSHAP, Telco churn', what, reference, ours, tolerance: 1e-6 });
}
