import { formatList, formatRoundMoney } from '../../i18n/formats.ts';
import { bookCurrency } from '../settings/currency.svelte.ts';
import type { Sums } from './board.ts';

/** Amounts of several currencies, each in its own: "¥1.23 million, €38,000". */
export function sumText(sums: Sums, form: 'long' | 'short' = 'long'): string {
  if (sums.length === 0) return formatRoundMoney(0, bookCurrency(), form);
  return formatList(
    sums.map(([currency, amount]) => formatRoundMoney(amount, currency || bookCurrency(), form)),
  );
}
