import { add, matMul, relu, sigmoid, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Matrix } from '../matrix.ts';
import type { Task } from '../learning/learner.ts';

/** A fully connected network as plain data that can be posted from a worker and stored. */
export interface NetworkModel {
  readonly method: 'network';
  readonly task: Task;
  /** Neurons of each layer: the features first, then the hidden ones, then 1. */
  readonly layers: readonly number[];
  /** Float32, little-endian: of each layer the weights, inputs × outputs row after row, then the biases. */
  readonly weights: Uint8Array;
  /** An amount is what comes out times the deviation, plus the mean; 0 and 1 of labels. */
  readonly mean: number;
  readonly deviation: number;
  /** Loss of each epoch on the rows learnt from and on those that decide when to stop. */
  readonly loss: readonly number[];
  readonly validationLoss: readonly number[];
  /** The epoch whose weights were kept, from 1: the one with the least loss on the latter. */
  readonly epochs: number;
}

/** The numbers of each layer in turn: weights, then biases. */
export function arraysOf({ layers, weights }: Pick<NetworkModel, 'layers' | 'weights'>): Float32Array[] {
  const all = new Float32Array(weights.slice().buffer);
  const arrays: Float32Array[] = [];
  let at = 0;
  for (let layer = 1; layer < layers.length; layer++) {
    for (const size of [layers[layer - 1]! * layers[layer]!, layers[layer]!]) {
      arrays.push(all.subarray(at, (at += size)));
    }
  }
  return arrays;
}

const rowsAtOnce = 8192;

/** The amount, or the probability of label 1, of each row. A backend must have been started. No rows in, none out. */
export function predictNetwork(model: NetworkModel, features: Matrix): Float64Array {
  const { rows, columns, values } = features;
  const said = new Float64Array(rows);
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const to = Math.min(rows, from + rowsAtOnce);
    const part = Float32Array.from(values.subarray(from * columns, to * columns));
    said.set(forward(model, part, to - from), from);
  }
  return said.map((value) => value * model.deviation + model.mean);
}

function forward(model: NetworkModel, values: Float32Array, rows: number): Float32Array {
  const { layers, task } = model;
  const arrays = arraysOf(model);
  const last = layers.length - 1;
  const out = tidy(() => {
    let signal: Tensor2D = tensor2d(values, [rows, layers[0]!]);
    for (let layer = 1; layer <= last; layer++) {
      const weights = tensor2d(arrays[2 * layer - 2]!, [layers[layer - 1]!, layers[layer]!]);
      const sums: Tensor2D = add(matMul(signal, weights), arrays[2 * layer - 1]!);
      signal = layer < last ? relu(sums) : task === 'classes' ? sigmoid(sums) : sums;
    }
    return signal;
  });
  const said = out.dataSync<'float32'>();
  out.dispose();
  return said;
}
