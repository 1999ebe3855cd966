import { describe, expect, it } from 'vitest';
import { matrixOf } from '../../src/analytics/matrix.ts';
import { fitCox } from '../../src/analytics/survival/cox.ts';
import { kaplanMeier, survivalAt } from '../../src/analytics/survival/kaplanMeier.ts';
import { logRank } from '../../src/analytics/survival/logRank.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../support/sharedData.ts';

interface Curve {
  readonly n: number;
  readonly events: number;
  readonly S: Record<string, number>;
  readonly median: number | null;
}
interface Cox {
  readonly coef: Record<string, number>;
  readonly se: Record<string, number>;
  readonly llf: number;
}
interface Truth {
  readonly km_all: Curve;
  readonly km_by_contract: Record<string, Curve>;
  readonly logrank_contract: { readonly chi2: number; readonly p: number };
  readonly cox_breslow: Cox;
  readonly cox_efron: Cox;
}

describe.skipIf(sharedFolder === null)('how long Telco customers stay', () => {
  const truth = (sharedFolder === null ? {} : readSharedJson('truth/survival_telco.json')) as Truth;
  const rows = sharedFolder === null ? [] : readSharedTable('data/telco_churn/Telco-Customer-Churn.csv', ',');
  const time = rows.map((row) => Number(row['tenure']));
  const ended = rows.map((row) => (row['Churn'] === 'Yes' ? 1 : 0));
  const is = (column: string, value: string) => rows.map((row) => (row[column] === value ? 1 : 0));

  const compare = (on: string, curve: Curve, durations: { time: number[]; ended: number[] }) => {
    const found = kaplanMeier(durations);
    if (!found.ok) throw new Error(found.error.type);
    expect([found.value.rows, found.value.endsTotal]).toEqual([curve.n, curve.events]);
    expect(found.value.median).toBe(curve.median);
    for (const [at, reference] of Object.entries(curve.S)) {
      const ours = survivalAt(found.value, Number(at));
      held({ method: `Kaplan–Meier, Telco, ${on}`, what: `S(${at})`, reference, ours, tolerance: 1e-10 });
    }
  };

  it('Kaplan–Meier has the shares of the reference, for all and by contract', () => {
    compare('all', truth.km_all, { time, ended });
    for (const [contract, curve] of Object.entries(truth.km_by_contract)) {
      const isOwn = (_: number, i: number) => rows[i]!['Contract'] === contract;
      compare(contract, curve, { time: time.filter(isOwn), ended: ended.filter(isOwn) });
    }
  });

  it('contracts differ by the log-rank statistic of the reference', () => {
    const names = Object.keys(truth.km_by_contract);
    const group = rows.map((row) => names.indexOf(row['Contract']!));
    const found = logRank({ time, ended }, group, names.length);
    if (!found.ok) throw new Error(found.error.type);
    const { chiSquare, freedom, p } = found.value;
    const reference = truth.logrank_contract.chi2;
    held({ method: 'Log-rank, Telco', what: 'χ² of contracts', reference, ours: chiSquare, tolerance: 1e-6 });
    expect([freedom, p]).toEqual([2, 0]);
  });

  it.each(['efron', 'breslow'] as const)('Cox with ties as %s has the coefficients and errors', (ties) => {
    const features = matrixOf([
      is('Contract', 'One year'),
      is('Contract', 'Two year'),
      is('InternetService', 'Fiber optic'),
      is('InternetService', 'No'),
      is('Partner', 'Yes'),
      is('PaymentMethod', 'Electronic check'),
      is('SeniorCitizen', '1'),
    ]);
    const reference = truth[`cox_${ties}`];
    const found = fitCox(features, { time, ended }, { ties });
    if (!found.ok) throw new Error(found.error.type);
    const method = `Cox, Telco, ${ties}`;
    Object.keys(reference.coef).forEach((name, j) => {
      const [b, se] = [found.value.coefficients[j]!, found.value.errors[j]!];
      held({
        method,
        what: `coefficient of ${name}`,
        reference: reference.coef[name]!,
        ours: b,
        tolerance: 1e-6,
      });
      held({ method, what: `error of ${name}`, reference: reference.se[name]!, ours: se, tolerance: 1e-6 });
    });
    const ours = found.value.logLikelihood;
    held({ method, what: 'log-likelihood', reference: reference.llf, ours, tolerance: 1e-5 });
  });
});
