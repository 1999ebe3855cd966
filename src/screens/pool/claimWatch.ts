import type { RecordId } from '../../domain/ids.ts';
import { lostClaims } from '../../domain/pooled.ts';
import { kindOfId } from '../../domain/ids.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import type { ListedKind } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';
import { nameOfRow } from '../fields/names.svelte.ts';
import { forgetClaims, ownClaims } from './ownClaims.ts';

/** A claim of this member that came too late. */
export interface LostClaim {
  readonly id: RecordId;
  readonly kind: 'account' | 'lead';
  readonly name: string;
  readonly winner: RecordId;
  /** When the winner claimed it, ms. */
  readonly at: number;
}

/** Tells of claims that this device made and somebody else won, whenever something changes; returns what ends it. */
export function followClaims(book: ScreenBook, onlost: (lost: readonly LostClaim[]) => void): () => void {
  let isCurrent = true;
  const look = async () => {
    const claims = ownClaims(book.name);
    if (claims.length === 0) return onlost([]);
    const rows = await book.rows(claims.map(({ id }) => id));
    if (isCurrent) onlost(rows.flatMap((row) => (row === undefined ? [] : lostBy(row, book.member))));
  };
  const ofPools: readonly ListedKind[] = ['account', 'lead'];
  const stop = book.index.onChange((kinds) => {
    if (ofPools.some((kind) => kinds.has(kind))) void look();
  });
  void look();
  return () => {
    isCurrent = false;
    stop();
  };
}

/** The member has read it. */
export function readLost(book: ScreenBook, id: RecordId): void {
  forgetClaims(book.name, [id]);
}

/** What a member lost in a record, if anything. */
export function lostBy(row: RecordRow, member: RecordId): readonly LostClaim[] {
  const { owner } = valuesOf(row);
  const register = row.registers['owner'];
  const isLost = lostClaims(register).some(({ author }) => author === member);
  if (!isLost || typeof owner !== 'string') return [];
  const winning = Object.values(register ?? {}).filter(([value]) => value === owner);
  const at = Math.min(...winning.map(([, when]) => when));
  return [
    {
      id: row.id,
      kind: kindOfId(row.id) === 'lead' ? 'lead' : 'account',
      name: nameOfRow(row),
      winner: owner,
      at,
    },
  ];
}
