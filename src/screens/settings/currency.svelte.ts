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

let currency = $state(firstCurrency());

/** ISO 4217 code that new amounts and orders start with; each record keeps its own. */
export function bookCurrency(): string {
  return currency;
}

export function setBookCurrency(code: string): void {
  currency = code;
  try {
    localStorage.setItem(storageKey, code);
  } catch {
    // Without storage the choice lasts until the page closes.
    return;
  }
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
