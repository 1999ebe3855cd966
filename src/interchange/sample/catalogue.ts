import { majorToUnits } from '../../domain/money.ts';
import type { Values } from '../../domain/record.ts';
import type { SampleCategory, SampleProduct, SampleWords } from './words.ts';

/** What customers pay in, and what one unit of it is worth in CNY. */
export const sampleRates = { CNY: 1, EUR: 7.8, USD: 7.1 } as const;
export type SampleCurrency = keyof typeof sampleRates;

const codeLetters = {
  machine: 'CM',
  home: 'HM',
  grinder: 'GR',
  part: 'PT',
  supply: 'SP',
  service: 'SV',
} as const satisfies Record<SampleCategory, string>;

/** The words name so many products; further ones are later editions of them. */
export function productAt(words: SampleWords, n: number): SampleProduct {
  const product = words.products[n % words.products.length];
  if (product === undefined) throw new RangeError('the words name no product');
  const edition = Math.floor(n / words.products.length);
  return edition === 0 ? product : { ...product, name: `${product.name} ${edition + 1}` };
}

export function productValues(words: SampleWords, n: number): Values {
  const { category, name, price } = productAt(words, n);
  return {
    name,
    code: `${codeLetters[category]}-${String(n + 101).padStart(4, '0')}`,
    category: words.categories[category],
    price: majorToUnits(price),
    // One product has no known cost, and every twentieth is sold no more.
    ...(n % 29 === 7 ? {} : { cost: majorToUnits(Math.round(price * 58) / 100) }),
    currency: 'CNY',
    active: n % 20 !== 19,
  };
}

/** List price in units of 10⁻⁴ of a currency, at whole cents. */
export function listPrice(words: SampleWords, n: number, currency: SampleCurrency): number {
  const cents = Math.round((productAt(words, n).price * 100) / sampleRates[currency]);
  return cents * 100;
}
