import { canonicalJson, type Json } from './json.ts';
import { parseVersion, type Version } from './ids.ts';

/**
 * One candidate of a field, as stored in a shard under `record/register@version`: value, wall clock of its author in ms,
 * author's member id. `restores` marks a fallback that an undo wrote back: it stands for that earlier version, keeps its
 * time and author, and shows only while no ordinary candidate exists.
 */
export type StoredCandidate = readonly [value: Json, at: number, author: string, restores?: Version];

/** All candidates of one field, by version. One means agreement; more are concurrent edits. */
export type Register = Readonly<Record<Version, StoredCandidate>>;

/** The candidates of a record's edited fields. A field that nobody edited has no entry and shows its base. */
export type Registers = Readonly<Record<string, Register>>;

export interface Candidate {
  readonly version: Version;
  readonly value: Json;
  readonly at: number;
  readonly author: string;
  readonly restores?: Version;
}

/** What a person sees of a field: the value that shows, and the others that wait for a choice. */
export interface Resolved {
  readonly shown: Candidate;
  /** Distinct values, the shown one first; more than one is "2 values". */
  readonly candidates: readonly Candidate[];
}

export type AddedCandidate = readonly [register: string, version: Version, candidate: StoredCandidate];
export type DeletedCandidate = readonly [register: string, version: Version];

/** The latest stamp shows. Undefined for a register without candidates, whose base shows instead. */
export function resolveRegister(register: Register | undefined): Resolved | undefined {
  if (register === undefined) return undefined;
  const standing = standingCandidates(register);
  const shown = standing[0];
  if (shown === undefined) return undefined;
  return { shown, candidates: distinctBy(standing, (candidate) => canonicalJson(candidate.value)) };
}

/** Ordinary candidates, or if there are none the fallbacks, newest first. Fallbacks of one version are the same. */
export function standingCandidates(register: Register): readonly Candidate[] {
  const all = Object.entries(register).map(([version, stored]) => toCandidate(version, stored));
  const ordinary = all.filter((candidate) => candidate.restores === undefined);
  const standing = ordinary.length > 0 ? ordinary : all;
  return distinctBy(standing.sort(newestFirst), stampVersion);
}

/** Applies exactly these additions and deletions; what is absent stays absent. Registers left empty disappear. */
export function applyCandidates(
  registers: Registers,
  added: readonly AddedCandidate[],
  deleted: readonly DeletedCandidate[],
): Registers {
  if (added.length === 0 && deleted.length === 0) return registers;
  const next: Record<string, Record<Version, StoredCandidate>> = { ...registers };
  const copied = new Set<string>();
  const writable = (name: string): Record<Version, StoredCandidate> => {
    const register = copied.has(name) ? next[name] : { ...next[name] };
    copied.add(name);
    return (next[name] = register ?? {});
  };
  for (const [name, version, candidate] of added) writable(name)[version] = candidate;
  for (const [name, version] of deleted) delete writable(name)[version];
  for (const name of copied) if (Object.keys(next[name] ?? {}).length === 0) delete next[name];
  return next;
}

/** The versions a person saw when a form showed this register: all of them, hidden fallbacks too. */
export function versionsSeen(register: Register | undefined): Version[] {
  return register === undefined ? [] : Object.keys(register);
}

function toCandidate(version: Version, stored: StoredCandidate): Candidate {
  const [value, at, author, restores] = stored;
  return restores === undefined ? { version, value, at, author } : { version, value, at, author, restores };
}

function stampVersion(candidate: Candidate): Version {
  return candidate.restores ?? candidate.version;
}

/** Stamps order by wall clock, then counter, then device; they only order what is concurrent. */
function newestFirst(a: Candidate, b: Candidate): number {
  if (a.at !== b.at) return b.at - a.at;
  const x = parseVersion(stampVersion(a));
  const y = parseVersion(stampVersion(b));
  return y.n - x.n || y.device - x.device || (a.version < b.version ? 1 : -1);
}

function distinctBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
