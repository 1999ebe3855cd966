const radixBits = 16;
const buckets = 1 << radixBits;

/**
 * Sorts positions 0 to n − 1 by up to four 16-bit digits each, least significant digit first; stable. Linear: digits
 * that are the same everywhere cost one pass over them and move nothing.
 */
export function sortByDigits(count: number, digits: readonly Uint16Array[]): Uint32Array {
  let order: Uint32Array = Uint32Array.from({ length: count }, (_, i) => i);
  let spare: Uint32Array = new Uint32Array(count);
  const starts = new Uint32Array(buckets + 1);
  for (const digit of digits) {
    starts.fill(0);
    for (let i = 0; i < count; i++)
      starts[(digit[i] as number) + 1] = (starts[(digit[i] as number) + 1] as number) + 1;
    if (count === 0 || starts[(digit[0] as number) + 1] === count) continue;
    for (let i = 0; i < buckets; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
    for (let i = 0; i < count; i++) {
      const item = order[i] as number;
      const bucket = digit[item] as number;
      const at = starts[bucket] as number;
      starts[bucket] = at + 1;
      spare[at] = item;
    }
    [order, spare] = [spare, order];
  }
  return order;
}

/** Digits of unsigned 32-bit words, low half first. */
export function digitsOfWords(words: Uint32Array): [Uint16Array, Uint16Array] {
  const low = new Uint16Array(words.length);
  const high = new Uint16Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    low[i] = word & 0xffff;
    high[i] = word >>> radixBits;
  }
  return [low, high];
}

/** Positions of numbers from the smallest to the greatest; stable; −0 equals 0. NaN is not allowed. */
export function sortNumbers(values: Float64Array): Uint32Array {
  const count = values.length;
  const digits = [0, 1, 2, 3].map(() => new Uint16Array(count));
  const [d0, d1, d2, d3] = digits as [Uint16Array, Uint16Array, Uint16Array, Uint16Array];
  const view = new Float64Array(1);
  const words = new Uint32Array(view.buffer);
  for (let i = 0; i < count; i++) {
    view[0] = (values[i] as number) + 0;
    let low = words[0] as number;
    let high = words[1] as number;
    // The order of IEEE 754 doubles is that of their bits once negative ones are inverted and the sign is flipped.
    if (high >>> 31 === 1) {
      low = ~low;
      high = ~high;
    } else high ^= 0x80000000;
    d0[i] = low & 0xffff;
    d1[i] = low >>> radixBits;
    d2[i] = high & 0xffff;
    d3[i] = high >>> radixBits;
  }
  return sortByDigits(count, digits);
}
