import { stabilityOf } from '../analytics/agreement.ts';
import { callFirst } from '../analytics/callFirst.ts';
import { chooseK } from '../analytics/chooseK.ts';
import { calinskiHarabasz, daviesBouldin, silhouette } from '../analytics/clusterQuality.ts';
import { concentrationOf, topShare } from '../analytics/concentration.ts';
import { crossCheck } from '../analytics/crossCheck.ts';
import { customerFigures, dayAfterLastOrder, ordersByCurrency } from '../analytics/customerFigures.ts';
import { featureMatrix } from '../analytics/features.ts';
import { profilesOf, suggestNames } from '../analytics/groups.ts';
import { kmeans, startsFor } from '../analytics/kmeans.ts';
import { knownRows, targetOf } from '../analytics/preparation/target.ts';
import { returnRatesOf } from '../analytics/returnRates.ts';
import { scoreRfm } from '../analytics/rfm.ts';
import { segments } from '../analytics/rfmSegments.ts';
import { dateToDay, dayToDate } from '../domain/dates.ts';
import type { OrderColumns } from '../domain/orderColumns.ts';
import { usableTable, type Columns } from '../domain/table.ts';
import { err, ok } from '../domain/result.ts';
import {
  groupRange,
  type AnalysisTask,
  type AnalysisTasks,
  type CustomersAnswer,
  type CustomersRequest,
  type TaskResult,
} from './analysisTasks.ts';
import { currencyOf, freshDays, lastLookedAt, loadColumns } from './tasks/orderSource.ts';
import { planWork } from './tasks/plan.ts';
import { timingWork } from './tasks/timing.ts';

type Work<T extends AnalysisTask> = (
  request: AnalysisTasks[T]['request'],
  onProgress: (done: number) => void,
) => TaskResult<T> | Promise<TaskResult<T>>;

type Works = { readonly [T in AnalysisTask]: Work<T> };

