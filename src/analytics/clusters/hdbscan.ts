import { err, ok, type Result } from '../../domain/result.ts';
import { firstNotFinite, type Matrix } from '../matrix.ts';
import { condense, selectClusters } from './clusterTree.ts';
import { distanceToNearest, kdTreeOf, squareBetween } from './kdTree.ts';
import { mergeSets, separateSets, setOf } from './sets.ts';

export interface HierarchicalClusters {
  readonly k: number;
  /** Cluster of each row by falling size, −1 for noise. */
  readonly labels: Int32Array;
  /** How firmly each row belongs to its cluster, 0 to 1. */
  readonly strength: Float64Array;
  readonly sizes: Int32Array;
  readonly noise: number;
}

export type HdbscanError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-option'; readonly option: 'minPts' }
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number }
  | { readonly type: 'too-large'; readonly rows: number; readonly most: number }
  | { readonly type: 'cancelled' };

/** Rows linked into a tree from the nearest to the farthest: link i joins `left[i]` and `right[i]`, rows below n, earlier links i as n + i. */
export interface Dendrogram {
  readonly rows: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly distance: Float64Array;
  /** Rows under each link. */
  readonly size: Int32Array;
}

const mostRows = 30_000;

/**
 * Clusters of any shape and different densities, the most lasting ones of the whole hierarchy. `minPts` counts the row itself
 * and is the least size of a cluster too. O(n²) in time, O(n) in memory.
 * Source: Campello, Moulavi and Sander, Density-Based Clustering Based on Hierarchical Density Estimates, 2013.
 */
export function hdbscan(
  data: Matrix,
  { minPts, signal }: { minPts: number; signal?: { readonly aborted: boolean } },
): Result<HierarchicalClusters, HdbscanError> {
  const { rows, columns } = data;
  if (rows === 0 || columns === 0) return err({ type: 'no-rows' });
  if (!Number.isInteger(minPts) || minPts < 2) return err({ type: 'bad-option', option: 'minPts' });
  if (rows > mostRows) return err({ type: 'too-large', rows, most: mostRows });
  const flaw = firstNotFinite(data);
  if (flaw !== null) return err({ type: 'not-finite', ...flaw });
  const tree = kdTreeOf(data);
  const nearest = new Float64Array(minPts);
  const core = Float64Array.from({ length: rows }, (_, row) => distanceToNearest(tree, row, nearest));
  const links = spanningTree(data, core, signal);
  if (links === null) return err({ type: 'cancelled' });
  const condensed = condense(dendrogramOf(links, rows), minPts);
  return ok(selectClusters(condensed, rows));
}

interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly distance: Float64Array;
}

/** The shortest tree over all rows, where two are as far apart as the greatest of their distance and both core distances.
 *  Source: Prim 1957. Null where it was aborted. */
function spanningTree(
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

function dendrogramOf({ from, to, distance }: Edges, rows: number): Dendrogram {
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
