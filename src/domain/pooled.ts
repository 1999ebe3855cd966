import { parseVersion } from './ids.ts';
import type { ObjectKind } from './kinds.ts';
import { standingCandidates, type Candidate, type Register } from './register.ts';

/** Kinds whose records form a pool while nobody owns them. */
export const pooledKinds = ['account', 'lead'] as const satisfies readonly ObjectKind[];
export type PooledKind = (typeof pooledKinds)[number];

export function isPooledKind(kind: ObjectKind): kind is PooledKind {
  return pooledKinds.some((each) => each === kind);
}

const following: ReadonlySet<string> = new Set(['ownerSince', 'releaseReason', 'pooledAt', 'formerOwner']);

/** True for what is only noted beside an owner: where it differs, the owner is the question. */
export function followsOwner(register: string): boolean {
  return following.has(register);
}

/**
 * Of several people who took a record for themselves without knowing of each other, the first by the clock; among equals the lower
 * device. Every device finds the same one without asking, so nothing has to be written. Undefined where fewer than two did, or where
 * somebody gave the record to another person: that is for people to settle.
 */
export function firstClaim(register: Register | undefined): Candidate | undefined {
  if (register === undefined) return undefined;
  const standing = standingCandidates(register);
  if (standing.length < 2 || standing.some(({ value, author }) => value !== author)) return undefined;
  return [...standing].sort(firstFirst)[0];
}

/** The claims that came too late: of those who are not the owner, in their order. */
export function lostClaims(register: Register | undefined): readonly Candidate[] {
  const first = firstClaim(register);
  if (first === undefined || register === undefined) return [];
  return standingCandidates(register)
    .filter(({ author }) => author !== first.author)
    .sort(firstFirst);
}

function firstFirst(a: Candidate, b: Candidate): number {
  const [x, y] = [parseVersion(a.version), parseVersion(b.version)];
  return a.at - b.at || x.device - y.device || x.n - y.n;
}
