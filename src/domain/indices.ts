import type { IsoDate } from './dates.ts';
import { isEmail, isPhone } from './validate.ts';
import type { Values } from './record.ts';

/**
 * Four indices between 0 and 1 of a customer and of the book. S: how complete and sound the information is. R: how well
 * needs are satisfied. T: how well transactions go. C: how satisfied people are with conversations.
 */
export const indexNames = ['S', 'R', 'T', 'C'] as const;
export type IndexName = (typeof indexNames)[number];

/** What S looks at, in the order in which it is shown. `birthday` counts for persons only, `industry` for companies only. */
export const qualityFields = [
  'name',
  'phones',
  'emails',
  'owner',
  'level',
  'region',
  'industry',
  'birthday',
  'address',
  'source',
] as const;
export type QualityField = (typeof qualityFields)[number];
export type QualityWeights = Readonly<Record<QualityField, number>>;

/** Any numbers from 0; they are normalised over the fields that count for a customer. */
export const usualWeights: QualityWeights = {
  name: 15,
  phones: 20,
  emails: 15,
  owner: 10,
  level: 8,
  region: 8,
  industry: 8,
  birthday: 8,
  address: 8,
  source: 8,
};

/** What takes from a value that is there. */
export const qualityFaults = ['malformed', 'duplicate', 'stale'] as const;
export type QualityFault = (typeof qualityFaults)[number];

/** What is left of a value with a fault; faults multiply. */
export const faultFactor: Readonly<Record<QualityFault, number>> = {
  malformed: 0.4,
  duplicate: 0.5,
  stale: 0.7,
};

/** A value that nobody has confirmed or changed for two years may be out of date. */
export const staleAfterDays = 730;
/** Of these fields: people move, and change their numbers. */
export const staleFields: ReadonlySet<QualityField> = new Set(['phones', 'emails', 'address']);

/** One term wᵢ·dᵢ of S. */
export interface QualityPart {
  readonly field: QualityField;
  /** Normalised: those of all parts sum to 1, or are all 0. */
  readonly weight: number;
  /** dᵢ, 0 to 1; 0 where nothing is there. */
  readonly score: number;
  readonly faults: readonly QualityFault[];
}

/** The fields that count for a customer of this kind, with weights that sum to 1; all 0 where every given weight is 0. */
export function countedWeights(
  weights: QualityWeights,
  kind: 'company' | 'person',
): readonly { readonly field: QualityField; readonly weight: number }[] {
  const fields = qualityFields.filter((field) => field !== (kind === 'company' ? 'birthday' : 'industry'));
  const total = fields.reduce((sum, field) => sum + weights[field], 0);
  return fields.map((field) => ({ field, weight: total === 0 ? 0 : weights[field] / total }));
}

/** dᵢ: 0 for nothing, else the product of the factors of its faults. */
export function scoreOf(isPresent: boolean, faults: readonly QualityFault[]): number {
  return isPresent ? faults.reduce((score, fault) => score * faultFactor[fault], 1) : 0;
}

/** S = Σ wᵢ·dᵢ, 0 to 1. */
export function qualityOf(parts: readonly QualityPart[]): number {
  return clamped(parts.reduce((sum, { weight, score }) => sum + weight * score, 0));
}

