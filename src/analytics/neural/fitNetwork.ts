import { tensor2d, train, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, regularizers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { seededRandom } from '../../domain/random.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import {
  examplesAt,
  flawOfClasses,
  flawOfValues,
  type Examples,
  type FitError,
  type RunOptions,
  type Task,
} from '../learning/learner.ts';
import { shuffle } from '../random.ts';
import { logLoss } from '../validation/scores.ts';
import { predictNetwork, type NetworkModel } from './network.ts';

export interface NetworkOptions extends RunOptions {
  readonly task: Task;
  /** The same seed and rows give the same network on the same backend. */
  readonly seed: number;
  /** Called after each epoch. */
  readonly onEpoch?: (epoch: Epoch) => void;
}

export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly validationLoss: number;
}

/** Enough for tables of customers; more neurons learn no more from some thousand rows, and take longer. */
const hidden = [32, 16];
const mostEpochs = 80;
/** Epochs without a lower loss on the validation part after which learning stops. */
const patience = 8;
const validationShare = 0.15;
const learningRate = 0.003;
const weightDecay = 1e-4;

/**
 * A network of two hidden layers (ReLU), by Adam on the cross-entropy of labels or the squared error of standardised amounts. A
 * seeded part of the rows is kept back: learning stops when it does no better there, and the weights of its best epoch are kept.
 * Features are expected to be near z-scores. A backend must have been started. Source: Goodfellow, Bengio and Courville, Deep
 * Learning, 2016, 6 and 7.8; Kingma and Ba, Adam, 2015; Glorot and Bengio, 2010.
 */
export async function fitNetwork(
  examples: Examples,
  { task, seed, onEpoch, onProgress, signal }: NetworkOptions,
): Promise<Result<NetworkModel, FitError>> {
  const flaw = task === 'classes' ? flawOfClasses(examples) : flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const { mean, deviation } = task === 'classes' ? { mean: 0, deviation: 1 } : momentsOf(examples.target);
  const { learnt, kept } = parted(examples, seed);
  const sizes = [examples.features.columns, ...hidden, 1];
  const network = networkOf(sizes, task, seed);
  const optimizer = train.adam(learningRate);
  network.compile({ optimizer, loss: task === 'classes' ? 'binaryCrossentropy' : 'meanSquaredError' });
  const random = seededRandom(seed);
  const [loss, validationLoss]: [number[], number[]] = [[], []];
  let best: { readonly epoch: number; readonly loss: number; readonly weights: Uint8Array } | undefined;
  const modelWith = (weights: Uint8Array, epochs: number): NetworkModel => ({
    ...{ method: 'network', task, layers: sizes, weights, mean, deviation, epochs },
    ...{ loss: [...loss], validationLoss: [...validationLoss] },
  });
  try {
    for (let epoch = 1; epoch <= mostEpochs && epoch - (best?.epoch ?? epoch) <= patience; epoch++) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      loss.push(await epochOver(network, learnt, { mean, deviation }, random));
      const weights = bytesOf(network);
      const here = lossOf(modelWith(weights, epoch), kept);
      validationLoss.push(here);
      if (!Number.isFinite(here)) return err({ type: 'no-convergence' });
      if (best === undefined || here < best.loss) best = { epoch, loss: here, weights };
      onEpoch?.({ epoch, loss: loss.at(-1)!, validationLoss: here });
      onProgress?.(epoch / mostEpochs);
    }
  } finally {
    network.dispose();
    optimizer.dispose();
  }
  onProgress?.(1);
  return best === undefined ? err({ type: 'no-convergence' }) : ok(modelWith(best.weights, best.epoch));
}

function networkOf(sizes: readonly number[], task: Task, seed: number): Sequential {
  const network = sequential();
  const last = sizes.length - 1;
  for (let layer = 1; layer <= last; layer++) {
    const activation = layer < last ? 'relu' : task === 'classes' ? 'sigmoid' : 'linear';
    network.add(
      layers.dense({
        ...{ units: sizes[layer]!, activation, inputShape: [sizes[layer - 1]!] },
        kernelInitializer: initializers.glorotUniform({ seed: seed + layer }),
        kernelRegularizer: regularizers.l2({ l2: weightDecay }),
      }),
    );
  }
  return network;
}

interface Standard {
  readonly mean: number;
  readonly deviation: number;
}

/** One pass over the rows in a new order. The mean loss of the batches. */
async function epochOver(
  network: Sequential,
  { features, target }: Examples,
  { mean, deviation }: Standard,
  random: () => number,
): Promise<number> {
  const { rows, columns, values } = features;
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  shuffle(order, random);
  const batchRows = Math.max(16, Math.min(256, Math.ceil(rows / 40)));
  let sum = 0;
  for (let from = 0; from < rows; from += batchRows) {
    const part = order.subarray(from, Math.min(rows, from + batchRows));
    const cells = new Float32Array(part.length * columns);
    part.forEach((row, i) => cells.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
    const wanted = Float32Array.from(part, (row) => (target[row]! - mean) / deviation);
    const [x, y] = [tensor2d(cells, [part.length, columns]), tensor2d(wanted, [part.length, 1])];
    sum += Number(await network.trainOnBatch(x, y)) * part.length;
    x.dispose();
    y.dispose();
  }
  return sum / rows;
}

/** Rows to learn from, and rows that decide when to stop. */
function parted(examples: Examples, seed: number): { readonly learnt: Examples; readonly kept: Examples } {
  const rows = examples.target.length;
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  shuffle(order, seededRandom(seed));
  const count = Math.max(1, Math.round(validationShare * rows));
  return {
    kept: examplesAt(examples, order.subarray(0, count)),
    learnt: examplesAt(examples, order.subarray(count)),
  };
}

function bytesOf(network: Sequential): Uint8Array {
  const arrays = network.getWeights().map((tensor: Tensor) => tensor.dataSync());
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return new Uint8Array(all.buffer);
}

/** Cross-entropy of labels; of amounts the squared error over the variance. */
function lossOf(model: NetworkModel, { features, target }: Examples): number {
  const said = predictNetwork(model, features);
  if (model.task === 'classes') return logLoss(target, said) ?? NaN;
  const sum = said.reduce((all, value, i) => all + ((value - target[i]!) / model.deviation) ** 2, 0);
  return sum / target.length;
}

function momentsOf(values: Float64Array): Standard {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}
