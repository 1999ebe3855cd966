import type { Matrix } from '../matrix.ts';
import type { Durations } from './kaplanMeier.ts';

/** How ends at the same time are counted: as if one after the other (Efron), or each among all (Breslow). */
export type Ties = 'efron' | 'breslow';

export interface PartialLikelihood {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Minus the second derivatives, row after row. */
  readonly information: Float64Array;
  /** Times of ends, rising, and the summed rate up to each of somebody with features of 0. */
  base(): { readonly baseTime: Float64Array; readonly baseHazard: Float64Array };
}

/** The log of Cox's partial likelihood as a function of the coefficients. Rows are sorted once. */
export function partialLikelihood(
  { rows, columns, values }: Matrix,
  { time, ended }: Durations,
  ties: Ties,
): (point: Float64Array) => PartialLikelihood {
  // From the longest to the shortest, so that those at risk only grow.
  const order = Int32Array.from({ length: rows }, (_, i) => i).sort((i, j) => time[j]! - time[i]!);
  const risk = new Float64Array(rows);
  return (point) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += point[j]! * values[i * columns + j]!;
      risk[i] = sum;
      if (sum > most) most = sum;
    }
    const gradient = new Float64Array(columns);
    const information = new Float64Array(columns * columns);
    const all = sumsFor(columns);
    const ends = sumsFor(columns);
    const mean = new Float64Array(columns);
    const [times, hazards]: [number[], number[]] = [[], []];
    let value = 0;
    for (let i = 0; i < rows;) {
      const at = time[order[i]!]!;
      let count = 0;
      clear(ends);
      for (; i < rows && time[order[i]!] === at; i++) {
        const row = order[i]!;
        const weight = Math.exp(risk[row]! - most);
        add(all, values, row * columns, weight);
        if (ended[row] !== 1) continue;
        count++;
        value += risk[row]! - most;
        for (let j = 0; j < columns; j++) gradient[j]! += values[row * columns + j]!;
        add(ends, values, row * columns, weight);
      }
      let hazard = 0;
      for (let k = 0; k < count; k++) {
        const share = ties === 'efron' ? k / count : 0;
        const total = all.weight - share * ends.weight;
        value -= Math.log(total);
        hazard += 1 / total;
        for (let j = 0; j < columns; j++) mean[j] = (all.first[j]! - share * ends.first[j]!) / total;
        for (let j = 0; j < columns; j++) {
          gradient[j]! -= mean[j]!;
          for (let l = 0; l <= j; l++) {
            const cell = j * columns + l;
            information[cell]! +=
              (all.second[cell]! - share * ends.second[cell]!) / total - mean[j]! * mean[l]!;
          }
        }
      }
      if (count > 0) {
        times.push(at);
        hazards.push(hazard * Math.exp(-most));
      }
    }
    const base = () => {
      let sum = 0;
      const baseHazard = Float64Array.from(hazards.toReversed(), (hazard) => (sum += hazard));
      return { baseTime: Float64Array.from(times.toReversed()), baseHazard };
    };
    return { value, gradient, information, base };
  };
}

/** Σ w, Σ w x and the lower triangle of Σ w x xᵀ. */
interface Sums {
  weight: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function sumsFor(columns: number): Sums {
  return { weight: 0, first: new Float64Array(columns), second: new Float64Array(columns * columns) };
}

function clear(sums: Sums): void {
  sums.weight = 0;
  sums.first.fill(0);
  sums.second.fill(0);
}

function add(sums: Sums, values: Float64Array, from: number, weight: number): void {
  const columns = sums.first.length;
  sums.weight += weight;
  for (let j = 0; j < columns; j++) {
    const part = weight * values[from + j]!;
    sums.first[j]! += part;
    for (let l = 0; l <= j; l++) sums.second[j * columns + l]! += part * values[from + l]!;
  }
}
