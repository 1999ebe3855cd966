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
 * Steps in their order. Lost deals count up to the step at which they were lost (`lostAt`). What stands under no step, as those of which
 * that is not known, has come no further than one can know: it counts in the first. Empty without a value.
 */
export function funnelOf(
  { groups, lostAt = {} }: Pick<ReportAnswer, 'groups' | 'lostAt'>,
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
    const value =
      i === 0 ? all : keys.reduce((sum, each) => sum + (values.get(each) ?? 0) + lostIn(lostAt, each), 0);
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

/** What was lost at no step that is known. */
export function lostAtNoStep(
  { groups, lostAt }: Pick<ReportAnswer, 'groups' | 'lostAt'>,
  steps: readonly string[],
): number {
  if (lostAt === undefined) return 0;
  const lost = groups.find(({ key }) => key === 'lost')?.value ?? 0;
  return lost - steps.reduce((sum, step) => sum + lostIn(lostAt, step), 0);
}

function lostIn(lostAt: Readonly<Record<string, number>>, step: string): number {
  return Object.hasOwn(lostAt, step) ? (lostAt[step] ?? 0) : 0;
}
