import { dateToDay, localDate } from '../../domain/dates.ts';
import type { PoolRules } from '../../domain/pool.ts';
import type { PooledKind } from '../../domain/pooled.ts';
import type { SilentRequest } from '../../read/silence.ts';

/** Who goes back to a pool up to so many days from now; nothing while that is switched off. */
export function silentRequest(
  kind: PooledKind,
  { since, silentDays, warnDays }: PoolRules,
  now: number,
  ahead: number,
): Omit<SilentRequest, 'limit'> | undefined {
  if (since === undefined || silentDays === 0) return undefined;
  const today = dateToDay(localDate(now));
  return { kind, silentDays, notBefore: dateToDay(since) + warnDays, until: today + ahead };
}
