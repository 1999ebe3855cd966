import { describe, expect, it } from 'vitest';
import { adjustedRand, stabilityOf } from '../../../src/analytics/agreement.ts';
import { chooseK, elbowOf, suggestionOf } from '../../../src/analytics/chooseK.ts';
import { silhouette } from '../../../src/analytics/clusterQuality.ts';
import { refine, refinementFor } from '../../../src/analytics/kmeansRefinement.ts';
import { inertiaOf, kmeans, nearestCenters } from '../../../src/analytics/kmeans.ts';
import { matrixOf, rowsAt, type Matrix } from '../../../src/analytics/matrix.ts';
import { samplePositions } from '../../../src/analytics/random.ts';
import { seededRandom } from '../../../src/domain/random.ts';

describe('K-means', () => {
  const data = clouds(400, 4, 11);

  it('parts well-separated clouds as they were made', () => {
    const found = fit(data, 4);
    expect(
      adjustedRand(
        found.labels,
        Array.from({ length: 400 }, (_, i) => i % 4),
      ),
    ).toBe(1);
  });

  it('gives every row the nearest centre, and every centre the mean of its rows', () => {
    const found = fit(data, 5);
    expect(nearestCenters(data, found.centers)).toEqual(found.labels);
    expect(inertiaOf(data, found.labels, found.centers)).toBeCloseTo(found.inertia, 9);
    expect(found.sizes.reduce((sum, size) => sum + size, 0)).toBe(400);
  });

  it('finds the same clusters again from the same seed', () => {
    expect(fit(data, 6)).toEqual(fit(data, 6));
  });

  it('multiplies inertia by the square when the data are scaled', () => {
    const scaled = { ...data, values: data.values.map((value) => value * 10) };
    expect(fit(scaled, 4).inertia / fit(data, 4).inertia).toBeCloseTo(100, 8);
  });

  it('finds the same parts when the rows are permuted', () => {
    const order = samplePositions(400, 400, seededRandom(1)).toReversed();
    const permuted = fit(rowsAt(data, order), 4);
    const plain = fit(data, 4);
    expect(
      adjustedRand(
        permuted.labels,
        order.map((row) => plain.labels[row]!),
      ),
    ).toBe(1);
  });

  it('doubles inertia when every row comes twice', () => {
    const twice = rowsAt(data, [...Array(400).keys(), ...Array(400).keys()]);
    expect(fit(twice, 4).inertia).toBeCloseTo(2 * fit(data, 4).inertia, 8);
  });

  it('never has more inertia with one cluster more', () => {
    const inertias = [1, 2, 3, 4, 5, 6, 7, 8].map((k) => fit(data, k).inertia);
    inertias.slice(1).forEach((inertia, i) => expect(inertia).toBeLessThanOrEqual(inertias[i]!));
  });

  it('leaves no cluster empty, also where most rows are equal', () => {
    const rows = matrixOf([[...Array<number>(50).fill(0), 1, 2, 3]]);
    expect(Array.from(fit(rows, 4).sizes)).toEqual([50, 1, 1, 1]);
  });

  it('finds no more clusters than rows differ', () => {
    expect(fit(matrixOf([[1, 1, 2, 2, 2]]), 4)).toMatchObject({ k: 2, inertia: 0 });
    expect(fit(matrixOf([[3, 3, 3]]), 2)).toMatchObject({ k: 1, inertia: 0 });
  });

  it('refuses an empty table, a bad k and a number that is missing', () => {
    expect(kmeans(matrixOf([[]]), { k: 2, seed: 1 })).toEqual({ ok: false, error: { type: 'no-rows' } });
    expect(kmeans(data, { k: 0, seed: 1 })).toEqual({ ok: false, error: { type: 'bad-k', k: 0 } });
    const gap = matrixOf([
      [1, 2],
      [3, Number.NaN],
    ]);
    expect(kmeans(gap, { k: 1, seed: 1 })).toEqual({
      ok: false,
      error: { type: 'not-finite', row: 1, column: 1 },
    });
  });

  it('stops when it is aborted, also in the middle', () => {
    const signal = { aborted: false };
    const found = kmeans(data, {
      k: 4,
      seed: 1,
      signal,
      onProgress: () => {
        signal.aborted = true;
      },
    });
    expect(found).toEqual({ ok: false, error: { type: 'cancelled' } });
  });

  it('reports progress up to one', () => {
    const seen: number[] = [];
    kmeans(data, { k: 3, seed: 1, restarts: 4, onProgress: (done) => seen.push(done) });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });
});

