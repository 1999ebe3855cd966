import type { RecordId } from '../domain/ids.ts';
import type { OrderKind, OrderStatus } from '../domain/objects.ts';

/**
 * What an account's orders come to. Draft and cancelled orders count nowhere; a return counts against the account
 * whatever the sign of its quantities; an adjustment counts as signed.
 */
export interface AccountFigures {
  readonly id: RecordId;
  /**
   * Net revenue in the minor unit of `currency`: the main currency of the book, the one most orders are in, or for an
   * account without any order in that, the one most of its own are in.
   */
  readonly revenueMinor: number;
  readonly currency: string;
  /** Orders, returns and adjustments in other currencies, which `revenueMinor` leaves out. */
  readonly inOtherCurrencies: number;
  /** Orders of kind `order`, in any currency. */
  readonly orders: number;
  /** Day of the last of them, in days since 1970-01-01; null without one. */
  readonly lastOrderDay: number | null;
  readonly contacts: number;
}

export interface OrderSummary {
  readonly id: RecordId;
  readonly number: string;
  /** Days since 1970-01-01; null without a date. */
  readonly day: number | null;
  readonly kind: OrderKind;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly totalMinor: number;
  /** Time of day, `HH:MM`, where the order has one. */
  readonly time?: string;
  /** When it was written down, ms. */
  readonly createdAt: number;
}

export interface OrdersOfAccount {
  /** Newest first. */
  readonly orders: readonly OrderSummary[];
  readonly total: number;
}
