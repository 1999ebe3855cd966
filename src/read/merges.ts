import { observe, type Live } from '../database/live.ts';
import { readStandingFor } from '../database/merges.ts';
import type { RecordId } from '../domain/ids.ts';
import {
  mergeableKinds,
  mergeCircles,
  mergedIntoRegister,
  mergeTargetsOf,
  resolveMerges,
  type MergeableKind,
} from '../domain/merging.ts';
import type { RecordRow } from '../domain/record.ts';
import type { ReadHandle } from './live.ts';

/** The record that stands for one, live. */
export function liveStandingFor(db: ReadHandle, id: RecordId): Live<RecordId> {
  return observe(() => readStandingFor(db, id));
}

export interface PastMerge {
  readonly loser: RecordRow;
  readonly winner: RecordRow;
  /** When and by whom it was merged. */
  readonly at: number;
  readonly author: string;
  /**
   * What somebody should look at: `circle`: both were merged into each other, on two devices; `several`: it was merged into more than
   * one; `bin`: what stands for it lies in the bin, so that neither is to be seen.
   */
  readonly review?: 'circle' | 'several' | 'bin';
}

/** Merges that stand, those to review first, then the newest; `limit` of them, and how many there are. */
export function livePastMerges(
  db: ReadHandle,
  limit: number,
): Live<{ readonly merges: readonly PastMerge[]; readonly total: number }> {
  return observe(async () => {
    const merges: PastMerge[] = [];
    for (const kind of mergeableKinds) merges.push(...(await pastMergesOf(db, kind)));
    merges.sort((a, b) => Number(b.review !== undefined) - Number(a.review !== undefined) || b.at - a.at);
    return { merges: merges.slice(0, limit), total: merges.length };
  });
}

async function pastMergesOf(db: ReadHandle, kind: MergeableKind): Promise<PastMerge[]> {
  const losers = await db.rowsOf(kind).where('mergedInto').above('').toArray();
  if (losers.length === 0) return [];
  const links = new Map(losers.map((row) => [row.id, row.mergedInto ?? '']));
  const targets = await db.rowsOf(kind).bulkGet([...new Set(links.values())]);
  const byId = new Map(
    [...losers, ...targets.filter((row) => row !== undefined)].map((row) => [row.id, row]),
  );
  const standing = resolveMerges(links, (id) => byId.has(id));
  const inCircle = new Set(mergeCircles(links).flat());
  return losers.flatMap((loser): PastMerge[] => {
    const winner = byId.get(standing.get(loser.id) ?? '');
    if (winner === undefined || loser.deletedAt !== undefined) return [];
    const [, at, author] = newestMerge(loser);
    const review = inCircle.has(loser.id)
      ? 'circle'
      : mergeTargetsOf(loser.registers).length > 1
        ? 'several'
        : winner.deletedAt === undefined
          ? undefined
          : 'bin';
    return [{ loser, winner, at, author, ...(review === undefined ? {} : { review }) }];
  });
}

function newestMerge({ registers, base }: RecordRow): readonly [value: unknown, at: number, author: string] {
  const candidates = Object.values(registers[mergedIntoRegister] ?? {});
  return candidates.reduce<readonly [unknown, number, string]>(
    (newest, [value, at, author]) => (at > newest[1] ? [value, at, author] : newest),
    [null, base[1], base[2]],
  );
}
