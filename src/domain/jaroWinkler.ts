/** Texts are compared up to here. */
const maxLength = 64;
const matchedInB = new Uint8Array(maxLength);
const matchesOfA = new Uint16Array(maxLength);

/**
 * Likeness of two texts, 0 to 1: Jaro's share of common letters within half the longer length and of those in the same order,
 * raised by Winkler's tenth for each of the first four letters that agree. Two empty texts are the same.
 * Source: Winkler, String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model, 1990.
 */
export function jaroWinkler(left: string, right: string): number {
  const a = left.slice(0, maxLength);
  const b = right.slice(0, maxLength);
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1);
  matchedInB.fill(0, 0, b.length);
  let matches = 0;
  for (let i = 0; i < a.length; i++) {
    const letter = a.charCodeAt(i);
    const to = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (matchedInB[j] === 1 || b.charCodeAt(j) !== letter) continue;
      matchedInB[j] = 1;
      matchesOfA[matches++] = letter;
      break;
    }
  }
  if (matches === 0) return 0;
  let transposed = 0;
  let next = 0;
  for (let j = 0; j < b.length; j++) {
    if (matchedInB[j] === 1 && b.charCodeAt(j) !== matchesOfA[next++]) transposed++;
  }
  const jaro = (matches / a.length + matches / b.length + (matches - transposed / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++;
  return jaro + 0.1 * prefix * (1 - jaro);
}
