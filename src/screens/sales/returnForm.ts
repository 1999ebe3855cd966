import type { OrderLine } from '../../domain/order.ts';
import type { ReturnableLine } from '../../domain/returning.ts';

/** The quantities of a form by the line's id, as they were written. */
export type WrittenQuantities = Readonly<Record<string, string>>;

/** True for a text that is no quantity from 0 to what is left; the empty one is none. */
export function quantityProblem({ left }: ReturnableLine, text: string): boolean {
  const quantity = quantityOf(text);
  return !(quantity >= 0 && quantity <= left);
}

/** The lines of which something comes back. */
export function chosenLines(
  lines: readonly ReturnableLine[],
  written: WrittenQuantities,
): readonly { readonly line: OrderLine; readonly quantity: number }[] {
  return lines
    .map((each) => ({ each, text: written[each.line.id] ?? '' }))
    .filter(({ each, text }) => quantityOf(text) > 0 && !quantityProblem(each, text))
    .map(({ each, text }) => ({ line: each.line, quantity: quantityOf(text) }));
}

function quantityOf(text: string): number {
  return Number(text.replace(/[\s,']/g, ''));
}
