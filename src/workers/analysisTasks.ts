import type { CallList } from '../analytics/callFirst.ts';
import type { KChoice } from '../analytics/chooseK.ts';
import type { Silhouette } from '../analytics/clusterQuality.ts';
import type { Concentration } from '../analytics/concentration.ts';
import type { CrossCheck } from '../analytics/crossCheck.ts';
import type { CustomerFigures, Population } from '../analytics/customerFigures.ts';
import type { Feature } from '../analytics/features.ts';
import type { GroupName, GroupProfile } from '../analytics/groups.ts';
import type { KmeansError } from '../analytics/kmeans.ts';
import type { NetworkModel } from '../analytics/neural/network.ts';
import type { ComparisonError } from '../analytics/prediction/comparison.ts';
import type { Examination, ExaminationRequest } from '../analytics/prediction/examination.ts';
import type { MethodName, PredictionModel } from '../analytics/prediction/methods.ts';
import type { ClassQuality, Prediction, PredictionRequest } from '../analytics/prediction/prediction.ts';
import type { ColumnReason } from '../analytics/prediction/reasons.ts';
import type { ColumnUse } from '../analytics/preparation/columnUses.ts';
import type { Encoding } from '../analytics/preparation/encoding.ts';
import type { PrepareContext, Prepared } from '../analytics/preparation/prepare.ts';
import type { PreparationStep, StepReport } from '../analytics/preparation/steps.ts';
import type { TargetRecipe } from '../analytics/preparation/target.ts';
import type { ReturnRates } from '../analytics/returnRates.ts';
import type { Rfm } from '../analytics/rfm.ts';
import type { CustomerValue, CustomerValueError } from '../analytics/value/customerValue.ts';
import type { Packed } from './packing.ts';
import type { StatisticsTasks } from './tasks/statisticsTypes.ts';
import type { OrderSource } from './tasks/orderSource.ts';
import type { PlanTasks } from './tasks/plan.ts';
import type { TimingTasks } from './tasks/timing.ts';
import type { HoldoutCheck } from '../analytics/value/holdout.ts';
import type { Stability } from '../analytics/agreement.ts';
import type { DatabaseError } from '../database/errors.ts';
import type { Result } from '../domain/result.ts';
import type { Columns, Table } from '../domain/table.ts';
import type { DuplicatesTask } from './tasks/duplicates.ts';
import type { BasketsTask } from './tasks/baskets.ts';
import type { GradingTask } from './tasks/grading.ts';
import type { OpinionsTask, TextsTask } from './tasks/opinions.ts';
import type {
  AssignError,
  AssignRequest,
  ClusterAnswer,
  ClusterError,
  ClusterRequest,
  GroupColumn,
} from './tasks/clusterTypes.ts';

