import { describe, expect, it } from 'vitest';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { qiniOf, upliftTenths } from '../../../../src/analytics/statistics/qini.ts';
import { fitUplift, predictUplift } from '../../../../src/analytics/statistics/upliftModel.ts';

describe('Qini', () => {
  it('gains are those of the treated less those of as many of the control', () => {
    const { gain, area } = qiniOf([4, 3, 2, 1], [1, 0, 1, 1], [1, 0, 1, 0]);
    // The first two: 1 of 1 treated against 0 of 1; all: 2 of 2 against 1 of 2.
    expect(Array.from(gain)).toEqual([1, 1, 2, 1]);
    expect(area).toBeCloseTo((0.75 + 0.5 + 1.25 + 0) / 4, 14);
  });
  it('a score that says nothing of nobody has no gain', () => {
    expect(qiniOf([], [], [])).toEqual({ gain: new Float64Array(), area: 0 });
  });
  it('tenths differ by a row at most, and one without a control group has no uplift', () => {
    const score = Array.from({ length: 23 }, (_, i) => -i);
    const tenths = upliftTenths(
      score,
      score.map((_, i) => (i < 4 ? 1 : 0)),
      score.map((_, i) => (i === 1 ? 0 : 1)),
    );
    expect(tenths.map(({ rows }) => rows)).toEqual([3, 3, 3, 2, 2, 2, 2, 2, 2, 2]);
    expect(tenths[0]).toEqual({ rows: 3, actual: 0, predicted: -1 });
    expect(tenths[1]!.actual).toBeNull();
  });
});

describe('uplift model', () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    x: i % 2,
    treated: Math.floor(i / 2) % 2,
    // One in four buys; treated rows with x = 1 three in four.
    buys: Math.floor(i / 4) % 4 < (i % 2 === 1 && Math.floor(i / 2) % 2 === 1 ? 3 : 1) ? 1 : 0,
  }));
  const features = matrixOf([rows.map(({ x }) => x)]);
  const target = Float64Array.from(rows, ({ buys }) => buys);

  it('finds for whom the action pays', () => {
    const fit = fitUplift(
      { features, target },
      rows.map(({ treated }) => treated),
      100,
    );
    if (!fit.ok) throw new Error(fit.error.error.type);
    const [nobody, somebody] = predictUplift(fit.value, matrixOf([[0, 1]]));
    expect(nobody).toBeCloseTo(0, 2);
    expect(somebody).toBeCloseTo(0.5, 1);
  });
  it('says which group is missing', () => {
    expect(
      fitUplift(
        { features, target },
        rows.map(() => 1),
      ),
    ).toMatchObject({
      ok: false,
      error: { group: 'control', error: { type: 'no-rows' } },
    });
    expect(
      fitUplift(
        { features, target },
        rows.map(() => 0),
      ),
    ).toMatchObject({ error: { group: 'treated' } });
  });
});
