import { describe, expect, it } from 'vitest';
import {
  bgNbdAlive,
  bgNbdExpected,
  bgNbdLogLikelihood,
  bgNbdNewcomer,
  fitBgNbd,
} from '../../src/analytics/value/bgNbd.ts';
import { expectedAmount, fitGammaGamma, type Spending } from '../../src/analytics/value/gammaGamma.ts';
import { holdoutCheck } from '../../src/analytics/value/holdout.ts';
import { lifetimeValues } from '../../src/analytics/value/lifetimeValue.ts';
import { fitParetoNbd, paretoNbdLogLikelihood } from '../../src/analytics/value/paretoNbd.ts';
import { purchaseHistories, type PurchaseHistories } from '../../src/analytics/value/purchaseHistory.ts';
import { dateToDay } from '../../src/domain/dates.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, readSharedTable, readSharedText, sharedFolder } from '../support/sharedData.ts';

interface Truth {
  readonly n: number;
  readonly bgnbd: { r: number; alpha: number; a: number; b: number; LL: number };
  readonly pareto_nbd: { r: number; alpha: number; s: number; beta: number; LL: number };
  readonly gamma_gamma: { p: number; q: number; v: number; LL: number; n: number; population_mean: number };
  readonly conditional: readonly Record<string, number>[];
  readonly sum_E_Y: Record<string, number>;
  readonly unconditional_E_X: Record<string, number>;
  readonly mean_p_alive: number;
  readonly 'holdout_actual_transactions_1997-10-01_to_1998-06-30': number;
}

describe.skipIf(sharedFolder === null)('customer value on the CDNOW sample', () => {
  const truth = readTruth('btyd_cdnow_sample');
  const customers = sharedFolder === null ? null : sample();

  it('BG/NBD has the published parameters and likelihood', () => {
    parameters('BG/NBD, CDNOW sample', truth.bgnbd, fitBgNbd(customers!));
    const { LL, ...model } = truth.bgnbd;
    const ours = bgNbdLogLikelihood(model, customers!);
    held({
      ...of('BG/NBD, CDNOW sample', 'log-likelihood at the reference'),
      reference: LL,
      ours,
      tolerance: 1e-6,
    });
  });

  it('Pareto/NBD has the published parameters and likelihood', () => {
    parameters('Pareto/NBD, CDNOW sample', truth.pareto_nbd, fitParetoNbd(customers!));
    const { LL, ...model } = truth.pareto_nbd;
    const ours = paretoNbdLogLikelihood(model, customers!);
    held({
      ...of('Pareto/NBD, CDNOW sample', 'log-likelihood at the reference'),
      reference: LL,
      ours,
      tolerance: 1e-6,
    });
  });

  it('Gamma-Gamma has the published parameters and likelihood', () => {
    parameters('Gamma-Gamma, CDNOW sample', truth.gamma_gamma, fitGammaGamma(customers!));
  });

  it('gives each customer the chances and purchases of the reference', () =>
    conditional('CDNOW sample', truth, customers!));

  it('expects the same of a new customer', () => {
    for (const [time, reference] of Object.entries(truth.unconditional_E_X)) {
      const ours = bgNbdNewcomer(truth.bgnbd, Number(time));
      held({
        ...of('BG/NBD, CDNOW sample', `new customer, ${time} weeks`),
        reference,
        ours,
        tolerance: 1e-8,
      });
    }
  });

  it('values the next twelve months as the reference', () => {
    const clv = readSharedJson('truth/clv_cdnow_sample.json') as Record<'sum' | 'mean' | 'median', number> & {
      readonly first10: number[];
      readonly top5: number[];
      readonly top5_rows: number[];
    };
    const values = lifetimeValues(truth.bgnbd, truth.gamma_gamma, customers!);
    const rows = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
    const sum = values.reduce((total, value) => total + value, 0);
    held({ ...of('12-month value, CDNOW sample', 'sum'), reference: clv.sum, ours: sum, tolerance: 1e-4 });
    const median = values[rows[Math.floor(values.length / 2)]!]!;
    held({
      ...of('12-month value, CDNOW sample', 'median'),
      reference: clv.median,
      ours: median,
      tolerance: 1e-7,
    });
    clv.first10.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 7));
    expect(new Set(rows.slice(0, 5))).toEqual(new Set(clv.top5_rows));
    clv.top5.forEach((value, i) => expect(values[rows[i]!]).toBeCloseTo(value, 6));
  });
});

