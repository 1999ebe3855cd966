import { currencyDigits, minorToMajor, unitsPerMajor } from '../../domain/money.ts';
import type { Language } from '../../i18n/dictionary.ts';

/** Figures and dates as a document's own language writes them, whatever the language on screen. */
export interface DocumentFormats {
  readonly money: (minor: number, currency: string) => string;
  /** A price in units of 10⁻⁴, with as many decimals as it needs. */
  readonly price: (units: number, currency: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly date: (isoDate: string) => string;
}

export function documentFormats(language: Language): DocumentFormats {
  const tag = language === 'zh' ? 'zh-CN' : 'en';
  const inCurrency = (currency: string, most: number) =>
    new Intl.NumberFormat(tag, {
      ...(/^[A-Z]{3}$/.test(currency) ? { style: 'currency', currency } : {}),
      minimumFractionDigits: Math.min(currencyDigits(currency), most),
      maximumFractionDigits: most,
    });
  const days = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...{ timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' },
  });
  return {
    money: (minor, currency) =>
      inCurrency(currency, currencyDigits(currency)).format(minorToMajor(minor, currency)),
    price: (units, currency) => inCurrency(currency, 4).format(units / unitsPerMajor),
    number: (value) => new Intl.NumberFormat(tag, { maximumFractionDigits: 4 }).format(value),
    percent: (share) =>
      new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 }).format(share),
    date: (isoDate) => {
      const at = Date.parse(`${isoDate}T00:00:00Z`);
      return Number.isNaN(at) ? isoDate : days.format(at);
    },
  };
}
