import { err, ok, type Result } from '../../domain/result.ts';
import { firstNotFinite, type Matrix } from '../matrix.ts';
import { condense, selectClusters, type HierarchicalClusters } from './clusterTree.ts';
import { dendrogramOf, spanningTree } from './dendrogram.ts';
import { distanceToNearest, kdTreeOf } from './kdTree.ts';

export type HdbscanError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-option'; readonly option: 'minPts' }
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number }
  | { readonly type: 'too-large'; readonly rows: number; readonly most: number }
  | { readonly type: 'cancelled' };

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
  const core = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    if ((row & 63) === 0 && signal?.aborted === true) return err({ type: 'cancelled' });
    core[row] = distanceToNearest(tree, row, nearest);
  }
  const links = spanningTree(data, core, signal);
  if (links === null) return err({ type: 'cancelled' });
  const condensed = condense(dendrogramOf(links, rows), minPts);
  return ok(selectClusters(condensed, rows));
}
