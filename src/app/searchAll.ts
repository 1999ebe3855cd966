import { listedKinds, type ListedKind } from '../read/listQuery.ts';
import type { SearchHit } from '../read/searchRequest.ts';
import type { ListIndex } from '../workers/listIndex.ts';

/** Hits of each kind that the palette shows. */
const hitsOfKind = 6;

export interface Found {
  readonly hits: readonly SearchHit[];
  /** Records that were searched. */
  readonly searched: number;
  readonly tookMs: number;
}

/** Searches every list for what was typed. Finds nothing where the index has failed: the lists say so. */
export async function searchAll(index: ListIndex, text: string): Promise<Found> {
  const startedAt = performance.now();
  const [answer, counts] = await Promise.all([index.search({ text, limit: hitsOfKind }), index.counts()]);
  return {
    hits: answer.ok ? answer.value.hits : [],
    searched: counts.ok ? sumOf(counts.value) : 0,
    tookMs: performance.now() - startedAt,
  };
}

function sumOf(counts: Readonly<Record<ListedKind, number>>): number {
  return listedKinds.reduce((sum, kind) => sum + counts[kind], 0);
}
