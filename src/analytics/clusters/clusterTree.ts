import type { Dendrogram } from './dendrogram.ts';

export interface HierarchicalClusters {
  readonly k: number;
  /** Cluster of each row by falling size, −1 for noise. */
  readonly labels: Int32Array;
  /** How firmly each row belongs to its cluster, 0 to 1. */
  readonly strength: Float64Array;
  readonly sizes: Int32Array;
  readonly noise: number;
}

/** Clusters that split or lose rows as density rises; the first is the whole. Density is 1 / distance. */
export interface CondensedTree {
  /** The cluster that each came from, −1 for the first. */
  readonly parent: readonly number[];
  /** Density at which each appears. */
  readonly birth: readonly number[];
  /** Σ over its rows of the density at which they leave it less that at which it appeared. */
  readonly stability: readonly number[];
  /** Cluster that each row leaves last, and the density at which it does. */
  readonly clusterOf: Int32Array;
  readonly leaves: Float64Array;
}

/**
 * The hierarchy of branches with at least `least` rows. A smaller branch is no cluster: its rows stay with the one it is in
 * until each stands alone, or that cluster falls apart, as in R's package dbscan; the paper lets them go at once.
 */
export function condense({ rows, left, right, distance, size }: Dendrogram, least: number): CondensedTree {
  const clusterOf = new Int32Array(rows);
  const leaves = new Float64Array(rows);
  const [parent, birth, stability, death]: [number[], number[], number[], number[]] = [
    [-1],
    [0],
    [0],
    [Infinity],
  ];
  const sizeOf = (node: number): number => (node < rows ? 1 : size[node - rows]!);
  // Rows at no distance at all would have no end: they count as a thousandth of the nearest others.
  const nearest = distance.find((value) => value > 0) ?? 1;
  const owner = new Int32Array(distance.length);
  for (let link = distance.length - 1; link >= 0; link--) {
    const density = 1 / Math.max(distance[link]!, nearest / 1000);
    const cluster = owner[link]!;
    const parts = [left[link]!, right[link]!];
    const isSplit = parts.every((part) => sizeOf(part) >= least);
    if (isSplit) {
      death[cluster] = density;
      stability[cluster]! += size[link]! * (density - birth[cluster]!);
    }
    for (const part of parts) {
      if (part < rows) {
        clusterOf[part] = cluster;
        leaves[part] = Math.min(density, death[cluster]!);
        stability[cluster]! += leaves[part] - birth[cluster]!;
      } else if (isSplit) {
        owner[part - rows] = parent.push(cluster) - 1;
        birth.push(density);
        stability.push(0);
        death.push(Infinity);
      } else owner[part - rows] = cluster;
    }
  }
  return { parent, birth, stability, clusterOf, leaves };
}

/** The clusters, none inside another, whose stabilities sum to the most; the whole is never one. */
export function selectClusters(
  { parent, birth, stability, clusterOf, leaves }: CondensedTree,
  rows: number,
): HierarchicalClusters {
  const count = parent.length;
  const below = new Float64Array(count);
  const isBest = new Uint8Array(count);
  // Children stand after their parents.
  for (let cluster = count - 1; cluster > 0; cluster--) {
    isBest[cluster] = below[cluster]! > stability[cluster]! ? 0 : 1;
    below[parent[cluster]!]! += Math.max(below[cluster]!, stability[cluster]!);
  }
  const chosen = new Int32Array(count).fill(-1);
  for (let cluster = 1; cluster < count; cluster++) {
    const above = chosen[parent[cluster]!]!;
    chosen[cluster] = above >= 0 ? above : isBest[cluster] === 1 ? cluster : -1;
  }
  const own = Int32Array.from({ length: rows }, (_, row) => chosen[clusterOf[row]!]!);
  const counts = new Map<number, number>();
  const densest = new Map<number, number>();
  own.forEach((cluster, row) => {
    if (cluster < 0) return;
    counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
    densest.set(cluster, Math.max(densest.get(cluster) ?? 0, leaves[row]!));
  });
  const order = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a - b);
  const rank = new Map(order.map((cluster, i) => [cluster, i]));
  return {
    k: order.length,
    labels: own.map((cluster) => rank.get(cluster) ?? -1),
    strength: Float64Array.from(own, (cluster, row) => {
      if (cluster < 0) return 0;
      const span = densest.get(cluster)! - birth[cluster]!;
      return span > 0 ? Math.max(0, leaves[row]! - birth[cluster]!) / span : 1;
    }),
    sizes: Int32Array.from(order, (cluster) => counts.get(cluster)!),
    noise: own.filter((cluster) => cluster < 0).length,
  };
}
