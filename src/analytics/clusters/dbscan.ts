import { err, ok, type Result } from '../../domain/result.ts';
import { firstNotFinite, type Matrix } from '../matrix.ts';
import { cellsOf } from './cells.ts';
import { linkByCells } from './cellLinks.ts';
import { linkByTree } from './treeLinks.ts';

export interface DbscanOptions {
  /** Rows at most this far apart are neighbours. */
  readonly eps: number;
  /** Neighbours that make a row a core, itself among them. */
  readonly minPts: number;
  readonly signal?: { readonly aborted: boolean };
}

export interface DensityClusters {
  readonly k: number;
  /** Cluster of each row by the order of their first core rows, −1 for noise. */
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  readonly noise: number;
  readonly cores: number;
}

export type DbscanError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-option'; readonly option: 'eps' | 'minPts' }
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number }
  | { readonly type: 'cancelled' };

/**
 * Clusters of any shape: rows with enough neighbours hang together with those, and rows near none of them are noise. A row at the
 * edge of several clusters goes to the first. Up to three columns on a grid in about O(n), above by a tree.
 * Sources: Ester, Kriegel, Sander and Xu 1996; grid of Gunawan 2013.
 */
export function dbscan(
  data: Matrix,
  { eps, minPts, signal }: DbscanOptions,
): Result<DensityClusters, DbscanError> {
  if (data.rows === 0 || data.columns === 0) return err({ type: 'no-rows' });
  if (!(eps > 0 && Number.isFinite(eps))) return err({ type: 'bad-option', option: 'eps' });
  if (!Number.isInteger(minPts) || minPts < 1) return err({ type: 'bad-option', option: 'minPts' });
  const flaw = firstNotFinite(data);
  if (flaw !== null) return err({ type: 'not-finite', ...flaw });

  const cells = data.columns <= 3 ? cellsOf(data, eps) : null;
  const links =
    cells === null ? linkByTree(data, eps, minPts, signal) : linkByCells(data, cells, eps, minPts, signal);
  if (links === null) return err({ type: 'cancelled' });
  const { linked } = links;
  const numbers = new Int32Array(data.rows).fill(-1);
  let k = 0;
  let cores = 0;
  for (const group of linked) {
    if (group < 0) continue;
    cores++;
    if (numbers[group] === -1) numbers[group] = k++;
  }
  const labels = linked.map((group, row) =>
    group < 0 ? links.nearestCluster(row, numbers) : numbers[group]!,
  );
  const sizes = new Int32Array(k);
  let noise = 0;
  for (const label of labels) {
    if (label < 0) noise++;
    else sizes[label]! += 1;
  }
  return ok({ k, labels, sizes, noise, cores });
}
