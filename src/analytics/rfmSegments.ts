/** Groups of customers that are treated alike, best first. Positions in this list are what `Rfm.segment` holds. */
export const segments = ['champions', 'loyal', 'promising', 'quiet', 'asleep'] as const;
export type SegmentName = (typeof segments)[number];

/**
 * The segment of each recency score and value score; every cell belongs to exactly one.
 * - champions: ordered lately, often and much.
 * - loyal: regular, of middling to good value.
 * - promising: ordered lately and little so far, new customers among them.
 * - quiet: worth much or once did, and silent longer than most; they are at risk.
 * - asleep: silent for long, and never worth much.
 * Rows are recency 5 down to 1, columns value 1 to 5. The names follow common practice in RFM; the table is ours.
 */
export const segmentTable: readonly (readonly SegmentName[])[] = [
  ['promising', 'promising', 'loyal', 'champions', 'champions'],
  ['promising', 'promising', 'loyal', 'loyal', 'champions'],
  ['promising', 'promising', 'loyal', 'loyal', 'quiet'],
  ['asleep', 'asleep', 'quiet', 'quiet', 'quiet'],
  ['asleep', 'asleep', 'asleep', 'quiet', 'quiet'],
];

/** Mean of the frequency and the monetary score, halves up: 1 to 5. */
export function valueScore(frequency: number, monetary: number): number {
  return Math.floor((frequency + monetary + 1) / 2);
}

/** The segment of a customer with these scores, each 1 to 5. */
export function segmentOfScores(recency: number, frequency: number, monetary: number): SegmentName {
  return segmentTable[5 - recency]![valueScore(frequency, monetary) - 1]!;
}
