import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../../src/analytics/neural/backend.ts';
import { fitNetwork, type Epoch } from '../../../../src/analytics/neural/fitNetwork.ts';
import { arraysOf, predictNetwork, type NetworkModel } from '../../../../src/analytics/neural/network.ts';
import { rankingOf, rocAuc } from '../../../../src/analytics/validation/ranking.ts';
import { valueScores } from '../../../../src/analytics/validation/scores.ts';
import { drawnClasses, drawnExamples } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

beforeAll(async () => {
  expect(await startBackend(null)).toBe('cpu');
});

describe('a neural network', () => {
  const drawn = drawnClasses({ seed: 2, rows: 240, columns: 3 });

  test('learns labels and amounts', async () => {
    const model = valueOfResult(await fitNetwork(drawn, { task: 'classes', seed: 1 }));
    const said = predictNetwork(model, drawn.features);
    expect(said.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(rocAuc(rankingOf(drawn.target, said))).toBeGreaterThan(0.85);
    const amounts = drawnExamples({ seed: 2, rows: 240, columns: 3 });
    const shifted = { ...amounts, target: amounts.target.map((value) => 1_000 + 50 * value) };
    const fitted = valueOfResult(await fitNetwork(shifted, { task: 'values', seed: 1 }));
    expect(valueScores(shifted.target, predictNetwork(fitted, shifted.features))!.r2).toBeGreaterThan(0.8);
  });

  test('is the same again from the same seed, and says the same after it was stored', async () => {
    const fit = async (seed: number) => valueOfResult(await fitNetwork(drawn, { task: 'classes', seed }));
    const model = await fit(4);
    const said = predictNetwork(model, drawn.features);
    expect(predictNetwork(await fit(4), drawn.features)).toEqual(said);
    expect(predictNetwork(await fit(5), drawn.features)).not.toEqual(said);
    expect(predictNetwork(structuredClone(model), drawn.features)).toEqual(said);
  });

  test('stops when it does no better on rows kept back, and keeps the weights of its best epoch', async () => {
    const epochs: Epoch[] = [];
    const run = { task: 'classes', seed: 3, onEpoch: (each: Epoch) => void epochs.push(each) } as const;
    const model = valueOfResult(await fitNetwork(drawn, run));
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, i) => i + 1));
    const least = Math.min(...model.validationLoss);
    expect(model.validationLoss[model.epochs - 1]).toBe(least);
    expect(model.validationLoss).toHaveLength(epochs.length);
    expect(epochs.length === 80 || epochs.length - model.epochs === 8).toBe(true);
  });

  test('says what the sums of its layers say', () => {
    const weights = new Float32Array([1, -1, 2, 0.5, 0, 1, 3, -2, 0.25]);
    const model: NetworkModel = {
      ...{ method: 'network', task: 'values', layers: [2, 2, 1], weights: new Uint8Array(weights.buffer) },
      ...{ mean: 10, deviation: 2, loss: [], validationLoss: [], epochs: 1 },
    };
    expect(arraysOf(model).map((array) => array.length)).toEqual([4, 2, 2, 1]);
    // (1, 2) · [[1, −1], [2, ½]] + (0, 1) = (5, 1); 3 · 5 − 2 · 1 + ¼ = 13¼; 10 + 2 · 13¼.
    const features = { rows: 1, columns: 2, values: Float64Array.of(1, 2) };
    expect(Array.from(predictNetwork(model, features))).toEqual([36.5]);
    expect(predictNetwork(model, { rows: 0, columns: 2, values: new Float64Array() })).toHaveLength(0);
  });

  test('refuses what cannot be learnt from, obeys a cancel and leaves nothing in memory', async () => {
    const before = memory().numTensors;
    const still = { ...drawn, target: drawn.target.map(() => 1) };
    expect(errorOfResult(await fitNetwork(still, { task: 'classes', seed: 1 })).type).toBe('constant-target');
    const signal = { aborted: false };
    const run = { task: 'classes', seed: 1, onEpoch: () => void (signal.aborted = true), signal } as const;
    expect(errorOfResult(await fitNetwork(drawn, run)).type).toBe('cancelled');
    expect(memory().numTensors).toBe(before);
  });
});

test('without its WebAssembly the network runs in plain JavaScript', async () => {
  expect(await startBackend({ plain: '/nothing.wasm', simd: '/nothing.wasm' })).toBe('cpu');
});
