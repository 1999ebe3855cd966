import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstClaim, lostClaims } from '../../../src/domain/pooled.ts';
import { conflictOf, conflictsOf, project, valuesOf } from '../../../src/domain/record.ts';
import type { Register, StoredCandidate } from '../../../src/domain/register.ts';

const [ann, ben, cat] = ['m1.0.0', 'm1.0.1', 'm1.0.2'];
const claim = (member: string, at: number): StoredCandidate => [member, at, member];

function lead(owner: Register, more: Record<string, Register> = {}) {
  return project({ id: 'l1.0.0', base: [{ name: 'Mia' }, 1, ann!], registers: { owner, ...more } });
}

describe('of several claims of one record', () => {
  it('the earliest counts, and nothing is left to be chosen', () => {
    const row = lead(
      { '2.7': claim(ben!, 20), '1.9': claim(ann!, 30), '3.1': claim(cat!, 25) },
      { ownerSince: { '2.8': [20, 20, ben!], '1.10': [30, 30, ann!] } },
    );
    expect(valuesOf(row)['owner']).toBe(ben);
    expect(conflictsOf(row)).toEqual([]);
    expect(lostClaims(row.registers['owner']).map(({ author }) => author)).toEqual([cat, ann]);
  });

  it('the lower device counts at one moment', () => {
    expect(firstClaim({ '2.7': claim(ben!, 20), '1.9': claim(ann!, 20) })?.author).toBe(ann);
  });

  it('the same one counts whatever order they come in', () => {
    const members = fc.integer({ min: 1, max: 6 });
    const claims = fc.uniqueArray(fc.tuple(members, fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 6,
      selector: ([device]) => device,
    });
    fc.assert(
      fc.property(claims, (all) => {
        const made = all.map(([device, at]): [string, StoredCandidate] => [
          `${String(device)}.5`,
          claim(`m1.0.${String(device)}`, at),
        ]);
        const forward = firstClaim(Object.fromEntries(made));
        expect(firstClaim(Object.fromEntries(made.toReversed()))).toEqual(forward);
        const least = Math.min(...all.map(([, at]) => at));
        const first = Math.min(...all.filter(([, at]) => at === least).map(([device]) => device));
        expect(forward?.author).toBe(`m1.0.${String(first)}`);
      }),
    );
  });

  it('a record that somebody gave to another person meanwhile is for people to settle', () => {
    const row = lead({ '2.7': claim(ben!, 20), '1.9': [cat!, 30, ann!] });
    expect(valuesOf(row)['owner']).toBe(cat);
    expect(conflictOf(row, 'owner')).toHaveLength(2);
    expect(lostClaims(row.registers['owner'])).toEqual([]);
  });
});
