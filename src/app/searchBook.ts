import type { RecordId } from '../domain/ids.ts';
import { kindOfId } from '../domain/ids.ts';
import { linesOf, orderTotalMinor } from '../domain/order.ts';
import { valuesOf } from '../domain/record.ts';
import type { RecordRow } from '../domain/record.ts';
import { payableOf } from '../domain/tax.ts';
import { formatDate, formatInstant, formatMoney } from '../i18n/formats.ts';
import type { ListedKind } from '../read/listQuery.ts';
import { isListed } from '../read/packRows.ts';
import type { SearchHit } from '../read/searchRequest.ts';
import type { ScreenBook } from '../screens/book.ts';
import { definitions } from '../screens/fields/definitions.svelte.ts';
import { formatValue } from '../screens/fields/format.ts';
import { choiceText } from '../screens/fields/labels.ts';
import { nameOfRow } from '../screens/fields/names.svelte.ts';
import { asText } from '../screens/fields/text.ts';

/** A record in the palette, with what tells it from others of the same name and how it is reached. */
export interface FoundRecord extends Pick<SearchHit, 'kind' | 'id' | 'name' | 'ranges'> {
  readonly detail: string;
  /** At the end of the line: sales, a phone number, a day. */
  readonly figure: string;
  readonly level: string | undefined;
  readonly phone: string | undefined;
  readonly email: string | undefined;
}

export interface Found {
  readonly hits: readonly FoundRecord[];
  /** Records searched, and how long the index took, in ms. */
  readonly searched: number;
  readonly tookMs: number;
}

/** Hits of each kind shown while somebody types. */
const hitsOfKind = 5;
/** Contacts of a company that is found, beside those that are found themselves. */
const contactsOfCompany = 3;

/** The palette's question to the index: names, pinyin, phones, e-mails, numbers and titles; and who works for a company of that name. */
export async function searchBook(book: ScreenBook, query: string): Promise<Found> {
  const startedAt = performance.now();
  const found = await book.index.search({ text: query, limit: hitsOfKind });
  const hits = found.ok ? await withContacts(book, found.value.hits) : [];
  const tookMs = performance.now() - startedAt;
  const [counts, described] = await Promise.all([book.index.counts(), describeHits(book, hits)]);
  const searched = counts.ok ? Object.values(counts.value).reduce((sum, count) => sum + count, 0) : 0;
  return { hits: described, searched, tookMs };
}

/** Records by their ids, as the palette shows them; those that are gone are left out. */
export async function describeRecords(
  book: ScreenBook,
  ids: readonly RecordId[],
): Promise<readonly FoundRecord[]> {
  const rows = (await book.rows(ids)).filter(
    (row) => row !== undefined && row.deletedAt === undefined && row.mergedInto === undefined,
  ) as RecordRow[];
  const hits = rows.flatMap((row): SearchHit[] => {
    const kind = kindOfId(row.id);
    return isListed(kind) ? [{ kind, id: row.id, name: nameOfRow(row), foundIn: 'name', ranges: [] }] : [];
  });
  return describeHits(book, hits);
}

async function withContacts(book: ScreenBook, hits: readonly SearchHit[]): Promise<readonly SearchHit[]> {
  const company = hits.find((hit) => hit.kind === 'account' && hit.foundIn !== 'detail');
  if (company === undefined || hits.filter((hit) => hit.kind === 'contact').length >= hitsOfKind) return hits;
  const conditions = [{ field: 'accounts', op: 'anyOf', values: [company.id] }] as const;
  const query = { kind: 'contact', filter: { match: 'all', conditions } } as const;
  const people = await book.index.query(query, { offset: 0, limit: contactsOfCompany });
  if (!people.ok) return hits;
  const known = new Set(hits.map((hit) => hit.id));
  const ids = people.value.ids.filter((id) => !known.has(id));
  const labels = await book.index.labels(ids);
  const more = ids.map((id, i): SearchHit => ({
    kind: 'contact',
    id,
    name: (labels.ok ? labels.value[i] : undefined) ?? '',
    foundIn: 'detail',
    ranges: [],
  }));
  const last = hits.findLastIndex((hit) => hit.kind === 'contact');
  const at = last >= 0 ? last + 1 : hits.findLastIndex((hit) => hit.kind === 'account') + 1;
  return [...hits.slice(0, at), ...more, ...hits.slice(at)];
}

