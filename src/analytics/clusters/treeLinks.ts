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
  const found = new Int32Array(data.rows);
  for (let row = 0; row < data.rows; row++) {
    if ((row & 63) === 0 && signal?.aborted === true) return null;
    if (isCore[row] === 0) continue;
    const count = rowsWithin(tree, row, eps, found);
    for (let i = 0; i < count; i++)
      if (found[i]! < row && isCore[found[i]!] === 1) mergeSets(parent, row, found[i]!);
  }
  const linked = Int32Array.from(isCore, (core, row) => (core === 1 ? setOf(parent, row) : -1));
  return {
    linked,
    nearestCluster(row, numbers) {
      const count = rowsWithin(tree, row, eps, found);
      let best = -1;
      for (let i = 0; i < count; i++) {
        const group = linked[found[i]!]!;
        if (group >= 0 && (best < 0 || numbers[group]! < best)) best = numbers[group]!;
      }
      return best;
    },
  };
}