describe.skipIf(sharedFolder === null)('customer value on all of CDNOW', () => {
  const truth = readTruth('btyd_cdnow_full_1997-09-30');
  const customers = sharedFolder === null ? null : allCustomers();

  it('counts the customers and what they bought later', () => {
    expect(customers!.repeats.length).toBe(truth.n);
    const later = customers!.later.reduce((sum, count) => sum + count, 0);
    const reference = truth['holdout_actual_transactions_1997-10-01_to_1998-06-30'];
    held({ ...of('Histories, CDNOW', 'purchases of the holdout'), reference, ours: later, tolerance: 0 });
  });

  it('BG/NBD and Gamma-Gamma have the parameters and likelihood of the reference', () => {
    parameters('BG/NBD, CDNOW', truth.bgnbd, fitBgNbd(customers!));
    parameters('Gamma-Gamma, CDNOW', truth.gamma_gamma, fitGammaGamma(customers!));
  });

  it('gives each customer the chances and purchases of the reference', () =>
    conditional('CDNOW', truth, customers!));

  it('shows the forecast beside the holdout by repeats', () => {
    const expected = bgNbdExpected(truth.bgnbd, customers!, 39);
    const check = holdoutCheck(customers!.repeats, customers!.later, expected);
    expect(check.groups.map(({ repeats }) => repeats)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(check.expectedTotal).toBeCloseTo(truth.sum_E_Y['39']!, 4);
    for (const group of check.groups) expect(group.expected / group.actual).toBeGreaterThan(0.6);
  });
});

type Customers = PurchaseHistories & Spending;

function parameters(
  method: string,
  truth: Readonly<Record<string, number>>,
  found:
    { ok: true; value: { model: object; logLikelihood: number } } | { ok: false; error: { type: string } },
): void {
  if (!found.ok) throw new Error(found.error.type);
  const model = found.value.model as Record<string, number>;
  for (const [name, ours] of Object.entries(model)) {
    const reference = truth[name]!;
    held({ method, what: name, reference, ours, tolerance: 1e-3 * Math.max(1, reference) });
  }
  held({
    method,
    what: 'log-likelihood',
    reference: truth['LL']!,
    ours: found.value.logLikelihood,
    tolerance: 1e-3,
  });
}

function conditional(on: string, truth: Truth, customers: Customers): void {
  const alive = bgNbdAlive(truth.bgnbd, customers);
  const amounts = expectedAmount(truth.gamma_gamma, customers);
  for (const row of truth.conditional) {
    const i = row['row']!;
    expect(customers.repeats[i]).toBe(row['x']);
    expect(customers.lastAt[i]).toBeCloseTo(row['t_x']!, 9);
    expect(customers.meanAmount[i]).toBeCloseTo(row['m']!, 9);
    expect(alive[i]! / row['p_alive']!).toBeCloseTo(1, 8);
    expect(amounts[i]).toBeCloseTo(row['E_M']!, 8);
  }
  const mean = alive.reduce((sum, chance) => sum + chance, 0) / alive.length;
  held({
    ...of(`BG/NBD, ${on}`, 'mean P(alive)'),
    reference: truth.mean_p_alive,
    ours: mean,
    tolerance: 1e-8,
  });
  for (const [time, reference] of Object.entries(truth.sum_E_Y)) {
    const expected = bgNbdExpected(truth.bgnbd, customers, Number(time));
    for (const row of truth.conditional) {
      expect(expected[row['row']!]! / row[`E_Y_${time}`]!).toBeCloseTo(1, 7);
    }
    const sum = expected.reduce((total, value) => total + value, 0);
    held({
      ...of(`BG/NBD, ${on}`, `purchases of ${time} weeks`),
      reference,
      ours: sum,
      tolerance: 1e-6 * reference,
    });
  }
}

function of(method: string, what: string): { method: string; what: string } {
  return { method, what };
}

function readTruth(name: string): Truth {
  return sharedFolder === null ? ({} as Truth) : (readSharedJson(`truth/${name}.json`) as Truth);
}

function sample() {
  const rows = readSharedTable('data/cdnow/cdnow_customers_summary_with_transactions.csv', ',');
  const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
  return { repeats: column('x'), lastAt: column('t_x'), age: column('T'), meanAmount: column('zbar') };
}

function allCustomers() {
  const cells = readSharedText('data/cdnow/CDNOW_master.txt')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row.length === 4);
  const iso = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return purchaseHistories(
    {
      customer: cells.map(([id]) => Number(id) - 1),
      day: cells.map((row) => dateToDay(iso(row[1]!))),
      amount: cells.map((row) => Number(row[3])),
    },
    { customers: 23_570, endDay: dateToDay('1997-09-30'), holdoutEndDay: dateToDay('1998-06-30') },
  );
}
