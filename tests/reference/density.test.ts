import { describe, expect, it } from 'vitest';
import { adjustedRand } from '../../src/analytics/agreement.ts';
import { dbscan } from '../../src/analytics/clusters/dbscan.ts';
import { hdbscan } from '../../src/analytics/clusters/hdbscan.ts';
import { agreementWith } from '../../src/analytics/clusters/purity.ts';
import { kmeans } from '../../src/analytics/kmeans.ts';
import { matrixOf } from '../../src/analytics/matrix.ts';
import { standardise } from '../../src/analytics/standardise.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../support/sharedData.ts';

interface Run {
  readonly columns: ('Age' | 'Income' | 'Score')[];
  readonly standardised: boolean;
  readonly dbscan: readonly {
    readonly eps: number;
    readonly minPts: number;
    readonly clusters: number;
    readonly noise: number;
    readonly core_points: number;
    readonly labels?: number[];
  }[];
  readonly external_Gender: { readonly ARI: number; readonly purity: number; readonly NMI: number };
}
interface Hierarchy {
  readonly clusters: number;
  readonly noise: number;
  readonly labels: number[];
}

const rows =
  sharedFolder === null
    ? []
    : readSharedTable('data/mall_customers/Mall_Customers.csv', ',').map(Object.values);
const positions = { Age: 2, Income: 3, Score: 4 };
const dataOf = (columns: Run['columns'], isScaled: boolean) => {
  const raw = matrixOf(columns.map((column) => rows.map((row) => Number(row[positions[column]]))));
  return isScaled ? standardise(raw) : raw;
};
const runs =
  sharedFolder === null
    ? {}
    : (readSharedJson('truth/cluster_mall.json') as { runs: Record<string, Run> }).runs;

describe.skipIf(sharedFolder === null)('clusters by density on Mall Customers', () => {
  it.each(Object.entries(runs))('DBSCAN on %s has the labels of the reference', (name, run) => {
    const data = dataOf(run.columns, run.standardised);
    for (const expected of run.dbscan) {
      const found = dbscan(data, expected);
      if (!found.ok) throw new Error(found.error.type);
      const method = `DBSCAN, Mall ${name}`;
      const on = `eps ${expected.eps}, minPts ${expected.minPts}`;
      held({
        method,
        what: `clusters, ${on}`,
        reference: expected.clusters,
        ours: found.value.k,
        tolerance: 0,
      });
      held({
        method,
        what: `noise, ${on}`,
        reference: expected.noise,
        ours: found.value.noise,
        tolerance: 0,
      });
      expect(found.value.cores).toBe(expected.core_points);
      if (expected.labels === undefined) continue;
      const renamed = renamedAs(expected.labels, found.value.labels);
      const different = expected.labels.filter((label, i) => label !== renamed[i]).length;
      held({ method, what: `rows with another label, ${on}`, reference: 0, ours: different, tolerance: 0 });
    }
  });

  it.each(Object.entries(runs))('five groups of %s agree with gender as in the reference', (name, run) => {
    const found = kmeans(dataOf(run.columns, run.standardised), { k: 5, seed: 1 });
    if (!found.ok) throw new Error(found.error.type);
    const gender = rows.map((row) => (row[1] === 'Male' ? 1 : 0));
    const { ARI, purity, NMI } = run.external_Gender;
    const ours = agreementWith(found.value.labels, gender);
    const method = `Agreement, Mall ${name}`;
    held({ method, what: 'purity', reference: purity, ours: ours.purity, tolerance: 1e-12 });
    held({
      method,
      what: 'mutual information',
      reference: NMI,
      ours: ours.mutualInformation,
      tolerance: 1e-10,
    });
    const rand = adjustedRand(found.value.labels, gender);
    held({ method, what: 'adjusted Rand', reference: ARI, ours: rand, tolerance: 1e-10 });
  });

  it.each([5, 10])('HDBSCAN with minPts %i has the labels of the reference', (minPts) => {
    const truth = readSharedJson('truth/hdbscan_mall.json') as Record<string, Hierarchy>;
    const expected = truth[`minPts${minPts}`]!;
    const found = hdbscan(dataOf(['Income', 'Score'], false), { minPts });
    if (!found.ok) throw new Error(found.error.type);
    const method = `HDBSCAN, Mall income and score, minPts ${minPts}`;
    held({ method, what: 'clusters', reference: expected.clusters, ours: found.value.k, tolerance: 0 });
    held({ method, what: 'noise', reference: expected.noise, ours: found.value.noise, tolerance: 0 });
    const labels = expected.labels.map((label) => label - 1);
    const renamed = renamedAs(labels, found.value.labels);
    const different = labels.filter((label, i) => label !== renamed[i]).length;
    held({ method, what: 'rows with another label', reference: 0, ours: different, tolerance: 0 });
  });
});

/** Labels with each cluster renamed as the reference's cluster that it first meets; −1 stays. */
function renamedAs(reference: readonly number[], labels: Int32Array): number[] {
  const names = new Map<number, number>([[-1, -1]]);
  const taken = new Set<number>([-1]);
  return Array.from(labels, (label, i) => {
    if (!names.has(label) && !taken.has(reference[i]!)) {
      names.set(label, reference[i]!);
      taken.add(reference[i]!);
    }
    return names.get(label) ?? -2;
  });
}
