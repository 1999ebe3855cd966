import { describe, it } from 'vitest';
import { fitLasso } from '../../src/analytics/learning/lasso.ts';
import { fitLinear, predictLinear } from '../../src/analytics/learning/linear.ts';
import { fitRidge } from '../../src/analytics/learning/ridge.ts';
import { examplesAt, type Examples } from '../../src/analytics/learning/learner.ts';
import { matrixOf } from '../../src/analytics/matrix.ts';
import { kFold, rowsInside, rowsOutside } from '../../src/analytics/validation/folds.ts';
import { valueScores } from '../../src/analytics/validation/scores.ts';
import { held } from '../support/reference.ts';
import { valueOfResult } from '../support/results.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../support/sharedData.ts';

type Named = Record<string, number>;
interface Ols {
  readonly coef: Named;
  readonly se: Named;
  readonly t: Named;
  readonly p: Named;
  readonly r2: number;
  readonly adj_r2: number;
  readonly F: number;
  readonly F_p: number;
  readonly sigma: number;
  readonly aic_statsmodels: number;
  readonly dw: number;
  readonly vif: Named;
}
interface Penalised {
  readonly intercept: number;
  readonly coef: Named;
  readonly r2?: number;
}
interface Study {
  readonly ols: Ols;
  readonly ridge_on_z_scores: Record<string, Penalised>;
  readonly lasso_on_z_scores: Record<string, Penalised>;
  readonly 'elasticnet_alpha0.1_l1ratio0.5': Named;
  readonly cv_5fold_contiguous: { readonly r2: number[]; readonly rmse: number[] };
}
interface Truth {
  readonly attitude_rating_on_6: Study;
  readonly mall_score_on_age_income_male: Study;
  readonly longley_NIST: Ols & { readonly certified: Named };
}

const data = sharedFolder === null ? null : readData();

describe.skipIf(data === null)('Regression', () => {
  it('is right on Longley to the certified digits', () => {
    const { longley } = data!;
    const { model, inference } = valueOfResult(fitLinear(longley.examples));
    const certified = data!.truth.longley_NIST.certified;
    close('Least squares, Longley (NIST)', 'intercept', certified['const']!, model.intercept, 1e-11);
    longley.names.forEach((name, j) => {
      close('Least squares, Longley (NIST)', name, certified[name]!, model.coefficients[j]!, 1e-11);
    });
    close('Least squares, Longley (NIST)', 'R²', certified['r2']!, inference!.r2, 1e-13);
    holdsOls('Longley', longley, data!.truth.longley_NIST);
  });

  it.each(['attitude', 'mall'] as const)('has the errors and tests of statsmodels on %s', (name) => {
    holdsOls(name, data![name], studyOf(name).ols);
  });

  it.each(['attitude', 'mall'] as const)('is penalised as scikit-learn does on %s', (name) => {
    const { names, examples } = data![name];
    const study = studyOf(name);
    const deviations = columnDeviations(examples);
    const holds = (method: string, truth: Penalised, model: ReturnType<typeof modelOf>): void => {
      names.forEach((column, j) => {
        const scaled = model.coefficients[j]! * deviations[j]!;
        close(`${method}, ${name}`, column, truth.coef[column]!, scaled, 1e-8);
      });
      if (truth.r2 !== undefined) {
        const scores = valueScores(examples.target, predictLinear(model, examples.features));
        close(`${method}, ${name}`, 'R²', truth.r2, scores!.r2!, 1e-8);
      }
    };
    for (const [alpha, truth] of Object.entries(study.ridge_on_z_scores)) {
      holds(`Ridge α ${alpha}`, truth, valueOfResult(fitRidge(examples, { alpha: Number(alpha) })));
    }
    for (const [alpha, truth] of Object.entries(study.lasso_on_z_scores)) {
      holds(`Lasso α ${alpha}`, truth, valueOfResult(fitLasso(examples, { alpha: Number(alpha) })));
    }
    const net = valueOfResult(fitLasso(examples, { alpha: 0.1, lassoShare: 0.5 }));
    holds('Elastic net', { intercept: 0, coef: study['elasticnet_alpha0.1_l1ratio0.5'] }, net);
  });

  it.each(['attitude', 'mall'] as const)('has the errors of five neighbouring folds on %s', (name) => {
    const { examples } = data![name];
    const foldOf = kFold(examples.target.length, 5);
    const { r2, rmse } = studyOf(name).cv_5fold_contiguous;
    for (let fold = 0; fold < 5; fold++) {
      const model = modelOf(examplesAt(examples, rowsOutside(foldOf, fold)));
      const tested = examplesAt(examples, rowsInside(foldOf, fold));
      const scores = valueScores(tested.target, predictLinear(model, tested.features))!;
      close(`Cross-validation, ${name}`, `R² of fold ${fold}`, r2[fold]!, scores.r2!, 1e-8);
      close(`Cross-validation, ${name}`, `RMSE of fold ${fold}`, rmse[fold]!, scores.rmse, 1e-8);
    }
  });
});

