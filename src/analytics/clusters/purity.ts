/** How clusters agree with known classes. */
export interface Agreement {
  /** Share of rows that belong to the most frequent class of their cluster. */
  readonly purity: number;
  /** Mutual information over the mean of both entropies, 0 to 1. */
  readonly mutualInformation: number;
}

/** Purity and normalised mutual information; both 0 of no rows. Labels may be any whole numbers.
 *  Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, 16.3. */
export function agreementWith(clusters: ArrayLike<number>, classes: ArrayLike<number>): Agreement {
  const n = clusters.length;
  if (n === 0) return { purity: 0, mutualInformation: 0 };
  const table = new Map<number, Map<number, number>>();
  const classSizes = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const row = table.get(clusters[i]!) ?? new Map<number, number>();
    row.set(classes[i]!, (row.get(classes[i]!) ?? 0) + 1);
    table.set(clusters[i]!, row);
    classSizes.set(classes[i]!, (classSizes.get(classes[i]!) ?? 0) + 1);
  }
  let [pure, information, clusterEntropy] = [0, 0, 0];
  for (const row of table.values()) {
    const size = [...row.values()].reduce((sum, count) => sum + count, 0);
    pure += Math.max(...row.values());
    clusterEntropy -= (size / n) * Math.log(size / n);
    for (const [own, count] of row)
      information += (count / n) * Math.log((count * n) / (size * classSizes.get(own)!));
  }
  let classEntropy = 0;
  for (const size of classSizes.values()) classEntropy -= (size / n) * Math.log(size / n);
  const mean = (clusterEntropy + classEntropy) / 2;
  return { purity: pure / n, mutualInformation: mean === 0 ? 1 : Math.max(0, information / mean) };
}
