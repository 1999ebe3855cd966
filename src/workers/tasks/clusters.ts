import { calinskiHarabasz, daviesBouldin, silhouette } from '../../analytics/clusterQuality.ts';
import { groupFeatures } from '../../analytics/clusters/groupFeatures.ts';
import { groupMeans } from '../../analytics/clusters/groupMeans.ts';
import { nearestCenters } from '../../analytics/kmeans.ts';
import { rowsAt, type Matrix } from '../../analytics/matrix.ts';
import { encode, type Encoding } from '../../analytics/preparation/encoding.ts';
import { saidInParts } from '../../analytics/preparation/parts.ts';
import { samplePositions } from '../../analytics/random.ts';
import { seededRandom } from '../../domain/random.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { columnOfTable, type Columns } from '../../domain/table.ts';
import { labelAgreement } from './clusterAgreement.ts';
import { findClusters } from './clusterFinding.ts';
import { pictureOf } from './clusterPicture.ts';
import type {
  AssignError,
  AssignRequest,
  ClusterAnswer,
  ClusterError,
  ClusterMethod,
  ClusterRequest,
} from './clusterTypes.ts';

/** Cells on which groups are found at most: more would not fit into a phone. */
const mostCells = 5_000_000;

/** Finds groups of a table's rows, measures them and says what each is like. */
export function clusterTable(
  request: ClusterRequest,
  onProgress: (done: number) => void,
): Result<ClusterAnswer, ClusterError> {
  const { table, columns, method, k, label, seed, useLog, isScaled } = request;
  const size = table.rows;
  if (size === 0) return err({ type: 'no-rows' });
  if (size === 1) return err({ type: 'one-row' });
  if (method === 'kmeans' && k !== null && k > size) return err({ type: 'k-above-rows', k, rows: size });
  const sampleOf = (rows: number) => samplePositions(size, rows, seededRandom(seed));
  const learntFrom = sampleOf(Math.floor(mostCells / Math.max(1, columns.length)));
  const features = groupFeatures(table, columns, learntFrom, { useLog, isScaled });
  const { names } = features.encoding;
  if (names.length === 0) return err({ type: 'no-columns', leftOut: features.leftOut });
  const rows = sampleOf(Math.min(learntFrom.length, mostRows(method, names.length)));
  const data = encode(features.encoding, table, rows);
  onProgress(0.05);
  const result = findClusters(request, data, (done) => onProgress(0.05 + 0.8 * done));
  if (!result.ok) return result;
  const { labels, ...found } = result.value;
  return ok({
    ...found,
    ...groupMeans(table, names, data, rows, labels, found.k),
    ...measured(data, labels, found.k, seed),
    ...{ method, features, looked: rows.length },
    noise: labels.reduce((count, group) => count + Number(group < 0), 0),
    labels: labelsOfAll(table, features.encoding, rows, labels, found.centers),
    agreement: label === null ? null : labelAgreement(table, label, rows, labels),
    picture: pictureOf(table, features.encoding, data, rows, labels, seed),
  });
}

/** The group of every row of a table, by groups that were found before: that of the nearest centre. */
export function assignGroups({ table, encoding, centers }: AssignRequest): Result<Int32Array, AssignError> {
  const gone = encoding.columns.find(({ key }) => columnOfTable(table, key) === undefined);
  if (gone !== undefined) return err({ type: 'column-gone', key: gone.key });
  const width = encoding.names.length;
  if (centers.length === 0 || centers.some((center) => center.length !== width))
    return err({ type: 'groups-damaged' });
  const values = Float64Array.from(centers.flat());
  return ok(nearestOf(table, encoding, { rows: centers.length, columns: width, values }));
}

/** Rows for which a method answers in a few seconds. */
function mostRows(method: ClusterMethod, width: number): number {
  if (method === 'kmeans') return Math.floor(mostCells / width);
  if (method === 'hdbscan') return 8_000;
  return width <= 3 ? 200_000 : width <= 8 ? 20_000 : 8_000;
}

/** How well the groups stand apart, over the rows that have one; null where there are not two. */
function measured(data: Matrix, labels: Int32Array, k: number, seed: number) {
  if (k < 2) return { silhouette: null, daviesBouldin: null, calinskiHarabasz: null };
  const grouped = Int32Array.from(labels.keys()).filter((i) => labels[i]! >= 0);
  const rows = rowsAt(data, grouped);
  const own = Int32Array.from(grouped, (i) => labels[i]!);
  const shape = silhouette(rows, own, seed);
  return {
    silhouette: Number.isFinite(shape.value) ? shape : null,
    daviesBouldin: finite(daviesBouldin(rows, own, k)),
    calinskiHarabasz: finite(calinskiHarabasz(rows, own, k)),
  };
}

/** Of every row of the table: that of the nearest centre, or without centres −2 where it was not looked at. */
function labelsOfAll(
  table: Columns,
  encoding: Encoding,
  rows: Int32Array,
  labels: Int32Array,
  centers: Matrix | null,
): Int32Array {
  const size = table.rows;
  if (rows.length === size) return labels;
  const all = centers === null ? new Int32Array(size).fill(-2) : nearestOf(table, encoding, centers);
  rows.forEach((row, i) => (all[row] = labels[i]!));
  return all;
}

/** In parts: the features of all rows would not fit into a phone. */
function nearestOf(table: Columns, encoding: Encoding, centers: Matrix): Int32Array {
  return Int32Array.from(saidInParts(encoding, table, (features) => nearestCenters(features, centers)));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
