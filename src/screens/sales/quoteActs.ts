import type { Act } from '../../commands/records.ts';
import { localDate, type IsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import { pipelineOf, stageOf } from '../../domain/pipelines.ts';
import { familyOf, nextVersion, orderOfQuote, type VersionMaker } from '../../domain/quoteFlow.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import type { ScreenBook } from '../book.ts';
import { asText } from '../fields/text.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { referringTo } from './referring.svelte.ts';

/** Orders that a quote became and that still stand. */
export function standingOrders(orders: readonly RecordRow[]): readonly RecordRow[] {
  return orders.filter((order) => valuesOf(order)['status'] !== 'cancelled');
}

/** Quotes that take the place of another and still stand. */
export function standingVersions(versions: readonly RecordRow[]): readonly RecordRow[] {
  return versions.filter((each) => valuesOf(each)['status'] !== 'declined');
}

/** True for a deal that is neither won nor lost. */
export function isOpenDeal(deal: RecordRow | undefined): deal is RecordRow {
  if (deal === undefined || deal.deletedAt !== undefined) return false;
  const values = valuesOf(deal);
  return stageOf(pipelineOf(definitions().pipelines, values), values).outcome === 'open';
}

/** The order, the quote's new status and, where it is to be won, the deal: one step. */
export function acceptance(quote: RecordRow, deal: RecordRow | undefined, today: IsoDate): readonly Act[] {
  return [
    { create: 'order', values: orderOfQuote(quote, today) },
    { update: quote, values: { status: 'accepted' } },
    ...(deal === undefined ? [] : [{ update: deal, values: { stage: 'won', closeDate: today } }]),
  ];
}

/** The new version, and the old one's status: one step. */
export function versioning(quote: RecordRow, today: IsoDate, maker: VersionMaker): readonly Act[] {
  return [
    { create: 'quote', values: nextVersion(quote, today, maker) },
    { update: quote, values: { status: 'replaced' } },
  ];
}

/** Numbers that versions of a quote have in this book. */
export async function takenNumbers(book: ScreenBook, number: string): Promise<ReadonlySet<string>> {
  const start = `${familyOf(number)}-V`;
  const found = await book.index.query(
    {
      kind: 'quote',
      filter: { match: 'all', conditions: [{ field: 'number', op: 'contains', text: start }] },
    },
    { offset: 0, limit: 1_000 },
  );
  const rows = found.ok ? await book.rows(found.value.ids) : [];
  return new Set(rows.map((row) => (row === undefined ? '' : asText(valuesOf(row)['number']))));
}

/** One after the other in all windows of this device: each sees what the one before has made. */
export function oneAfterAnother<T>(book: ScreenBook, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`rapport.quotes.${book.name}`, work);
}

/** The quote as it is now, and its orders: what was shown may be behind. */
export async function freshQuote(
  book: ScreenBook,
  id: RecordId,
): Promise<{ readonly quote: RecordRow | undefined; readonly orders: readonly RecordRow[] }> {
  const [[quote], orders] = await Promise.all([
    book.rows([id]),
    referringTo(book, { kind: 'order', field: 'quote', id }),
  ]);
  return { quote, orders: standingOrders(orders) };
}

export function today(): IsoDate {
  return localDate(Date.now());
}
