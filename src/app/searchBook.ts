import type { SearchHit } from '../read/searchRequest.ts';
import type { ListIndex } from '../workers/listIndex.ts';

/** Hits of each kind shown while somebody types. */
const hitsOfKind = 5;

/** The palette's question to the index, with how many records were searched and how long it took, in ms. */
export async function searchBook(
  index: ListIndex,
  query: string,
): Promise<{ hits: readonly SearchHit[]; searched: number; tookMs: number }> {
  const startedAt = performance.now();
  const found = await index.search({ text: query, limit: hitsOfKind });
  const tookMs = performance.now() - startedAt;
  const counts = await index.counts();
  const searched = counts.ok ? Object.values(counts.value).reduce((sum, count) => sum + count, 0) : 0;
  return { hits: found.ok ? found.value.hits : [], searched, tookMs };
}
