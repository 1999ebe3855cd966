import { dateToDay, localDate } from '../domain/dates.ts';
import type { RecordId } from '../domain/ids.ts';
import { ratedTerm } from '../domain/indices.ts';
import { isHidden, valuesOf } from '../domain/record.ts';
import type { Rated } from './indexFigures.ts';
import { readHiddenBatches, type ReadHandle } from './live.ts';

/** The rated conversations with one account, from their rows. */
export async function readTalks(
  db: ReadHandle,
  account: RecordId,
): Promise<readonly Omit<Rated, 'account'>[]> {
  const [hidden, rows] = await Promise.all([
    readHiddenBatches(db),
    db.activities.where('refs').equals(account).toArray(),
  ]);
  return rows.flatMap((row) => {
    if (row.deletedAt !== undefined || isHidden(row, hidden)) return [];
    const values = valuesOf(row);
    const term = values['account'] === account ? ratedTerm(values, 'quality') : undefined;
    const { at } = values;
    if (term === undefined) return [];
    return [{ ...term, day: typeof at === 'number' ? dateToDay(localDate(at)) : NaN }];
  });
}
