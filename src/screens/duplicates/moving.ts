import { kindOfId, type RecordId } from '../../domain/ids.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';

const relations = {
  account: [
    ['order', 'account'],
    ['contact', 'accounts'],
    ['lead', 'account'],
    ['deal', 'account'],
    ['quote', 'account'],
    ['payment', 'account'],
    ['activity', 'account'],
    ['need', 'account'],
    ['task', 'account'],
  ],
  contact: [
    ['lead', 'contact'],
    ['deal', 'contacts'],
    ['quote', 'contact'],
    ['activity', 'contacts'],
    ['need', 'contact'],
    ['task', 'contact'],
  ],
} as const;

export type MovingKind = (typeof relations)[keyof typeof relations][number][0];

/** How many records of each kind refer to some records; kinds without any are left out. */
export async function countMoving(
  book: ScreenBook,
  ids: readonly RecordId[],
): Promise<readonly (readonly [MovingKind, number])[]> {
  const [first] = ids;
  const kind = first === undefined ? undefined : kindOfId(first);
  if (kind !== 'account' && kind !== 'contact') return [];
  const counts = await Promise.all(
    relations[kind].map(async ([of, field]): Promise<readonly [MovingKind, number]> => {
      const conditions = [{ field, op: 'anyOf', values: ids }] as const;
      const query = { kind: of satisfies ListedKind, filter: { match: 'all', conditions } } as const;
      const found = await book.index.query(query, { offset: 0, limit: 0 });
      return [of, found.ok ? found.value.matched : 0];
    }),
  );
  return counts.filter(([, count]) => count > 0);
}
