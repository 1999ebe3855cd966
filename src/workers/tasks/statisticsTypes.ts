import type { Anova, FTest } from '../../analytics/statistics/anova.ts';
import type { ChiSquare } from '../../analytics/statistics/chiSquare.ts';
import type { Correlation } from '../../analytics/statistics/correlation.ts';
import type { AnswerCounts, CustomerEffort, NetPromoter } from '../../analytics/statistics/feedback.ts';
import type { KanoResult } from '../../analytics/statistics/kano.ts';
import type { Reliability, ScaleError } from '../../analytics/statistics/reliability.ts';
import type { TTest } from '../../analytics/statistics/tTest.ts';
import type { TukeyPair } from '../../analytics/statistics/tukey.ts';
import type { Uplift } from '../../analytics/statistics/uplift.ts';
import type { Columns } from '../../domain/table.ts';

/** What a column of answers looks like. */
export interface AnswerColumn {
  readonly key: string;
  /** Numbers, also those that stand as texts; labels; anything else. */
  readonly type: 'number' | 'choice' | 'other';
  readonly filled: number;
  /** Different values that occur. */
  readonly different: number;
  readonly low: number;
  readonly high: number;
  /** All numbers are whole. */
  readonly isWhole: boolean;
  /** Of a column with few different values: those, as the table writes them. */
  readonly values: readonly string[];
}

export const statisticsKinds = [
  'scale',
  'groups',
  'choices',
  'correlation',
  'kano',
  'feedback',
  'uplift',
] as const;
export type StatisticsKind = (typeof statisticsKinds)[number];

/** Answers from `low` to `high`; those of `reversed` columns are turned round. */
export interface ScaleAsk {
  readonly kind: 'scale';
  readonly columns: readonly string[];
  readonly reversed: readonly string[];
  readonly low: number;
  readonly high: number;
}
export interface GroupsAsk {
  readonly kind: 'groups';
  readonly outcome: string;
  readonly by: string;
}
export interface ChoicesAsk {
  readonly kind: 'choices';
  readonly rows: string;
  readonly columns: string;
}
export interface CorrelationAsk {
  readonly kind: 'correlation';
  readonly columns: readonly string[];
  readonly by: 'values' | 'ranks';
}
/** Pairs of columns: the answer if it were there, and if it were not, each from 1 to 5. */
export interface KanoAsk {
  readonly kind: 'kano';
  readonly pairs: readonly { readonly withIt: string; readonly withoutIt: string }[];
}
export interface FeedbackAsk {
  readonly kind: 'feedback';
  readonly column: string;
  readonly measure: 'nps' | 'csat' | 'ces';
}
/** Rows with the value `treated` against those with `control`; the outcome is a number, or 1 where it is `yes`. */
export interface UpliftAsk {
  readonly kind: 'uplift';
  readonly treatment: string;
  readonly treated: string;
  readonly control: string;
  readonly outcome: string;
  readonly yes: string | null;
  readonly score: string | null;
}

export type StatisticsAsk =
  ScaleAsk | GroupsAsk | ChoicesAsk | CorrelationAsk | KanoAsk | FeedbackAsk | UpliftAsk;

export interface StatisticsRequest {
  readonly table: Columns;
  readonly ask: StatisticsAsk;
}

export interface ScaleAnswer {
  readonly kind: 'scale';
  readonly items: readonly (AnswerCounts & {
    readonly key: string;
    readonly low: number;
    readonly high: number;
    readonly missing: number;
    readonly isReversed: boolean;
  })[];
  /** Null where it cannot be said, with why. */
  readonly reliability: Reliability | null;
  readonly unreliable: ScaleError['type'] | null;
}

export interface ComparedGroup {
  readonly label: string;
  readonly n: number;
  readonly mean: number;
  readonly deviation: number;
  /** Interval of the mean, 95 %. */
  readonly low: number;
  readonly high: number;
}

export interface GroupsStatistics {
  readonly kind: 'groups';
  readonly groups: readonly ComparedGroup[];
  readonly anova: Omit<Anova, 'groups'>;
  readonly welch: FTest | null;
  readonly levene: FTest | null;
  /** Of two groups: the first less the second. */
  readonly tTest: TTest | null;
  /** Every two groups, where there are not more than twelve. */
  readonly pairs: readonly TukeyPair[];
  readonly missing: number;
  /** Groups with fewer than two values. */
  readonly leftOut: readonly string[];
}

export interface ChoicesStatistics {
  readonly kind: 'choices';
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
  readonly test: ChiSquare;
  readonly missing: number;
}

export interface CorrelationStatistics {
  readonly kind: 'correlation';
  readonly columns: readonly string[];
  /** Of each two columns, null where there is none. */
  readonly cells: readonly (readonly (Correlation | null)[])[];
}

export interface KanoStatistics {
  readonly kind: 'kano';
  readonly features: readonly (KanoResult & { readonly withIt: string; readonly missing: number })[];
}

export type FeedbackStatistics = { readonly kind: 'feedback'; readonly missing: number } & (
  | { readonly measure: 'nps'; readonly result: NetPromoter }
  | { readonly measure: 'csat'; readonly result: AnswerCounts }
  | { readonly measure: 'ces'; readonly result: CustomerEffort }
);

export interface UpliftStatistics {
  readonly kind: 'uplift';
  readonly uplift: Uplift;
  readonly z: number;
  readonly missing: number;
  readonly isShare: boolean;
  /** Gain by share of the rows, the highest scores first, and of rows taken by chance; null without a score. */
  readonly qini: {
    readonly points: readonly { readonly x: number; readonly y: number }[];
    readonly area: number;
    readonly end: number;
  } | null;
}

export type StatisticsAnswer =
  | ScaleAnswer
  | GroupsStatistics
  | ChoicesStatistics
  | CorrelationStatistics
  | KanoStatistics
  | FeedbackStatistics
  | UpliftStatistics;

export type StatisticsError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'no-column' }
  /** Nobody, or hardly anybody, has a usable answer. */
  | { readonly type: 'too-few-answers'; readonly known: number; readonly needed: number }
  | { readonly type: 'too-few-groups' }
  | { readonly type: 'too-many-groups'; readonly groups: number; readonly most: number }
  | { readonly type: 'constant' };

export interface StatisticsTasks {
  statistics: { request: StatisticsRequest; answer: StatisticsAnswer; error: StatisticsError };
  answerColumns: { request: { readonly table: Columns }; answer: readonly AnswerColumn[]; error: never };
}
