import type { IsoDate } from './dates.ts';
import { linesOf, type OrderLine } from './order.ts';
import { storedLines } from './quoteFlow.ts';
import { valuesOf, type RecordState, type Values } from './record.ts';

/** A line of an order, and how much of it can still be given back. */
export interface ReturnableLine {
  readonly line: OrderLine;
  readonly left: number;
}

/**
 * What of an order has not been given back yet. A returned line takes from the lines of the same product, text and price, then from
 * those of the same product and text at other prices. Returns that are cancelled give their goods back to be returned again.
 */
export function returnableLines(
  order: RecordState,
  returns: readonly RecordState[],
): readonly ReturnableLine[] {
  const lines = linesOf(order).filter(({ quantity }) => quantity > 0);
  const left = lines.map(({ quantity }) => quantity);
  const given = returns.filter((each) => valuesOf(each)['status'] !== 'cancelled').flatMap(linesOf);
  for (const back of given) {
    let open = Math.abs(back.quantity);
    for (const isSame of [isSameSale, isSameItem]) {
      lines.forEach((line, i) => {
        if (open <= 0 || !isSame(line, back)) return;
        const taken = Math.min(left[i] ?? 0, open);
        left[i] = exact((left[i] ?? 0) - taken);
        open = exact(open - taken);
      });
    }
  }
  return lines.map((line, i) => ({ line, left: left[i] ?? 0 }));
}

/** A return of some quantities of an order's lines; they stand in it below 0, as the goods come back. */
export function returnOfOrder(
  order: RecordState,
  chosen: readonly { readonly line: OrderLine; readonly quantity: number }[],
  today: IsoDate,
): Values {
  const { account, deal, currency, taxMode, owner } = valuesOf(order);
  const lines = chosen.map(({ line, quantity }) => ({ ...line, quantity: -quantity }));
  const values = { account, deal, currency, taxMode, owner };
  return {
    ...(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values),
    returns: order.id,
    date: today,
    kind: 'return',
    status: 'done',
    lines: storedLines(lines),
  };
}

function isSameItem(a: OrderLine, b: OrderLine): boolean {
  return a.product === b.product && a.text === b.text;
}

function isSameSale(a: OrderLine, b: OrderLine): boolean {
  return isSameItem(a, b) && a.price === b.price && a.discount === b.discount && a.tax === b.tax;
}

/** Quantities have at most a few decimals; what binary fractions add is taken off. */
function exact(quantity: number): number {
  return Number(quantity.toFixed(9));
}
