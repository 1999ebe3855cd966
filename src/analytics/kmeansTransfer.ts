import type { Refinement } from './kmeansRefinement.ts';
import { squaredDistance } from './kmeansSeeding.ts';
import type { Matrix } from './matrix.ts';

/**
 * Moves single rows between clusters while that lowers the inertia, their centres moving along: the optima of Lloyd's rounds
 * that such a move still improves are left behind. A row of a cluster with n members, at squared distance d from its
 * centre, goes where d′·n′ / (n′ + 1) is least and below d·n / (n − 1). Returns the number of moves. O(rows·k·columns) a pass.
 * Source: Hartigan and Wong, Algorithm AS 136, 1979, the optimal-transfer stage.
 */
export function transferRows(data: Matrix, state: Refinement, maxPasses: number): number {
  const { rows, columns, values } = data;
  const { count, centers, labels, sizes } = state;
  let moves = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    const before = moves;
    for (let i = 0; i < rows; i++) {
      const own = labels[i]!;
      const size = sizes[own]!;
      if (size < 2) continue;
      const at = i * columns;
      const gain = (squaredDistance(values, at, centers, own * columns, columns) * size) / (size - 1);
      let best = own;
      let least = gain * (1 - 1e-12);
      for (let c = 0; c < count; c++) {
        if (c === own) continue;
        const grown = sizes[c]!;
        const cost = (squaredDistance(values, at, centers, c * columns, columns) * grown) / (grown + 1);
        if (cost < least) {
          least = cost;
          best = c;
        }
      }
      if (best === own) continue;
      shiftCenters(data, state, i, best);
      moves++;
    }
    if (moves === before) break;
  }
  return moves;
}

function shiftCenters(data: Matrix, { labels, sizes, centers }: Refinement, row: number, to: number): void {
  const { columns, values } = data;
  const from = labels[row]!;
  labels[row] = to;
  sizes[from]! -= 1;
  sizes[to]! += 1;
  for (let j = 0; j < columns; j++) {
    const value = values[row * columns + j]!;
    centers[from * columns + j]! -= (value - centers[from * columns + j]!) / sizes[from]!;
    centers[to * columns + j]! += (value - centers[to * columns + j]!) / sizes[to]!;
  }
}
