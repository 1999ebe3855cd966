import { balancesOf, paymentOf } from '../../domain/orderBalance.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { returnableLines } from '../../domain/returning.ts';
import type { ScreenBook } from '../book.ts';
import { asText } from '../fields/text.ts';
import { followClock } from '../tasks/wallClock.svelte.ts';
import { followReferring } from './referring.svelte.ts';

/** What was paid, planned and given back of an order, while its page is open. */
export class OrderMoney {
  readonly #row: () => RecordRow;
  readonly #payments;
  readonly #returns;
  readonly #clock = followClock();

  constructor(book: ScreenBook, row: () => RecordRow) {
    this.#row = row;
    this.#payments = followReferring(book, () => ({ kind: 'payment', field: 'order', id: row().id }), 'due');
    this.#returns = followReferring(book, () => ({ kind: 'order', field: 'returns', id: row().id }), 'date');
  }

  get isRead(): boolean {
    return this.#payments.current !== undefined && this.#returns.current !== undefined;
  }

  get today(): string {
    return this.#clock.now.date;
  }

  /** Planned and done ones by the day on which they are due, or came. */
  get payments(): readonly RecordRow[] {
    const dayOf = (row: RecordRow): string => {
      const { due, date } = valuesOf(row);
      return asText(due) || asText(date);
    };
    return (this.#payments.current ?? []).toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
  }

  get returns(): readonly RecordRow[] {
    return this.#returns.current ?? [];
  }

  get balances() {
    return balancesOf(this.#row(), this.returns, this.payments, this.today);
  }

  get canReturn(): boolean {
    return returnableLines(this.#row(), this.returns).some(({ left }) => left > 0);
  }

  /** Planned payments that have not come, the first due first. */
  planned(kind: 'receipt' | 'refund'): readonly RecordRow[] {
    return this.payments.filter((row) => {
      const payment = paymentOf(valuesOf(row));
      return payment?.status === 'planned' && payment.isRefund === (kind === 'refund');
    });
  }
}
