import { zoneMsOf } from '../../domain/dates.ts';
import type { WallClock } from '../../domain/taskTime.ts';
import type { Repairs } from '../../read/repairs.ts';
import type { SlippingCustomer } from '../../read/slipping.ts';
import type { WorkAndPayments } from '../../read/overduePayments.ts';
import type { Counted, TodayRequest } from '../../read/today.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { ScreenBook } from '../book.ts';
import type { TodayChoices } from './choices.svelte.ts';

/** Records of each sort that the page lists at most. */
const limit = 8;

/** What the page of today shows, asked anew when records, the clock or the person's choices change. */
export class TodayModel {
  work = $state.raw<WorkAndPayments>();
  slipping = $state.raw<Counted<SlippingCustomer>>();
  repairs = $state.raw<Repairs>();
  /** Whether the book has deals. */
  hasDeals = $state(false);
  error = $state.raw<ListIndexError>();
  readonly #book: ScreenBook;
  readonly #request: () => TodayRequest;
  #isAsking = false;
  #isStale = false;

  constructor(book: ScreenBook, choices: TodayChoices, now: () => WallClock) {
    this.#book = book;
    this.#request = () => ({
      ...now(),
      limit,
      ...(choices.scope === 'mine' ? { owner: book.member } : {}),
    });
    $effect(() => {
      void this.#ask(this.#request());
    });
    $effect(() => book.index.onChange(() => void this.#ask(this.#request())));
  }

  /** One round at a time: an import changes records faster than a day can be read. */
  async #ask(request: TodayRequest): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    const { index } = this.#book;
    const [work, counts] = await Promise.all([index.todayWork(request), index.counts(['deal'])]);
    if (counts.ok) this.hasDeals = (counts.value.deal ?? 0) > 0;
    if (work.ok) this.work = work.value;
    this.error = work.ok ? undefined : work.error;
    const zoneMs = zoneMsOf(new Date());
    const [slipping, repairs] = await Promise.all([index.slipping(request, zoneMs), index.repairs()]);
    if (slipping.ok) this.slipping = slipping.value;
    if (repairs.ok) this.repairs = repairs.value;
    this.#isAsking = false;
    if (!this.#isStale) return;
    this.#isStale = false;
    await this.#ask(this.#request());
  }
}
