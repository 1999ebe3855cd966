/** A source of uniform numbers in [0, 1), 32 random bits each. */
export type Random = () => number;

/** sfc32, the small fast counting generator with 128 bits of state: the same numbers on every device for one seed.
 *  Source: Chris Doty-Humphrey, PractRand (sfc32), seeded from 64 bits as there: the counter starts at 1 and 12 outputs are dropped. */
export function seededRandom(seed: number): Random {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 4_294_967_296) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

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
