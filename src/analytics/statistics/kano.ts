/** What a feature is to customers: attractive, one-dimensional, must-be, indifferent, reverse, or a questionable answer. */
export type KanoClass = 'A' | 'O' | 'M' | 'I' | 'R' | 'Q';

export interface KanoResult {
  readonly counts: Readonly<Record<KanoClass, number>>;
  readonly n: number;
  /** The class of most answers; of equal ones M before O before A before I. Null without answers. */
  readonly category: KanoClass | null;
  /** By how much having it satisfies, 0 to 1: (A + O) / (A + O + M + I). */
  readonly better: number;
  /** By how much missing it dissatisfies, −1 to 0: −(O + M) / (A + O + M + I). */
  readonly worse: number;
  /** Share of A, O and M: whether customers care at all. */
  readonly totalStrength: number;
  /** Share of the first class less that of the second. */
  readonly categoryStrength: number;
  /** Whether the first class leads by more than chance (90 %). */
  readonly isSignificant: boolean;
}

/** Rows: answer if it were there; columns: if it were not; each from 1 (like) over must-be, neutral and live with to 5 (dislike). */
const table: readonly (readonly KanoClass[])[] = [
  ['Q', 'A', 'A', 'A', 'O'],
  ['R', 'I', 'I', 'I', 'M'],
  ['R', 'I', 'I', 'I', 'M'],
  ['R', 'I', 'I', 'I', 'M'],
  ['R', 'R', 'R', 'R', 'Q'],
];

const precedence: readonly KanoClass[] = ['M', 'O', 'A', 'I', 'R', 'Q'];

/** What the answers 1 to 5 to the two questions say, or null where one is none of these. */
export function kanoClassOf(withIt: number, withoutIt: number): KanoClass | null {
  return table[withIt - 1]?.[withoutIt - 1] ?? null;
}

/**
 * The evaluation of one feature from pairs of answers; pairs with a missing answer are left out.
 * Sources: Kano and others 1984; Berger and others 1993 for Better and Worse; Lee and Newcomb 1997 for the strengths;
 * Fong 1996 for the test.
 */
export function kanoOf(withIt: ArrayLike<number>, withoutIt: ArrayLike<number>): KanoResult {
  const counts: Record<KanoClass, number> = { A: 0, O: 0, M: 0, I: 0, R: 0, Q: 0 };
  let n = 0;
  for (let i = 0; i < withIt.length; i++) {
    const found = kanoClassOf(withIt[i]!, withoutIt[i]!);
    if (found === null) continue;
    counts[found]++;
    n++;
  }
  const order = precedence.toSorted((a, b) => counts[b] - counts[a]);
  const [first, second] = [counts[order[0]!], counts[order[1]!]];
  const clear = counts.A + counts.O + counts.M + counts.I;
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
  const limit = n === 0 ? 0 : 1.65 * Math.sqrt(((first + second) * (2 * n - first - second)) / (2 * n));
  return {
    counts,
    n,
    category: n === 0 ? null : order[0]!,
    better: share(counts.A + counts.O, clear),
    worse: -share(counts.O + counts.M, clear),
    totalStrength: share(counts.A + counts.O + counts.M, n),
    categoryStrength: share(first - second, n),
    isSignificant: first - second > limit,
  };
}
