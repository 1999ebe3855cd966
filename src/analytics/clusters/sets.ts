/** Sets that are merged and asked after their representative: `parent[i]` leads to it, which is its own parent. */
export function separateSets(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i);
}

/** The representative of i's set; halves the way there. Source: Tarjan and van Leeuwen 1984. */
export function setOf(parent: Int32Array, i: number): number {
  let at = i;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

export function mergeSets(parent: Int32Array, i: number, j: number): void {
  const [a, b] = [setOf(parent, i), setOf(parent, j)];
  if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
}