export type { Feature, GroupName, GroupProfile, KChoice, CallList, CrossCheck, Population };
export type { Examination };
export { calibrationError } from '../analytics/validation/calibration.ts';
export type { CurvePoint } from '../analytics/prediction/fitCurves.ts';
export type { CoefficientRow } from '../analytics/prediction/coefficientRows.ts';
export type { DrawnNode, TreeQuestion } from '../analytics/prediction/drawnTree.ts';
export type { SegmentName } from '../analytics/rfmSegments.ts';
export type { RfmCell } from '../analytics/rfm.ts';
export type {
  ClassQuality,
  ColumnReason,
  ColumnUse,
  ComparisonError,
  MethodName,
  PredictionModel,
  PredictionRequest,
  PreparationStep,
  StepReport,
  TargetRecipe,
};
export type { ColumnEncoding, Encoding, FeatureName } from '../analytics/preparation/encoding.ts';
export type { ClusterAnswer, ClusterMethod, GroupColumn } from './tasks/clusterTypes.ts';
export { clusterMethods } from './tasks/clusterTypes.ts';
export type { BudgetLimit, BudgetPlan } from '../analytics/optimisation/budget.ts';
export type { ContactAnswer } from '../analytics/optimisation/contacts.ts';
export type { SelectedItems } from '../analytics/optimisation/selection.ts';
export type { DemandAnswer, NextPurchaseAnswer, StayingAnswer } from './tasks/timing.ts';
export type { HoldoutCheck };
export type { ReturnRate, ReturnRates } from '../analytics/returnRates.ts';
export { sharesOf } from '../analytics/returnRates.ts';
export type { OrderSource };
export type { LeftOut } from '../analytics/customerFigures.ts';
export { classScores, confusionAt } from '../analytics/validation/scores.ts';
export type { Opinions } from '../analytics/text/opinions.ts';
export type { TopicFigures } from '../analytics/text/topicFigures.ts';
export type { DuplicatesAnswer, DuplicateSuggestion } from './tasks/duplicates.ts';
export type { BasketsAnswer, BasketSource } from './tasks/baskets.ts';
export type { GradingAnswer, Potential } from './tasks/grading.ts';
export type { TextSource } from './tasks/opinions.ts';
export { samplePositions } from '../analytics/random.ts';
export { stepTypes } from '../analytics/preparation/steps.ts';
export { knownRows, targetLabels, targetOf } from '../analytics/preparation/target.ts';
export { featureColumn, features } from '../analytics/features.ts';
export { segments } from '../analytics/rfmSegments.ts';

/** Which orders to look at. */
export interface CustomersRequest {
  readonly source: OrderSource;
  readonly rule: Population['rule'];
  /** Months before the snapshot that count, or null for all orders. */
  readonly months: number | null;
  /** Day from which recency counts back, or null for the usual one: today in a book with recent orders, else the day after the last order. */
  readonly snapshotDay: number | null;
  /** Days since 1970-01-01. */
  readonly today: number;
  /** ISO 4217 code, or null for the one with most orders. */
  readonly currency: string | null;
}

export interface CustomersAnswer {
  /** Currencies that occur, with the number of orders by known customers, the most used first. */
  readonly currencies: readonly { readonly code: string; readonly orders: number }[];
  readonly currency: string;
  readonly population: Population;
  /** Day after the last order of a known customer. */
  readonly latestSnapshotDay: number;
  /** Account id of each customer, in the order of the figures. */
  readonly accounts: readonly string[];
  readonly figures: CustomerFigures;
  readonly rfm: Rfm;
  readonly concentration: Concentration;
  /** Share of net spend of the largest tenth. */
  readonly topTenthShare: number;
  /** One per segment, in the order of `segments`. */
  readonly profiles: readonly GroupProfile[];
  readonly callLists: readonly CallList[];
  readonly loadMs: number;
  readonly computeMs: number;
}

export type CustomersError =
  { readonly type: 'no-orders' } | { readonly type: 'no-orders-in-period' } | DatabaseError;

/** Which groups to look for, among customers of an earlier answer. */
export interface GroupsRequest {
  readonly figures: CustomerFigures;
  readonly rfm: Rfm;
  readonly features: readonly Feature[];
  readonly useLog: boolean;
  /** Number of groups, or null for the suggested one. */
  readonly k: number | null;
  readonly seed: number;
}

export interface GroupsAnswer {
  readonly k: number;
  /** Group of each customer. */
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly starts: number;
  readonly choice: KChoice;
  readonly silhouette: Silhouette;
  readonly daviesBouldin: number;
  readonly calinskiHarabasz: number;
  readonly stability: Stability;
  readonly logged: readonly Feature[];
  readonly constant: readonly Feature[];
  readonly profiles: readonly GroupProfile[];
  readonly names: readonly GroupName[];
  readonly callLists: readonly CallList[];
  readonly computeMs: number;
}

export type GroupsError = KmeansError | { readonly type: 'too-few-customers'; readonly customers: number };

/** Least and most groups that the suggestion compares. */
export const groupRange = { from: 3, to: 8 } as const;

/** What is learnt of a target from columns of a table. */
export type PredictionAnswer = Prediction<MethodName | 'network', PredictionModel | NetworkModel>;

