import type { KChoice } from '../../analytics/chooseK.ts';
import type { GroupColumn } from '../../analytics/clusters/groupColumns.ts';
import type { GroupFeatures } from '../../analytics/clusters/groupFeatures.ts';
import type { GroupedMeans } from '../../analytics/clusters/groupMeans.ts';
import type { Matrix } from '../../analytics/matrix.ts';
import type { Encoding } from '../../analytics/preparation/encoding.ts';
import type { Columns } from '../../domain/table.ts';

export type { GroupColumn };

export const clusterMethods = ['kmeans', 'dbscan', 'hdbscan'] as const;
export type ClusterMethod = (typeof clusterMethods)[number];

/** Groups of the rows of a table that lie near each other in some of its columns. */
export interface ClusterRequest {
  readonly table: Columns;
  readonly columns: readonly string[];
  readonly method: ClusterMethod;
  /** Of K-means: how many groups, or null for the suggested number. */
  readonly k: number | null;
  /** Of DBSCAN: how far neighbours may be, or null for the suggested distance. */
  readonly eps: number | null;
  /** Of DBSCAN and HDBSCAN: rows that make a crowd, the row itself among them; null for the usual number. */
  readonly minPts: number | null;
  readonly useLog: boolean;
  readonly isScaled: boolean;
  /** A column whose values the groups are compared with, or null. */
  readonly label: string | null;
  readonly seed: number;
}

/** One number of groups that was tried. */
export interface TriedK {
  readonly k: number;
  readonly inertia: number;
  /** Null where there is none, as of a single group. */
  readonly silhouette: number | null;
  /** Mean adjusted Rand index with groups of resampled rows. */
  readonly stability: number;
}

/** What a picture of the groups shows: two columns themselves, or the two directions in which the rows differ most. */
export interface ClusterPicture {
  readonly axes:
    | { readonly type: 'columns'; readonly x: string; readonly y: string }
    | {
        readonly type: 'components';
        /** Share of all differences along each. */
        readonly shares: readonly [x: number, y: number];
        /** The features with the greatest weights on each, as places in the features, the greatest first. */
        readonly weights: readonly [x: readonly number[], y: readonly number[]];
      };
  /** A sample of the rows; of each where it lies, its group and its row of the table. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly group: Int32Array;
  readonly row: Int32Array;
}

export interface ClusterAnswer extends GroupedMeans {
  readonly method: ClusterMethod;
  readonly k: number;
  /** Of each row of the table: its group, by falling size; −1 for none near enough; −2 for one that was not looked at. */
  readonly labels: Int32Array;
  /** Rows on which the groups were found; fewer than the table has where it is too large. */
  readonly looked: number;
  readonly noise: number;
  readonly features: GroupFeatures;
  /** Of K-means: the centres in the space of the features, k × features. */
  readonly centers: Matrix | null;
  readonly inertia: number | null;
  readonly silhouette: { readonly value: number; readonly rows: number; readonly isSampled: boolean } | null;
  readonly daviesBouldin: number | null;
  readonly calinskiHarabasz: number | null;
  /** Of K-means: agreement with the groups of resampled rows. */
  readonly stability: number | null;
  /** Of K-means: the numbers of groups that were tried, and which is suggested for what. */
  readonly choice:
    (Omit<KChoice, 'candidates'> & { readonly tried: readonly TriedK[]; readonly stablest: number }) | null;
  /** Of DBSCAN: the sorted distances to the neighbour that makes a crowd, thinned out, and the suggested distance. */
  readonly distances: {
    readonly sorted: Float64Array;
    readonly rows: number;
    readonly suggested: number;
  } | null;
  readonly eps: number | null;
  readonly minPts: number | null;
  /** How the groups agree with the label column, over the rows that have a label. */
  readonly agreement: {
    readonly purity: number;
    readonly mutualInformation: number;
    readonly adjustedRand: number;
    readonly rows: number;
  } | null;
  readonly picture: ClusterPicture | null;
}

export type ClusterError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'one-row' }
  /** Every column that was asked for is empty, the same for all, or different for all. */
  | { readonly type: 'no-columns'; readonly leftOut: GroupFeatures['leftOut'] }
  | { readonly type: 'k-above-rows'; readonly k: number; readonly rows: number }
  | { readonly type: 'bad-option'; readonly option: 'k' | 'eps' | 'minPts' }
  | { readonly type: 'cancelled' };

/** Groups that were found before, and a table of which each row is to be in the nearest. */
export interface AssignRequest {
  readonly table: Columns;
  readonly encoding: Encoding;
  /** One for each group, in the space of the features. */
  readonly centers: readonly (readonly number[])[];
}

export type AssignError =
  | { readonly type: 'column-gone'; readonly key: string }
  /** What was kept of the groups does not fit together. */
  | { readonly type: 'groups-damaged' };
