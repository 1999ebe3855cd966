/** How lists of recommendations did against what people bought later; all means over people. */
export interface HitRate {
  /** People who later bought something that they did not have. */
  readonly people: number;
  /** Share of them with at least one hit in their list. */
  readonly hitRate: number;
  /** Hits as a share of the list's length. */
  readonly precision: number;
  /** Hits as a share of what was bought. */
  readonly recall: number;
  /** Hits weighed 1 / log₂(1 + rank), as a share of the best that was possible. */
  readonly ndcg: number;
}

/**
 * Compares lists with what came later. `bought` yields for each person what he later bought for the first time; people who bought
 * nothing are left out. All 0 without people. Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation, 2002.
 */
export function hitRateOf(
  people: number,
  bought: (person: number) => ReadonlySet<number>,
  list: (person: number) => ArrayLike<number>,
  length: number,
): HitRate {
  let [count, hit, precision, recall, ndcg] = [0, 0, 0, 0, 0];
  for (let person = 0; person < people; person++) {
    const wanted = bought(person);
    if (wanted.size === 0) continue;
    count++;
    const offered = list(person);
    let [hits, gain, ideal] = [0, 0, 0];
    for (let rank = 0; rank < Math.min(length, offered.length); rank++) {
      if (!wanted.has(offered[rank]!)) continue;
      hits++;
      gain += 1 / Math.log2(rank + 2);
    }
    for (let rank = 0; rank < Math.min(length, wanted.size); rank++) ideal += 1 / Math.log2(rank + 2);
    hit += hits > 0 ? 1 : 0;
    precision += hits / length;
    recall += hits / wanted.size;
    ndcg += gain / ideal;
  }
  const share = 1 / Math.max(1, count);
  return {
    people: count,
    hitRate: hit * share,
    precision: precision * share,
    recall: recall * share,
    ndcg: ndcg * share,
  };
}