/** Which methods are compared: the quick ones, or those too that take minutes. */
export type ComparedRequest = PredictionRequest & { readonly isAll?: boolean };

export interface UsesRequest {
  readonly table: Columns;
  readonly columns: readonly string[];
  readonly target: TargetRecipe;
}

/** Why a model says what it says of the records at some positions of a table. */
export interface ReasonsRequest {
  readonly table: Columns;
  readonly rows: Int32Array;
  readonly encoding: Encoding;
  readonly model: PredictionModel;
}

/** A table and what is to be done with it before it is analysed. */
export interface PrepareRequest extends PrepareContext {
  readonly table: Table;
  readonly steps: readonly PreparationStep[];
}

/** What customers will do, by their orders. */
export interface ValueRequest {
  readonly source: OrderSource;
  /** ISO 4217 code, or null for the one with most orders. */
  readonly currency: string | null;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly seed: number;
}

export interface ValueAnswer extends CustomerValue {
  /** Account id of each entry. */
  readonly accounts: readonly string[];
  readonly currency: string;
  /** The last day that was looked at: today, or in an older book the one of the last order. */
  readonly endDay: number;
  readonly currencies: CustomersAnswer['currencies'];
}

/** What the analysis worker can do: the request, the answer and the expected errors of each task. */
export interface AnalysisTasks extends PlanTasks, StatisticsTasks, TimingTasks {
  customers: { request: CustomersRequest; answer: CustomersAnswer; error: CustomersError };
  groups: { request: GroupsRequest; answer: GroupsAnswer; error: GroupsError };
  crossCheck: { request: GroupsRequest & { readonly k: number }; answer: CrossCheck; error: GroupsError };
  value: {
    request: ValueRequest;
    answer: ValueAnswer;
    error: CustomerValueError | { readonly type: 'no-orders' } | DatabaseError;
  };
  /** The older of the two models on the customers on which the first is checked; null where it does not fit. */
  paretoCheck: {
    request: ValueRequest;
    answer: HoldoutCheck | null;
    error: { readonly type: 'no-orders' } | DatabaseError;
  };
  returnRates: { request: { readonly source: OrderSource }; answer: ReturnRates; error: DatabaseError };
  uses: { request: UsesRequest; answer: readonly ColumnUse[]; error: never };
  predict: {
    request: ComparedRequest;
    answer: Prediction<MethodName, PredictionModel>;
    error: ComparisonError;
  };
  prepare: { request: PrepareRequest; answer: Prepared; error: never };
  opinions: OpinionsTask;
  baskets: BasketsTask;
  grading: GradingTask;
  duplicates: DuplicatesTask;
  texts: TextsTask;
  cluster: { request: ClusterRequest; answer: ClusterAnswer; error: ClusterError };
  assignGroups: { request: AssignRequest; answer: Int32Array; error: AssignError };
  clusterColumns: { request: { readonly table: Columns }; answer: readonly GroupColumn[]; error: never };
  examine: { request: ExaminationRequest; answer: Examination; error: ComparisonError };
  reasons: { request: ReasonsRequest; answer: readonly (readonly ColumnReason[])[]; error: never };
}

export type AnalysisTask = keyof AnalysisTasks;

/** How a call can fail beside the task's own errors. */
export type CallError =
  | { readonly type: 'cancelled' }
  /** The worker could not be started or broke down; nothing of the book has changed. */
  | { readonly type: 'worker-failed'; readonly detail: string };

export type TaskResult<T extends AnalysisTask> = Result<
  AnalysisTasks[T]['answer'],
  AnalysisTasks[T]['error']
>;

/** From the page to the worker, one at a time. */
export interface AnalysisRequest<T extends AnalysisTask = AnalysisTask> {
  readonly task: T;
  readonly request: Packed<AnalysisTasks[T]['request']>;
}

/** From the worker to the page. */
export type AnalysisReport =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'answer'; readonly result: Packed<TaskResult<AnalysisTask>> }
  | { readonly type: 'failure'; readonly detail: string };
