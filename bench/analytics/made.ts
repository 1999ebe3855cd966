import type { Baskets } from '../../src/analytics/baskets/baskets.ts';
import type { Matrix } from '../../src/analytics/matrix.ts';
import type { CountVectors } from '../../src/analytics/text/countVectors.ts';
import type { PurchaseHistories } from '../../src/analytics/value/purchaseHistory.ts';
import type { OrderColumns } from '../../src/domain/orderColumns.ts';
import { seededRandom, type Random } from '../../src/domain/random.ts';

/** Data of the shapes that the limits speak of, the same on every machine: for this bench and for the references beside it. */

/** 20,000 × 2: four clouds and a tenth that is noise. */
export function madePlane(): Matrix {
  const random = seededRandom(11);
  const rows = 20_000;
  const values = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    const isNoise = random() < 0.1;
    const middle = [(i % 2) * 12, (i % 4 < 2 ? 0 : 1) * 12];
    for (let j = 0; j < 2; j++) {
      values[2 * i + j] = isNoise ? random() * 30 - 9 : middle[j]! + 1.6 * normal(random);
    }
  }
  return { rows, columns: 2, values };
}

export interface MadeClasses {
  readonly features: Matrix;
  readonly target: Float64Array;
}

/** 7,043 × 45 as a table of telephone customers becomes: four amounts as z-scores, 41 columns of 0 and 1, a quarter "yes". */
export function madeCustomers(): MadeClasses {
  const random = seededRandom(12);
  const [rows, columns] = [7_043, 45];
  const values = new Float64Array(rows * columns);
  const weights = Array.from({ length: columns }, () => 1.2 * normal(random));
  const target = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let margin = -1.4;
    const type = random();
    for (let j = 0; j < columns; j++) {
      const share = 0.15 + 0.7 * ((j * 7) % 10) * 0.1;
      const value = j < 4 ? normal(random) : Number(random() < 0.6 * share + 0.4 * type);
      values[i * columns + j] = value;
      margin += (weights[j]! * (value - (j < 4 ? 0 : share))) / 2.5;
    }
    target[i] = Number(random() < 1 / (1 + Math.exp(-margin)));
  }
  return { features: { rows, columns, values }, target };
}

/** 9,835 baskets of 169 products, four or five in each, some often together. */
export function madeBaskets(): Baskets {
  const random = seededRandom(13);
  const start = [0];
  const items: number[] = [];
  for (let i = 0; i < 9_835; i++) {
    const taste = Math.floor(random() * 12);
    const basket = new Set<number>();
    const size = 1 + Math.floor(-4 * Math.log(1 - random()));
    for (let k = 0; k < Math.min(size, 32); k++) {
      const isTaste = random() < 0.5;
      basket.add(isTaste ? taste * 14 + Math.floor(14 * random() ** 2) : Math.floor(169 * random() ** 3));
    }
    items.push(...[...basket].sort((a, b) => a - b));
    start.push(items.length);
  }
  return { start: Int32Array.from(start), items: Int32Array.from(items), itemCount: 169 };
}

/** 541,909 lines in 25,900 orders of 4,372 customers. */
export function madeOrders(): OrderColumns {
  const random = seededRandom(14);
  const [accounts, orders, lines] = [4_372, 25_900, 541_909];
  return {
    accounts: Array.from({ length: accounts }, (_, i) => String(i)),
    orderAccount: Int32Array.from({ length: orders }, () => Math.floor(random() ** 2 * accounts)),
    orderDay: Int32Array.from({ length: orders }, () => 19_300 + Math.floor(random() * 373)),
    orderKind: Uint8Array.from({ length: orders }, () => (random() < 0.1 ? 1 : 0)),
    orderStatus: new Uint8Array(orders).fill(2),
    orderCurrency: new Uint8Array(orders),
    currencies: ['GBP'],
    lineStart: Int32Array.from({ length: orders + 1 }, (_, i) => Math.floor((i * lines) / orders)),
    lineQuantity: Float64Array.from({ length: lines }, () => 1 + Math.floor(random() * 12)),
    linePrice: Float64Array.from({ length: lines }, () => Math.floor(random() * 50_000)),
    lineDiscount: new Float64Array(lines),
    lineProduct: new Int32Array(lines),
    products: ['one'],
  };
}

/** 23,570 customers with the rates of BG/NBD: weeks since the first purchase, of which 78 are seen. */
export function madeHistories(): PurchaseHistories {
  const random = seededRandom(15);
  const customers = 23_570;
  const [repeats, lastAt, age] = [0, 1, 2].map(() => new Float64Array(customers)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < customers; i++) {
    const end = 66 + Math.floor(random() * 84) / 7;
    const rate = Math.max(1e-4, -0.1 * Math.log(1 - random()) * random());
    const stops = random() ** 2;
    let time = 0;
    let seen = 0;
    let last = 0;
    for (;;) {
      time += -Math.log(1 - random()) / rate;
      if (time > end) break;
      seen++;
      last = Math.ceil(time * 7) / 7;
      if (random() < stops) break;
    }
    [repeats[i], lastAt[i], age[i]] = [seen, Math.min(last, end), end];
  }
  return { repeats, lastAt, age };
}

/** 5,000 texts of 20 to 80 words of 3,000, each of a few topics. */
export function madeTexts(): CountVectors {
  const random = seededRandom(16);
  const [texts, words] = [5_000, 3_000];
  const start = [0];
  const terms: number[] = [];
  const counts: number[] = [];
  const documents = new Int32Array(words);
  for (let i = 0; i < texts; i++) {
    const topics = [Math.floor(20 * random()), Math.floor(20 * random())];
    const seen = new Map<number, number>();
    const length = 20 + Math.floor(60 * random());
    for (let k = 0; k < length; k++) {
      const topic = topics[Math.floor(2 * random())]!;
      const isTopic = random() < 0.7;
      const word = isTopic
        ? topic * 100 + Math.floor(100 * random() ** 2)
        : 2_000 + Math.floor(1_000 * random() ** 2);
      seen.set(word, (seen.get(word) ?? 0) + 1);
    }
    for (const [word, count] of [...seen].sort(([a], [b]) => a - b)) {
      terms.push(word);
      counts.push(count);
      documents[word]! += 1;
    }
    start.push(terms.length);
  }
  const [from, each, times] = [start, terms, counts].map((values) => Int32Array.from(values));
  return {
    ...{ names: Array.from({ length: words }, (_, i) => `w${String(i)}`), documents },
    ...{ start: from!, terms: each!, counts: times! },
  };
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
