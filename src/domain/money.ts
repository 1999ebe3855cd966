/** An exact amount: an integer in the currency's minor unit, and its ISO 4217 code. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Unit prices are integers at 10⁻⁴ of the major unit, because real price lists have fractions of a cent. */
export const unitsPerMajor = 10_000;

const digitsByCurrency = new Map<string, number>();

/** Digits after the decimal point of a currency: 2 for CNY, 0 for JPY, 3 for KWD; 2 for an unknown code. */
export function currencyDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits = readCurrencyDigits(currency);
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

function readCurrencyDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

export function minorToMajor(minor: number, currency: string): number {
  return minor / 10 ** currencyDigits(currency);
}

/** Rounds half away from zero to the minor unit. */
export function majorToMinor(major: number, currency: string): number {
  return roundHalfAway(major * 10 ** currencyDigits(currency));
}

/** Units of 10⁻⁴ to the minor unit, rounded half away from zero. */
export function unitsToMinor(units: number, currency: string): number {
  return roundHalfAway((units * 10 ** currencyDigits(currency)) / unitsPerMajor);
}

/** A decimal number such as 2.557 to units of 10⁻⁴. Rounds what lies beyond the fourth digit. */
export function majorToUnits(major: number): number {
  return roundHalfAway(major * unitsPerMajor);
}

/** Halves go away from zero, as on an invoice. A factor of 1 + 2⁻⁵² undoes the binary error of decimals such as 1.005. */
export function roundHalfAway(value: number): number {
  const magnitude = Math.round(Math.abs(value) * (1 + Number.EPSILON));
  return magnitude === 0 ? 0 : Math.sign(value) * magnitude;
}
