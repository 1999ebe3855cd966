import { dateToDay, localDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { ratedTerm } from '../domain/indices.ts';
import { isHidden, valuesOf } from '../domain/record.ts';
import type { Rated } from './indexFigures.ts';
import { readHiddenBatches, type ReadHandle } from './live.ts';
import { readMergedWith } from '../database/merges.ts';

/** The rated conversations with one account, from their rows. */
export async function readTalks(
  db: ReadHandle,
  account: RecordId,
): Promise<readonly Omit<Rated, 'account'>[]> {
  const [hidden, accounts] = await Promise.all([readHiddenBatches(db), readMergedWith(db, account)]);
  const rows = await db.activities.where('refs').anyOf(accounts).distinct().toArray();
  return rows.flatMap((row) => {
    if (row.deletedAt !== undefined || isHidden(row, hidden)) return [];
    const values = valuesOf(row);
    const { at, account: named } = values;
    const isOwn = typeof named === 'string' && accounts.includes(named);
    const term = isOwn ? ratedTerm(values, 'quality') : undefined;
    if (term === undefined) return [];
    return [{ ...term, day: typeof at === 'number' ? dateToDay(localDate(at)) : NaN }];
  });
}
