import { seededRandom, type Random } from '../../src/domain/random.ts';

/** Histories of customers who buy and stop as BG/NBD says, each watched for `age` units of time. */
export function buyers(
  customers: number,
  { r, alpha, a, b }: { r: number; alpha: number; a: number; b: number },
  age: number,
  seed: number,
): { repeats: Float64Array; lastAt: Float64Array; age: Float64Array } {
  const random = seededRandom(seed);
  const repeats = new Float64Array(customers);
  const lastAt = new Float64Array(customers);
  for (let i = 0; i < customers; i++) {
    const rate = gammaDraw(r, random) / alpha;
    const [x, y] = [gammaDraw(a, random), gammaDraw(b, random)];
    const stops = x / (x + y);
    for (let at = wait(rate, random); at < age; at += wait(rate, random)) {
      repeats[i]! += 1;
      lastAt[i] = at;
      if (random() < stops) break;
    }
  }
  return { repeats, lastAt, age: new Float64Array(customers).fill(age) };
}

/**
 * Customers of a shop in their first `age` weeks, with what they spent again, and what they bring in the twelve months after, less
 * 1 % for each month begun.
 */
export function customersAndAfter(
  customers: number,
  { r, alpha, a, b }: { r: number; alpha: number; a: number; b: number },
  { p, q, v }: { p: number; q: number; v: number },
  age: number,
  seed: number,
) {
  const random = seededRandom(seed);
  const [repeats, lastAt] = [new Float64Array(customers), new Float64Array(customers)];
  const [meanAmount, after] = [new Float64Array(customers), new Float64Array(customers)];
  for (let i = 0; i < customers; i++) {
    const rate = gammaDraw(r, random) / alpha;
    const [x, y] = [gammaDraw(a, random), gammaDraw(b, random)];
    const stops = x / (x + y);
    const scale = v / gammaDraw(q, random);
    let sum = 0;
    for (let at = wait(rate, random); at < age + 52.14; at += wait(rate, random)) {
      const amount = gammaDraw(p, random) * scale;
      if (at < age) {
        repeats[i]! += 1;
        lastAt[i] = at;
        sum += amount;
      } else after[i]! += amount / 1.01 ** (Math.floor((at - age) / 4.345) + 1);
      if (random() < stops) break;
    }
    if (repeats[i]! > 0) meanAmount[i] = sum / repeats[i]!;
  }
  return { histories: { repeats, lastAt, meanAmount, age: new Float64Array(customers).fill(age) }, after };
}

/** Customers who bought again 1 to 9 times, for amounts as Gamma-Gamma says. */
export function spenders(
  customers: number,
  { p, q, v }: { p: number; q: number; v: number },
  seed: number,
): { repeats: Float64Array; meanAmount: Float64Array } {
  const random = seededRandom(seed);
  const repeats = Float64Array.from({ length: customers }, () => 1 + Math.floor(random() * 9));
  const meanAmount = repeats.map((x) => gammaDraw(p * x, random) / ((x * gammaDraw(q, random)) / v));
  return { repeats, meanAmount };
}

function wait(rate: number, random: Random): number {
  return -Math.log(1 - random()) / rate;
}

/** Marsaglia and Tsang 2000. */
function gammaDraw(shape: number, random: Random): number {
  if (shape < 1) return gammaDraw(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}
