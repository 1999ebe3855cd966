import type { Matrix } from '../matrix.ts';
import type { Cells } from './cells.ts';
import { squareBetween } from './kdTree.ts';
import type { Links } from './links.ts';
import { mergeSets, separateSets, setOf } from './sets.ts';

/** Core rows and how they hang together, by cells of a grid: all rows of a full cell are cores, and a cell's cores are one set.
 *  Null where it was aborted. */
export function linkByCells(
  data: Matrix,
  cells: Cells,
  eps: number,
  minPts: number,
  signal: { readonly aborted: boolean } | undefined,
): Links | null {
  const { start, rows, cellOf, first, near } = cells;
  const limit = eps * eps;
  const count = start.length - 1;
  const isCore = new Uint8Array(data.rows);
  // Cores first within their cell: those of cell c are `rows[start[c] … coreEnd[c])`.
  const coreEnd = new Int32Array(count);
  for (let cell = 0; cell < count; cell++) {
    if ((cell & 255) === 0 && signal?.aborted === true) return null;
    const own = start[cell + 1]! - start[cell]!;
    let end = start[cell]!;
    for (let at = start[cell]!; at < start[cell + 1]!; at++) {
      const row = rows[at]!;
      if (own < minPts && !hasNeighbours(data, cells, row, minPts - own, limit)) continue;
      isCore[row] = 1;
      rows[at] = rows[end]!;
      rows[end++] = row;
    }
    coreEnd[cell] = end;
  }

  const parent = separateSets(count);
  for (let cell = 0; cell < count; cell++) {
    if ((cell & 63) === 0 && signal?.aborted === true) return null;
    if (coreEnd[cell] === start[cell]) continue;
    for (let at = first[cell]!; at < first[cell + 1]!; at++) {
      const other = near[at]!;
      // Each two cells once.
      if (other > cell || coreEnd[other] === start[other]) continue;
      if (setOf(parent, cell) === setOf(parent, other)) continue;
      if (touch(data, cells, cell, coreEnd[cell]!, other, coreEnd[other]!, limit))
        mergeSets(parent, cell, other);
    }
  }

  // One row stands for each set of cells.
  const linked = Int32Array.from(cellOf, (cell, row) =>
    isCore[row] === 1 ? rows[start[setOf(parent, cell)]!]! : -1,
  );
  return {
    linked,
    nearestCluster(row, numbers) {
      const cell = cellOf[row]!;
      let best = -1;
      const look = (other: number): void => {
        if (coreEnd[other] === start[other]) return;
        const number = numbers[linked[rows[start[other]!]!]!]!;
        if (best >= 0 && number >= best) return;
        for (let at = start[other]!; at < coreEnd[other]!; at++) {
          if (squareBetween(data, row, rows[at]!) > limit) continue;
          best = number;
          return;
        }
      };
      look(cell);
      for (let at = first[cell]!; at < first[cell + 1]!; at++) look(near[at]!);
      return best;
    },
  };
}

function hasNeighbours(
  data: Matrix,
  { start, rows, cellOf, first, near }: Cells,
  row: number,
  needed: number,
  limit: number,
): boolean {
  const cell = cellOf[row]!;
  let missing = needed;
  for (let at = first[cell]!; at < first[cell + 1]!; at++) {
    const end = start[near[at]! + 1]!;
    for (let i = start[near[at]!]!; i < end; i++) {
      if (squareBetween(data, row, rows[i]!) <= limit && --missing === 0) return true;
    }
  }
  return false;
}

function touch(
  data: Matrix,
  { start, rows }: Cells,
  cell: number,
  cellEnd: number,
  other: number,
  otherEnd: number,
  limit: number,
): boolean {
  for (let i = start[cell]!; i < cellEnd; i++) {
    const row = rows[i]!;
    for (let j = start[other]!; j < otherEnd; j++)
      if (squareBetween(data, row, rows[j]!) <= limit) return true;
  }
  return false;
}
