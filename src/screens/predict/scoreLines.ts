import { t } from '../../i18n/language.svelte.ts';
import { predictCardTexts } from '../../i18n/predictCards.ts';
import type { Line } from '../../ui/charts/lines.ts';
import type { CurvePoint } from '../../workers/analysisTasks.ts';

/** The scores of a curve on what was learnt from and on what was not seen, with the spread over the folds. */
export function scoreLines(points: readonly CurvePoint[], at: readonly number[]): readonly Line[] {
  const words = t(predictCardTexts);
  const lineOf = (name: string, side: 'learnt' | 'tested', isQuiet: boolean): Line => {
    const known = points.flatMap((point, i) => {
      const { mean, deviation } = point[side];
      return mean === null ? [] : [{ x: at[i] ?? 0, y: mean, deviation: deviation ?? 0 }];
    });
    return {
      ...{ name, isQuiet, points: known.map(({ x, y }) => ({ x, y })) },
      ...(isQuiet
        ? {}
        : { band: known.map(({ y, deviation }) => ({ low: y - deviation, high: y + deviation })) }),
    };
  };
  return [lineOf(words.tested, 'tested', false), lineOf(words.learnt, 'learnt', true)];
}

/** What the methods are put in order by. */
export function mainScore(kind: 'class' | 'value'): string {
  return kind === 'class' ? 'AUC' : 'R²';
}
