import type { MenuItem } from '../../ui/menuItem.ts';

/** Something that can be done with a quote, an order or a payment; what comes next is a button, the rest stands in the menu. */
export interface SalesStep extends MenuItem {
  readonly isButton?: boolean;
}

/** What the menu of the record offers: every step, told apart from what every record has. */
export function menuOf(steps: readonly SalesStep[]): readonly MenuItem[] {
  return steps.map(({ isButton: _isButton, ...item }) => item);
}
