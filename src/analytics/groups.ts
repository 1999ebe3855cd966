import { features, featureColumn, type Feature } from './features.ts';
import type { CustomerFigures } from './customerFigures.ts';
import type { Rfm } from './rfm.ts';
import { segmentTable, valueScore, type SegmentName } from './rfmSegments.ts';

/** What a group of customers looks like. */
export interface GroupProfile {
  /** Position of the group: a segment's in `segments`, or a cluster's. */
  readonly group: number;
  readonly customers: number;
  readonly netUnits: number;
  /** Share of everybody's net spend; NaN where that is not positive. */
  readonly revenueShare: number;
  /** Mean of each feature over the group. */
  readonly means: Readonly<Record<Feature, number>>;
  /** Means of the recency score and of the value score, 1 to 5. */
  readonly recencyScore: number;
  readonly valueScore: number;
}

/** A suggested name, with what sets the group apart from others of the same name. */
export interface GroupName {
  readonly segment: SegmentName;
  readonly trait: { readonly feature: Feature; readonly isHigh: boolean } | null;
  /** 2, 3 … where segment and trait do not suffice to tell it from earlier ones. */
  readonly ordinal: number | null;
}

/** A profile per group, empty groups included. O(customers · features). */
export function profilesOf(
  figures: CustomerFigures,
  rfm: Rfm,
  labels: ArrayLike<number>,
  count: number,
): GroupProfile[] {
  const customers = new Float64Array(count);
  const net = new Float64Array(count);
  const recency = new Float64Array(count);
  const value = new Float64Array(count);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    customers[label]! += 1;
    net[label]! += figures.netUnits[i]!;
    recency[label]! += rfm.recency[i]!;
    value[label]! += valueScore(rfm.frequency[i]!, rfm.monetary[i]!);
  }
  const sums = features.map((feature) => sumsByGroup(featureColumn(figures, feature), labels, count));
  const total = figures.totals.netUnits;
  return Array.from(customers, (size, group) => {
    const means = Object.fromEntries(
      features.map((feature, f) => [feature, size > 0 ? sums[f]![group]! / size : 0]),
    );
    return {
      group,
      customers: size,
      netUnits: net[group]!,
      revenueShare: total > 0 ? net[group]! / total : Number.NaN,
      means: means as Record<Feature, number>,
      recencyScore: size > 0 ? recency[group]! / size : 0,
      valueScore: size > 0 ? value[group]! / size : 0,
    };
  });
}

/**
 * Names for clusters: the segment in whose cell the cluster's mean scores fall. Where several clusters fall into one, each
 * is told apart by the chosen feature in which it differs most from the others of that name and which no earlier one has.
 */
export function suggestNames(profiles: readonly GroupProfile[], chosen: readonly Feature[]): GroupName[] {
  const named = profiles.map(segmentOfProfile);
  const taken = new Map<string, number>();
  return profiles.map((profile, i) => {
    const segment = named[i]!;
    const others = profiles.filter((_, j) => j !== i && named[j] === segment);
    if (others.length === 0) return { segment, trait: null, ordinal: null };
    const traits = traitsOf(profile, others, profiles, chosen);
    const keyOf = (trait: GroupName['trait']) =>
      `${segment} ${trait?.feature ?? ''} ${String(trait?.isHigh)}`;
    const trait = traits.find((each) => !taken.has(keyOf(each))) ?? traits[0] ?? null;
    const ordinal = (taken.get(keyOf(trait)) ?? 0) + 1;
    taken.set(keyOf(trait), ordinal);
    return { segment, trait, ordinal: ordinal === 1 ? null : ordinal };
  });
}

function segmentOfProfile({ recencyScore, valueScore: value }: GroupProfile): SegmentName {
  const row = 5 - clampScore(recencyScore);
  return segmentTable[row]![clampScore(value) - 1]!;
}

/** In what a group differs from the others, the most telling first. */
function traitsOf(
  profile: GroupProfile,
  others: readonly GroupProfile[],
  all: readonly GroupProfile[],
  chosen: readonly Feature[],
): NonNullable<GroupName['trait']>[] {
  return chosen
    .map((feature) => {
      const mean = others.reduce((sum, { means }) => sum + means[feature], 0) / others.length;
      const range = rangeOf(all.map(({ means }) => means[feature]));
      return { feature, gap: range === 0 ? 0 : (profile.means[feature] - mean) / range };
    })
    .filter(({ gap }) => gap !== 0)
    .sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap))
    .map(({ feature, gap }) => ({ feature, isHigh: gap > 0 }));
}

function clampScore(score: number): number {
  return Math.min(5, Math.max(1, Math.round(score)));
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function sumsByGroup(column: Float64Array, labels: ArrayLike<number>, count: number): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < column.length; i++) sums[labels[i]!]! += column[i]!;
  return sums;
}
