import { describe, expect, it } from 'vitest';
import { byDifferences, minimise, type Objective } from '../../../../src/analytics/numeric/bfgs.ts';

const valley: Objective = (point, gradient) => {
  const [x, y] = [point[0]!, point[1]!];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

describe('minimise', () => {
  it("finds the floor of Rosenbrock's valley", () => {
    const found = minimise(valley, [-1.2, 1], { tolerance: 1e-12 });
    expect(found.isConverged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 9);
    expect(found.point[1]).toBeCloseTo(1, 9);
  });
  it('finds it from values alone', () => {
    const found = minimise(
      byDifferences((point) => valley(point, new Float64Array(2))),
      [-1.2, 1],
    );
    expect(found.point[0]).toBeCloseTo(1, 5);
  });
  it('stays clear of where the function has no value', () => {
    const found = minimise(
      byDifferences(([x = 0]) => x - Math.log(x)),
      [0.01],
    );
    expect(found.point[0]).toBeCloseTo(1, 5);
  });
  it('says that it did not arrive when rounds run out', () => {
    expect(minimise(valley, [-1.2, 1], { maxIterations: 3 }).isConverged).toBe(false);
  });
});
