import { dateToDay, dayToDate, localDate, type IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { poolRulesOf, poolSetting, type PoolRules } from '../../domain/pool.ts';
import type { PooledKind } from '../../domain/pooled.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import type { Condition } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';

/** Why a member may not take something from the pool. */
export type Refusal =
  | { readonly type: 'taken'; readonly owner: RecordId }
  | { readonly type: 'perDay' | 'capacity'; readonly limit: number }
  | { readonly type: 'coolDown'; readonly until: IsoDate };

export interface ClaimPlan {
  readonly allowed: readonly RecordId[];
  readonly refused: readonly { readonly id: RecordId; readonly why: Refusal }[];
}

export function poolRules(kind: PooledKind): PoolRules {
  return poolRulesOf(definitions().settings.get(poolSetting)?.value, kind);
}

/** Which of these records a member may take, in their order, until a limit is reached. */
export async function planClaim(
  book: ScreenBook,
  kind: PooledKind,
  ids: readonly RecordId[],
  now = Date.now(),
): Promise<ClaimPlan> {
  const rules = poolRules(kind);
  const rows = await book.rows(ids);
  const [today, held] = await Promise.all([
    countOf(book, kind, [{ field: 'ownerSince', op: 'lastDays', days: 1 }]),
    countOf(book, kind, kind === 'lead' ? [openLead] : []),
  ]);
  return limitClaims(
    rows.flatMap((row) => row ?? []),
    { ...{ rules, member: book.member, today, held, now } },
  );
}

const openLead: Condition = { field: 'status', op: 'noneOf', values: ['converted', 'dead'] };

export interface ClaimState {
  readonly rules: PoolRules;
  readonly member: RecordId;
  /** How many came to the member today, and how many the member holds. */
  readonly today: number;
  readonly held: number;
  readonly now: number;
}

/** The rules of the pool for a member, record by record. */
export function limitClaims(rows: readonly RecordRow[], state: ClaimState): ClaimPlan {
  const { rules, member } = state;
  const allowed: RecordId[] = [];
  const refused: ClaimPlan['refused'][number][] = [];
  for (const row of rows) {
    const why = refusalOf(row, state, allowed.length);
    if (why === undefined) allowed.push(row.id);
    else refused.push({ id: row.id, why });
  }
  return { allowed, refused };

  function refusalOf(row: RecordRow, { today, held, now }: ClaimState, claimed: number): Refusal | undefined {
    const { owner, formerOwner, pooledAt } = valuesOf(row);
    if (typeof owner === 'string') return { type: 'taken', owner };
    if (rules.coolDown > 0 && formerOwner === member && typeof pooledAt === 'number') {
      const until = dateToDay(localDate(pooledAt)) + rules.coolDown;
      if (dateToDay(localDate(now)) < until) return { type: 'coolDown', until: dayToDate(until) };
    }
    if (rules.perDay > 0 && today + claimed >= rules.perDay) return { type: 'perDay', limit: rules.perDay };
    const isFull = rules.capacity > 0 && held + claimed >= rules.capacity;
    return isFull ? { type: 'capacity', limit: rules.capacity } : undefined;
  }
}

async function countOf(
  book: ScreenBook,
  kind: PooledKind,
  conditions: readonly Condition[],
): Promise<number> {
  const mine: Condition = { field: 'owner', op: 'anyOf', values: [book.member] };
  const answer = await book.index.query(
    { kind, filter: { match: 'all', conditions: [mine, ...conditions] } },
    { offset: 0, limit: 0 },
  );
  return answer.ok ? answer.value.matched : 0;
}
