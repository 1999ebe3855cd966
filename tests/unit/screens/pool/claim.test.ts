import { describe, expect, it } from 'vitest';
import { firstPoolRules, poolRulesOf, withPoolRules } from '../../../../src/domain/pool.ts';
import type { Values } from '../../../../src/domain/record.ts';
import { limitClaims, type ClaimState } from '../../../../src/screens/pool/claim.ts';
import { isUpToDate } from '../../../../src/screens/pool/recycling.ts';
import type { SyncView } from '../../../../src/workers/syncView.ts';
import { aRow } from '../../../support/rows.ts';

const [ann, ben] = ['m1.0.0', 'm1.0.1'];
const day = 86_400_000;
const now = new Date(2026, 5, 10, 12).getTime();
const row = (index: number, values: Values = {}) =>
  aRow(`a1.0.${String(index)}`, { name: 'Lanan', ...values });
type Given = Partial<Omit<ClaimState, 'rules'>> & { rules?: Partial<ClaimState['rules']> };
const state = (more: Given = {}): ClaimState => ({
  ...{ member: ann!, today: 0, held: 0, now },
  ...more,
  rules: { ...firstPoolRules, ...more.rules },
});
const reasons = (plan: ReturnType<typeof limitClaims>) => plan.refused.map(({ why }) => why);

describe('a claim', () => {
  it('is free where the book has set no limit', () => {
    const plan = limitClaims([row(0), row(1)], state({ today: 99, held: 9_999 }));
    expect(plan).toEqual({ allowed: ['a1.0.0', 'a1.0.1'], refused: [] });
  });

  it('takes as many as the day allows and names the limit for the rest', () => {
    const plan = limitClaims([row(0), row(1), row(2)], state({ today: 3, rules: { perDay: 5 } }));
    expect(plan.allowed).toEqual(['a1.0.0', 'a1.0.1']);
    expect(reasons(plan)).toEqual([{ type: 'perDay', limit: 5 }]);
  });

  it('stops at what a member may hold', () => {
    const plan = limitClaims([row(0)], state({ held: 20, rules: { capacity: 20 } }));
    expect(reasons(plan)).toEqual([{ type: 'capacity', limit: 20 }]);
  });

  it('of something that somebody has is refused', () => {
    expect(reasons(limitClaims([row(0, { owner: ben! })], state()))).toEqual([{ type: 'taken', owner: ben }]);
  });

  it('of what the same member gave back has to wait until the days are over, and only for that member', () => {
    const given = row(0, { formerOwner: ann!, pooledAt: now - 2 * day });
    const rules = { coolDown: 3 };
    expect(reasons(limitClaims([given], state({ rules })))).toEqual([
      { type: 'coolDown', until: '2026-06-11' },
    ]);
    expect(limitClaims([given], state({ rules, now: now + day })).refused).toEqual([]);
    expect(limitClaims([given], state({ rules, member: ben! })).refused).toEqual([]);
  });
});

describe('the rules of a pool', () => {
  it('limit nothing and give nothing back until somebody says so', () => {
    expect(poolRulesOf(undefined, 'account')).toEqual(firstPoolRules);
    expect(firstPoolRules.since).toBeUndefined();
  });

  it('are those of their own pool, and what is damaged in them counts as absent', () => {
    const stored = withPoolRules(undefined, 'lead', { ...firstPoolRules, perDay: 4, since: '2026-01-02' });
    expect(poolRulesOf(stored, 'lead')).toMatchObject({ perDay: 4, since: '2026-01-02' });
    expect(poolRulesOf(stored, 'account')).toEqual(firstPoolRules);
    expect(poolRulesOf({ lead: { perDay: -1, capacity: 'x', since: 7 } }, 'lead')).toEqual(firstPoolRules);
  });
});

it('only a device that knows what the others know gives anything back', () => {
  const view = (isShared: boolean, connection: SyncView['connection']) =>
    ({ isShared, connection }) as SyncView;
  expect(isUpToDate(undefined)).toBe(false);
  expect(isUpToDate(view(false, 'local'))).toBe(true);
  expect(isUpToDate(view(true, 'online'))).toBe(true);
  expect(isUpToDate(view(true, 'catching-up'))).toBe(false);
  expect(isUpToDate(view(true, 'offline'))).toBe(false);
});
