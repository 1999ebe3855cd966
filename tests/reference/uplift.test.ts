import { expect, describe, it } from 'vitest';
import { matrixOf, rowsAt } from '../../src/analytics/matrix.ts';
import { qiniOf, upliftTenths } from '../../src/analytics/statistics/qini.ts';
import { fitUplift, predictUplift } from '../../src/analytics/statistics/upliftModel.ts';
import { momentsOf } from '../../src/analytics/standardise.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../support/sharedData.ts';

interface Truth {
  readonly n: number;
  readonly w_treat: number[];
  readonly w_control: number[];
  readonly qini_area_mean_difference: number;
  readonly qini_end: number;
  readonly deciles: readonly { readonly ate: number; readonly pred: number }[];
  readonly first5_uplift_test: number[];
}

describe.skipIf(sharedFolder === null)('for whom the women’s e-mail of Hillstrom pays', () => {
  it('two models have the weights, order and gains of the reference', () => {
    const truth = readSharedJson('truth/uplift_hillstrom_womens_visit.json') as Truth;
    const rows = readSharedTable('data/hillstrom/hillstrom.csv.gz', ',').filter(
      (row) => row['segment'] !== 'Mens E-Mail',
    );
    expect(rows).toHaveLength(truth.n);
    const number = (name: string) => rows.map((row) => Number(row[name]));
    const scaled = (name: string) => {
      const values = number(name);
      const { mean, deviation } = momentsOf(matrixOf([values]));
      return values.map((value) => (value - mean[0]!) / deviation[0]!);
    };
    const levels = (name: string) =>
      [...new Set(rows.map((row) => row[name]!))]
        .sort()
        .map((level) => rows.map((row) => (row[name] === level ? 1 : 0)));
    const features = matrixOf([
      scaled('recency'),
      scaled('history'),
      ...['mens', 'womens', 'newbie'].map(number),
      ...levels('zip_code'),
      ...levels('channel'),
    ]);
    const outcome = Float64Array.from(number('visit'));
    const isTreated = rows.map((row) => (row['segment'] === 'Womens E-Mail' ? 1 : 0));
    const half = (odd: number) => Int32Array.from(rows.keys()).filter((i) => i % 2 === odd);
    const [train, test] = [half(0), half(1)];
    const pick = (values: ArrayLike<number>, from: Int32Array) => Float64Array.from(from, (i) => values[i]!);

    const fit = fitUplift(
      { features: rowsAt(features, train), target: pick(outcome, train) },
      pick(isTreated, train),
    );
    if (!fit.ok) throw new Error(fit.error.error.type);
    const method = 'Uplift model, Hillstrom';
    for (const [name, model, weights] of [
      ['treated', fit.value.treated, truth.w_treat],
      ['control', fit.value.control, truth.w_control],
    ] as const) {
      const ours = [...model.coefficients, model.intercept];
      weights.forEach((reference, j) =>
        held({ method, what: `weight ${j} of the ${name}`, reference, ours: ours[j]!, tolerance: 1e-6 }),
      );
    }
    const score = predictUplift(fit.value, rowsAt(features, test));
    truth.first5_uplift_test.forEach((value, i) => expect(score[i]).toBeCloseTo(value, 6));
    const [seen, got] = [pick(outcome, test), pick(isTreated, test)];
    const qini = qiniOf(score, seen, got);
    held({
      method,
      what: 'gain of all',
      reference: truth.qini_end,
      ours: qini.gain.at(-1)!,
      tolerance: 1e-8,
    });
    held({
      method,
      what: 'Qini area',
      reference: truth.qini_area_mean_difference,
      ours: qini.area,
      tolerance: 1e-8,
    });
    upliftTenths(score, seen, got).forEach(({ actual, predicted }, i) => {
      const { ate, pred } = truth.deciles[i]!;
      held({ method, what: `uplift of tenth ${i + 1}`, reference: ate, ours: actual!, tolerance: 1e-9 });
      held({
        method,
        what: `prediction of tenth ${i + 1}`,
        reference: pred,
        ours: predicted,
        tolerance: 1e-6,
      });
    });
  });
});
