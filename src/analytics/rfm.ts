import type { CustomerFigures } from './customerFigures.ts';
import { quantiles } from './quantile.ts';
import { segmentOfScores, segments } from './rfmSegments.ts';

/** Four rising cut-offs: what lies between the five quintiles. */
export type Cutoffs = readonly number[];

/** Customers of one recency and one frequency score. */
export interface RfmCell {
  /** 1 to 5, 5 ordered most recently. */
  readonly recency: number;
  /** 1 to 5, 5 orders most often. */
  readonly frequency: number;
  readonly customers: number;
  /** Mean net spend, at 10⁻⁴ of the major unit; 0 in an empty cell. */
  readonly meanUnits: number;
}

/** Scores of each customer, in the order of the figures they come from. */
export interface Rfm {
  readonly cutoffs: { readonly recencyDays: Cutoffs; readonly orders: Cutoffs; readonly netUnits: Cutoffs };
  /** 1 to 5 each, 5 best. */
  readonly recency: Uint8Array;
  readonly frequency: Uint8Array;
  readonly monetary: Uint8Array;
  /** Positions in `segments`. */
  readonly segment: Uint8Array;
  /** 25 cells, by recency score, then by frequency score. */
  readonly cells: readonly RfmCell[];
}

const quintiles = [0.2, 0.4, 0.6, 0.8];

/**
 * Recency, frequency and monetary quintile scores, 1 to 5, 5 best; equal values share a score. Cut-offs are quantiles of
 * type 7, a score is 1 + count(value > cut-off), recency counts from the other end. Empty in, empty out.
 * Source: Hughes, Strategic Database Marketing, 1994; quantiles of type 7 (Hyndman and Fan 1996).
 */
export function scoreRfm(figures: CustomerFigures): Rfm {
  const cutoffs = {
    recencyDays: quantiles(figures.recencyDays, quintiles),
    orders: quantiles(figures.orders, quintiles),
    netUnits: quantiles(figures.netUnits, quintiles),
  };
  const recency = scoresOf(figures.recencyDays, cutoffs.recencyDays).map((score) => 6 - score);
  const frequency = scoresOf(figures.orders, cutoffs.orders);
  const monetary = scoresOf(figures.netUnits, cutoffs.netUnits);
  const segment = recency.map((score, i) =>
    segments.indexOf(segmentOfScores(score, frequency[i]!, monetary[i]!)),
  );
  return { cutoffs, recency, frequency, monetary, segment, cells: cellsOf(figures, recency, frequency) };
}

/** 1 + the number of cut-offs below each value, 1 to 5. */
export function scoresOf(values: ArrayLike<number>, cutoffs: Cutoffs): Uint8Array {
  const scores = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let score = 1;
    for (const cutoff of cutoffs) if (values[i]! > cutoff) score++;
    scores[i] = score;
  }
  return scores;
}

function cellsOf({ netUnits }: CustomerFigures, recency: Uint8Array, frequency: Uint8Array): RfmCell[] {
  const counts = new Float64Array(25);
  const sums = new Float64Array(25);
  for (let i = 0; i < recency.length; i++) {
    const cell = (recency[i]! - 1) * 5 + frequency[i]! - 1;
    counts[cell]! += 1;
    sums[cell]! += netUnits[i]!;
  }
  return Array.from(counts, (customers, cell) => ({
    recency: Math.floor(cell / 5) + 1,
    frequency: (cell % 5) + 1,
    customers,
    meanUnits: customers === 0 ? 0 : sums[cell]! / customers,
  }));
}
