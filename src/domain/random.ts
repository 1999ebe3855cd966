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
