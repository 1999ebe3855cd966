import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds, mergeCircles, resolveMerges } from '../../../src/domain/merging.ts';

const links = (pairs: Readonly<Record<string, string>>): Map<string, string> =>
  new Map(Object.entries(pairs));

describe('what merged records lead to', () => {
  it('is the end of a chain', () => {
    const resolved = resolveMerges(links({ 'a1.0.0': 'a1.0.1', 'a1.0.1': 'a1.0.2' }));
    expect(Object.fromEntries(resolved)).toEqual({ 'a1.0.0': 'a1.0.2', 'a1.0.1': 'a1.0.2' });
  });

  it('of a circle is the smallest id, for the circle and for what leads into it', () => {
    const resolved = resolveMerges(links({ 'a1.0.1': 'a2.0.0', 'a2.0.0': 'a1.0.1', 'a3.0.0': 'a2.0.0' }));
    expect(Object.fromEntries(resolved)).toEqual({ 'a2.0.0': 'a1.0.1', 'a3.0.0': 'a1.0.1' });
    expect(mergeCircles(links({ 'a1.0.1': 'a2.0.0', 'a2.0.0': 'a1.0.1', 'a3.0.0': 'a2.0.0' }))).toEqual([
      ['a1.0.1', 'a2.0.0'],
    ]);
  });

  it('is the record itself where the other one is not here', () => {
    expect(resolveMerges(links({ 'a1.0.0': 'a9.0.0' }), (id) => id !== 'a9.0.0').size).toBe(0);
  });

  it('compares ids by number, not by letter', () => {
    expect(compareIds('a1.0.z', 'a1.0.10')).toBeLessThan(0);
    expect(compareIds('a2.0.0', 'a1.5.9')).toBeGreaterThan(0);
  });

  it('does not depend on the order of the links, and never leads to a merged record', () => {
    const id = fc.integer({ min: 0, max: 30 }).map((n) => `a1.0.${n.toString(36)}`);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(id, id).filter(([a, b]) => a !== b),
          { maxLength: 40 },
        ),
        (pairs) => {
          const forward = new Map(pairs);
          const backward = new Map([...forward].reverse());
          const resolved = resolveMerges(forward);
          expect([...resolveMerges(backward)].sort()).toEqual([...resolved].sort());
          for (const winner of resolved.values()) expect(resolved.has(winner)).toBe(false);
          const ends = [...forward.keys()].filter((each) => !resolved.has(each));
          // Only the head of a circle was merged and stands all the same.
          expect(ends.sort()).toEqual(
            mergeCircles(forward)
              .map(([head]) => head)
              .sort(),
          );
        },
      ),
    );
  });
});
