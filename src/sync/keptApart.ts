import type { WaitingRow } from '../database/schema.ts';

/** Why entries of a device are not applied. */
export type KeptReason =
  /** The key of their epoch is not here. */
  | 'key'
  /** They build on something that has not come. */
  | 'record'
  /** The rest of a large change has not come. */
  | 'part'
  /** Their form is not known here: newer code wrote them, or they are damaged. */
  | 'newer'
  /** They break a rule: their device may not do that, or nobody may. */
  | 'rule'
  /** They are no part of their device's chain. */
  | 'foreign';

/** Entries of one device that are kept apart for one reason. */
export interface KeptGroup {
  readonly device: number;
  readonly reason: KeptReason;
  readonly count: number;
  /** When the relay took the oldest of them, ms. */
  readonly since: number;
}

export interface KeptApart {
  /** Entries of others that wait for what is missing. */
  readonly waiting: number;
  /** Entries that broke a rule. */
  readonly quarantined: number;
  /** All of them and the parts that have come of unfinished changes, those that wait first, the oldest first. */
  readonly groups: readonly KeptGroup[];
}

export function keptApartOf(rows: readonly WaitingRow[]): KeptApart {
  const groups = new Map<string, KeptGroup>();
  for (const row of rows) {
    const { device, receivedAt } = row;
    const reason = reasonOf(row);
    const key = `${device} ${reason}`;
    const { count, since } = groups.get(key) ?? { count: 0, since: receivedAt };
    groups.set(key, { device, reason, count: count + 1, since: Math.min(since, receivedAt) });
  }
  return {
    waiting: rows.filter((row) => row.state === 'waiting').length,
    quarantined: rows.filter((row) => row.state === 'quarantined' || row.state === 'refused').length,
    groups: [...groups.values()].sort(
      (a, b) => order.indexOf(a.reason) - order.indexOf(b.reason) || a.since - b.since,
    ),
  };
}

const order: readonly KeptReason[] = ['key', 'record', 'part', 'newer', 'rule', 'foreign'];

/** Rules that an entry also breaks where its writer knows kinds, fields or forms that this code does not. */
const unknownForms: ReadonlySet<string> = new Set([
  'content',
  'packing',
  'unknown-kind',
  'shard',
  'root',
  'key',
  'value',
  'history',
]);

function reasonOf({ state, reason }: WaitingRow): KeptReason {
  switch (state) {
    case 'part':
      return 'part';
    case 'refused':
      return 'foreign';
    case 'waiting':
      return reason === 'no-key' ? 'key' : 'record';
    case 'quarantined':
      return unknownForms.has(reason.split(':', 1)[0] ?? '') ? 'newer' : 'rule';
  }
}