/** What each part would add to S if it were whole, the greatest first; parts that are whole are left out. */
export function gainsOf(
  parts: readonly QualityPart[],
): readonly { readonly part: QualityPart; readonly gain: number }[] {
  return parts
    .map((part) => ({ part, gain: part.weight * (1 - part.score) }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain);
}

/** Whether a text of this field has the form it should have: no damaged letters, numbers that can be called. */
export function isWellFormed(field: QualityField, text: string): boolean {
  if (text.includes('\uFFFD')) return false;
  if (field === 'phones') return isPhone(text) && text.replace(/\D/g, '').length >= 8;
  if (field === 'emails') return isEmail(text);
  if (field === 'name') return text.trim().length >= 2 && text === text.trim();
  return text.trim() !== '';
}

/** A rating from 1 to 5 as a share: 1 is 0, 5 is 1. */
export function shareOfRating(rating: number): number {
  return clamped((rating - 1) / 4);
}

/** One term cᵢ·rᵢ of R, or dₖ·eₖ of C: a weight before it is normalised, and a share. */
export interface WeightedShare {
  readonly weight: number;
  readonly share: number;
}

/**
 * R = Σ cᵢ·rᵢ with cᵢ the importance normalised to 1 and rᵢ the satisfaction in [0, 1]; C is the same over conversations with
 * their quality. Undefined where there is nothing to weigh.
 */
export function weightedShare(terms: readonly WeightedShare[]): number | undefined {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return undefined;
  return clamped(terms.reduce((sum, { weight, share }) => sum + (weight / total) * share, 0));
}

/** Where nobody has said how important a need was or how good a conversation. */
export const usualRating = 3;

/** The weight and share of a need or conversation; undefined for one that nobody has rated. */
export function ratedTerm(values: Values, weightField: 'importance' | 'quality'): WeightedShare | undefined {
  const rating = values['satisfaction'];
  if (typeof rating !== 'number') return undefined;
  const weight = values[weightField];
  return { weight: typeof weight === 'number' ? weight : usualRating, share: shareOfRating(rating) };
}

/** Transactions of one class, such as orders or returns, that are decided. */
export interface TransactionClass {
  /** Mean handling time in hours; NaN where nobody has noted any. */
  readonly meanHours: number;
  readonly succeeded: number;
  readonly decided: number;
}

/**
 * T = Σ aⱼ·bⱼ with aⱼ the mean handling time of class j normalised to 1 and bⱼ its success rate: the share of success where
 * the time goes. 1 is best. Classes without a decided transaction are left out; where no time is known, classes weigh the
 * same; one without a known time beside others takes their mean. Undefined where nothing is decided.
 */
export function efficiencyOf(classes: readonly TransactionClass[]): number | undefined {
  const parts = efficiencyParts(classes).filter((part) => part.weight > 0);
  if (parts.length === 0) return undefined;
  return clamped(parts.reduce((sum, { weight, rate }) => sum + weight * rate, 0));
}

/** aⱼ and bⱼ of each class, in its order; 0 and 0 for one without a decided transaction. */
export function efficiencyParts(
  classes: readonly TransactionClass[],
): readonly { readonly weight: number; readonly rate: number }[] {
  const decided = classes.filter((each) => each.decided > 0);
  const known = decided.map((each) => each.meanHours).filter((hours) => hours > 0);
  const usual = known.length === 0 ? 1 : known.reduce((sum, hours) => sum + hours, 0) / known.length;
  const hoursOf = ({ meanHours }: TransactionClass): number => (meanHours > 0 ? meanHours : usual);
  const total = decided.reduce((sum, each) => sum + hoursOf(each), 0);
  return classes.map((each) =>
    each.decided === 0
      ? { weight: 0, rate: 0 }
      : { weight: hoursOf(each) / total, rate: each.succeeded / each.decided },
  );
}

/** Whether a transaction went well: as somebody noted, else by its status; undefined while it is open. */
export function successOf({ succeeded, status }: Values): boolean | undefined {
  if (typeof succeeded === 'boolean') return succeeded;
  return status === 'done' ? true : status === 'cancelled' ? false : undefined;
}

/** The last days of `count` months up to and with the one of `today`, oldest first. */
export function monthEnds(today: IsoDate, count: number): readonly IsoDate[] {
  const [year = 1970, month = 1] = today.split('-').map(Number);
  return Array.from({ length: count }, (_, i) => {
    const end = new Date(Date.UTC(year, month - count + 1 + i, 0));
    return end.toISOString().slice(0, 10);
  });
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
