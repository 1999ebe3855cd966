/** Offered first; any other ISO 4217 code that a record holds is kept. */
export const commonCurrencies: readonly string[] = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'HKD',
  'TWD',
  'SGD',
  'KRW',
  'AUD',
  'CAD',
  'CHF',
  'INR',
  'BRL',
  'AED',
  'SEK',
];
