import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesOf, writesOf } from '../../../src/domain/bulkEdit.ts';
import { applyChange, valuesOf, type RecordState } from '../../../src/domain/record.ts';

const id = 'd1.0.0';
const stages = ['inquiry', 'proposal', 'quoted', '+demo', 'won', 'lost'] as const;
const isClosed = (stage: string): boolean => stage === 'won' || stage === 'lost';

let versions = 0;
function moved(state: RecordState, stage: string): RecordState {
  const writer = { at: 1, author: 'm1.0.0', nextVersion: () => `1.${++versions}` as const };
  const change = candidatesOf(writesOf(state, { op: 'set', field: 'stage', value: stage }), writer);
  return applyChange(state, { id, ...change })!;
}

test('after any moves a deal that is won or lost says the last open stage that it was in, and an open one none', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...stages), { minLength: 1, maxLength: 8 }), (moves) => {
      const [first = 'inquiry', ...rest] = moves;
      let state: RecordState = { id, base: [{ name: 'D', stage: first }, 0, 'm1.0.0'], registers: {} };
      for (const stage of rest) state = moved(state, stage);
      const last = moves.at(-1) ?? first;
      const expected = isClosed(last) ? moves.findLast((stage) => !isClosed(stage)) : undefined;
      expect(valuesOf(state)['closedFrom']).toBe(expected);
    }),
  );
});

test('a deal that was made as lost says no stage, because nobody knows it', () => {
  const state: RecordState = { id, base: [{ name: 'D', stage: 'lost' }, 0, 'm1.0.0'], registers: {} };
  expect(valuesOf(moved(state, 'won'))['closedFrom']).toBeUndefined();
});