/** They are given tables of which every number can be worked with. */
const works: Works = {
  async customers(request, onProgress) {
    const started = performance.now();
    const loaded = await loadColumns(request.source);
    if (!loaded.ok) return loaded;
    const columns = loaded.value;
    const loadedAt = performance.now();
    onProgress(0.5);
    const population = populationOf(columns, request);
    if (population === null) return err({ type: 'no-orders' });
    const figures = customerFigures(columns, population);
    if (figures.account.length === 0) return err({ type: 'no-orders-in-period' });
    const rfm = scoreRfm(figures);
    return ok({
      currencies: currenciesOf(columns),
      currency: columns.currencies[population.currency]!,
      population,
      latestSnapshotDay: dayAfterLastOrder(columns)!,
      accounts: Array.from(figures.account, (account) => columns.accounts[account]!),
      figures,
      rfm,
      concentration: concentrationOf(figures.netUnits),
      topTenthShare: topShare(figures.netUnits, 0.1),
      profiles: profilesOf(figures, rfm, rfm.segment, segments.length),
      callLists: segments.map((_, group) => callFirst(figures, (i) => rfm.segment[i] === group)),
      loadMs: loadedAt - started,
      computeMs: performance.now() - loadedAt,
    });
  },

  async returnRates({ source }) {
    const loaded = await loadColumns(source);
    return loaded.ok ? ok(returnRatesOf(loaded.value)) : loaded;
  },

  groups({ figures, rfm, features, useLog, k, seed }, onProgress) {
    const started = performance.now();
    const customers = figures.account.length;
    if (customers <= groupRange.from) return err({ type: 'too-few-customers', customers });
    const { matrix, logged, constant } = featureMatrix(figures, features, useLog);
    const choice = chooseK(matrix, { ...groupRange, seed, onProgress: (done) => onProgress(0.4 * done) });
    if (!choice.ok) return choice;
    const found = kmeans(matrix, {
      k: k ?? choice.value.suggested,
      seed,
      onProgress: (done) => onProgress(0.4 + 0.4 * done),
    });
    if (!found.ok) return found;
    const { labels, inertia, iterations } = found.value;
    const stability = stabilityOf(matrix, labels, found.value.k, seed);
    if (!stability.ok) return stability;
    onProgress(0.9);
    const profiles = profilesOf(figures, rfm, labels, found.value.k);
    return ok({
      k: found.value.k,
      labels,
      inertia,
      iterations,
      starts: startsFor(matrix.rows),
      choice: choice.value,
      silhouette: silhouette(matrix, labels, seed),
      daviesBouldin: daviesBouldin(matrix, labels, found.value.k),
      calinskiHarabasz: calinskiHarabasz(matrix, labels, found.value.k),
      stability: stability.value,
      logged,
      constant,
      profiles,
      names: suggestNames(profiles, features),
      callLists: profiles.map(({ group }) => callFirst(figures, (i) => labels[i] === group)),
      computeMs: performance.now() - started,
    });
  },

  async value(request) {
    const loaded = await loadColumns(request.source);
    if (!loaded.ok) return loaded;
    const columns = loaded.value;
    const latest = dayAfterLastOrder(columns);
    if (latest === null) return err({ type: 'no-orders' });
    const [{ customerValue }, { purchasesOf }] = await Promise.all([
      import('../analytics/value/customerValue.ts'),
      import('../analytics/value/orderPurchases.ts'),
    ]);
    const endDay = lastLookedAt(request.today, latest);
    const currency = currencyOf(columns, request.currency);
    const purchases = purchasesOf(columns, currency);
    const found = customerValue(purchases, columns.accounts.length, endDay, request.seed);
    if (!found.ok) return found;
    const accounts = Array.from(found.value.customer, (account) => columns.accounts[account]!);
    const code = columns.currencies[currency]!;
    return ok({ ...found.value, accounts, currency: code, endDay, currencies: currenciesOf(columns) });
  },

  async paretoCheck(request) {
    const loaded = await loadColumns(request.source);
    if (!loaded.ok) return loaded;
    const columns = loaded.value;
    const latest = dayAfterLastOrder(columns);
    if (latest === null) return err({ type: 'no-orders' });
    const [{ paretoCheck }, { purchasesOf }] = await Promise.all([
      import('../analytics/value/customerValue.ts'),
      import('../analytics/value/orderPurchases.ts'),
    ]);
    const purchases = purchasesOf(columns, currencyOf(columns, request.currency));
    return ok(paretoCheck(purchases, columns.accounts.length, lastLookedAt(request.today, latest)));
  },

  async uses({ table, columns, target }) {
    const { columnUses } = await import('../analytics/preparation/columnUses.ts');
    const values = targetOf(table, target);
    return ok(columnUses(table, columns, values, knownRows(values)));
  },

  async prepare({ table, steps, today, others }) {
    const { prepare } = await import('../analytics/preparation/prepare.ts');
    return ok(prepare(table, steps, { today, others }));
  },

  async predict(request, onProgress) {
    const [{ predictTarget }, { methodsFor }] = await Promise.all([
      import('../analytics/prediction/prediction.ts'),
      import('../analytics/prediction/methods.ts'),
    ]);
    const methods = methodsFor(request.target.yes !== undefined, request.isAll);
    return predictTarget(request, methods, { onProgress });
  },

  async examine(request, onProgress) {
    const { examine } = await import('../analytics/prediction/examination.ts');
    return examine(request, { onProgress });
  },

  async reasons({ table, rows, encoding, model }) {
    const { reasonsOf } = await import('../analytics/prediction/reasons.ts');
    return ok(reasonsOf(model, encoding, table, rows));
  },

  async opinions(request, onProgress) {
    return (await import('./tasks/opinions.ts')).opinions(request, onProgress);
  },

  async duplicates(request, onProgress) {
    return (await import('./tasks/duplicates.ts')).duplicates(request, onProgress);
  },

  async grading(request) {
    return (await import('./tasks/grading.ts')).grading(request);
  },
  async baskets(request, onProgress) {
    return (await import('./tasks/baskets.ts')).baskets(request, onProgress);
  },

  async texts(source, onProgress) {
    return (await import('./tasks/opinions.ts')).textsOf(source, onProgress);
  },

  async cluster(request, onProgress) {
    const { clusterTable } = await import('./tasks/clusters.ts');
    return clusterTable(request, onProgress);
  },

  async assignGroups(request) {
    return (await import('./tasks/clusters.ts')).assignGroups(request);
  },

  async clusterColumns({ table }) {
    const { groupColumns } = await import('../analytics/clusters/groupColumns.ts');
    return ok(groupColumns(table));
  },

  async statistics(request) {
    const { statisticsOf } = await import('./tasks/statistics.ts');
    return statisticsOf(request);
  },

  async answerColumns({ table }) {
    const { answerColumns } = await import('./tasks/answerColumns.ts');
    return ok(answerColumns(table));
  },

  ...planWork,

  ...timingWork,

  crossCheck({ figures, features, useLog, k, seed }) {
    return crossCheck(featureMatrix(figures, features, useLog).matrix, k, seed);
  },
};

/** The tasks of the analysis worker. They keep nothing between calls. */
export const analysisWork = Object.fromEntries(
  Object.entries(works).map(([task, work]) => {
    const perform = work as (request: object, onProgress: (done: number) => void) => unknown;
    return [
      task,
      (request: object, onProgress: (done: number) => void) => perform(withUsable(request), onProgress),
    ];
  }),
) as unknown as Works;

function withUsable(request: object): object {
  return 'table' in request ? { ...request, table: usableTable(request.table as Columns) } : request;
}

function currenciesOf(columns: OrderColumns): CustomersAnswer['currencies'] {
  const counts = ordersByCurrency(columns);
  return columns.currencies
    .map((code, i) => ({ code, orders: counts[i]! }))
    .filter(({ orders }) => orders > 0)
    .sort((a, b) => b.orders - a.orders);
}

function populationOf(
  columns: OrderColumns,
  request: CustomersRequest,
): AnalysisTasks['customers']['answer']['population'] | null {
  const latest = dayAfterLastOrder(columns);
  if (latest === null) return null;
  const isFresh = request.rule === 'net' && Math.abs(request.today - latest) <= freshDays;
  const snapshotDay = request.snapshotDay ?? (isFresh ? request.today : latest);
  const fromDay = request.months === null ? null : monthsBefore(snapshotDay, request.months);
  return { rule: request.rule, snapshotDay, fromDay, currency: currencyOf(columns, request.currency) };
}

/** The same day of the month so many months earlier, or the month's last day. */
function monthsBefore(day: number, months: number): number {
  const [year = 0, month = 1, date = 1] = dayToDate(day).split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  const first = new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
  return dateToDay(first) + Math.min(date, lastOfMonth) - 1;
}