describe('rounds of Lloyd with bounds', () => {
  const random = seededRandom(9);
  const data = matrixOf([1, 2, 3].map(() => Array.from({ length: 500 }, random)));
  const limits = { maxIterations: 100, threshold: -1, signal: undefined };

  it('end with every row at its nearest centre', () => {
    const state = refinementFor(data, 12);
    expect(refine(data, 12, data.values.slice(0, 36), state, limits)).toBe(true);
    const centers = { rows: 12, columns: 3, values: state.centers };
    expect(state.labels).toEqual(nearestCenters(data, centers));
    expect(state.inertia).toBeCloseTo(inertiaOf(data, state.labels, centers), 9);
  });

  it('give a centre that nobody is near the row that lies farthest from its own', () => {
    const state = refinementFor(data, 3);
    const centers = Float64Array.from([0.5, 0.5, 0.5, 90, 90, 90, -90, 0, 0]);
    refine(data, 3, centers, state, limits);
    expect(Math.min(...state.sizes)).toBeGreaterThan(0);
  });
});

describe('the choice of k', () => {
  it('suggests the number of clouds by silhouette, and the elbow agrees', () => {
    const choice = chooseK(clouds(600, 4, 11), { from: 2, to: 8, seed: 1 });
    expect(choice.ok && [choice.value.suggested, choice.value.elbow]).toEqual([4, 4]);
  });
  it('suggests the elbow where its silhouette is close to the highest, else the highest', () => {
    const candidates = (silhouettes: number[]) =>
      [100, 70, 45, 40, 36].map((inertia, i) => ({ k: i + 3, inertia, silhouette: silhouettes[i]! }));
    expect(suggestionOf(candidates([0.35, 0.31, 0.3, 0.28, 0.28]))).toEqual({
      suggested: 5,
      clearest: 3,
      elbow: 5,
    });
    expect(suggestionOf(candidates([0.6, 0.4, 0.3, 0.28, 0.28]))).toEqual({
      suggested: 3,
      clearest: 3,
      elbow: 5,
    });
  });
  it('tries no k that the rows cannot fill', () => {
    const choice = chooseK(matrixOf([[1, 1, 5, 5, 9, 9]]), { from: 2, to: 8, seed: 1 });
    expect(choice.ok && choice.value.candidates.map(({ k }) => k)).toEqual([2, 3]);
  });
  it('sees no elbow in a straight line', () => {
    expect(elbowOf([2, 3, 4, 5].map((k) => ({ k, inertia: 100 - 10 * k })))).toBeNull();
  });
});

describe('judges of clusters', () => {
  it('agree fully with themselves, however the clusters are called', () => {
    expect(adjustedRand([0, 0, 1, 1], [5, 5, 2, 2])).toBe(1);
    expect(adjustedRand([0, 0, 1, 1], [0, 1, 0, 1])).toBeLessThan(0);
    expect(adjustedRand([0, 0, 1, 2], [0, 0, 1, 1])).toBeCloseTo(4 / 7, 12);
  });
  it('a sampled silhouette comes close to the exact one', () => {
    const data = clouds(1200, 4, 11);
    const { labels } = fit(data, 4);
    const exact = silhouette(data, labels, 1);
    const sampled = silhouette(data, labels, 1, 400);
    expect([exact.isSampled, sampled.isSampled, sampled.rows]).toEqual([false, true, 400]);
    expect(sampled.value).toBeCloseTo(exact.value, 1);
  });
  it('call well-separated clouds stable', () => {
    const data = clouds(400, 4, 11);
    const stability = stabilityOf(data, fit(data, 4).labels, 4, 1);
    expect(stability.ok && stability.value.agreement).toBeGreaterThan(0.99);
  });
});

function fit(data: Matrix, k: number) {
  const found = kmeans(data, { k, seed: 20261120, restarts: 10 });
  if (!found.ok) throw new Error(found.error.type);
  return found.value;
}

/** Rows around the corners of a wide square, one after the other. */
function clouds(rows: number, centers: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const noise = () => random() + random() + random() - 1.5;
  const xs = Array.from({ length: rows }, (_, i) => ((i % centers) % 2) * 10 + noise());
  const ys = Array.from({ length: rows }, (_, i) => Math.floor((i % centers) / 2) * 10 + noise());
  return matrixOf([xs, ys]);
}
