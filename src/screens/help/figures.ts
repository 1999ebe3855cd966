import { indexNames, type IndexName } from '../../domain/indices.ts';
import { figureTexts } from '../../i18n/figures.ts';
import { indexTexts } from '../../i18n/indices.ts';
import { t } from '../../i18n/language.svelte.ts';

/** Everything that is explained, in the order of the help. */
export const figures = [
  'revenue',
  'lastOrder',
  'orders',
  ...indexNames,
  'spread',
  'groups',
  'scatter',
  'heat',
  'lorenz',
  'slipping',
] as const satisfies readonly (keyof typeof figureTexts.zh.names)[];
export type Figure = (typeof figures)[number];

const words = t(figureTexts);
const indices = t(indexTexts);

export function formulaOf(figure: Figure): string {
  return isIndex(figure) ? indices.formula[figure] : words.formulas[figure];
}

function isIndex(figure: Figure): figure is IndexName {
  return indexNames.some((name) => name === figure);
}