interface Table {
  readonly names: string[];
  readonly examples: Examples;
}

function holdsOls(on: string, { names, examples }: Table, truth: Ols): void {
  const { inference } = valueOfResult(fitLinear(examples));
  const { estimate, standardError, statistic, p } = inference!.coefficients;
  const method = `Least squares, ${on}`;
  ['const', ...names].forEach((name, i) => {
    close(method, `coefficient of ${name}`, truth.coef[name]!, estimate[i]!, 1e-8);
    close(method, `standard error of ${name}`, truth.se[name]!, standardError[i]!, 1e-8);
    close(method, `t of ${name}`, truth.t[name]!, statistic[i]!, 1e-8);
    close(method, `p of ${name}`, truth.p[name]!, p[i]!, 1e-8);
    if (i > 0 && 'vif' in truth)
      close(method, `VIF of ${name}`, truth.vif[name]!, inference!.vif[i - 1]!, 1e-8);
  });
  close(method, 'R²', truth.r2, inference!.r2, 1e-8);
  close(method, 'adjusted R²', truth.adj_r2, inference!.adjustedR2, 1e-8);
  close(method, 'F', truth.F, inference!.f, 1e-8);
  close(method, 'p of F', truth.F_p, inference!.fP, 1e-8);
  close(method, 'residual standard error', truth.sigma, inference!.sigma, 1e-8);
  close(method, 'AIC', truth.aic_statsmodels, inference!.aic, 1e-8);
  close(method, 'Durbin–Watson', truth.dw, inference!.durbinWatson, 1e-8);
}

/** Within a share of the reference, or that much absolutely where it is below 1. */
function close(method: string, what: string, reference: number, ours: number, share: number): void {
  held({ method, what, reference, ours, tolerance: share * Math.max(1, Math.abs(reference)) });
}

function modelOf(examples: Examples): ReturnType<typeof valueOfResult<LinearFit, unknown>>['model'] {
  return valueOfResult(fitLinear(examples)).model;
}
type LinearFit = Extract<ReturnType<typeof fitLinear>, { ok: true }>['value'];

function studyOf(name: 'attitude' | 'mall'): Study {
  const { truth } = data!;
  return name === 'attitude' ? truth.attitude_rating_on_6 : truth.mall_score_on_age_income_male;
}

function columnDeviations({ features: { rows, columns, values } }: Examples): number[] {
  return Array.from({ length: columns }, (_, j) => {
    const column = Array.from({ length: rows }, (_, i) => values[i * columns + j]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
  });
}

function readData(): Record<'longley' | 'attitude' | 'mall', Table> & { readonly truth: Truth } {
  const tableOf = (path: string, target: string, columns: Record<string, (cell: Named) => number>): Table => {
    const rows = readSharedTable(path, ',').map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [
          name,
          name === 'Gender' ? Number(cell === 'Male') : Number(cell),
        ]),
      ),
    );
    return {
      names: Object.keys(columns),
      examples: {
        features: matrixOf(Object.values(columns).map((value) => rows.map(value))),
        target: Float64Array.from(rows, (row) => row[target]!),
      },
    };
  };
  const plain = (names: string[]): Record<string, (row: Named) => number> =>
    Object.fromEntries(names.map((name) => [name, (row: Named) => row[name]!]));
  const feelings = ['complaints', 'privileges', 'learning', 'raises', 'critical', 'advance'];
  const economy = ['GNPDEFL', 'GNP', 'UNEMP', 'ARMED', 'POP', 'YEAR'];
  return {
    truth: readSharedJson('truth/regression.json') as Truth,
    longley: tableOf('data/longley/longley.csv', 'TOTEMP', plain(economy)),
    attitude: tableOf('data/attitude/attitude.csv', 'rating', plain(feelings)),
    mall: tableOf('data/mall_customers/Mall_Customers.csv', 'Spending Score (1-100)', {
      Age: (row) => row['Age']!,
      Income: (row) => row['Annual Income (k$)']!,
      Male: (row) => row['Gender']!,
    }),
  };
}
