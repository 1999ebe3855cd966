import type { Random } from '../domain/random.ts';

/** `count` different positions from 0 to `size` − 1 in rising order; all of them where count ≥ size.
 *  Source: Vitter, 1984, selection sampling (Knuth's algorithm S). */
export function samplePositions(size: number, count: number, random: Random): Int32Array {
  const wanted = Math.min(size, count);
  const chosen = new Int32Array(wanted);
  let taken = 0;
  for (let i = 0; taken < wanted; i++) {
    if ((size - i) * random() < wanted - taken) chosen[taken++] = i;
  }
  return chosen;
}

/** `count` positions from 0 to `size` − 1, each drawn on its own: some may come twice. */
export function drawPositions(size: number, count: number, random: Random): Int32Array {
  const drawn = new Int32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = Math.min(size - 1, Math.floor(random() * size));
  return drawn;
}

/** Brings the values into a random order, in place. Source: Fisher and Yates, in Durstenfeld's form, 1964. */
export function shuffle(values: Int32Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const other = Math.min(i, Math.floor(random() * (i + 1)));
    const value = values[i]!;
    values[i] = values[other]!;
    values[other] = value;
  }
}
