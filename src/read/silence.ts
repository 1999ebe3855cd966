import type { RecordId } from '../domain/ids.ts';
import type { PooledKind } from '../domain/pooled.ts';
import { eachVisible } from './columnReads.ts';
import type { DerivedColumns } from './derivedColumns.ts';
import type { KindIndex } from './kindIndex.ts';
import type { ListedKind } from './listQuery.ts';
import { eachReference } from './references.ts';

export interface SilentRequest {
  readonly kind: PooledKind;
  readonly silentDays: number;
  /** Days since 1970-01-01: nobody goes back before this one, nor on this one or earlier. */
  readonly notBefore: number;
  readonly after?: number;
  /** The last day that counts. */
  readonly until: number;
  readonly owner?: RecordId;
  readonly only?: RecordId;
  readonly limit: number;
}

/** An owned record without a word for too long. */
export interface SilentRecord {
  readonly id: RecordId;
  readonly name: string;
  readonly owner: RecordId;
  /** The day on which it goes back to the pool, days since 1970-01-01. */
  readonly day: number;
  /** The moment at which that day begins first on earth: the same on every device that knows the same, and past where one acts. */
  readonly at: number;
}

export interface SilentAnswer {
  readonly count: number;
  /** The first to go first. */
  readonly items: readonly SilentRecord[];
}

const msPerDay = 86_400_000;
/** What the first zone is ahead of UTC. */
const firstZoneMs = 14 * 3_600_000;

/**
 * Owned customers or leads for whom nobody has logged a conversation, who have not ordered and have no open deal, for `silentDays`
 * days since they came to their owner. Linear in the records, conversations, orders and deals.
 */
export function silentRecords(
  kinds: Readonly<Record<ListedKind, KindIndex>>,
  derived: DerivedColumns,
  request: SilentRequest,
): SilentAnswer {
  const { kind, silentDays, notBefore, after = -Infinity, until, owner: wanted, only } = request;
  const index = kinds[kind];
  const talks = derived.activities(kind).last;
  const orders = kind === 'account' ? derived.orders().lastDay : undefined;
  const deals = kind === 'account' ? dealDays(index, kinds.deal) : undefined;
  const found: SilentRecord[] = [];
  eachVisible(index, (segment, slot, ordinal) => {
    const owner = segment.texts.get('owner')?.textAt(slot) ?? '';
    if (owner === '' || (wanted !== undefined && owner !== wanted)) return;
    const status = kind === 'lead' ? segment.texts.get('status')?.textAt(slot) : undefined;
    if (status === 'converted' || status === 'dead') return;
    const id = index.idOf(ordinal);
    if (only !== undefined && id !== only) return;
    const last = Math.max(
      dayOf(known(segment.numbers.get('createdAt')?.[slot])),
      dayOf(known(segment.numbers.get('ownerSince')?.[slot])),
      dayOf(known(talks[ordinal])),
      known(orders?.[ordinal]),
      known(deals?.[ordinal]),
    );
    const day = Math.max(last + silentDays, notBefore);
    if (day <= after || day > until) return;
    found.push({ id, name: index.labelOf(ordinal), owner, day, at: day * msPerDay - firstZoneMs });
  });
  found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { count: found.length, items: found.slice(0, request.limit) };
}

/** The last day on which a deal of each account was open: a deal that is open still has no end. */
function dealDays(accounts: KindIndex, deals: KindIndex): Float64Array {
  const days = new Float64Array(accounts.capacity).fill(-Infinity);
  eachReference(deals, 'account', accounts, (number, slot, account) => {
    const segment = deals.segments[number];
    const stage = segment?.texts.get('stage')?.textAt(slot);
    const isClosed = stage === 'won' || stage === 'lost';
    const day = isClosed ? known(segment?.numbers.get('stageSince')?.[slot]) : Infinity;
    if (day > (days[account] as number)) days[account] = day;
  });
  return days;
}

/** In UTC: where a device is must not matter. */
function dayOf(at: number): number {
  return Math.floor(at / msPerDay);
}

function known(day: number | undefined): number {
  return day === undefined || Number.isNaN(day) ? -Infinity : day;
}
