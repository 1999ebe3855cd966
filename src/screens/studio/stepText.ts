import type { AnalysisSource } from '../../domain/analysisSource.ts';
import { formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { studioTexts } from '../../i18n/studio.ts';
import { listedKinds } from '../../read/listQuery.ts';
import type { PreparationStep } from '../../workers/analysisTasks.ts';
import { sourceLabel } from './readSource.ts';

const words = t(studioTexts);

/** A step as a person reads it; `labelOf` names its columns. */
export function stepText(step: PreparationStep, labelOf: (key: string) => string = (key) => key): string {
  const text = words.stepText;
  const list = (keys: readonly string[]): string => keys.map(labelOf).join(', ');
  switch (step.type) {
    case 'dropEmpty':
    case 'deduplicate':
    case 'drop':
      return text[step.type](list(step.columns));
    case 'fill':
      return text.fill(
        labelOf(step.column),
        step.by === 'value' ? (step.value ?? '') : words.fillBy[step.by],
      );
    case 'convert':
      return text.convert(labelOf(step.column), words.convertTo[step.to]);
    case 'oneHot':
    case 'words':
      return text[step.type](labelOf(step.column), String(step.most));
    case 'ordinal':
      return text.ordinal(labelOf(step.column), step.order.join(' < '));
    case 'scale':
      return text.scale(list(step.columns), words.scaleBy[step.by]);
    case 'winsorise':
      return text.winsorise(list(step.columns), formatPercent(step.share, 0));
    case 'daysSince':
    case 'fifths':
      return text[step.type](labelOf(step.column));
    case 'join':
      return text.join(joinedName(step.from), step.key === 'id' ? words.record : labelOf(step.key));
  }
}

function joinedName(source: AnalysisSource): string {
  const kind = source.type === 'records' ? listedKinds.find((each) => each === source.kind) : undefined;
  return kind === undefined ? words.bookTables : sourceLabel(kind);
}
