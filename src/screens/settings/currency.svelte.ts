import { definitions } from '../fields/definitions.svelte.ts';

/** Where earlier versions kept the currency of the device. */
const storageKey = 'rapport.currency';

const byRegion: Readonly<Record<string, string>> = {
  CN: 'CNY',
  HK: 'HKD',
  TW: 'TWD',
  SG: 'SGD',
  US: 'USD',
  GB: 'GBP',
  JP: 'JPY',
  CH: 'CHF',
  AU: 'AUD',
  CA: 'CAD',
  IN: 'INR',
};

/** The name of the setting that holds the currency of a book. */
export const currencySetting = 'currency';

const usual = firstCurrency();

/** ISO 4217 code that new amounts and orders start with; each record keeps its own. Until the book has one, that of the device. */
export function bookCurrency(): string {
  const chosen = definitions().settings.get(currencySetting)?.value;
  return typeof chosen === 'string' && /^[A-Z]{3}$/.test(chosen) ? chosen : usual;
}

function firstCurrency(): string {
  try {
    const stored = localStorage.getItem(storageKey);
    if (stored !== null && /^[A-Z]{3}$/.test(stored)) return stored;
  } catch {
    return 'CNY';
  }
  const locale = new Intl.Locale(navigator.language).maximize();
  return byRegion[locale.region ?? ''] ?? (locale.language === 'zh' ? 'CNY' : 'EUR');
}
