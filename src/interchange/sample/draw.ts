import { seededRandom, type Random } from '../../domain/random.ts';

/** Streams of random numbers that do not touch: the n-th record of a stream is the same whatever came before it. */
const streams = [
  'account',
  'behaviour',
  'contact',
  'layout',
  'order',
  'lines',
  'time',
  'activity',
  'need',
  'task',
  'behaviourEvent',
  'deal',
  'dealStage',
  'dealValues',
  'lead',
  'quote',
  'payment',
  'dealClosedFrom',
] as const;
export type Stream = (typeof streams)[number];

/** The numbers of record `n` of a stream, for a seed from 0 to 65,535. */
export function randomOf(seed: number, stream: Stream, n: number): Random {
  return seededRandom(((seed % 65_536) * 32 + streams.indexOf(stream)) * 2 ** 32 + n);
}

/** One element; the list must not be empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const element = list[Math.floor(random() * list.length)];
  if (element === undefined) throw new RangeError('nothing to pick from');
  return element;
}

export function isDrawn(random: Random, probability: number): boolean {
  return random() < probability;
}

/** A whole number from `min` to `max`, both included. */
export function between(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/** The position of a weight, drawn in proportion to it. */
export function weighted(random: Random, weights: readonly number[]): number {
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (rest -= weight) < 0);
  return found < 0 ? weights.length - 1 : found;
}

/** Most near 1, a few many times larger: a Pareto distribution of shape 2, cut off. Only exact operations, so that every engine draws the same. */
export function skewed(random: Random, largest: number): number {
  return Math.min(largest, 0.5 + 0.5 / Math.sqrt(1 - random()));
}

/** `count` digits. */
export function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => String(between(random, 0, 9))).join('');
}
