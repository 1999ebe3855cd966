import { lineOfStored, type StoredLine } from '../../domain/order.ts';
import { formatList, formatNumber, formatPercent } from '../../i18n/formats.ts';
import { unitsPerMajor } from '../../domain/money.ts';
import type { Json } from '../../domain/json.ts';
import type { NamesById } from '../fields/format.ts';

/** Lines of a deal or quote as one text: `2 × Grinder × 49.5 − 10%`. */
export function linesText(value: Json, names: NamesById): string {
  if (!Array.isArray(value)) return '';
  const texts = (value as unknown as readonly StoredLine[]).map((stored) => {
    const { product, text, quantity, price, discount } = lineOfStored('', stored);
    const name = [product === null ? '' : (names.get(product) ?? product), text ?? '']
      .filter((part) => part !== '')
      .join(' · ');
    const less = discount === 0 ? '' : ` − ${formatPercent(discount)}`;
    return `${name}: ${formatNumber(quantity, 4)} × ${formatNumber(price / unitsPerMajor, 4)}${less}`;
  });
  return formatList(texts);
}
