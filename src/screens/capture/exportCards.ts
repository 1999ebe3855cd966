import type { Birthday, FoundPerson } from '../../domain/foundPerson.ts';
import { nobody } from '../../domain/foundPerson.ts';
import { kindOfId, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import type { CaptureReader } from '../../workers/capture.ts';
import type { ScreenBook } from '../book.ts';
import { asText } from '../fields/text.ts';

/** Records read at a time. */
const recordsAtOnce = 500;

/** A file of cards of contacts and customers, for an address book. Other records are left out. */
export async function cardsOf(
  book: Pick<ScreenBook, 'rows' | 'index'>,
  reader: CaptureReader,
  ids: readonly RecordId[],
  version: '3.0' | '4.0' = '3.0',
  onRecords: (done: number) => void = () => undefined,
): Promise<Blob> {
  const parts: string[] = [];
  for (let from = 0; from < ids.length; from += recordsAtOnce) {
    const rows = (await book.rows(ids.slice(from, from + recordsAtOnce))).filter((row) => row !== undefined);
    const people = await peopleOf(book, rows);
    parts.push(await reader.ask('writeCards', people, version));
    onRecords(Math.min(ids.length, from + recordsAtOnce));
  }
  return new Blob(parts, { type: 'text/vcard;charset=utf-8' });
}

async function peopleOf(
  book: Pick<ScreenBook, 'index'>,
  rows: readonly RecordRow[],
): Promise<readonly FoundPerson[]> {
  const companies = rows.map((row) => textsOf(valuesOf(row)['accounts'])[0]);
  const known = companies.filter((id) => id !== undefined);
  const labels = await book.index.labels(known);
  const names = new Map(known.map((id, i) => [id, (labels.ok ? labels.value[i] : undefined) ?? '']));
  return rows.flatMap((row, i) => {
    const kind = kindOfId(row.id);
    return kind === 'account' || kind === 'contact'
      ? [personOf(row, names.get(companies[i] ?? '') ?? '')]
      : [];
  });
}

function personOf(row: RecordRow, company: string): FoundPerson {
  const values = valuesOf(row);
  const text = (key: string): string => asText(values[key]);
  return {
    ...nobody,
    name: text('name'),
    isCompany: kindOfId(row.id) === 'account' && values['kind'] !== 'person',
    company,
    title: text('title'),
    phones: textsOf(values['phones']),
    emails: textsOf(values['emails']),
    wechat: text('wechat'),
    website: text('website'),
    address: text('address'),
    birthday: birthdayOf(text('birthday')),
    notes: text('notes'),
  };
}

function birthdayOf(date: string): Birthday | undefined {
  const [year, month, day] = date.split('-').map(Number);
  return year === undefined || month === undefined || day === undefined || Number.isNaN(day)
    ? undefined
    : { year, month, day };
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
