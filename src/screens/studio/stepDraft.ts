import type { AnalysisSource } from '../../domain/analysisSource.ts';
import type { PreparationStep } from '../../workers/analysisTasks.ts';
import type { SourceField } from './readSource.ts';

type Of<T extends PreparationStep['type']> = Extract<PreparationStep, { type: T }>;

/** What the form of a new step holds; each type takes its own part of it. */
export interface StepDraft {
  type: PreparationStep['type'];
  columns: string[];
  column: string;
  fillBy: Of<'fill'>['by'];
  value: string;
  to: Of<'convert'>['to'];
  most: number;
  order: string;
  scaleBy: Of<'scale'>['by'];
  percent: number;
  isReversed: boolean;
  /** Place among the sources. */
  from: number;
  key: string;
  otherKey: string;
  take: string;
  takeBy: Of<'join'>['take'][number]['by'];
}

export function takesMany(type: PreparationStep['type']): boolean {
  return ['dropEmpty', 'deduplicate', 'scale', 'winsorise', 'drop'].includes(type);
}

/** True for a column that a step of the type can do something with. */
export function usableIn(type: PreparationStep['type'], { type: of }: SourceField): boolean {
  switch (type) {
    case 'scale':
    case 'winsorise':
    case 'fifths':
      return of === 'number' || of === 'date';
    case 'daysSince':
      return of === 'date' || of === 'number';
    case 'ordinal':
    case 'words':
      return of === 'category';
    case 'oneHot':
      return of === 'category' || of === 'set';
    case 'convert':
    case 'fill':
      return of !== 'set';
    default:
      return true;
  }
}

/** The step that a form describes; undefined while something is missing. */
export function stepOf(draft: StepDraft, from: AnalysisSource | undefined): PreparationStep | undefined {
  const { type, columns, column, most } = draft;
  switch (type) {
    case 'dropEmpty':
    case 'deduplicate':
    case 'drop':
      return columns.length === 0 ? undefined : { type, columns: [...columns] };
    case 'scale':
      return columns.length === 0 ? undefined : { type, columns: [...columns], by: draft.scaleBy };
    case 'winsorise': {
      const isShare = draft.percent >= 0 && draft.percent < 50;
      return columns.length === 0 || !isShare
        ? undefined
        : { type, columns: [...columns], share: draft.percent / 100 };
    }
    case 'join':
      if (from === undefined || draft.otherKey === '') return undefined;
      if (draft.takeBy !== 'count' && draft.take === '') return undefined;
      return {
        ...{ type, from, key: draft.key, otherKey: draft.otherKey },
        take: [{ column: draft.takeBy === 'count' ? draft.otherKey : draft.take, by: draft.takeBy }],
      };
    default:
      return column === '' ? undefined : stepOfColumn(draft, type, column, most);
  }
}

function stepOfColumn(
  draft: StepDraft,
  type: 'fill' | 'convert' | 'oneHot' | 'ordinal' | 'daysSince' | 'fifths' | 'words',
  column: string,
  most: number,
): PreparationStep | undefined {
  switch (type) {
    case 'fill':
      if (draft.fillBy !== 'value') return { type, column, by: draft.fillBy };
      return draft.value === '' ? undefined : { type, column, by: 'value', value: draft.value };
    case 'convert':
      return { type, column, to: draft.to };
    case 'oneHot':
    case 'words':
      return Number.isInteger(most) && most >= 1 && most <= 200 ? { type, column, most } : undefined;
    case 'ordinal': {
      const order = draft.order.split('\n').map((line) => line.trim());
      const labels = order.filter((line) => line !== '');
      return labels.length === 0 ? undefined : { type, column, order: labels };
    }
    case 'daysSince':
      return { type, column };
    case 'fifths':
      return { type, column, isReversed: draft.isReversed };
  }
}
