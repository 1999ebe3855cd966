/**
 * Every visible order of a book as columns for analysis: n orders and m lines, hidden batches and deleted orders
 * already left out. The lines of order i are those from `lineStart[i]` up to but not including `lineStart[i + 1]`.
 * A return counts against its account whatever the sign of its quantities; an adjustment counts as signed.
 */
export interface OrderColumns {
  /** Account ids; the position is the account's index. */
  readonly accounts: readonly string[];
  /** Length n. Account index, −1 for an anonymous order. */
  readonly orderAccount: Int32Array;
  /** Length n. Days since 1970-01-01; `noDay` for none. */
  readonly orderDay: Int32Array;
  /** Length n. Positions in `orderKinds`: 0 order, 1 return, 2 adjustment. */
  readonly orderKind: Uint8Array;
  /** Length n. Positions in `orderStatuses`: 0 draft, 1 open, 2 done, 3 cancelled. */
  readonly orderStatus: Uint8Array;
  /** Length n. Positions in `currencies`. */
  readonly orderCurrency: Uint8Array;
  /** ISO 4217 codes. */
  readonly currencies: readonly string[];
  /** Length n + 1, rising from 0 to m. */
  readonly lineStart: Int32Array;
  /** Length m. Pieces. */
  readonly lineQuantity: Float64Array;
  /** Length m. Unit prices, integers at 10⁻⁴ of the major unit. */
  readonly linePrice: Float64Array;
  /** Length m. Fraction from 0 to 1 taken off the line. */
  readonly lineDiscount: Float64Array;
  /** Length m. Positions in `products`, −1 for a line without one. */
  readonly lineProduct: Int32Array;
  /** Product ids; the position is the product's index. */
  readonly products: readonly string[];
}
