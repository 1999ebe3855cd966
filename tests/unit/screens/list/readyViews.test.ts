import { describe, expect, it } from 'vitest';
import { dealStages } from '../../../../src/domain/objects.ts';
import { readyConditions, readyViewsOf } from '../../../../src/screens/list/readyViews.ts';

function shows(view: string, stage: string): boolean {
  return (readyConditions(view) ?? []).every((condition) => {
    if (condition.op !== 'anyOf' && condition.op !== 'noneOf') throw new Error('another condition');
    return condition.values.includes(stage) === (condition.op === 'anyOf');
  });
}

describe('views that every book has', () => {
  it('show each deal in just one of those open, won and lost', () => {
    for (const stage of dealStages)
      expect(readyViewsOf('deal').filter((view) => shows(view, stage))).toHaveLength(1);
    expect(dealStages.filter((stage) => shows('open', stage))).toEqual(dealStages.slice(0, 4));
  });
});
