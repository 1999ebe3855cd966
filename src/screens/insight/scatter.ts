import { featureColumn, type CustomersAnswer, type Feature } from '../../workers/analysisTasks.ts';
import type { Group, Grouping } from './grouping.ts';

/** Points drawn at most: more would hide each other. */
export const scatterPoints = 400;
const leastPerGroup = 12;

export interface ScatterGroup {
  readonly group: Group;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Towards the upper end of the group, where its name stands. */
  readonly at: { readonly x: number; readonly y: number };
}

export interface Scatter {
  readonly x: Feature;
  readonly y: Feature;
  readonly groups: readonly ScatterGroup[];
  readonly shown: number;
  /** Some values lie below the axis and were raised to its foot. */
  readonly isRaised: boolean;
}

/** Amounts and numbers spread over powers of ten; days and shares do not. */
export function isLogarithmic(feature: Feature): boolean {
  return (
    feature === 'netSpend' || feature === 'meanOrder' || feature === 'orders' || feature === 'linesPerOrder'
  );
}

/** Silence against spending, or the first two features where groups were found by others. */
export function axesFor(grouping: Grouping, features: readonly Feature[]): readonly [x: Feature, y: Feature] {
  const usual = ['recencyDays', 'netSpend'] as const;
  const [first, second] = features;
  const isUsual = grouping.mode === 'rules' || features.includes('recencyDays') || second === undefined;
  return isUsual || first === undefined ? usual : [first, second];
}

/** A sample of each group in proportion to its size, evenly over the list, the same every time. */
export function scatterOf(
  customers: CustomersAnswer,
  grouping: Grouping,
  features: readonly Feature[],
): Scatter {
  const [x, y] = axesFor(grouping, features);
  const xs = featureColumn(customers.figures, x);
  const ys = featureColumn(customers.figures, y);
  const total = customers.accounts.length;
  let isRaised = false;
  const place = (value: number, feature: Feature) => {
    if (!isLogarithmic(feature) || value >= 1) return value;
    isRaised = true;
    return 1;
  };
  const membersByLabel = membersOf(grouping, total);
  const groups = grouping.groups.map((group) => {
    const members = membersByLabel.get(group.label) ?? [];
    const wanted = Math.max(leastPerGroup, Math.round((members.length / total) * scatterPoints));
    const step = Math.max(1, members.length / wanted);
    const points: { x: number; y: number }[] = [];
    for (let at = 0; at < members.length; at += step) {
      const i = members[Math.floor(at)] ?? 0;
      points.push({ x: place(xs[i] ?? 0, x), y: place(ys[i] ?? 0, y) });
    }
    const at = { x: quantile(points, 'x', 0.85), y: quantile(points, 'y', 0.85) };
    return { group, points, at };
  });
  return { x, y, groups, shown: groups.reduce((sum, { points }) => sum + points.length, 0), isRaised };
}

function membersOf({ groups, labels }: Grouping, total: number): Map<number, number[]> {
  const members = new Map<number, number[]>(groups.map(({ label }) => [label, []]));
  for (let i = 0; i < total; i++) members.get(labels[i] ?? -1)?.push(i);
  return members;
}

function quantile(points: readonly { x: number; y: number }[], axis: 'x' | 'y', share: number): number {
  const sorted = points.map((point) => point[axis]).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
