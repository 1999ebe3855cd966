import { dateToDay, type IsoDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import {
  indicesOf,
  qualityFiguresOf,
  type IndicesAnswer,
  type IndicesRequest,
  type Rated,
} from './indexFigures.ts';
import type { MemoryIndex } from './memoryIndex.ts';
import { overduePayments, type WorkAndPayments } from './overduePayments.ts';
import type { Pinyin } from './pinyin.ts';
import {
  findingsOf,
  overviewOf,
  type Finding,
  type QualityCheck,
  type QualityOverview,
  type QualityRequest,
} from './qualityFindings.ts';
import { conflictsByKind, RepairFigures, type Repairs } from './repairs.ts';
import { silentRecords, type SilentAnswer, type SilentRequest } from './silence.ts';
import { findSimilar, type SimilarHit, type SimilarRequest } from './similar.ts';
import { rhythmsOf, slippingCustomers, type Rhythms, type SlippingCustomer } from './slipping.ts';
import { remindersOf, workOfToday, type Counted, type Reminder, type TodayRequest } from './today.ts';

/** What Today, the indices and forms ask of the records in memory: apart from lists and search, which do without it. */
export class BookFigures {
  readonly #index: MemoryIndex;
  readonly #repairs = new RepairFigures();

  constructor(index: MemoryIndex) {
    this.#index = index;
  }

  /** A Han name is compared by its sound too, where `pinyin` is there. */
  similar(request: SimilarRequest, pinyin: Pinyin | undefined): SimilarHit[] {
    return findSimilar(this.#index.kinds, request, pinyin);
  }

  /** S, R, T and C of an account or of the book; `talks` where activities are not in memory. */
  indices(request: IndicesRequest, talks?: readonly Rated[]): IndicesAnswer {
    const now = Date.now();
    const { kinds, kept } = this.#index;
    const stamp = `${String(kinds.account.version)}|${request.today}|${JSON.stringify(request.weights)}`;
    const quality = kept.get('quality', stamp, () => qualityFiguresOf(kinds.account, request.weights, now));
    return indicesOf(kinds, request, quality, now, talks);
  }

  silent(request: SilentRequest): SilentAnswer {
    return silentRecords(this.#index.kinds, this.#index.derived, request);
  }

  todayWork(request: TodayRequest): WorkAndPayments {
    const { kinds } = this.#index;
    return { ...workOfToday(kinds, request), payments: overduePayments(kinds, request) };
  }

  /** `zoneMs`: what the person's clock is ahead of UTC. */
  slipping(request: TodayRequest, zoneMs: number): Counted<SlippingCustomer> {
    return slippingCustomers(this.#index.kinds, this.rhythms(request.date, zoneMs), request);
  }

  /** What customers do, as of a day. Kept until orders or activities change: it takes longest of all that Today shows. */
  rhythms(date: IsoDate, zoneMs: number): Rhythms {
    const { kinds, kept } = this.#index;
    const { account, order, activity } = kinds;
    const stamp = [account.population, order.version, activity.version, date, zoneMs].join('.');
    return kept.get('rhythms', stamp, () => rhythmsOf(kinds, dateToDay(date), zoneMs));
  }

  /** What makes the first `repairs` fast, in small steps. */
  lookForRepairs(): Generator<void> {
    return this.#repairs.lookAhead(this.#index.kinds);
  }

  repairs(): Repairs {
    const { kinds, kept, derived } = this.#index;
    const { account, contact } = kinds;
    const ways = kept.get('repairs', `${String(account.version)}.${String(contact.version)}`, () =>
      this.#repairs.read(kinds, derived.column('account', 'contactCount')),
    );
    return { ...ways, conflicts: conflictsByKind(kinds) };
  }

  /** What could be better in the values of customers and contacts. Kept until they, the day or what was dismissed change. */
  quality(request: QualityRequest): QualityOverview {
    return overviewOf(this.#index.kinds, this.#findings(request));
  }

  qualityFindings(request: QualityRequest, check: QualityCheck): readonly Finding[] {
    return this.#findings(request)[check];
  }

  #findings(request: QualityRequest) {
    const { kinds, kept } = this.#index;
    const stamp = `${String(kinds.account.version)}.${String(kinds.contact.version)}.${JSON.stringify(request)}`;
    return kept.get('findings', stamp, () => findingsOf(kinds, request, Date.now()));
  }

  reminders(owner: RecordId, from: number, until: number, dayStart?: string): Reminder[] {
    return remindersOf(this.#index.kinds, owner, from, until, dayStart);
  }
}
