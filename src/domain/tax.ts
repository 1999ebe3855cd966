import { unitsToMinor, type Money } from './money.ts';
import { taxModes, type TaxMode } from './objects.ts';
import { lineUnits, linesOf, orderTotalMinor, type OrderLine } from './order.ts';
import { valuesOf, type RecordState, type Values } from './record.ts';

/** What the lines of an order or a quote come to, in the currency's minor unit. */
export interface Totals {
  readonly netMinor: number;
  /** The tax at each rate above 0, the lowest rate first. */
  readonly taxes: readonly { readonly rate: number; readonly minor: number }[];
  readonly payableMinor: number;
}

/** What is to be paid for the lines of an order or a quote, tax that is added included; undefined without a currency. */
export function payableOf(state: RecordState): Money | undefined {
  const values = valuesOf(state);
  const { currency } = values;
  if (typeof currency !== 'string') return undefined;
  return { minor: totalsOf(linesOf(state), currency, taxModeOf(values)).payableMinor, currency };
}

/** How the prices of an order or a quote stand to tax; those that say nothing hold it. */
export function taxModeOf(values: Values): TaxMode {
  return taxModes.find((each) => each === values['taxMode']) ?? 'included';
}

/**
 * Lines of one rate are summed before their tax is rounded, half away from zero, so that the sum of an invoice is that of its
 * rates. Where prices hold the tax, it is rate / (1 + rate) of them; net and taxes always add up to what is payable.
 */
export function totalsOf(lines: readonly OrderLine[], currency: string, mode: TaxMode): Totals {
  const sumMinor = orderTotalMinor(lines, currency);
  const rates = mode === 'none' ? [] : [...new Set(lines.map(({ tax }) => tax))].filter((rate) => rate > 0);
  const taxes = rates
    .sort((a, b) => a - b)
    .map((rate) => {
      const units = lines.filter(({ tax }) => tax === rate).reduce((sum, line) => sum + lineUnits(line), 0);
      return { rate, minor: unitsToMinor(units * (mode === 'added' ? rate : rate / (1 + rate)), currency) };
    });
  const taxMinor = taxes.reduce((sum, { minor }) => sum + minor, 0);
  return mode === 'added'
    ? { netMinor: sumMinor, taxes, payableMinor: sumMinor + taxMinor }
    : { netMinor: sumMinor - taxMinor, taxes, payableMinor: sumMinor };
}
