import { isRecordId, type RecordId } from '../../domain/ids.ts';

/** What this device has claimed lately, until it is known who was first: kept over reloads, gone with the book. */
interface OwnClaim {
  readonly id: RecordId;
  readonly at: number;
}

const keptDays = 60;
const most = 500;
const key = (book: string): string => `rapport.claims.${book}`;

export function ownClaims(book: string): readonly OwnClaim[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(book)) ?? '[]');
    const after = Date.now() - keptDays * 86_400_000;
    return (Array.isArray(kept) ? (kept as unknown[]) : []).flatMap((each) =>
      isClaim(each) && each.at > after ? [each] : [],
    );
  } catch {
    return [];
  }
}

export function noteClaims(book: string, ids: readonly RecordId[]): void {
  const fresh = ids.map((id) => ({ id, at: Date.now() }));
  keep(book, [...ownClaims(book).filter(({ id }) => !ids.includes(id)), ...fresh]);
}

/** The member has been told, or somebody else has it since. */
export function forgetClaims(book: string, ids: readonly RecordId[]): void {
  if (ids.length > 0)
    keep(
      book,
      ownClaims(book).filter(({ id }) => !ids.includes(id)),
    );
}

function keep(book: string, claims: readonly OwnClaim[]): void {
  try {
    localStorage.setItem(key(book), JSON.stringify(claims.slice(-most)));
  } catch {
    // Without storage a lost claim is told on the page of the record alone.
    return;
  }
}

function isClaim(value: unknown): value is OwnClaim {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at } = value as Partial<OwnClaim>;
  return typeof id === 'string' && isRecordId(id) && typeof at === 'number';
}
