import type { RecordId } from '../../domain/ids.ts';
import { kindOfId } from '../../domain/ids.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import type { SimilarHit } from '../../read/similar.ts';
import type { ScreenBook } from '../book.ts';
import { asText } from '../fields/text.ts';
import { accountName, isCompany } from './conversion.ts';

/** A record that is probably what a lead is about. */
export interface Same {
  readonly row: RecordRow;
  /** The same phone or address, a similar name, or the company that a contact of it works for. */
  readonly why: SimilarHit['why'] | 'works';
  /** So likely that it is chosen beforehand. */
  readonly isLikely: boolean;
}

export interface SameRecords {
  readonly accounts: readonly Same[];
  readonly contacts: readonly Same[];
}

/** A name alone must be nearly the same. */
const likelyFrom = 0.97;
const limit = 5;

/** Customers and contacts that are probably those of a lead, the likeliest first. */
export async function findSame(book: ScreenBook, lead: Values): Promise<SameRecords> {
  const [phones, emails] = [textsOf(lead['phones']), textsOf(lead['emails'])];
  const [byAccount, byContact] = await Promise.all([
    book.index.similar({ kind: 'account', name: accountName(lead), phones, emails, limit }),
    book.index.similar({ kind: 'contact', name: asText(lead['name']), phones, emails, limit }),
  ]);
  const accountHits = byAccount.ok ? byAccount.value.filter(({ kind }) => kind === 'account') : [];
  const contactHits = byContact.ok ? byContact.value.filter(({ kind }) => kind === 'contact') : [];
  const contacts = await sameRows(book, contactHits, isLikelyContact);
  const accounts = await sameRows(book, accountHits, isLikelyHit);
  const known = new Set(accounts.map(({ row }) => row.id));
  const employers = isCompany(lead)
    ? contacts
        .filter(({ why }) => why !== 'name')
        .flatMap(({ row }) => textsOf(valuesOf(row)['accounts']))
        .filter((id) => !known.has(id))
    : [];
  const rows = await book.rows([...new Set(employers)].slice(0, limit));
  const others = rows.flatMap((row): Same[] => {
    if (row === undefined || row.deletedAt !== undefined || kindOfId(row.id) !== 'account') return [];
    return [{ row, why: 'works', isLikely: false }];
  });
  return { accounts: [...accounts, ...others], contacts };
}

function isLikelyHit({ why, likeness }: SimilarHit): boolean {
  return why !== 'name' || likeness >= likelyFrom;
}

/** People of one name are many: only the same phone or address makes one of them likely. */
function isLikelyContact({ why }: SimilarHit): boolean {
  return why !== 'name';
}

async function sameRows(
  book: ScreenBook,
  hits: readonly SimilarHit[],
  isLikely: (hit: SimilarHit) => boolean,
): Promise<readonly Same[]> {
  const rows = await book.rows(hits.map(({ id }): RecordId => id));
  return hits.flatMap((hit, i) => {
    const row = rows[i];
    return row === undefined ? [] : [{ row, why: hit.why, isLikely: isLikely(hit) }];
  });
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