async function describeHits(book: ScreenBook, hits: readonly SearchHit[]): Promise<readonly FoundRecord[]> {
  const rows = await book.rows(hits.map((hit) => hit.id));
  const accounts = hits.filter((hit) => hit.kind === 'account').map((hit) => hit.id);
  const references = rows.map((row) => (row === undefined ? '' : firstAccount(row)));
  const [figures, labels] = await Promise.all([
    book.index.accountFigures(accounts),
    book.index.labels(references.filter((id) => id !== '')),
  ]);
  const companies = new Map(
    references
      .filter((id) => id !== '')
      .map((id, i) => [id, (labels.ok ? labels.value[i] : undefined) ?? '']),
  );
  const sales = new Map(
    (figures.ok ? figures.value : []).flatMap((each) =>
      each === undefined || each.orders === 0
        ? []
        : [[each.id, formatMoney(each.revenueMinor, each.currency)]],
    ),
  );
  return hits.map((hit, i) =>
    describe(hit, rows[i], companies.get(references[i] ?? '') ?? '', sales.get(hit.id)),
  );
}

function describe(
  hit: SearchHit,
  row: RecordRow | undefined,
  company: string,
  sales: string | undefined,
): FoundRecord {
  const values = row === undefined ? {} : valuesOf(row);
  const level = hit.kind === 'account' ? values['level'] : undefined;
  const parts =
    row === undefined
      ? []
      : [...(hit.detail === undefined ? [] : [hit.detail]), ...partsOf(hit.kind, row, company)];
  return {
    kind: hit.kind,
    id: hit.id,
    name: hit.name,
    ranges: hit.ranges,
    detail: parts.filter((part) => part !== '').join(' · '),
    figure: row === undefined ? '' : (sales ?? figureOf(hit.kind, row)),
    level: typeof level === 'string' ? level : undefined,
    phone: firstOf(values['phones']),
    email: firstOf(values['emails']),
  };
}

function partsOf(kind: ListedKind, row: RecordRow, company: string): readonly string[] {
  const values = valuesOf(row);
  switch (kind) {
    case 'account':
      return [asText(values['region']), asText(values['industry'])];
    case 'contact':
      return [asText(values['title']), company];
    case 'product':
      return [asText(values['code'])];
    case 'lead':
      return [asText(values['company']), choiceText(kind, 'status', values['status'])];
    case 'deal':
      return [company, choiceText(kind, 'stage', values['stage'])];
    case 'order':
    case 'quote':
      return [company, formatDate(asText(values['date']))];
    default:
      return [company];
  }
}

function figureOf(kind: ListedKind, row: RecordRow): string {
  const values = valuesOf(row);
  switch (kind) {
    case 'contact':
      return firstOf(values['phones']) ?? '';
    case 'deal':
    case 'payment': {
      const field = definitions().field(kind, 'amount');
      return field === undefined ? '' : formatValue(field, values['amount'], new Map(), undefined);
    }
    case 'quote': {
      const payable = payableOf(row);
      return payable === undefined ? '' : formatMoney(payable.minor, payable.currency);
    }
    case 'order': {
      const currency = asText(values['currency']);
      return formatMoney(orderTotalMinor(linesOf(row), currency), currency);
    }
    case 'task':
      return formatDate(asText(values['due']));
    case 'need':
      return formatDate(asText(values['date']));
    case 'activity':
    case 'behaviour':
      return typeof values['at'] === 'number' ? formatInstant(values['at']) : '';
    default:
      return '';
  }
}

function firstAccount(row: RecordRow): RecordId {
  const values = valuesOf(row);
  return firstOf(values['accounts']) ?? asText(values['account']);
}

function firstOf(list: unknown): string | undefined {
  return Array.isArray(list) && typeof list[0] === 'string' ? list[0] : undefined;
}
