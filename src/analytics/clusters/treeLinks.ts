import type { Matrix } from '../matrix.ts';
import { kdTreeOf, rowsWithin } from './kdTree.ts';
import type { Links } from './links.ts';
import { mergeSets, separateSets, setOf } from './sets.ts';

/** Core rows and how they hang together, by looking up the neighbours of each row. Null where it was aborted. */
export function linkByTree(
  data: Matrix,
  eps: number,
  minPts: number,
  signal: { readonly aborted: boolean } | undefined,
): Links | null {
  const tree = kdTreeOf(data);
  const some = new Int32Array(minPts);
  const isCore = new Uint8Array(data.rows);
  for (let row = 0; row < data.rows; row++) {
    if ((row & 255) === 0 && signal?.aborted === true) return null;
    if (rowsWithin(tree, row, eps, some) === minPts) isCore[row] = 1;
  }
  const parent = separateSets(data.rows);
  const first = new Int32Array(1);
  let own = 0;
  const joinsAnother = (other: number): boolean =>
    other < own && isCore[other] === 1 && setOf(parent, other) !== setOf(parent, own);
  for (own = 0; own < data.rows; own++) {
    if ((own & 63) === 0 && signal?.aborted === true) return null;
    if (isCore[own] === 0) continue;
    while (rowsWithin(tree, own, eps, first, joinsAnother) > 0) mergeSets(parent, own, first[0]!);
  }
  const linked = Int32Array.from(isCore, (core, row) => (core === 1 ? setOf(parent, row) : -1));
  const found = new Int32Array(data.rows);
  return {
    linked,
    nearestCluster(row, numbers) {
      const count = rowsWithin(tree, row, eps, found, (other) => linked[other]! >= 0);
      let best = -1;
      for (let i = 0; i < count; i++) {
        const group = linked[found[i]!]!;
        if (best < 0 || numbers[group]! < best) best = numbers[group]!;
      }
      return best;
    },
  };
}
