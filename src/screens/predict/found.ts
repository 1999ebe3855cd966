import type { PredictionAnswer, TargetRecipe } from '../../workers/analysisTasks.ts';
import type { SavedNetwork } from '../../workers/neural.ts';
import type { SourceTable } from '../studio/source.svelte.ts';
import type { Target } from './targets.ts';

/** What was asked, and what came of it. */
export interface Found {
  readonly data: SourceTable;
  readonly target: Target;
  /** The label that counts as "yes"; undefined for an amount. */
  readonly yes: string | undefined;
  readonly columns: readonly string[];
  readonly answer: PredictionAnswer;
  /** The kept network that says it, of records that it may have learnt from. */
  readonly saved?: SavedNetwork;
}

export function recipeOf({ key }: Target, yes: string | undefined): TargetRecipe {
  return { key, ...(yes === undefined ? {} : { yes }) };
}
