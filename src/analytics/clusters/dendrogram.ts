import type { Matrix } from '../matrix.ts';
import { squareBetween } from './kdTree.ts';
import { mergeSets, separateSets, setOf } from './sets.ts';

/** Rows linked into a tree from the nearest to the farthest: link i joins `left[i]` and `right[i]`, rows below n, earlier links i as n + i. */
export interface Dendrogram {
  readonly rows: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly distance: Float64Array;
  /** Rows under each link. */
  readonly size: Int32Array;
}

interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly distance: Float64Array;
}

/** The shortest tree over all rows, where two are as far apart as the greatest of their distance and both core distances.
 *  Source: Prim 1957. Null where it was aborted. */
export function spanningTree(
  data: Matrix,
  core: Float64Array,
  signal: { readonly aborted: boolean } | undefined,
): Edges | null {
  const { rows } = data;
  const best = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const source = new Int32Array(rows);
  const isIn = new Uint8Array(rows);
  const edges = {
    from: new Int32Array(Math.max(0, rows - 1)),
    to: new Int32Array(Math.max(0, rows - 1)),
    distance: new Float64Array(Math.max(0, rows - 1)),
  };
  let current = 0;
  for (let step = 0; step < rows - 1; step++) {
    if ((step & 63) === 0 && signal?.aborted === true) return null;
    isIn[current] = 1;
    let next = -1;
    for (let row = 0; row < rows; row++) {
      if (isIn[row] === 1) continue;
      const between = Math.sqrt(squareBetween(data, current, row));
      const reach = Math.max(between, core[current]!, core[row]!);
      if (reach < best[row]!) {
        best[row] = reach;
        source[row] = current;
      }
      if (next < 0 || best[row]! < best[next]!) next = row;
    }
    edges.from[step] = source[next]!;
    edges.to[step] = next;
    edges.distance[step] = best[next]!;
    current = next;
  }
  return edges;
}

/** The links of a spanning tree from the shortest to the longest. */
export function dendrogramOf({ from, to, distance }: Edges, rows: number): Dendrogram {
  const order = Int32Array.from(distance.keys()).sort((a, b) => distance[a]! - distance[b]! || a - b);
  const parent = separateSets(rows);
  const node = Int32Array.from(parent);
  const [left, right, size] = [
    new Int32Array(order.length),
    new Int32Array(order.length),
    new Int32Array(order.length),
  ];
  const sizeOf = (at: number): number => (at < rows ? 1 : size[at - rows]!);
  order.forEach((edge, i) => {
    const [a, b] = [node[setOf(parent, from[edge]!)]!, node[setOf(parent, to[edge]!)]!];
    left[i] = a;
    right[i] = b;
    size[i] = sizeOf(a) + sizeOf(b);
    mergeSets(parent, from[edge]!, to[edge]!);
    node[setOf(parent, to[edge]!)] = rows + i;
  });
  return { rows, left, right, size, distance: Float64Array.from(order, (edge) => distance[edge]!) };
}
