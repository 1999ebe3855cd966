import { frequentItemsets } from '../../src/analytics/baskets/itemsets.ts';
import { dbscan } from '../../src/analytics/clusters/dbscan.ts';
import { customerFigures } from '../../src/analytics/customerFigures.ts';
import { explainTrees } from '../../src/analytics/explanation/treeShap.ts';
import { kmeans } from '../../src/analytics/kmeans.ts';
import { fitBoosting } from '../../src/analytics/learning/boosting.ts';
import { fitForest } from '../../src/analytics/learning/forest.ts';
import { fitLogistic } from '../../src/analytics/learning/logistic.ts';
import { fitSvm } from '../../src/analytics/learning/svm.ts';
import { scoreRfm } from '../../src/analytics/rfm.ts';
import { fitLda } from '../../src/analytics/text/lda.ts';
import { fitBgNbd } from '../../src/analytics/value/bgNbd.ts';
import type { Result } from '../../src/domain/result.ts';
import { madeOrders } from './made.ts';

/** Reads what the bench serves and gives what is to be measured. The reference reads the same bytes. */
export const tasks = {
  'K-means': async () => {
    const data = matrix(await amounts('clouds.f64'), 8);
    return () => must(kmeans(data, { k: 8, seed: 1, restarts: 10 })).inertia;
  },
  DBSCAN: async () => {
    const data = matrix(await amounts('plane.f64'), 2);
    return () => must(dbscan(data, { eps: 0.5, minPts: 10 })).noise;
  },
  Forest: async () => {
    const data = await customers();
    return () => must(fitForest(data, { task: 'classes', trees: 100, seed: 1 })).model.trees.length;
  },
  SVM: async () => {
    const data = await customers();
    return () => {
      const model = must(fitSvm(data, { kernel: 'rbf' }));
      return model.kernel === 'rbf' ? model.weights.length : 0;
    };
  },
  Logistic: async () => {
    const data = await customers();
    return () => must(fitLogistic(data, { c: 1 })).model.intercept;
  },
  Itemsets: async () => {
    const [start, items] = [await whole('basketStart.i32'), await whole('basketItems.i32')];
    const data = { start, items, itemCount: 1 + items.reduce((most, item) => Math.max(most, item), 0) };
    return () => must(frequentItemsets(data, { minimumSupport: 0.001 })).count.length;
  },
  RFM: () => {
    const data = madeOrders();
    const population = { rule: 'net', snapshotDay: 19_700, fromDay: null, currency: 0 } as const;
    return Promise.resolve(() => scoreRfm(customerFigures(data, population)).segment.length);
  },
  'BG/NBD': async () => {
    const [repeats, lastAt] = [await amounts('repeats.f64'), await amounts('lastAt.f64')];
    const data = { repeats, lastAt, age: await amounts('age.f64') };
    return () => must(fitBgNbd(data)).logLikelihood;
  },
  /** In a hundred rounds topics are as coherent as the reference's: see tests/reference. */
  LDA: async () => {
    const [start, terms, counts] = [
      await whole('textStart.i32'),
      await whole('terms.i32'),
      await whole('counts.i32'),
    ];
    const words = 1 + terms.reduce((most, term) => Math.max(most, term), 0);
    const names = Array.from({ length: words }, (_, i) => String(i));
    const data = { names, documents: new Int32Array(words), start, terms, counts };
    return () => must(fitLda(data, { topics: 20, seed: 1, rounds: 100 })).words;
  },
  TreeSHAP: async () => {
    const data = await customers();
    const { model } = must(fitBoosting(data, { task: 'classes' }));
    return () => must(explainTrees(model, data.features)).expected;
  },
} satisfies Record<string, () => Promise<() => number>>;

export type TaskName = keyof typeof tasks;

function must<T, E extends { readonly type: string }>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

async function bytes(name: string): Promise<ArrayBuffer> {
  const answer = await fetch(`/${name}`);
  if (!answer.ok) throw new Error(`${name}: ${String(answer.status)}`);
  return answer.arrayBuffer();
}

async function amounts(name: string): Promise<Float64Array> {
  return new Float64Array(await bytes(name));
}

async function whole(name: string): Promise<Int32Array> {
  return new Int32Array(await bytes(name));
}

function matrix(values: Float64Array, columns: number) {
  return { rows: values.length / columns, columns, values };
}

async function customers() {
  return { features: matrix(await amounts('features.f64'), 45), target: await amounts('target.f64') };
}
