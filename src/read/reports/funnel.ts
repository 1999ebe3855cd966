import type { ReportAnswer, ReportGroup } from './answerReport.ts';

export interface FunnelStep {
  readonly key: string;
  /** What is in the step or has gone beyond it. */
  readonly value: number;
  /** Of the step before, and of the first; 1 for the first itself. */
  readonly ofBefore: number;
  readonly ofFirst: number;
  /** The keys that count in it; undefined for everything, which counts in the first. */
  readonly keys?: readonly string[];
}

/**
 * Steps in their order. What stands under no step, as deals that were lost or name no stage, has come no further than one can know: it
 * counts in the first. Empty without a value.
 */
export function funnelOf(
  { groups }: Pick<ReportAnswer, 'groups'>,
  steps: readonly string[],
): readonly FunnelStep[] {
  const valueOf = ({ value }: ReportGroup): number => value ?? 0;
  const values = new Map(
    groups.flatMap((group) => (group.key === null ? [] : [[group.key, valueOf(group)]])),
  );
  const all = groups.reduce((sum, group) => sum + valueOf(group), 0);
  if (!(all > 0)) return [];
  const found: FunnelStep[] = [];
  steps.forEach((key, i) => {
    const keys = steps.slice(i);
    const value = i === 0 ? all : keys.reduce((sum, each) => sum + (values.get(each) ?? 0), 0);
    const before = found.at(-1)?.value ?? value;
    found.push({
      key,
      value,
      ofBefore: before === 0 ? 0 : value / before,
      ofFirst: value / all,
      ...(i === 0 ? {} : { keys }),
    });
  });
  return found;
}
