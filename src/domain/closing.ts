import type { Json } from './json.ts';

/** True for a stage that ends a deal, in every pipeline. */
export function isClosedStage(stage: Json | undefined): boolean {
  return stage === 'won' || stage === 'lost';
}

/**
 * What a move to another stage says of the stage in which a deal ended: the one that it leaves when it is won or lost, none when it is open
 * again. Undefined where nothing is to be written: from won to lost nothing is learnt, and what never had a stage says none.
 */
export function closedFromOf(before: Json | undefined, after: Json): string | null | undefined {
  if (!isClosedStage(after)) return null;
  return typeof before === 'string' && before !== '' && !isClosedStage(before) ? before : undefined;
}
