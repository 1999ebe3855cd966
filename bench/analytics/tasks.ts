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
import { referenceClouds } from '../clouds.ts';
import { madeBaskets, madeCustomers, madeHistories, madeOrders, madePlane, madeTexts } from './made.ts';

/** Each makes its data, and gives what is to be measured, which says what came out: the same as a reference where there is one. */
export const tasks = {
  'K-means': () => {
    const data = referenceClouds();
    return () => must(kmeans(data, { k: 8, seed: 1, restarts: 10 })).inertia;
  },
  DBSCAN: () => {
    const data = madePlane();
    return () => must(dbscan(data, { eps: 0.5, minPts: 10 })).noise;
  },
  Forest: () => {
    const data = madeCustomers();
    return () => must(fitForest(data, { task: 'classes', trees: 100, seed: 1 })).model.trees.length;
  },
  SVM: () => {
    const data = madeCustomers();
    return () => {
      const model = must(fitSvm(data, { kernel: 'rbf' }));
      return model.kernel === 'rbf' ? model.weights.length : 0;
    };
  },
  Logistic: () => {
    const data = madeCustomers();
    return () => must(fitLogistic(data, { c: 1 })).model.intercept;
  },
  Itemsets: () => {
    const data = madeBaskets();
    return () => must(frequentItemsets(data, { minimumSupport: 0.001 })).count.length;
  },
  RFM: () => {
    const data = madeOrders();
    const population = { rule: 'net', snapshotDay: 19_700, fromDay: null, currency: 0 } as const;
    return () => scoreRfm(customerFigures(data, population)).segment.length;
  },
  'BG/NBD': () => {
    const data = madeHistories();
    return () => must(fitBgNbd(data)).logLikelihood;
  },
  LDA: () => {
    const data = madeTexts();
    return () => must(fitLda(data, { topics: 20, seed: 1 })).words;
  },
  TreeSHAP: () => {
    const data = madeCustomers();
    const { model } = must(fitBoosting(data, { task: 'classes' }));
    return () => must(explainTrees(model, data.features)).expected;
  },
} satisfies Record<string, () => () => number>;

export type TaskName = keyof typeof tasks;

function must<T, E extends { readonly type: string }>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}
