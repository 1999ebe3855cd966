import { linesOf, orderTotalMinor } from '../domain/order.ts';
import { valuesOf } from '../domain/record.ts';
import type { RecordRow } from '../domain/record.ts';
import { formatDate, formatInstant, formatMoney } from '../i18n/formats.ts';
import type { ListedKind } from '../read/listQuery.ts';
import type { SearchHit } from '../read/searchRequest.ts';
import type { ScreenBook } from '../screens/book.ts';

/** A hit with what tells it from others of the same name. */
export interface FoundRecord extends Omit<SearchHit, 'detail'> {
  readonly detail: string;
  readonly level: string | undefined;
}

export interface Found {
  readonly hits: readonly FoundRecord[];
  /** Records searched, and how long the index took, in ms. */
  readonly searched: number;
  readonly tookMs: number;
}

/** Hits of each kind shown while somebody types. */
const hitsOfKind = 5;

/** The palette's question to the index. */
export async function searchBook(book: ScreenBook, query: string): Promise<Found> {
  const startedAt = performance.now();
  const found = await book.index.search({ text: query, limit: hitsOfKind });
  const tookMs = performance.now() - startedAt;
  const hits = found.ok ? found.value.hits : [];
  const [counts, rows] = await Promise.all([book.index.counts(), book.rows(hits.map((hit) => hit.id))]);
  return {
    hits: hits.map((hit, i) => describe(hit, rows[i])),
    searched: counts.ok ? Object.values(counts.value).reduce((sum, count) => sum + count, 0) : 0,
    tookMs,
  };
}

function describe(hit: SearchHit, row: RecordRow | undefined): FoundRecord {
  const values = row === undefined ? {} : valuesOf(row);
  const level = hit.kind === 'account' ? values['level'] : undefined;
  return {
    ...hit,
    detail: hit.detail ?? (row === undefined ? '' : detailOf(hit.kind, row)),
    level: typeof level === 'string' ? level : undefined,
  };
}

function detailOf(kind: ListedKind, row: RecordRow): string {
  const values = valuesOf(row);
  const text = (key: string): string => (typeof values[key] === 'string' ? values[key] : '');
  switch (kind) {
    case 'account':
      return [text('region'), text('industry')].filter((part) => part !== '').join(' · ');
    case 'contact':
      return text('title');
    case 'product':
      return text('code');
    case 'task':
      return formatDate(text('due'));
    case 'need':
      return formatDate(text('date'));
    case 'activity':
    case 'behaviour':
      return typeof values['at'] === 'number' ? formatInstant(values['at']) : '';
    case 'order':
      return [
        formatDate(text('date')),
        formatMoney(orderTotalMinor(linesOf(row), text('currency')), text('currency')),
      ].join(' · ');
  }
}
