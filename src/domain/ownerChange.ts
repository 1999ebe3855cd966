import { kindOfId, type RecordId } from './ids.ts';
import type { Json } from './json.ts';
import { valuesOf, type RecordState, type Values } from './record.ts';

/** Who has not been heard of: whose it is, and the moment at which it goes back to the pool. */
export interface Silent {
  readonly owner: RecordId;
  readonly at: number;
}

/** What an owner who comes or goes takes along: `owner` is null for a record that goes to the pool. */
export function ownerChange(state: RecordState, owner: Json, at: number): Values {
  const { owner: before, status } = valuesOf(state);
  const isLead = kindOfId(state.id) === 'lead';
  if (owner === null) {
    const isOpen = status === 'assigned' || status === 'working';
    return {
      ...{ ownerSince: null, pooledAt: at, formerOwner: before ?? null },
      ...(isLead && isOpen ? { status: 'recycled' } : {}),
    };
  }
  const isWaiting = status === undefined || status === 'new' || status === 'recycled';
  return {
    ownerSince: at,
    ...(status === 'dead' ? {} : { releaseReason: null }),
    ...(isLead && isWaiting ? { status: 'assigned' } : {}),
  };
}
